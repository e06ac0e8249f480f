"""What the Results screen says: cards, concordance, what is missing, curve in words, text to copy. No widgets."""

from __future__ import annotations

from dataclasses import replace

import pytest
import ui_builder as build

from hccdesk.domain.applicability import ApplicabilityVerdict, RuleAnswer, RuleResult
from hccdesk.domain.manifest import Threshold
from hccdesk.domain.model_choice import ModelChoice
from hccdesk.domain.problem import Problem, Severity
from hccdesk.domain.provenance import RuntimeFacts
from hccdesk.domain.result import NotComputed
from hccdesk.domain.sentence import Sentence
from hccdesk.report.drivers import concordance as printed_concordance
from hccdesk.report.voice import Voice
from hccdesk.ui import language
from hccdesk.ui.results.as_text import as_text
from hccdesk.ui.results.cards import (
    CardContent,
    Direction,
    ct_card,
    direction_word,
    interval_line,
    slide_card,
    threshold_line,
)
from hccdesk.ui.results.concordance import concordance
from hccdesk.ui.results.explanations import saliency_blocked_by, slide_blocked_by
from hccdesk.ui.results.missing import Lack, lack_word, missing
from hccdesk.ui.results.survival_words import interval, median, of_hundred, reading
from hccdesk.ui.spoken import say
from hccdesk.workflow.taken_over import NOT_RUN


def a_card(value: float | None, above: bool = True, **changes) -> CardContent:
    return CardContent("", "", value, 0.5, response_above=above, **changes)


def survival():
    return build.a_result().survival[0][1]


@pytest.mark.control("RISK-17-a")
def test_that_each_direction_says_what_a_higher_value_means():
    assert "more likely to respond" in threshold_line(ct_card(build.a_result()))
    assert "less likely to respond" in threshold_line(slide_card(build.a_result()))


def test_that_an_interval_is_shown_only_where_there_is_one():
    assert interval_line(a_card(0.6)) == "no interval: this model gives none"
    assert interval_line(a_card(0.6, interval=(0.52, 0.68))) == "95 % interval 0.52 to 0.68"


@pytest.mark.control("RISK-25-a")
def test_that_an_interval_around_the_threshold_is_indeterminate_and_has_its_own_colour():
    near = a_card(0.55, interval=(0.4, 0.7))
    assert near.direction is Direction.INDETERMINATE
    assert direction_word(near) == "indeterminate"
    assert a_card(0.55, interval=(0.51, 0.7)).direction is Direction.RESPONSE
    assert a_card(0.55, above=False, interval=(0.51, 0.7)).direction is Direction.NO_RESPONSE


@pytest.mark.control("RISK-25-a")
def test_that_the_threshold_says_where_it_comes_from():
    models = list(build.some_models())
    models[0] = replace(models[0], threshold=Threshold(0.5, "Youden's index on 30 patients"))
    assert ct_card(build.a_result(models=tuple(models))).threshold_origin == "Youden's index on 30 patients"
    assert ct_card(build.a_result()).threshold_origin == ""


def both_inside(ct: float, slide: float, **changes):
    result = build.a_result(applicability=(), **changes)
    return replace(
        result,
        ct_response=replace(result.ct_response, probability_of_objective_response=ct),
        slide_response=replace(result.slide_response, post_treatment_risk_prediction_score=slide, in_regimen=True),
    )


@pytest.mark.control("RISK-17-c", "RISK-25-c")
def test_that_two_readings_that_disagree_say_so_and_are_not_blended():
    said = concordance(both_inside(0.7, 0.7))
    assert "disagree" in said.words
    assert not any(letter.isdigit() for letter in said.words)
    assert concordance(both_inside(0.2, 0.7)).words == "Both response models favour no response."
    assert concordance(both_inside(0.7, 0.2)).words == "Both response models favour response."


@pytest.mark.parametrize("spoken", [language.ENGLISH, language.CHINESE])
@pytest.mark.control("RISK-29-a")
def test_that_the_screen_says_of_the_two_readings_what_the_report_says(spoken):
    language.use(spoken)
    outside = (ApplicabilityVerdict("haim-demo", (RuleResult("ecog", RuleAnswer.OUTSIDE, Sentence.of("ECOG 4")),)),)
    try:
        for result in (
            build.a_result(),  # the slide model is for the other regimen
            build.a_result(ct_response=NotComputed(Sentence.of("no tumour region"))),
            both_inside(0.7, 0.7),
            both_inside(0.2, 0.7),
            replace(both_inside(0.2, 0.7), applicability=outside),
        ):
            printed = printed_concordance(result, Voice("en" if spoken == language.ENGLISH else "zh")).text
            assert concordance(result).words == printed
    finally:
        language.use(language.ENGLISH)


def test_that_a_reading_outside_regimen_or_scope_enters_no_comparison():
    assert "not stated: outside regimen or scope: HAIM" in concordance(build.a_result()).words
    assert concordance(build.a_result()).role == "muted"
    assert "not stated" in concordance(build.a_result(slide_response=NotComputed(Sentence.of("none")))).words


def test_that_what_is_missing_leads_to_where_it_can_be_mended():
    field = Sentence.of("Needs {fields}: unknown in the clinical row.", fields="afp_ng_per_ml, inr")
    result = build.a_result(
        ct_response=NotComputed(Sentence.of("no tumour region")),
        slide_response=NotComputed(Sentence.of("no outline")),
        survival=(("pfs-nomogram-demo", NotComputed(field)),),
    )
    found = {line.name: line.screen for line in missing(result)}
    assert found == {
        "CT · response": "ct", "Biopsy · HAIM": "slide", "PFS nomogram": "case", "BCLC 2022": "case",
    }  # fmt: skip
    assert all(line.reason for line in missing(result))


