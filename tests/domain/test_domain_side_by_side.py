"""All answers in one table: each with its own question, regimen, number, words and standing; compared only in words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from report_builder import (
    a_clinical_survival,
    a_complete_result,
    a_ct_finding,
    a_haim_finding,
    a_manifest,
    an_interval,
    nothing_computed,
)

from hccdesk.clinical.published_scores import SCORES
from hccdesk.domain.applicability import ApplicabilityVerdict, RuleAnswer, RuleResult, Scope
from hccdesk.domain.cohort import Endpoint
from hccdesk.domain.image_gain import survival_pairs, what_images_change
from hccdesk.domain.manifest import BackboneReference, CohortKind, ModelKind
from hccdesk.domain.regimen import Regimen
from hccdesk.domain.result import CaseResult, ClinicalResponseFinding, NotComputed, ScoreFinding
from hccdesk.domain.sentence import Sentence
from hccdesk.domain.side_by_side import AnswerLine, NumberKind, answer_lines
from hccdesk.domain.side_by_side_words import SCORE_QUESTIONS

CT, NOMOGRAM = "ct-response-demo", "pfs-nomogram-demo"
OF_HEAD = BackboneReference(CT, "ab" * 32)


def a_result(**changes: Any) -> CaseResult:
    """A complete one whose two nomograms name their head, or none, and the same patients."""
    complete = a_complete_result()
    images = a_manifest(ModelKind.SURVIVAL_NOMOGRAM, backbone=OF_HEAD, outputs=("progression_free_survival",))
    alone = replace(images, model_id="pfs-clinical-demo", title="PFS by clinical features", backbone=None)
    heads = [a_manifest(kind) for kind in (ModelKind.CT_RESPONSE, ModelKind.HAIM)]
    return replace(complete, **{"models": (*heads, images, alone), **changes})


def line_of(result: CaseResult, looks_at: str, question: str = "Objective response") -> AnswerLine:
    (found,) = [one for one in answer_lines(result) if one.looks_at.text == looks_at and one.question.text == question]
    return found


def alone(probability: float, low: float, high: float) -> ClinicalResponseFinding:
    return ClinicalResponseFinding(CT, probability, 0.5, True, (), an_interval(low, high))


def test_that_images_clinical_features_and_scores_stand_in_their_order() -> None:
    said = [(line.question.text, line.looks_at.text) for line in answer_lines(a_result())]
    assert said[:3] == [
        ("Objective response", "CT of the tumour, five clinical features"),
        ("Objective response", "five clinical features, no image"),
        ("Objective response", "biopsy slide alone"),
    ]
    assert {question for question, _ in said[3:5]} == {"Progression-free survival"}
    assert [question for question, _ in said[5:]] == ["Liver function", "Stage", "Prognosis with TACE"]


def test_that_the_other_regimen_comes_after_the_planned_one_and_says_so() -> None:
    planned = a_result(
        regimen=Regimen.HAIC_TKI_ICI,
        slide_response=a_haim_finding(in_regimen=True),
        ct_response=a_ct_finding(in_regimen=False),
        clinical_response=replace(alone(0.6, 0.5, 0.7), in_regimen=False),
    )
    first, *rest = [line for line in answer_lines(planned) if line.question.text == "Objective response"]
    assert (first.regimen, first.in_regimen) == (Regimen.HAIC_TKI_ICI, True)
    assert [line.in_regimen for line in rest] == [False, False]
    assert not any(line.speaks for line in rest)


def test_that_a_number_comes_with_its_interval_and_what_it_speaks_for() -> None:
    line = line_of(a_result(), "CT of the tumour, five clinical features")
    (number,) = line.numbers
    assert (number.value, number.low, number.high) == (0.64, 0.52, 0.74)
    assert [sentence.text for sentence in line.said] == ["favours response"]
    within = line_of(a_result(ct_response=a_ct_finding(interval=an_interval(0.4, 0.74))), line.looks_at.text)
    assert within.said[0].text == "indeterminate: the interval holds the threshold"


def test_that_a_survival_model_says_its_horizons_and_a_natural_frequency() -> None:
    line = line_of(a_result(), "five clinical features, no image", "Progression-free survival")
    assert [(one.label, one.value, one.low) for one in line.numbers] == [
        ("12", 0.55, 0.48),
        ("18", 0.41, 0.31),
        ("24", 0.30, 0.18),
    ]
    assert line.said[0].text == "of 100 such patients about 55 are free of progression at 12 months"


@pytest.mark.parametrize(
    ("cohort", "kind"),
    [
        (CohortKind.PHANTOM, NumberKind.DEMONSTRATION),
        (CohortKind.PUBLIC, NumberKind.PUBLIC),
        (CohortKind.SITE, NumberKind.SITE),
    ],
)
@pytest.mark.control("RISK-14-a")
def test_that_what_stands_behind_a_number_is_never_blurred(cohort: CohortKind, kind: NumberKind) -> None:
    models = tuple(replace(model, cohort_kind=cohort) for model in a_result().models)
    lines = answer_lines(a_result(models=models))
    assert {line.kind for line in lines} == {kind, NumberKind.PUBLISHED_SCORE}


def test_that_what_was_not_computed_says_why() -> None:
    empty = replace(nothing_computed(), models=a_result().models)
    lines = answer_lines(empty)
    assert [line.is_computed for line in lines] == [False, False, False]
    assert lines[0].said[0].text == "no CT series was given"


def test_that_rules_about_images_do_not_bind_what_looks_at_no_image() -> None:
    rules = (
        RuleResult("ecog", RuleAnswer.INSIDE, Sentence.of("ECOG")),
        RuleResult("scanners", RuleAnswer.UNKNOWN, Sentence.of("no CT"), soft=True),
    )
    result = a_result(applicability=(ApplicabilityVerdict(CT, rules),))
    assert line_of(result, "CT of the tumour, five clinical features").scope is Scope.PARTLY
    assert line_of(result, "five clinical features, no image").scope is Scope.INSIDE


def test_that_every_published_score_stands_under_one_question() -> None:
    asked = [name for names in SCORE_QUESTIONS.values() for name in names]
    assert sorted(asked) == sorted([*(name for name, _ in SCORES), "ART"])


def test_that_a_stage_says_whether_a_reader_confirmed_it() -> None:
    stage = ScoreFinding("BCLC 2022", 3.0, "C", {}, "Reig", confirmed=False)
    told = replace(stage, confirmed=True, note=Sentence.of("confirmed by the reader; the rules suggest the same"))
    texts = [
        line.said[0].text
        for finding in (stage, told)
        for line in answer_lines(a_result(scores=(("BCLC 2022", finding),)))
        if line.question.text == "Stage"
    ]
    assert texts == [
        "BCLC 2022 C (suggested)",
        "BCLC 2022 C (confirmed by the reader; the rules suggest the same)",
    ]


def test_that_what_the_images_change_is_said_in_words_for_both_questions() -> None:
    response, survival = (sentence.text for sentence in what_images_change(a_result()))
    assert response == (
        "Response with and without the CT: at least one of the two is indeterminate, so neither confirms the other."
    )
    assert survival == (
        "Progression-free survival at 12 months: 0.58 with the CT, 0.55 by clinical features alone; the 95 % intervals "
        "overlap."
    )


@pytest.mark.parametrize(
    ("clinical", "said"),
    [((0.8, 0.7, 0.9), "points the same way"), ((0.2, 0.1, 0.3), "points the other way")],
)
def test_that_two_clear_answers_agree_or_not(clinical: tuple[float, float, float], said: str) -> None:
    assert said in what_images_change(a_result(clinical_response=alone(*clinical)))[0].text


def test_that_survival_apart_is_said_to_be_apart() -> None:
    apart = {"probability_at_months": {"12": 0.2}, "interval_at_months": {"12": (0.1, 0.3)}}
    other = replace(a_clinical_survival(), **apart)
    survival = ((NOMOGRAM, dict(a_result().survival)[NOMOGRAM]), ("pfs-clinical-demo", other))
    assert what_images_change(a_result(survival=survival))[-1].text.endswith("the 95 % intervals do not overlap.")


@pytest.mark.control("RISK-17-c")
@pytest.mark.control("RISK-49-c")
def test_that_nothing_is_compared_outside_the_regimen_or_with_other_patients() -> None:
    outside = ApplicabilityVerdict(CT, (RuleResult("ecog", RuleAnswer.OUTSIDE, Sentence.of("ECOG 3")),))
    assert "not compared" in what_images_change(a_result(applicability=(outside,)))[0].text
    models = tuple(
        replace(model, cohort="other patients") if model.model_id == "pfs-clinical-demo" else model
        for model in a_result().models
    )
    assert survival_pairs(a_result(models=models)) == ()
    assert len(survival_pairs(a_result())) == 1
    none = NotComputed(Sentence.of("no clinical row was given"))
    assert what_images_change(a_result(clinical_response=none, models=models)) == ()


def test_that_a_survival_is_named_by_its_endpoint_and_not_compared_where_the_clinical_one_is_outside() -> None:
    outside = ApplicabilityVerdict(
        "pfs-clinical-demo", (RuleResult("ecog", RuleAnswer.OUTSIDE, Sentence.of("ECOG 3")),)
    )
    said = what_images_change(a_result(applicability=(outside,)))[-1].text
    assert said == "Progression-free survival with and without the CT is not compared: outside regimen or scope."


def test_that_the_endpoint_must_be_the_same_to_be_a_pair() -> None:
    models = tuple(
        replace(model, outputs=(Endpoint.OS.output,)) if model.model_id == "pfs-clinical-demo" else model
        for model in a_result().models
    )
    assert survival_pairs(a_result(models=models)) == ()
