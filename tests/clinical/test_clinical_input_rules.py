"""The rules no manifest states: one patient, a region to look at, images like those the model was trained on."""

from __future__ import annotations

from dataclasses import replace

import pytest
from test_clinical_applicability import SERIES, SLIDE, a_manifest

from hccdesk import resources
from hccdesk.clinical.applicability import ScopeFacts, judge
from hccdesk.domain.applicability import ApplicabilityVerdict, RuleAnswer, RuleResult, Scope
from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.feature_distance import CT_IMAGE, STAIN, TISSUE, FeatureDistance
from hccdesk.domain.identity_check import identity_problems
from hccdesk.domain.manifest import BackboneReference, ModelKind, ModelManifest
from hccdesk.domain.patient import PatientIdentity
from hccdesk.domain.problem import Problem
from hccdesk.domain.regimen import Regimen
from hccdesk.domain.roi import RoiMeasurements
from hccdesk.domain.sentence import Sentence

CT_LIKE = FeatureDistance(CT_IMAGE, 1.2, usual=1.99, largest=3.70, patients=300)
TISSUE_LIKE = FeatureDistance(TISSUE, 0.9, usual=1.46, largest=2.12, patients=257)
STAIN_LIKE = FeatureDistance(STAIN, 0.5, usual=1.53, largest=2.20, patients=257)
GIVEN = ScopeFacts(
    ClinicalRecord(),
    Regimen.TACE_HAIC_PD1_TKI,
    SERIES,
    RoiMeasurements(300.0, 95.0, 110.0, 40),
    SLIDE,
    tissue_outlined=True,
)
CT_MODEL = a_manifest({})
SLIDE_MODEL = replace(CT_MODEL, kind=ModelKind.HAIM)
IMAGE_NOMOGRAM = replace(
    CT_MODEL, kind=ModelKind.SURVIVAL_NOMOGRAM, backbone=BackboneReference("ct-response-demo", "0" * 64)
)
ROW_NOMOGRAM = replace(CT_MODEL, kind=ModelKind.SURVIVAL_NOMOGRAM)


def one(manifest: ModelManifest, rule: str, facts: ScopeFacts) -> RuleResult:
    (found,) = [result for result in judge(manifest, facts).rules if result.rule == rule]
    return found


def rules_of(manifest: ModelManifest, facts: ScopeFacts = GIVEN) -> list[str]:
    return [result.rule for result in judge(manifest, facts).rules]


def mix_ups(**identities: PatientIdentity) -> tuple[Problem, ...]:
    return identity_problems({role.replace("_", " "): identity for role, identity in identities.items()})


def near(*distances: FeatureDistance) -> ScopeFacts:
    return replace(GIVEN, distances=distances)


def test_that_each_model_is_asked_what_it_looks_at() -> None:
    assert rules_of(CT_MODEL) == ["same_patient", "tumour_region", "feature_space"]
    assert rules_of(SLIDE_MODEL) == ["same_patient", "tumour_region", "feature_space", "stain"]
    assert rules_of(IMAGE_NOMOGRAM) == ["same_patient", "tumour_region", "feature_space"]
    assert rules_of(ROW_NOMOGRAM) == ["same_patient"]


def test_that_all_is_inside_where_the_images_are_like_the_training_patients() -> None:
    assert judge(CT_MODEL, near(CT_LIKE)).scope is Scope.INSIDE
    assert judge(IMAGE_NOMOGRAM, near(CT_LIKE)).scope is Scope.INSIDE
    assert judge(SLIDE_MODEL, near(TISSUE_LIKE, STAIN_LIKE)).scope is Scope.INSIDE
    assert judge(ROW_NOMOGRAM, GIVEN).scope is Scope.INSIDE


@pytest.mark.parametrize(
    ("manifest", "facts", "words"),
    [
        (CT_MODEL, replace(GIVEN, roi=None), "no tumour region"),
        (CT_MODEL, replace(GIVEN, roi=RoiMeasurements(0, 0, 0, 0)), "the tumour region is empty"),
        (IMAGE_NOMOGRAM, replace(GIVEN, roi=None), "no tumour region"),
        (SLIDE_MODEL, replace(GIVEN, tissue_outlined=False), "no outlined tumour tissue on the slide"),
    ],
)
@pytest.mark.control("RISK-15-a")
def test_that_an_image_without_a_region_stops_the_models_that_look_at_it(
    manifest: ModelManifest, facts: ScopeFacts, words: str
) -> None:
    verdict = judge(manifest, facts)
    assert verdict.hard_stop is not None
    assert verdict.hard_stop.explanation.text == words
    assert verdict.scope is Scope.OUTSIDE
    assert judge(ROW_NOMOGRAM, facts).hard_stop is None
    assert verdict.without_images.hard_stop is None


def test_that_an_image_that_was_not_given_is_unknown_and_stops_nothing() -> None:
    nothing = ScopeFacts(ClinicalRecord(), Regimen.TACE_HAIC_PD1_TKI)
    for manifest, words in ((CT_MODEL, "no CT was given"), (SLIDE_MODEL, "no slide was given")):
        result = one(manifest, "tumour_region", nothing)
        assert (result.answer, result.explanation.text) == (RuleAnswer.UNKNOWN, words)
        assert judge(manifest, nothing).hard_stop is None


def test_that_a_ct_that_was_set_aside_is_not_called_missing() -> None:
    why = Sentence.of("the CT has 2 slices")
    assert one(CT_MODEL, "tumour_region", replace(GIVEN, ct_series=None, ct_set_aside=why)).explanation == why