def test_that_a_contradiction_stands_with_what_is_missing_and_leads_to_its_field():
    what, advice = Sentence.of("the reader states BCLC C, the rules suggest D"), Sentence.of("check the stage")
    problems = (Problem(Severity.WARNING, "bclc_confirmed", what, advice), Problem(Severity.NOTE, "gpu", what))
    (line,) = [one for one in missing(build.a_result(problems=problems)) if one.lack is Lack.TO_CHECK]
    assert line.reason == "The reader states BCLC C, the rules suggest D · Check the stage"
    assert (line.screen, line.field, lack_word(line.lack)) == ("case", "bclc_confirmed", "to be checked")


def test_that_what_does_not_exist_for_this_patient_leads_nowhere():
    rule = RuleResult("ecog", RuleAnswer.OUTSIDE, Sentence.of("ECOG is 4"), hard_stop=True)
    result = build.a_result(
        ct_response=NotComputed(Sentence.of("no CT response model is installed")),
        slide_response=NotComputed(rule.explanation),
        applicability=(ApplicabilityVerdict("haim-demo", (rule,)),),
        scores=(
            ("Up-to-seven", NotComputed(Sentence.of("only without invasion"), applicable=False)),
            ("BCLC 2022", NotComputed(Sentence.of("{score} needs {fields}", score="BCLC", fields="ecog"))),
        ),
    )
    found = {line.name: line for line in missing(result)}
    assert {name: line.lack for name, line in found.items()} == {
        "CT · response": Lack.NO_MODEL,
        "Biopsy · HAIM": Lack.NOT_APPLICABLE,
        "Up-to-seven": Lack.NOT_APPLICABLE,
        "BCLC 2022": Lack.INPUT,
    }
    assert [line.name for line in missing(result) if line.screen or line.run] == ["BCLC 2022"]
    assert missing(result)[0].name == "BCLC 2022"  # what can be mended stands first


def test_that_survival_speaks_of_a_hundred_patients_at_every_horizon():
    said = of_hundred(survival())
    assert said == "Of 100 such patients about 58 are free of progression at 12 months, 44 at 18, 34 at 24."


def test_that_a_median_nobody_reached_is_not_made_up():
    assert "not reached within 30 months" in median(replace(survival(), median_months=None))
    assert median(survival()) == "Median 15.4 months."


def test_that_an_interval_that_the_bundle_does_not_give_is_a_dash():
    assert interval(survival(), "12") == "–"
    assert interval(replace(survival(), interval_at_months={"12": (0.4, 0.7)}), "12") == "0.40 – 0.70"


@pytest.mark.control("RISK-46-a")
def test_that_nothing_is_read_off_beyond_the_end_of_observation():
    assert reading(survival(), 12.0).startswith("12.0 months: 0.58 · of 100 such patients about 58")
    assert reading(survival(), 30.5) == ""
    assert reading(survival(), -1.0) == ""


def test_that_an_overlay_without_data_says_why():
    assert saliency_blocked_by(None, True) == "There is no result yet"
    assert saliency_blocked_by(build.a_result(), True) == "The CT model gave no saliency"  # all zeros
    assert slide_blocked_by(build.a_result(), True) == "The slide model gave no explanation"
    none = build.a_result(ct_response=NotComputed(Sentence.of("no tumour region")))
    assert saliency_blocked_by(none, True) == "The CT model gave no result"


def test_that_the_copied_text_bears_the_marks_and_no_name():
    text = as_text(build.a_result(), stale=False)
    assert "0.64" in text
    assert text.count("⚠ DEMONSTRATION") == 3
    assert "other regimen" in text
    assert "Zhang" not in text


def test_that_every_reason_of_a_part_not_asked_for_offers_to_run_it():
    for reason in NOT_RUN.values():
        (line,) = [m for m in missing(build.a_result(slide_response=NotComputed(reason))) if m.name == "Biopsy · HAIM"]
        assert line.run is ModelChoice.SLIDE


@pytest.mark.control("RISK-10-b")
def test_that_a_copy_of_an_outdated_result_says_so_in_its_first_line():
    first, *rest = as_text(build.a_result(), stale=True).splitlines()
    assert first.startswith("▲ The inputs have changed since this result was made.")
    assert rest == as_text(build.a_result(), stale=False).splitlines()


def test_that_the_copied_survival_bears_its_warnings():
    rule = Sentence.of("AFP stands at 812 by the fitted rule.")
    found = replace(survival(), in_regimen=False, fitted_rules_used=(rule,))
    text = as_text(build.a_result(survival=(("pfs-nomogram-demo", found),)), stale=False)
    (line,) = [line for line in text.splitlines() if line.startswith("Progression-free survival")]
    assert "other regimen: outside scope, shown for information" in line
    assert "AFP stands at 812 by the fitted rule." in line
    assert line.endswith("⚠ DEMONSTRATION")


def test_that_the_processor_is_said_in_the_language_of_the_window():
    runtime = RuntimeFacts("CPU (x86_64, 2 cores)", "ONNX Runtime 1.30", "CPUExecutionProvider", "float32")
    assert say(runtime.device_said) == "CPU (x86_64, 2 cores)"
    assert say(replace(runtime, device="NVIDIA GPU (CUDA)").device_said) == "NVIDIA GPU (CUDA)"
    language.use("zh")
    try:
        assert say(runtime.device_said) == "CPU（x86_64，2 核）"
    finally:
        language.use("en")
