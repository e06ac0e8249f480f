"""A model's scope: every rule inside, outside and unknown, and what the whole becomes."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hccdesk import resources
from hccdesk.clinical.applicability import RULES, ScopeFacts, judge
from hccdesk.domain.applicability import ApplicabilityVerdict, RuleAnswer, RuleResult, Scope
from hccdesk.domain.clinical_record import Ascites, ClinicalRecord, PortalVeinInvasion, PriorTreatment
from hccdesk.domain.ct import ContrastPhase, CtAcquisition, CtSeries, Suitability, Verdict
from hccdesk.domain.manifest import CohortKind, ModelKind, ModelManifest
from hccdesk.domain.patient import PatientIdentity
from hccdesk.domain.regimen import Regimen
from hccdesk.domain.roi import RoiMeasurements
from hccdesk.domain.slide import SlideFacts

# Yin et al. 2024, Methods (inclusion, exclusion) and Table 1.
CT_MODEL: dict[str, Any] = {
    "regimens": ["tace-haic-pd1-tki"],
    "prior_treatment": ["none"],
    "age_years": {"over": 18},
    "ecog": {"at_most": 1},
    "child_pugh": {"classes": ["A", "B"], "observed_points": [5, 8], "excluded_classes_withhold": ["C"]},
    "unresectable": True,
    "cnlc": {"observed": ["IIa", "IIb", "IIIa", "IIIb"]},
    "bclc": {"observed": ["B", "C"]},
    "largest_tumour_diameter_mm": {"observed": [20, 200]},
    "vp": {"never_seen": ["vp1", "vp2"]},
    "ct_days_before_treatment": {"at_most": 7},
    "scanners": {"observed": ["GE Optima", "Siemens SOMATOM Definition Flash"]},
    "contrast_enhanced": True,
    "uncorrectable_organ_dysfunction": False,
    "life_expectancy_under_3_months": False,
    "roi_volume_ml": {"observed": [5, 2000]},
    "roi_slices": {"observed": [3, 80]},
}
# HAIM, Methods (inclusion, exclusion, scanning).
SLIDE_MODEL: dict[str, Any] = {
    "regimens": ["haic-tki-ici"],
    "ecog": {"at_most": 2},
    "largest_tumour_diameter_mm": {"over": 50},
    "planned_haic_cycles": {"at_least": 2},
    "other_malignancy": False,
    "biopsy_before_treatment": True,
    "um_per_px": {"at_most": 0.275},
    "bag_patches": {"observed": [20, 3000]},
}
# What a survival model of a public cohort states; counts as of 2348 patients, see test_training_survival_public.py.
PUBLIC_MODEL: dict[str, Any] = {
    "treatments_given": ["embolization (1332)", "resection (437)"],
    "vascular_invasion": {"seen": 25, "of": 2348},
    "lymph_node_metastasis": {"seen": 46, "of": 2348},
    "extrahepatic_metastasis": {"seen": 28, "of": 2348},
}

RECORD = ClinicalRecord(
    age_years=54.0,
    ecog=0,
    ascites=Ascites.NONE,
    encephalopathy_grade=0,
    bilirubin_umol_per_l=17.0,
    albumin_g_per_l=40.0,
    inr=1.0,
    largest_tumour_diameter_mm=95.0,
    tumour_count=4,
    diffuse=False,
    vp=PortalVeinInvasion.VP3,
    hepatic_vein_invasion=False,
    inferior_vena_cava_invasion=False,
    lymph_node_metastasis=False,
    extrahepatic_metastasis=False,
    unresectable=True,
    other_malignancy=False,
    prior_treatment=PriorTreatment.NONE,
    planned_haic_cycles=4,
    life_expectancy_under_3_months=False,
    uncorrectable_organ_dysfunction=False,
    biopsy_date=date(2024, 3, 8),
    treatment_date=date(2024, 3, 8),
)
SERIES = CtSeries(
    series_instance_uid="1.2",
    study_instance_uid="1",
    description="",
    modality="CT",
    phase=ContrastPhase.PORTAL_VENOUS,
    files=(),
    slice_count=80,
    geometry=None,
    verdict=Verdict(Suitability.INFER),
    acquisition=CtAcquisition(
        manufacturer="GE MEDICAL SYSTEMS", scanner_model="Optima CT660", acquisition_date=date(2024, 3, 1)
    ),
    patient=PatientIdentity(),
)
SLIDE = SlideFacts(
    Path("a.svs"), "aperio", 10_000, 10_000, 0.25, 40.0, 4, (0, 0), Verdict(Suitability.INFER), PatientIdentity()
)
FACTS = ScopeFacts(
    RECORD, Regimen.TACE_HAIC_PD1_TKI, SERIES, RoiMeasurements(300.0, 95.0, 110.0, 40), SLIDE, patches_kept=200
)
SLIDE_FACTS = replace(FACTS, regimen=Regimen.HAIC_TKI_ICI)


def a_manifest(applicability: dict[str, Any]) -> ModelManifest:
    return ModelManifest(
        model_id="a-model",
        version="1",
        kind=ModelKind.CT_RESPONSE,
        title="",
        intended_use="",
        cohort_kind=CohortKind.PHANTOM,
        cohort="",
        regimen=None,
        weights="",
        files={},
        backbone=None,
        ct_input=None,
        slide_input=None,
        outputs=(),
        direction="",
        threshold=None,
        performance=(),
        applicability=applicability,
        known_limits=(),
        licence="",
    )


def judged(rules: dict[str, Any], facts: ScopeFacts) -> ApplicabilityVerdict:
    """The rules that a manifest states; those that hold for every model are in test_clinical_input_rules.py."""
    verdict = judge(a_manifest(rules), facts)
    return replace(verdict, rules=tuple(result for result in verdict.rules if result.rule in rules))


def row(**changes: Any) -> ScopeFacts:
    return replace(FACTS, record=replace(RECORD, **changes))


def acquired(**changes: Any) -> ScopeFacts:
    return replace(FACTS, ct_series=replace(SERIES, acquisition=replace(SERIES.acquisition, **changes)))


def phase(phase: ContrastPhase, agent: str | None = None) -> ScopeFacts:
    acquisition = replace(SERIES.acquisition, contrast_agent=agent)
    return replace(FACTS, ct_series=replace(SERIES, phase=phase, acquisition=acquisition))


def one(rules: dict[str, Any], rule: str, facts: ScopeFacts) -> RuleResult:
    verdict = judged({rule: rules[rule]}, facts)
    assert [r.rule for r in verdict.rules] == [rule]
    return verdict.rules[0]


def test_that_a_patient_like_the_papers_is_inside() -> None:
    verdict = judged(CT_MODEL, FACTS)
    assert [r.rule for r in verdict.rules] == list(CT_MODEL)
    assert {r.rule: r.answer for r in verdict.rules if r.answer is not RuleAnswer.INSIDE} == {}
    assert verdict.scope is Scope.INSIDE
    assert judged(SLIDE_MODEL, SLIDE_FACTS).scope is Scope.INSIDE


OUTSIDE: list[tuple[dict[str, Any], str, ScopeFacts, str]] = [
    (CT_MODEL, "regimens", SLIDE_FACTS, "planned is HAIC + TKI + ICI, the model is for TACE-HAIC + PD-1 + TKI"),
    (CT_MODEL, "prior_treatment", row(prior_treatment=PriorTreatment.TACE), "prior_treatment is: tace"),
    (CT_MODEL, "age_years", row(age_years=18.0), "age_years is 18, the model asks for > 18"),
    (CT_MODEL, "ecog", row(ecog=2), "ecog is 2, the model asks for ≤ 1"),
    (CT_MODEL, "unresectable", row(unresectable=False), "unresectable is: no; the model asks for: yes"),
    (CT_MODEL, "ct_days_before_treatment", row(treatment_date=date(2024, 3, 9)), "8 days before treatment"),
    (CT_MODEL, "ct_days_before_treatment", row(treatment_date=date(2024, 2, 29)), "1 days after treatment"),
    (CT_MODEL, "contrast_enhanced", phase(ContrastPhase.NATIVE), "without contrast medium"),
    (CT_MODEL, "uncorrectable_organ_dysfunction", row(uncorrectable_organ_dysfunction=True), "is: yes"),
    (CT_MODEL, "life_expectancy_under_3_months", row(life_expectancy_under_3_months=True), "is: yes"),
    (SLIDE_MODEL, "largest_tumour_diameter_mm", row(largest_tumour_diameter_mm=50.0), "the model asks for > 50"),
    (SLIDE_MODEL, "planned_haic_cycles", row(planned_haic_cycles=1), "the model asks for ≥ 2"),
    (SLIDE_MODEL, "other_malignancy", row(other_malignancy=True), "is: yes"),
    (SLIDE_MODEL, "biopsy_before_treatment", row(biopsy_date=date(2024, 3, 10)), "taken 2 days after treatment began"),
    (SLIDE_MODEL, "um_per_px", replace(FACTS, slide=replace(SLIDE, um_per_px=0.499)), "is 0.499"),
    (SLIDE_MODEL, "ecog", row(ecog=3), "the model asks for ≤ 2"),
]


@pytest.mark.parametrize(("rules", "rule", "facts", "words"), OUTSIDE, ids=[o[1] for o in OUTSIDE])
@pytest.mark.control("RISK-15-a")
def test_that_an_exclusion_puts_the_patient_outside(
    rules: dict[str, Any], rule: str, facts: ScopeFacts, words: str
) -> None:
    result = one(rules, rule, facts)
    assert (result.answer, result.soft, result.hard_stop) == (RuleAnswer.OUTSIDE, False, False)
    assert words in result.explanation.text
    assert ApplicabilityVerdict("m", (result,)).scope is Scope.OUTSIDE


SINGLE = row(tumour_count=1, vp=PortalVeinInvasion.NONE)
SOFT: list[tuple[dict[str, Any], str, ScopeFacts, str]] = [
    (
        CT_MODEL,
        "cnlc",
        row(tumour_count=1, vp=PortalVeinInvasion.NONE),
        "stage Ib (CNLC); the training patients had IIa",
    ),
    (
        CT_MODEL,
        "bclc",
        row(tumour_count=1, vp=PortalVeinInvasion.NONE),
        "stage A (BCLC); the training patients had B, C",
    ),
    (CT_MODEL, "largest_tumour_diameter_mm", row(largest_tumour_diameter_mm=200.1), "beyond"),
    (CT_MODEL, "largest_tumour_diameter_mm", row(largest_tumour_diameter_mm=19.9), "(20–200)"),
    (CT_MODEL, "vp", row(vp=PortalVeinInvasion.VP1), "no training patient had Vp1"),
    (CT_MODEL, "vp", row(vp=PortalVeinInvasion.VP2), "no training patient had Vp2"),
    (CT_MODEL, "scanners", acquired(manufacturer="SIEMENS", scanner_model="SOMATOM Force"), "SIEMENS SOMATOM Force"),
    (CT_MODEL, "scanners", acquired(scanner_model="Revolution"), "the training patients had GE Optima"),
    (
        CT_MODEL,
        "roi_volume_ml",
        replace(FACTS, roi=RoiMeasurements(4.9, 1, 1, 5)),
        "tumour region in ml is 4.9",
    ),
    (CT_MODEL, "roi_slices", replace(FACTS, roi=RoiMeasurements(50, 1, 1, 2)), "slices with tumour region is 2"),
    (SLIDE_MODEL, "bag_patches", replace(FACTS, patches_kept=19), "patches of tissue is 19"),
]


@pytest.mark.parametrize(("rules", "rule", "facts", "words"), SOFT, ids=[o[1] for o in SOFT])
def test_that_leaving_what_was_observed_is_partly_and_not_outside(
    rules: dict[str, Any], rule: str, facts: ScopeFacts, words: str
) -> None:
    result = one(rules, rule, facts)
    assert (result.answer, result.soft) == (RuleAnswer.OUTSIDE, True)
    assert words in result.explanation.text
    assert ApplicabilityVerdict("m", (result,)).scope is Scope.PARTLY


NOTHING = ScopeFacts(ClinicalRecord(), Regimen.TACE_HAIC_PD1_TKI)
NAMED = {
    "child_pugh": "bilirubin_umol_per_l, albumin_g_per_l, inr, ascites, encephalopathy_grade",
    "cnlc": "tumour_count",
    "bclc": "diffuse",
    "ct_days_before_treatment": "ct_date, treatment_date",
    "scanners": "the scanner is unknown",
    "contrast_enhanced": "contrast medium is unknown",
    "biopsy_before_treatment": "biopsy_date, treatment_date",
    "um_per_px": "scale of the slide",
    "roi_volume_ml": "volume of the tumour region",
    "largest_tumour_diameter_mm": "largest tumour diameter in mm",
    "roi_slices": "slices with tumour region",
    "bag_patches": "patches of tissue",
}


@pytest.mark.parametrize("rule", [rule for rule in CT_MODEL | SLIDE_MODEL if rule != "regimens"])
@pytest.mark.control("RISK-15-b")
def test_that_what_is_unknown_is_named_and_neither_inside_nor_outside(rule: str) -> None:
    result = one(CT_MODEL | SLIDE_MODEL, rule, NOTHING)
    assert result.answer is RuleAnswer.UNKNOWN
    assert NAMED.get(rule, rule) in result.explanation.text
    assert ApplicabilityVerdict("m", (result,)).scope is Scope.PARTLY


@pytest.mark.parametrize(
    ("changes", "answer", "soft"),
    [
        ({"albumin_g_per_l": 27.0, "inr": 1.7}, RuleAnswer.INSIDE, False),  # 3+2+1+1+1 = B8
        ({"albumin_g_per_l": 27.0, "inr": 2.4}, RuleAnswer.OUTSIDE, True),  # B9: never observed
        ({"albumin_g_per_l": None}, RuleAnswer.INSIDE, False),  # 5 to 7 whatever it is
        ({"albumin_g_per_l": None, "inr": None}, RuleAnswer.UNKNOWN, True),  # 5 to 9: not C, but may be B9
        ({"albumin_g_per_l": None, "inr": None, "ascites": None}, RuleAnswer.UNKNOWN, False),  # up to 11
    ],
)
def test_that_child_pugh_a_and_b_are_judged_by_class_and_points(
    changes: dict[str, Any], answer: RuleAnswer, soft: bool
) -> None:
    result = one(CT_MODEL, "child_pugh", row(**changes))
    assert (result.answer, result.soft, result.hard_stop) == (answer, soft, False)


@pytest.mark.parametrize(
    "unknown", [{}, {"ascites": None}, {"encephalopathy_grade": None, "ascites": None}], ids=["known", "one", "two"]
)
@pytest.mark.control("RISK-15-a")
def test_that_child_pugh_c_withholds_the_number_also_when_part_of_it_is_unknown(unknown: dict[str, Any]) -> None:
    facts = row(**({"bilirubin_umol_per_l": 60.0, "albumin_g_per_l": 20.0, "inr": 2.0} | unknown))
    verdict = judged(CT_MODEL, facts)
    assert verdict.hard_stop is not None
    assert verdict.hard_stop.rule == "child_pugh"
    assert verdict.hard_stop.explanation.text == "the Child-Pugh class is C, the model is for A, B"
    assert verdict.scope is Scope.OUTSIDE


def test_that_a_model_that_does_not_exclude_class_c_only_says_so() -> None:
    facts = row(bilirubin_umol_per_l=60.0, albumin_g_per_l=20.0, inr=2.0)
    verdict = judged({"child_pugh": {"classes": ["A", "B"]}}, facts)
    assert (verdict.scope, verdict.hard_stop) == (Scope.OUTSIDE, None)


@pytest.mark.control("RISK-16-a")
def test_that_the_other_regimen_is_outside_but_withholds_nothing() -> None:
    verdict = judged(SLIDE_MODEL, FACTS)
    assert (verdict.scope, verdict.hard_stop) == (Scope.OUTSIDE, None)


@pytest.mark.control("RISK-15-b")
def test_that_a_rule_of_a_later_version_is_answered_unknown() -> None:
    verdict = judged({"bmi": {"at_most": 40}, "age_years": {"under": 90}}, FACTS)
    assert [r.answer for r in verdict.rules] == [RuleAnswer.UNKNOWN] * 2
    assert [r.explanation.text for r in verdict.rules] == [
        "this version of hccdesk cannot check the rule bmi",
        "this version of hccdesk cannot check the rule age_years.under",
    ]


def test_that_two_limits_of_one_quantity_are_two_answers() -> None:
    limits = {"largest_tumour_diameter_mm": {"over": 50, "observed": [51, 90]}}
    first, second = judged(limits, FACTS).rules
    assert (first.answer, first.soft) == (RuleAnswer.INSIDE, False)
    assert (second.answer, second.soft) == (RuleAnswer.OUTSIDE, True)


def test_that_two_different_dates_of_the_ct_are_said_and_not_chosen_from() -> None:
    result = one(CT_MODEL, "ct_days_before_treatment", row(ct_date=date(2024, 3, 2)))
    assert result.answer is RuleAnswer.UNKNOWN
    assert result.explanation.text == "the CT says it was made on 2024-03-01, the clinical row says 2024-03-02"


def test_that_the_rows_date_counts_where_the_ct_has_none() -> None:
    facts = replace(acquired(acquisition_date=None), record=replace(RECORD, ct_date=date(2024, 3, 1)))
    assert one(CT_MODEL, "ct_days_before_treatment", facts).answer is RuleAnswer.INSIDE


@pytest.mark.parametrize(
    ("facts", "answer"),
    [
        (phase(ContrastPhase.ARTERIAL), RuleAnswer.INSIDE),
        (phase(ContrastPhase.UNKNOWN, "OMNIPAQUE 350"), RuleAnswer.INSIDE),
        (phase(ContrastPhase.UNKNOWN, " NONE "), RuleAnswer.UNKNOWN),
        (phase(ContrastPhase.UNKNOWN), RuleAnswer.UNKNOWN),
    ],
)
@pytest.mark.control("RISK-08-b")
def test_that_contrast_is_told_from_phase_or_agent_and_silence_proves_nothing(
    facts: ScopeFacts, answer: RuleAnswer
) -> None:
    assert one(CT_MODEL, "contrast_enhanced", facts).answer is answer


def test_that_every_explanation_can_be_said_in_chinese_with_the_same_facts() -> None:
    chinese = json.loads((resources.assets_folder() / "i18n/sentences/zh_CN/clinical.json").read_text(encoding="utf-8"))
    every = CT_MODEL | SLIDE_MODEL | PUBLIC_MODEL
    verdicts = [judged(every, facts) for facts in (FACTS, SLIDE_FACTS, NOTHING)]
    verdicts.append(judged(every, replace(FACTS, record=replace(RECORD, extrahepatic_metastasis=True))))
    verdicts += [judged({rule: rules[rule]}, facts) for rules, rule, facts, _ in OUTSIDE + SOFT]
    for result in (rule for verdict in verdicts for rule in verdict.rules):
        said = result.explanation.in_words(chinese[result.explanation.template])
        assert said != result.explanation.text


def test_that_every_rule_a_manifest_may_state_can_be_checked() -> None:
    assert set(CT_MODEL) | set(SLIDE_MODEL) | set(PUBLIC_MODEL) == set(RULES)


def test_that_a_model_without_observed_points_is_said_to_know_its_classes_points() -> None:
    record = ClinicalRecord(
        bilirubin_umol_per_l=10.0, albumin_g_per_l=40.0, inr=1.0, ascites=Ascites.NONE, encephalopathy_grade=0
    )
    result = one({"child_pugh": {"classes": ["A", "B"]}}, "child_pugh", ScopeFacts(record, Regimen.HAIC_TKI_ICI))
    assert "(5–9)" in result.explanation.text


@pytest.mark.parametrize("regimen", list(Regimen))
def test_that_a_model_whose_patients_got_other_treatments_is_never_inside(regimen: Regimen) -> None:
    (result,) = judged({"treatments_given": ["TACE (105)"]}, replace(FACTS, regimen=regimen)).rules
    assert (result.answer, result.soft) == (RuleAnswer.OUTSIDE, True)
    assert "did not get; theirs: TACE (105)" in result.explanation.text


@pytest.mark.parametrize(
    ("rule", "change", "scope"),
    [
        ("vascular_invasion", {"vp": PortalVeinInvasion.VP1}, Scope.PARTLY),
        ("vascular_invasion", {"vp": PortalVeinInvasion.NONE, "hepatic_vein_invasion": True}, Scope.PARTLY),
        ("vascular_invasion", {"vp": PortalVeinInvasion.NONE, "inferior_vena_cava_invasion": True}, Scope.PARTLY),
        ("vascular_invasion", {"vp": PortalVeinInvasion.NONE}, Scope.INSIDE),
        ("vascular_invasion", {"vp": None}, Scope.PARTLY),
        ("lymph_node_metastasis", {"lymph_node_metastasis": True}, Scope.PARTLY),
        ("lymph_node_metastasis", {}, Scope.INSIDE),
        ("extrahepatic_metastasis", {"extrahepatic_metastasis": True}, Scope.OUTSIDE),
        ("extrahepatic_metastasis", {"extrahepatic_metastasis": None}, Scope.PARTLY),
        ("extrahepatic_metastasis", {}, Scope.INSIDE),
    ],
)
def test_that_what_few_training_patients_had_narrows_the_scope(rule: str, change: dict[str, Any], scope: Scope) -> None:
    assert judged({rule: PUBLIC_MODEL[rule]}, row(**change)).scope is scope


def test_that_how_few_had_it_is_said_in_figures() -> None:
    (result,) = judged({"vascular_invasion": PUBLIC_MODEL["vascular_invasion"]}, FACTS).rules
    assert result.explanation.text == "there is vascular invasion; only 25 of 2348 training patients had it"