WRONG = mix_ups(CT=PatientIdentity("A1"), clinical_row=PatientIdentity("B2"))


@pytest.mark.parametrize("manifest", [CT_MODEL, SLIDE_MODEL, IMAGE_NOMOGRAM, ROW_NOMOGRAM])
def test_that_another_patients_input_withholds_every_number(manifest: ModelManifest) -> None:
    verdict = judge(manifest, replace(GIVEN, mix_ups=WRONG))
    assert verdict.hard_stop is not None
    assert (
        verdict.hard_stop.explanation.text == "the CT and the clinical row name different patients (patient ID differs)"
    )
    assert verdict.without_images.hard_stop == verdict.hard_stop


def test_that_a_stop_that_the_user_passed_stays_outside_the_scope() -> None:
    verdict = judge(CT_MODEL, replace(near(CT_LIKE), mix_ups=WRONG, mix_up_passed=True))
    assert (verdict.scope, verdict.hard_stop) == (Scope.OUTSIDE, None)
    assert verdict.rules[0].explanation.text.endswith("(patient ID differs); the user went on all the same")


def test_that_two_ways_to_write_a_name_leave_the_patient_unknown() -> None:
    named = mix_ups(CT=PatientIdentity("A1", "LI^LEI"), clinical_row=PatientIdentity("A1", "Wang Fang"))
    result = one(CT_MODEL, "same_patient", replace(GIVEN, mix_ups=named))
    assert result.answer is RuleAnswer.UNKNOWN
    assert "write the patient's name differently" in result.explanation.text


def test_that_a_slide_without_an_identifier_contradicts_nothing_and_says_so() -> None:
    unnamed = mix_ups(slide=PatientIdentity(), clinical_row=PatientIdentity("A1"))
    result = one(SLIDE_MODEL, "same_patient", replace(GIVEN, mix_ups=unnamed))
    assert result.answer is RuleAnswer.INSIDE
    assert "the slide carries no patient ID" in result.explanation.text


@pytest.mark.parametrize(
    ("distance", "answer", "scope", "words"),
    [
        (1.99, RuleAnswer.INSIDE, Scope.INSIDE, "is like the training patients': distance 1.99; 95 % of the 300"),
        (1.9901, RuleAnswer.OUTSIDE, Scope.PARTLY, "is unusual: distance 1.99"),
        (3.70, RuleAnswer.OUTSIDE, Scope.PARTLY, "lie within 1.99, the farthest at 3.70"),
        (3.7001, RuleAnswer.OUTSIDE, Scope.PARTLY, "is unlike any training patient's: distance 3.7, 1.0 times"),
        (370.0, RuleAnswer.OUTSIDE, Scope.PARTLY, "distance 370, 100.0 times that of the farthest of the 300"),
    ],
)
@pytest.mark.control("RISK-15-d")
def test_that_the_distance_has_three_answers_and_never_withholds_the_number(
    distance: float, answer: RuleAnswer, scope: Scope, words: str
) -> None:
    verdict = judge(CT_MODEL, near(replace(CT_LIKE, distance=distance)))
    result = verdict.rules[-1]
    assert (result.answer, result.soft, verdict.scope, verdict.hard_stop) == (answer, True, scope, None)
    assert words in result.explanation.text


def test_that_tissue_and_stain_are_judged_each_for_itself() -> None:
    facts = near(TISSUE_LIKE, replace(STAIN_LIKE, distance=9.0))
    assert one(SLIDE_MODEL, "feature_space", facts).answer is RuleAnswer.INSIDE
    assert one(SLIDE_MODEL, "stain", facts).answer is RuleAnswer.OUTSIDE
    assert judge(SLIDE_MODEL, facts).scope is Scope.PARTLY


@pytest.mark.parametrize("manifest", [CT_MODEL, SLIDE_MODEL, IMAGE_NOMOGRAM])
@pytest.mark.control("RISK-15-d")
def test_that_a_bundle_that_holds_nothing_of_its_patients_cannot_tell(manifest: ModelManifest) -> None:
    verdict = judge(manifest, near())
    assert verdict.rules[-1].answer is RuleAnswer.UNKNOWN
    assert "cannot be told: the model's bundle does not hold what theirs was like" in verdict.rules[-1].explanation.text
    assert verdict.scope is Scope.PARTLY


def test_that_a_model_that_did_not_run_has_no_distance_yet() -> None:
    result = one(CT_MODEL, "feature_space", GIVEN)
    assert result.answer is RuleAnswer.UNKNOWN
    assert result.explanation.text.endswith("is known once the model has run")


def test_that_each_of_these_can_be_said_in_chinese_with_the_same_facts() -> None:
    chinese = resources.sentences("zh_CN")
    far = replace(CT_LIKE, distance=9.0)
    cases = [
        *(near(replace(CT_LIKE, distance=distance)) for distance in (1.0, 2.5, 9.0)),
        near(),
        GIVEN,
        replace(GIVEN, mix_ups=WRONG, mix_up_passed=True),
        replace(near(far), mix_ups=mix_ups(slide=PatientIdentity(), CT=PatientIdentity("A1"))),
    ]
    verdicts: list[ApplicabilityVerdict] = [judge(CT_MODEL, facts) for facts in cases] + [judge(SLIDE_MODEL, GIVEN)]
    for result in (rule for verdict in verdicts for rule in verdict.rules):
        assert result.explanation.in_words(chinese[result.explanation.template]) != result.explanation.text
    assert {chinese[space] for space in (CT_IMAGE, TISSUE, STAIN)}.isdisjoint({CT_IMAGE, TISSUE, STAIN})
