"""What the report says, read as text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from report_builder import (
    a_ct_finding,
    a_haim_finding,
    a_manifest,
    a_record,
    a_result,
    a_series,
    a_survival_finding,
    nothing_computed,
)

from hccdesk.domain.applicability import ApplicabilityVerdict, RuleAnswer, RuleResult
from hccdesk.domain.clinical_record import CLINICAL_FIELDS, ClinicalRecord
from hccdesk.domain.cohort import Endpoint
from hccdesk.domain.manifest import CohortKind, ModelKind
from hccdesk.domain.patient import PatientIdentity
from hccdesk.domain.problem import Problem, Severity
from hccdesk.domain.provenance import InputFact, ModelFact, Override
from hccdesk.domain.regimen import Regimen
from hccdesk.domain.result import CaseResult, NotComputed
from hccdesk.domain.sentence import Sentence
from hccdesk.report.annex_inputs import clinical_table
from hccdesk.report.blocks import Card, CardRow, Columns
from hccdesk.report.document import ReportOutline
from hccdesk.report.outline import outline
from hccdesk.report.tone import Tone
from hccdesk.report.voice import Voice

DEMONSTRATION = "DEMONSTRATION MODEL – trained on synthetic patients, not for clinical use"


def cards(said: ReportOutline) -> list[Card]:
    return [c for block in said.sections[0].blocks if isinstance(block, CardRow) for c in block.cards]


def lines(card: Card) -> str:
    return "\n".join([*(b.text for b in card.badges), *(cell.text for cell in card.lines)])


def both_in_regimen(**changes: object) -> CaseResult:
    return a_result(
        slide_response=a_haim_finding(in_regimen=True),
        applicability=tuple(v for v in a_result().applicability if v.model_id != "haim-demo"),
        **changes,
    )


def on_page_one(said: ReportOutline) -> str:
    return "\n".join(ReportOutline("en", "", "", said.frame, said.sections[:1]).texts)


@pytest.mark.control("RISK-17-c")
def test_that_both_polarities_are_said_in_words_beside_their_own_number() -> None:
    ct, slide, _ = cards(outline(a_result(), "en"))
    assert ct.numbers[0].value == "0.64" and "Higher = more likely to respond. Threshold 0.50" in lines(ct)
    assert slide.numbers[0].value == "0.41" and "Higher = less likely to respond. Threshold 0.532" in lines(slide)
    assert ct.gauge is not None and ct.gauge.response_is_high and ct.gauge.high_words == "response"
    assert slide.gauge is not None and not slide.gauge.response_is_high and slide.gauge.low_words == "response"


@pytest.mark.parametrize(("probability", "words"), [(0.49, "▼ favours no response"), (0.50, "● favours response")])
@pytest.mark.control("RISK-17-a")
def test_that_the_ct_verdict_turns_at_its_threshold(probability: float, words: str) -> None:
    ct = cards(outline(a_result(ct_response=a_ct_finding(probability_of_objective_response=probability)), "en"))[0]
    assert ct.verdict is not None and ct.verdict.text == words


@pytest.mark.parametrize(("score", "words"), [(0.531, "● favours response"), (0.532, "▼ favours no response")])
@pytest.mark.control("RISK-17-a")
def test_that_the_haim_verdict_turns_the_other_way(score: float, words: str) -> None:
    finding = a_haim_finding(post_treatment_risk_prediction_score=score, in_regimen=True)
    slide = cards(outline(a_result(slide_response=finding), "en"))[1]
    assert slide.verdict is not None and slide.verdict.text == words


def test_that_the_same_meaning_has_the_same_tone_on_both_cards() -> None:
    ct, slide, _ = cards(outline(both_in_regimen(), "en"))
    assert ct.verdict is not None and slide.verdict is not None
    assert ct.verdict.tone is slide.verdict.tone is Tone.RESPONSE


@pytest.mark.control("RISK-16-a")
def test_that_a_card_outside_its_regimen_is_greyed_and_says_so() -> None:
    slide = cards(outline(a_result(), "en"))[1]
    assert slide.tone is Tone.GREYED
    assert "OUTSIDE ITS REGIMEN – shown for information" in lines(slide)


@pytest.mark.control("RISK-16-a")
def test_that_the_other_regimens_model_is_left_out_of_concordance_and_drivers() -> None:
    said = on_page_one(outline(a_result(), "en"))
    assert "Concordance not stated: outside regimen or scope: HAIM, demonstration." in said
    outside = a_result(survival=(("pfs-nomogram-demo", a_survival_finding(in_regimen=False)),))
    columns = next(b for b in outline(outside, "en").sections[0].blocks if isinstance(b, Columns))
    assert columns.left.items[0] == "None: no nomogram inside its regimen and scope was computed."


def test_that_a_model_out_of_scope_is_left_out_of_drivers_though_in_its_regimen() -> None:
    rule = RuleResult("prior_treatment", RuleAnswer.OUTSIDE, Sentence.of("treated before"))
    said = outline(a_result(applicability=(ApplicabilityVerdict("pfs-nomogram-demo", (rule,)),)), "en")
    columns = next(b for b in said.sections[0].blocks if isinstance(b, Columns))
    assert columns.left.items[0].startswith("None:")
    assert "OUTSIDE ITS SCOPE – shown for information" in lines(cards(said)[2])


@pytest.mark.control("RISK-17-c")
def test_that_concordance_is_words_only_and_never_a_fused_number() -> None:
    assert "Both response models favour response." in on_page_one(outline(both_in_regimen(), "en"))
    disagreeing = replace(both_in_regimen(), ct_response=a_ct_finding(probability_of_objective_response=0.2))
    assert "The two response models disagree" in on_page_one(outline(disagreeing, "en"))
    fused = replace(
        both_in_regimen(), slide_response=a_haim_finding(in_regimen=True, post_treatment_risk_prediction_score=0.38)
    )
    said = outline(fused, "en").text
    # the mean of 0.64 and 0.38, and of 0.64 and the flipped 1 - 0.38
    assert "0.51" not in said.replace("0.51–0.96", "") and "0.63" not in said


def test_that_the_survival_card_gives_its_own_horizons_and_one_hundred_patients() -> None:
    # exp(-0.045 t) at 12, 18, 24 months is 0.583, 0.445, 0.340; the first month at or below 0.5 is 16
    card = cards(outline(a_result(), "en"))[2]
    assert [(n.value, n.words) for n in card.numbers] == [
        ("0.58", "at 12 months"), ("0.44", "at 18 months"), ("0.34", "at 24 months"), ("16", "months, median"),
    ]  # fmt: skip
    assert "Of 100 such patients about 58 are free of progression at 12 months." in lines(card)


@pytest.mark.control("RISK-46-a")
def test_that_a_median_not_reached_and_a_horizon_not_observed_are_said() -> None:
    finding = a_survival_finding(median_months=None, probability_at_months={"12": 0.8})
    card = cards(outline(a_result(survival=(("pfs-nomogram-demo", finding),)), "en"))[2]
    assert card.numbers[-1].words == "median not reached within the 30 months observed"
    assert "Not given at 18, 24 months: beyond the 30 months observed" in lines(card)


def test_that_a_bundle_that_asks_about_survival_is_not_said_to_answer_about_progression() -> None:
    finding = a_survival_finding(question="Overall survival", endpoint=Endpoint.OS)
    card = cards(outline(a_result(survival=(("os", finding),)), "en"))[2]
    assert "free of progression" not in lines(card) and card.title == "Overall survival"


def test_that_the_three_largest_drivers_are_named_in_order() -> None:
    # AFP 46, diameter 38, response probability 36 points of the builder's nomogram; total 209.75
    columns = next(b for b in outline(a_result(), "en").sections[0].blocks if isinstance(b, Columns))
    assert columns.left.items == (
        "AFP ≥ 400 ng/mL: yes · 46 of 210 points",
        "Diameter > 10 cm: yes · 38 of 210 points",
        "Response probability: 0.64 · 36 of 210 points",
        "More points = shorter time free of the event",
        # 0.77 is the fifth of the builder's slices (index 7), 0.41 the first (index 3); numbers from 1
        "CT: slice 8 speaks most for response (0.77), slice 4 least (0.41); counted from the feet",
    )


@pytest.mark.control("RISK-21-b")
def test_that_a_missing_finding_prints_its_reason_in_place_of_a_number() -> None:
    said = outline(nothing_computed(), "en")
    for card, reason in zip(
        cards(said), ("no CT series was given", "no slide was given", "no clinical row"), strict=True
    ):
        assert card.numbers == () and card.verdict is not None and card.verdict.text == "Not computed"
        assert reason in lines(card)


def test_that_the_unknown_field_is_named_as_a_clinician_names_it() -> None:
    missing = NotComputed(Sentence.of("needs {fields}", fields="encapsulated, diffuse"))
    said = outline(a_result(ct_response=missing), "en")
    assert "needs Tumour capsule, Diffuse type" in lines(cards(said)[0])
    chinese = outline(a_result(ct_response=missing), "zh")
    assert "肿瘤包膜、弥漫型" in lines(cards(chinese)[0])


def test_that_every_clinical_field_is_in_the_annex_with_value_or_unknown() -> None:
    empty = clinical_table(ClinicalRecord(), Voice("en"))
    words = [cell.text for row in empty.rows for cell in row]
    assert words.count("unknown") == len(CLINICAL_FIELDS)
    full = [cell.text for row in clinical_table(a_record(), Voice("en")).rows for cell in row]
    assert "17.4 µmol/L" in full and "812 ng/mL" in full and "Vp3" in full and "2026-02-24" in full
    assert full.count("no") == 6  # diffuse, two veins, lymph node, metastasis, other malignancy in the builder


def test_that_the_row_says_whether_it_was_typed_or_imported() -> None:
    assert "Source: imported from clinical.json." in outline(a_result(), "en").text
    facts = (InputFact("clinical", "entered on the screen", "00"),)
    typed = a_result(provenance=replace(a_result().provenance, inputs=facts))
    assert "Source: typed on the screen." in outline(typed, "en").text


def test_that_the_number_of_the_order_stands_in_the_header() -> None:
    series = a_series()
    ordered = replace(series, acquisition=replace(series.acquisition, accession_number="ACC-77"))
    assert outline(a_result(ct_series=ordered), "en").frame.patient_detail.endswith(" · CT accession ACC-77")
    assert "accession" not in outline(a_result(), "en").frame.patient_detail


def test_that_a_value_without_its_date_says_so() -> None:
    words = [cell.text for row in clinical_table(a_record(afp_date=None), Voice("en")).rows for cell in row]
    assert words[words.index("812 ng/mL") + 1] == "date unknown"


def test_that_patches_and_slices_are_counted_in_annex_a() -> None:
    said = outline(a_result(), "en").text
    assert "background 181 · out of focus 12 · bad stain 3 · unreadable 0 · not sampled 0" in said
    assert "412.6 ml on 38 slices; longest axial diameter 104.2 mm, largest in 3D 109.8 mm" in said
    assert "6 days" in said  # CT 24 February, treatment 2 March 2026


def test_that_all_problems_are_printed_though_page_one_shows_only_some() -> None:
    many = tuple(Problem(Severity.WARNING, f"file {n}", Sentence.of("fault {n}", n=n)) for n in range(40))
    said = outline(a_result(problems=many), "en")
    assert all(f"fault {n}" in said.text for n in range(40))
    columns = next(b for b in said.sections[0].blocks if isinstance(b, Columns))
    assert len(columns.right.items) == 5 and "more in annexes A and B" in columns.right.items[-1]


@pytest.mark.control("RISK-15-c")
def test_that_a_stop_comes_before_what_is_merely_unknown() -> None:
    stop = Problem(Severity.STOP, "ct", Sentence.of("the CT and the slide name different patients"))
    columns = next(b for b in outline(a_result(problems=(stop,)), "en").sections[0].blocks if isinstance(b, Columns))
    assert columns.right.items[0] == "the CT and the slide name different patients"


@pytest.mark.control("RISK-21-c")
def test_that_a_fitted_rule_is_printed_on_page_one_and_in_the_annex() -> None:
    rule = Sentence.of("Diffuse type is unknown; the fitted rule puts {value} in its place", value="no")
    finding = a_survival_finding(fitted_rules_used=(rule,))
    said = outline(a_result(survival=(("pfs-nomogram-demo", finding),)), "en")
    assert on_page_one(said).count("the fitted rule puts no in its place") == 1
    assert said.text.count("the fitted rule puts no in its place") == 2


@pytest.mark.control("RISK-01-b", "RISK-50-b")
def test_that_overrides_hashes_device_and_versions_are_traceable() -> None:
    provenance = replace(a_result().provenance, overrides=(Override(Sentence.of("patient mismatch"), "same, new ID"),))
    said = outline(a_result(provenance=provenance), "en").text
    assert "STOP PASSED BY THE USER: patient mismatch. Reason given: same, new ID" in said
    for piece in ("same, new ID", "CPUExecutionProvider", "9f86d081884c7d65", "2026-03-01 14:05 UTC", "131 s"):
        assert piece in said


@pytest.mark.control("RISK-25-a")
def test_that_model_facts_carry_n_interval_threshold_origin_and_limits() -> None:
    said = outline(a_result(), "en").text
    for piece in ("0.70–0.90", "0.532 · Youden point on the 80 synthetic test patients", "Never seen Vp1 or Vp2."):
        assert piece in said


def test_that_the_demonstration_line_and_badges_follow_the_cohort() -> None:
    said = outline(a_result(), "en")
    assert said.frame.demonstration == DEMONSTRATION
    assert all(card.badges[0].text == "DEMONSTRATION" for card in cards(said))
    site = tuple(replace(m, cohort_kind=CohortKind.SITE) for m in a_result().models)
    facts = tuple(replace(f, cohort_kind="site") for f in a_result().provenance.models)
    real = a_result(
        models=site,
        survival=(("pfs-nomogram-demo", a_survival_finding(cohort_kind=CohortKind.SITE)),),
        provenance=replace(a_result().provenance, models=facts),
    )
    assert outline(real, "en").frame.demonstration == "" and "DEMONSTRATION" not in outline(real, "en").text


@pytest.mark.control("RISK-14-b")
def test_that_a_demonstration_nomogram_without_manifest_is_still_marked() -> None:
    bare = a_result(models=(), provenance=replace(a_result().provenance, models=()))
    assert outline(bare, "en").frame.demonstration == DEMONSTRATION


def test_that_a_model_without_verdict_is_said_not_to_be_judged() -> None:
    ct = cards(outline(a_result(applicability=()), "en"))[0]
    assert "■ scope not judged" in lines(ct)


def test_that_the_regimen_of_the_bundle_decides_when_nothing_was_computed() -> None:
    other = replace(nothing_computed(), regimen=Regimen.HAIC_TKI_ICI, applicability=a_result().applicability)
    said = on_page_one(outline(other, "en"))
    assert "CT response, Nomogram: ■ OUTSIDE ITS REGIMEN – shown for information" in said


@pytest.mark.control("RISK-28-a")
def test_that_the_report_number_follows_the_content_alone() -> None:
    one, same = outline(a_result(), "en").frame.report_id, outline(a_result(), "zh").frame.report_id
    assert one.split()[-1] == same.split()[-1]
    other = outline(a_result(ct_response=a_ct_finding(probability_of_objective_response=0.65)), "en").frame.report_id
    assert one != other
    assert outline(a_result(), "en", "chosen-by-store").frame.report_id == "Report chosen-by-store"


def test_that_another_language_is_refused() -> None:
    with pytest.raises(ValueError, match="not in 'fr'"):
        outline(a_result(), "fr")


@pytest.mark.control("RISK-18-c")
def test_that_the_models_of_the_footer_are_those_of_the_provenance() -> None:
    facts = (ModelFact("ct-response-demo", "7.8.9", "phantom", "00"),)
    said = outline(a_result(provenance=replace(a_result().provenance, models=facts)), "en")
    assert said.frame.footer[0] == "hccdesk 0.1.0 · ct-response-demo 7.8.9"


def test_that_the_header_falls_back_to_the_images_identity() -> None:
    said = outline(a_result(clinical=a_record(name=None, patient_id=None)), "en")
    assert said.frame.patient == "Li Ming" and said.frame.patient_detail.startswith("ID 000123")
    series = a_series(patient=PatientIdentity("7", "Wang^Xiaodong^^=王^小东"))
    both = outline(a_result(clinical=a_record(name=None), ct_series=series), "en")
    assert both.frame.patient == "Wang Xiaodong / 王 小东"


def test_that_a_name_in_annex_a_is_read_as_a_name() -> None:
    words = [cell.text for row in clinical_table(a_record(name="Li^Ming=李^明"), Voice("en")).rows for cell in row]
    assert "Li Ming / 李 明" in words


def test_that_direction_of_a_manifest_is_printed_as_it_stands() -> None:
    manifest = a_manifest(ModelKind.CT_RESPONSE, direction="higher speaks for CR or PR")
    assert "higher speaks for CR or PR" in outline(a_result(models=(manifest,)), "en").text
