"""The two nomograms of published cohorts, made by the program's own commands, against R (survival 3.5-3, rms 6.5-0).

R's numbers lie beside the real data. The twin that always runs is the formula cohort of test_training_survival.py.
"""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from hccdesk.clinical.applicability import ScopeFacts, judge
from hccdesk.domain.applicability import ApplicabilityVerdict, Scope
from hccdesk.domain.case import Case
from hccdesk.domain.clinical_record import Ascites, ClinicalRecord, PortalVeinInvasion
from hccdesk.domain.manifest import CohortKind, ModelBundle
from hccdesk.domain.progress import NoProgress
from hccdesk.domain.regimen import Regimen
from hccdesk.domain.result import NotComputed, SurvivalFinding
from hccdesk.domain.sentence import Sentence
from hccdesk.store.model_bundles import read_bundle
from hccdesk.survival.nomogram import PointScale
from hccdesk.survival.nomogram_bundle import parse
from hccdesk.survival.predicted_survival import CoxModel, survival_interval, survival_probabilities
from hccdesk.survival.prediction import open_nomogram
from hccdesk.training.public_studies import PublicStudy
from hccdesk.training.public_tables import make_public_table
from hccdesk.training.survival_presets import PRESETS
from hccdesk.training.survival_training import train_survival
from hccdesk.workflow.assess_survival import assess_survival

pytestmark = [pytest.mark.real_data, pytest.mark.slow]

OS, TTP = "os-nomogram-sysucc", "ttp-nomogram-hcc-tace-seg"
STUDIES = {
    OS: ("sysucc", "sysucc_baseline.csv", PublicStudy.SYSUCC),
    TTP: ("hcc_tace_seg", "hcc_tace_seg_clinical.csv", PublicStudy.HCC_TACE_SEG),
}
IN_R = {
    "afp_ge_400": "afp_ge_400_ng_per_ml",
    "local_lymph_node_metastasis": "lymph_node_metastasis",
    "child_pugh_score": "child_pugh_points",
    "portal_vein_thrombosis": "portal_vein_invasion",
}
"""Our covariates by R's names, where they differ."""

FIT = ClinicalRecord(
    age_years=60, afp_ng_per_ml=10.0, largest_tumour_diameter_mm=60.0, vp=PortalVeinInvasion.NONE,
    hepatic_vein_invasion=False, inferior_vena_cava_invasion=False, lymph_node_metastasis=False,
    extrahepatic_metastasis=False, bilirubin_umol_per_l=12.0, albumin_g_per_l=42.0, inr=1.0, ascites=Ascites.NONE,
    encephalopathy_grade=0,
)  # fmt: skip


@pytest.fixture(scope="module")
def bundles(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, ModelBundle]:
    folder = tmp_path_factory.mktemp("public")
    for model_id, (_, raw, study) in STUDIES.items():
        table = make_public_table(real_data / "tables" / raw, study, folder / study.value / "table.csv")
        plan = replace(PRESETS[model_id], resamples=200)
        train_survival(plan, table, folder / "models", progress=NoProgress())
    return {model_id: read_bundle(folder / "models" / model_id) for model_id in STUDIES}


@pytest.fixture(params=list(STUDIES))
def study(request, bundles, real_data):
    folder = real_data.parent / "reference" / "expected"
    if not folder.is_dir():
        pytest.skip("R's numbers do not lie beside the real data")
    name = STUDIES[request.param][0]

    def expected(what: str) -> list[dict[str, str]]:
        return list(csv.DictReader((folder / f"{name}_{what}.csv").read_text(encoding="utf-8").splitlines()))

    return bundles[request.param], parse(bundles[request.param].weights, request.param), expected


def test_that_coefficients_and_errors_equal_r(study) -> None:
    _, nomogram, expected = study
    rows = expected("cox")
    assert [IN_R.get(row["covariate"], row["covariate"]) for row in rows] == list(nomogram.names)
    assert nomogram.coefficients == pytest.approx([float(row["coef"]) for row in rows], rel=1e-5)
    errors = np.sqrt(np.diag(np.array(nomogram.covariance)))
    assert errors == pytest.approx([float(row["se"]) for row in rows], rel=1e-5)


def test_that_the_baseline_equals_r(study) -> None:
    _, nomogram, expected = study
    for row in expected("baseline"):
        hazard = float(row["baseline_cumulative_hazard_at_zero"])
        assert nomogram.hazard.at(float(row["time"])) == pytest.approx(hazard, rel=1e-5)
    assert [float(horizon) for horizon in nomogram.horizons] == [float(row["time"]) for row in expected("baseline")]


def test_that_predictions_and_their_limits_equal_r(study) -> None:
    _, nomogram, expected = study
    model = CoxModel(nomogram.coefficients, np.array(nomogram.covariance), nomogram.hazard)
    patients = expected("first_ten_patients")
    names = [name for name in patients[0] if name not in ("os_months", "death", "ttp_months", "progressed")]
    for row in expected("predicted_first_ten"):
        x = np.array([float(patients[int(row["patient"]) - 1][name]) for name in names])
        at = survival_probabilities(model, x)[nomogram.hazard.step_at(float(row["time"]))]
        assert at == pytest.approx(float(row["survival"]), abs=1e-6)
        limits = survival_interval(model, x, float(row["time"]))
        assert limits == pytest.approx((float(row["lower95"]), float(row["upper95"])), abs=1e-6)


