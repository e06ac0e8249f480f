"""A survival model that failed its own check says so with its figures, and nothing makes it speak."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from hccdesk import resources
from hccdesk.domain.applicability import ApplicabilityVerdict
from hccdesk.domain.case import Case
from hccdesk.domain.clinical_record import Ascites, ClinicalRecord, PortalVeinInvasion
from hccdesk.domain.cohort import CohortPatient, Endpoint
from hccdesk.domain.errors import ModelBundleError
from hccdesk.domain.manifest import CohortKind, ModelBundle, SurvivalCheck
from hccdesk.domain.regimen import Regimen
from hccdesk.domain.result import NotComputed, SurvivalFinding
from hccdesk.domain.sentence import Sentence
from hccdesk.store.manifest_file import manifest_bytes, parse_manifest
from hccdesk.store.model_bundles import read_bundle
from hccdesk.workflow.assess_survival import assess_survival
from hccdesk.workflow.derived_covariates import derived_covariates, derived_of

FAILED = SurvivalCheck(likelihood_ratio_p=0.42, corrected_slope=0.4644, corrected_r2=-0.0322, resamples=500)
PASSED = SurvivalCheck(likelihood_ratio_p=0.001, corrected_slope=0.9, corrected_r2=0.08, resamples=500)
LIVER = ClinicalRecord(
    bilirubin_umol_per_l=40.0, albumin_g_per_l=33.0, inr=1.0, ascites=Ascites.MILD, encephalopathy_grade=0
)


@pytest.fixture(scope="module")
def nomogram() -> ModelBundle:
    return read_bundle(resources.models_folder() / "pfs-nomogram-demo")


def assessed(bundle: ModelBundle) -> SurvivalFinding | NotComputed:
    case = Case(Regimen.TACE_HAIC_PD1_TKI, ClinicalRecord(), None, None, (), ())
    no_ct = NotComputed(Sentence.of("no CT was given"))
    return assess_survival(case, bundle, None, no_ct, ApplicabilityVerdict("m", ()))


@pytest.mark.control("RISK-25-d")
def test_that_it_gives_its_figures_in_place_of_a_curve(nomogram) -> None:
    found = assessed(replace(nomogram, manifest=replace(nomogram.manifest, offered=False, survival_check=FAILED)))
    assert isinstance(found, NotComputed) and not found.applicable
    for figure in ("p = 0.42", "slope 0.464", "R² -0.032", "500 bootstrap"):
        assert figure in found.reason.text


def test_that_a_model_set_aside_without_a_check_says_so(nomogram) -> None:
    found = assessed(replace(nomogram, manifest=replace(nomogram.manifest, offered=False, survival_check=None)))
    assert isinstance(found, NotComputed) and "not to be used" in found.reason.text


@pytest.mark.parametrize(
    ("change", "passes"),
    [
        ({}, True),
        ({"likelihood_ratio_p": 0.05}, True),
        ({"likelihood_ratio_p": 0.0501}, False),
        ({"corrected_slope": 0.7}, True),
        ({"corrected_slope": 0.699}, False),
        ({"corrected_r2": 0.0}, False),
        ({"corrected_r2": float("nan")}, False),
    ],
)
def test_that_each_limit_holds_alone(change, passes) -> None:
    assert replace(PASSED, **change).passed is passes


def test_that_a_manifest_flipped_to_offered_is_refused(nomogram) -> None:
    refused = replace(nomogram.manifest, offered=False, survival_check=FAILED)
    assert parse_manifest(manifest_bytes(refused), "m").offered is False
    document = json.loads(manifest_bytes(refused))
    document["model"]["offered"] = True
    with pytest.raises(ModelBundleError):
        parse_manifest(json.dumps(document).encode(), "m")


def test_that_a_public_model_cannot_drop_its_check_instead(nomogram) -> None:
    public = replace(nomogram.manifest, cohort_kind=CohortKind.PUBLIC, survival_check=None, offered=True, citation="X")
    with pytest.raises(ModelBundleError):
        parse_manifest(manifest_bytes(public), "m")


def test_that_derived_covariates_follow_from_the_row_and_unknown_stays_out() -> None:
    # Child-Pugh: bilirubin 34-51 two points, albumin 28-35 two, mild ascites two, INR and encephalopathy one each.
    known = derived_covariates(replace(LIVER, vp=PortalVeinInvasion.VP2, tumour_count=3))
    assert known == {
        "vascular_invasion": 1.0,
        "child_pugh_points": 8.0,
        "portal_vein_invasion": 1.0,
        "multinodular": 1.0,
        "child_pugh_b_or_c": 1.0,
    }
    assert derived_covariates(ClinicalRecord(vp=PortalVeinInvasion.NONE)) == {"portal_vein_invasion": 0.0}


def test_that_what_a_table_states_goes_before_what_would_follow() -> None:
    patient = CohortPatient("1", LIVER, given={"child_pugh_points": 9.0})
    assert derived_of(patient)["child_pugh_points"] == 9.0


def test_that_a_model_says_by_its_output_what_it_tells() -> None:
    assert Endpoint.of_outputs(("overall_survival",)) is Endpoint.OS
    assert Endpoint.of_outputs(("freedom_from_progression",)) is Endpoint.TTP
    assert Endpoint.of_outputs(("anything",)) is Endpoint.PFS


def test_that_it_was_made_for_no_regimen_that_its_patients_did_not_get(nomogram) -> None:
    manifest = nomogram.manifest
    assert manifest.made_for(Regimen.TACE_HAIC_PD1_TKI) and not manifest.made_for(Regimen.HAIC_TKI_ICI)
    public = replace(manifest, regimen=None, applicability={"treatments_given": ["resection (3)"]})
    assert not any(public.made_for(regimen) for regimen in Regimen)