def test_that_the_axes_of_the_nomogram_are_those_of_rms(study) -> None:
    _, nomogram, expected = study
    scale, by_name = PointScale.of(nomogram.variables), {v.name: v for v in nomogram.variables}
    rows = expected("nomogram_axes")
    for name, variable in by_name.items():
        axis = [row for row in rows if IN_R.get(row["axis"], row["axis"]) == name]
        assert [tick.value for tick in variable.ticks] == [float(row["value"]) for row in axis]
        found = [scale.points(variable, float(row["value"])) for row in axis]
        assert found == pytest.approx([float(row["points"]) for row in axis], abs=1e-4)
    for row in expected("nomogram_survival_axes"):
        total = scale.total_points_at(float(row["survival"]), nomogram.hazard.at(float(row["time"])))
        assert total == pytest.approx(float(row["total_points"]), abs=0.1)


def test_that_only_the_model_that_holds_is_offered(bundles) -> None:
    assert bundles[OS].manifest.offered and bundles[OS].manifest.survival_check.passed
    check = bundles[TTP].manifest.survival_check
    assert bundles[TTP].manifest.offered is False
    # Likelihood ratio 2 * (159.1407 - 157.1800) on 4 degrees of freedom: R's pchisq gives 0.4168.
    assert check.likelihood_ratio_p == pytest.approx(0.4168, abs=1e-4)
    assert check.corrected_slope < 0.7 and check.corrected_r2 < 0


def test_that_the_refused_model_gives_its_figures_and_never_a_curve(bundles) -> None:
    record = replace(FIT, tumour_count=1)
    found = assess(bundles[TTP], record)
    assert isinstance(found, NotComputed) and not found.applicable
    assert "p = 0.42" in found.reason.text and "slope 0.4" in found.reason.text


def test_that_the_card_and_manifest_tell_the_weaknesses_in_figures(bundles) -> None:
    manifest, card = bundles[OS].manifest, bundles[OS].content["MODEL_CARD.md"].decode()
    assert manifest.cohort_kind is CohortKind.PUBLIC
    assert "MIT" in manifest.licence and "Shen L" in manifest.citation
    told = " ".join(manifest.known_limits)
    figures = ["25 patients have vascular invasion", "46 lymph node", "28 distant", "476 patients have no recorded"]
    for figure in (*figures, "0 mm in 1 patient", "not proportional (global test, p = 4.7e-09)", "first visit"):
        assert figure in told and figure in card, figure
    corrected = manifest.performance[0]
    assert corrected.metric == "C-index, corrected for optimism"
    assert corrected.value == pytest.approx(0.5 + 0.257059857298002 / 2, abs=0.005)  # rms: corrected Dxy
    assert corrected.interval[0] < corrected.value < corrected.interval[1]


@pytest.mark.parametrize("regimen", list(Regimen))
@pytest.mark.parametrize(
    ("change", "scope"),
    [
        ({}, Scope.PARTLY),  # never inside: no patient of the cohort got such a regimen
        ({"vp": PortalVeinInvasion.VP1}, Scope.PARTLY),
        ({"hepatic_vein_invasion": True}, Scope.PARTLY),
        ({"lymph_node_metastasis": True}, Scope.PARTLY),
        ({"extrahepatic_metastasis": True}, Scope.OUTSIDE),
    ],
)
def test_that_its_scope_is_never_the_whole_and_ends_at_metastasis(bundles, change, scope, regimen) -> None:
    manifest = bundles[OS].manifest
    assert judge(manifest, ScopeFacts(replace(FIT, **change), regimen)).scope is scope
    assert not manifest.made_for(regimen)


def test_that_vascular_invasion_follows_from_any_vein(bundles) -> None:
    none = assess(bundles[OS], FIT)
    assert isinstance(none, SurvivalFinding)
    for change in (
        {"vp": PortalVeinInvasion.VP2},
        {"hepatic_vein_invasion": True},
        {"inferior_vena_cava_invasion": True},
    ):
        found = assess(bundles[OS], replace(FIT, **change))
        assert isinstance(found, SurvivalFinding)
        gained = found.nomogram.total_points - none.nomogram.total_points
        assert gained == pytest.approx(43.7314041157838, abs=1e-4)  # rms: points of vascular_invasion = 1


def test_that_child_pugh_is_asked_for_by_its_components(bundles) -> None:
    found = assess(bundles[OS], replace(FIT, albumin_g_per_l=None, vp=None))
    assert isinstance(found, NotComputed)
    assert found.reason.text == "Needs vp, albumin_g_per_l: unknown in the clinical row."


def test_that_the_cohorts_own_incidence_lies_in_the_refused_bundle(bundles) -> None:
    curve = json.loads(bundles[TTP].content["cohort_curve.json"])
    assert (curve["patients"], curve["events"]) == (105, 45)
    assert curve["at_risk"][0] == 105
    # 1 - Kaplan-Meier overstates progression where death competes: R's survfit gives 0.251 at 6 months.
    assert curve["at_horizons"]["6"]["value"] < 1 - 0.748883354242052


@pytest.mark.control("RISK-38-a")
def test_that_nobody_named_patients_are_in_a_bundle(bundles) -> None:
    for bundle in bundles.values():
        assert all(b"HCC_0" not in content and b"sysucc-0" not in content for content in bundle.content.values())


def test_that_it_opens_as_any_nomogram(bundles) -> None:
    assert open_nomogram(bundles[OS]).nomogram.cohort.patients == 2348


def assess(bundle: ModelBundle, record: ClinicalRecord) -> SurvivalFinding | NotComputed:
    case = Case(Regimen.TACE_HAIC_PD1_TKI, record, None, None, (), ())
    no_ct = NotComputed(Sentence.of("no CT was given"))
    return assess_survival(case, bundle, None, no_ct, ApplicabilityVerdict("m", ()))
