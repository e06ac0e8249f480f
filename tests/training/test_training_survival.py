"""`train survival` on tables made by formula: the bundle, its card, its guard-rails, and whether it may speak."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from hccdesk.domain.clinical_record import ClinicalRecord, PortalVeinInvasion
from hccdesk.domain.cohort import CohortPatient, CohortTable, Ending, Endpoint, FollowUp
from hccdesk.domain.errors import InputError
from hccdesk.domain.manifest import CohortKind, ModelManifest
from hccdesk.domain.progress import NoProgress
from hccdesk.domain.regimen import Regimen
from hccdesk.store.model_bundles import read_bundle
from hccdesk.store.validation_file import read_validation
from hccdesk.survival.nomogram_bundle import parse
from hccdesk.survival.selftest import check
from hccdesk.training.commands import app
from hccdesk.training.survival_command import plan_of
from hccdesk.training.survival_data import survival_data
from hccdesk.training.survival_models import cross_validated, held_out, models_of
from hccdesk.training.survival_plan import SurvivalPlan
from hccdesk.training.survival_presets import PRESETS
from hccdesk.training.survival_scope import scope_of
from hccdesk.training.survival_training import train_survival

PLAN = SurvivalPlan(
    model_id="pfs-nomogram-site",
    endpoint=Endpoint.PFS,
    covariates=("encapsulated", "inr", "crp_mg_per_l"),
    horizons=("6", "12", "18"),
    question="Progression-free survival by formula",
    regimen=Regimen.TACE_HAIC_PD1_TKI,
    resamples=100,
)


def formula_table() -> CohortTable:
    """The cohort of tests/survival/conftest.py as patients: a is the capsule, b the INR, c the CRP."""
    patients = []
    for i in range(1, 61):
        a, b, c = i % 3 == 0, (i * 7 % 11) / 2, (8 - i * i % 17) / 10
        seen = i * 5 % 7 != 0 and i % 4 != 1
        months = max(1.0, float(np.ceil(round(2 + i * 13 % 29 - 3 * a - b / 2 - 2 * c, 9))))
        record = ClinicalRecord(encapsulated=a, inr=b, crp_mg_per_l=c, age_years=40 + i % 30)
        patients.append(_patient(f"{i:04d}", record, months, Ending(seen)))
    return _table(patients)


def a_cohort(effect: float, n: int = 240, seed: int = 3, prefix: str = "s") -> CohortTable:
    """Patients whose log hazard is `effect` times (capsule - INR / 2); nothing else acts."""
    rng = np.random.default_rng(seed)
    patients = []
    for number in range(n):
        capsule, inr, crp = bool(rng.random() < 0.5), float(rng.normal(2, 1)), float(rng.normal(10, 3))
        months = float(rng.exponential(15 * np.exp(-effect * (capsule - inr / 2))))
        record = ClinicalRecord(encapsulated=capsule, inr=inr, crp_mg_per_l=crp)
        patients.append(_patient(f"{prefix}{number}", record, min(months, 30.0), Ending(int(months < 30))))
    return _table(patients)


def _patient(patient_id: str, record: ClinicalRecord, months: float, ending: Ending) -> CohortPatient:
    return CohortPatient(patient_id, record, follow_up={Endpoint.PFS: FollowUp(months, ending)})


def _table(patients: list[CohortPatient], **changes: object) -> CohortTable:
    table = CohortTable(Path("table.csv"), "0" * 64, CohortKind.PHANTOM, tuple(patients), title="Made by formula")
    return replace(table, **changes)


def trained(table: CohortTable, folder: Path, plan: SurvivalPlan = PLAN, **more: object) -> ModelManifest:
    return train_survival(plan, table, folder, progress=NoProgress(), **more)


@pytest.fixture(scope="module")
def formula(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("models")
    trained(formula_table(), folder)
    return read_bundle(folder / PLAN.model_id)


def test_that_the_bundle_holds_the_model_of_r(formula) -> None:
    # R 4.2.2, survival 3.5-3: coxph(Surv(months, event) ~ a + b + c, d, ties = "efron"), eps = 1e-11.
    nomogram = parse(formula.weights, "x")
    assert nomogram.coefficients == pytest.approx([0.748865003920, 0.133637474562, -0.154220195441], rel=1e-8)
    errors = np.sqrt(np.diag(np.array(nomogram.covariance)))
    assert errors == pytest.approx([0.361475877658, 0.107511721008, 0.302203712954], rel=1e-8)
    assert (nomogram.cohort.patients, nomogram.cohort.events) == (60, 39)
    # 1 - pchisq(2 * (121.615882189 - 118.560836009), 3)
    assert formula.manifest.survival_check.likelihood_ratio_p == pytest.approx(0.1064, abs=1e-4)


def test_that_a_bundle_passes_its_own_selftest(formula) -> None:
    assert all(passed for passed, _ in check(formula))


@pytest.mark.control("RISK-25-d")
def test_that_a_model_no_better_than_none_is_written_but_not_offered(formula) -> None:
    assert not formula.manifest.survival_check.passed
    assert formula.manifest.offered is False
    assert "never applied to a patient" in formula.content["MODEL_CARD.md"].decode()


def test_that_the_card_tells_both_regressions_the_tests_and_the_optimism(formula) -> None:
    card = formula.content["MODEL_CARD.md"].decode()
    # exp(0.748865), its Wald limits, and p: R's summary(coxph).
    assert "2.11 (1.04 to 4.29) | 0.038" in card
    for heading in ("Univariate and multivariate Cox", "Are the hazards proportional?", "Its own optimism"):
        assert f"## {heading}" in card
    assert "| Dxy | 0.240 | " in card  # rms: 0.2409, cut and not rounded
    assert "On patients it had not seen" in card


@pytest.mark.control("RISK-38-a")
def test_that_the_training_record_holds_the_plan_and_digests_and_no_patient(formula) -> None:
    record = json.loads(formula.content["training.json"])
    assert record["settings"]["covariates"] == list(PLAN.covariates)
    assert record["patients"] == len(record["patient_digests"]) == 60
    assert all(f'"{i:04d}"' not in formula.content["training.json"].decode() for i in range(1, 61))


def test_that_the_validation_is_by_patient_and_cross_validated(formula) -> None:
    report = read_validation(formula.content[formula.manifest.validation])
    assert report.unit_of_analysis == "patient"
    assert report.scored == 60
    assert "Cross-validated by patient" in report.how.text
    assert report.survival is not None and report.survival.optimism.resamples == 100


def test_that_a_real_effect_is_offered_with_an_honest_c_index(tmp_path) -> None:
    made = trained(a_cohort(1.0), tmp_path)
    assert made.offered and made.survival_check.passed
    corrected, unseen = made.performance
    assert corrected.metric == "C-index, corrected for optimism"
    assert unseen.metric == "C-index" and "10-fold, by patient" in unseen.cohort
    assert abs(corrected.value - unseen.value) < 0.03  # two ways to the same number


def test_that_the_same_seed_makes_the_same_bundle(tmp_path) -> None:
    table = a_cohort(1.0, n=60)
    first, second = trained(table, tmp_path / "a"), trained(table, tmp_path / "b")
    assert first.files == second.files


def test_that_held_out_patients_may_not_be_training_patients(tmp_path) -> None:
    with pytest.raises(InputError, match="60 patients are in both"):
        trained(a_cohort(1.0, n=60), tmp_path, test=a_cohort(1.0, n=60))
    made = trained(a_cohort(1.0, n=60), tmp_path, test=a_cohort(1.0, n=40, seed=9, prefix="t"))
    assert made.performance[1].n == 40 and "none of whom" in made.performance[1].cohort


def test_that_patients_without_a_value_are_left_out_and_counted(tmp_path) -> None:
    table = formula_table()
    without = replace(table.patients[0], record=replace(table.patients[0].record, inr=None))
    lost = replace(table.patients[1], follow_up={})
    table = replace(table, patients=(without, lost, *table.patients[2:]))
    data = survival_data(table.patients, Endpoint.PFS, PLAN.covariates, {})
    assert len(data.patients) == 58
    assert data.left_out == {"INR": 1, "Progression-free survival": 1}


def test_that_nobody_complete_is_an_error_that_counts() -> None:
    with pytest.raises(InputError, match="INR \\(60\\)"):
        survival_data(
            [replace(p, record=replace(p.record, inr=None)) for p in formula_table().patients],
            Endpoint.PFS,
            PLAN.covariates,
            {},
        )


def test_that_a_death_before_progression_counts_as_censored() -> None:
    patient = CohortPatient("1", ClinicalRecord(inr=1.0), follow_up={Endpoint.TTP: FollowUp(3.0, Ending.COMPETING)})
    assert survival_data([patient], Endpoint.TTP, ["inr"], {}).event.tolist() == [0.0]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"encapsulated": True}, "the same value in every patient"),
        ({"crp_mg_per_l": "inr"}, "follows from"),
    ],
)
def test_that_constant_and_collinear_covariates_are_refused(change, told, tmp_path) -> None:
    def changed(record: ClinicalRecord) -> ClinicalRecord:
        values = {k: getattr(record, v) if isinstance(v, str) else v for k, v in change.items()}
        return replace(record, **values)

    table = formula_table()
    table = replace(table, patients=tuple(replace(p, record=changed(p.record)) for p in table.patients))
    with pytest.raises(InputError, match=told):
        trained(table, tmp_path)
    assert not (tmp_path / PLAN.model_id).exists()


def test_that_separation_is_refused(tmp_path) -> None:
    table = formula_table()
    died = [p.follow_up[Endpoint.PFS].ending is Ending.EVENT for p in table.patients]
    separated = tuple(
        replace(p, record=replace(p.record, encapsulated=bool(d))) for p, d in zip(table.patients, died, strict=True)
    )
    with pytest.raises(InputError, match="separates the patients perfectly"):
        trained(replace(table, patients=separated), tmp_path)


def test_that_too_few_events_are_refused(tmp_path) -> None:
    table = formula_table()
    with pytest.raises(InputError, match="too few for 3 covariates"):
        trained(replace(table, patients=table.patients[:9]), tmp_path)


def test_that_few_events_per_variable_are_told_on_card_and_manifest(tmp_path) -> None:
    table = a_cohort(1.2, n=40)
    few = [replace(p, follow_up={Endpoint.PFS: FollowUp(p.follow_up[Endpoint.PFS].months, Ending(int(i < 24)))})
           for i, p in enumerate(table.patients)]  # fmt: skip
    made = trained(replace(table, patients=tuple(few)), tmp_path)
    assert any("events a covariate" in limit for limit in made.known_limits)


def test_that_a_cohort_without_known_treatment_is_refused(tmp_path) -> None:
    with pytest.raises(InputError, match="treated with"):
        trained(formula_table(), tmp_path, replace(PLAN, regimen=None))


def test_that_image_features_without_a_ct_model_are_refused(tmp_path) -> None:
    with pytest.raises(InputError, match="need the CT model"):
        trained(formula_table(), tmp_path, replace(PLAN, covariates=("encapsulated", "image_feature_1")))


def test_that_the_scope_is_what_the_patients_show() -> None:
    patients = [
        CohortPatient(
            str(i),
            ClinicalRecord(
                age_years=40 + i,
                vp=PortalVeinInvasion.VP3 if i == 0 else PortalVeinInvasion.NONE,
                hepatic_vein_invasion=False,
                inferior_vena_cava_invasion=False,
                lymph_node_metastasis=i < 30,
                largest_tumour_diameter_mm=30.0 + i,
            ),
            labels={"arm": "TACE" if i else "resection"},
            given={"child_pugh_points": 5.0 + i % 3},
        )
        for i in range(40)
    ]
    scope = scope_of(replace(PLAN, regimen=None), patients)
    assert scope["treatments_given"] == ["TACE (39)", "other (1)"]
    assert scope["age_years"] == {"observed": [40.0, 79.0]}
    assert scope["largest_tumour_diameter_mm"] == {"observed": [30.0, 69.0]}
    assert scope["child_pugh"] == {"observed_points": [5, 7]}
    assert scope["vascular_invasion"] == {"seen": 1, "of": 40}
    assert "lymph_node_metastasis" not in scope  # 30 of 40 is not seldom
    assert scope["vp"] == {"never_seen": ["vp1", "vp2", "vp4"]}


def test_that_the_three_models_of_the_paper_are_told_apart() -> None:
    names = ("encapsulated", "image_feature_1", "image_feature_2", "response_probability")
    assert models_of(names) == {
        "clinical model": ("encapsulated",),
        "radiomics model": ("image_feature_1", "image_feature_2"),
        "combined model": names,
    }
    assert models_of(("inr", "encapsulated")) == {"this model": ("inr", "encapsulated")}


def test_that_cross_validation_never_predicts_a_patient_from_the_patient() -> None:
    """Noise alone: a model that saw its own patients would separate them, one that did not cannot."""
    data = survival_data(a_cohort(0.0, n=60).patients, Endpoint.PFS, PLAN.covariates, {})
    unseen = cross_validated(PLAN, data)
    assert unseen.comparisons[0].estimate.value < 0.56
    assert unseen.cumulative_hazard.shape == (60, len(unseen.step_months))


def test_that_held_out_risks_are_those_of_the_training_fit() -> None:
    data = survival_data(a_cohort(1.0).patients, Endpoint.PFS, PLAN.covariates, {})
    other = survival_data(a_cohort(1.0, n=80, seed=8, prefix="t").patients, Endpoint.PFS, PLAN.covariates, {})
    unseen = held_out(PLAN, data, other, "others")
    assert unseen.is_held_out and len(unseen.whole_risk) == 80
    assert unseen.comparisons[0].estimate.value > 0.6


def test_that_a_plan_lacks_nothing_or_says_what() -> None:
    with pytest.raises(InputError, match="--endpoint, --covariates"):
        plan_of("", {"model_id": "x"})
    with pytest.raises(InputError, match="no preset"):
        plan_of("nonsense", {})
    assert plan_of("os-nomogram-sysucc", {"seed": 4}) == replace(PRESETS["os-nomogram-sysucc"], seed=4)


def test_that_an_unknown_covariate_is_named_with_those_there_are(tmp_path) -> None:
    with pytest.raises(InputError, match="blood_group is no covariate") as caught:
        trained(formula_table(), tmp_path, replace(PLAN, covariates=("blood_group",)))
    assert "response_probability" in caught.value.what_to_do


def test_that_the_command_makes_the_bundle_and_says_whether_it_may_speak(tmp_path) -> None:
    rows = ["patient_id,sex,encapsulated,inr,pfs_months,pfs_event"]
    for patient in a_cohort(1.0, n=80).patients:
        follow = patient.follow_up[Endpoint.PFS]
        inr = max(0.5, round(patient.record.inr, 3))
        rows.append(f"{patient.patient_id},male,{str(patient.record.encapsulated).lower()},{inr},"
                    f"{follow.months:.4f},{int(follow.ending)}")  # fmt: skip
    table = tmp_path / "table.csv"
    table.write_text("\n".join(rows) + "\n", encoding="utf-8")
    asked = ["--id", "pfs-own", "--endpoint", "pfs", "--covariates", "encapsulated,inr", "--horizons", "12"]
    asked += ["--question", "PFS", "--regimen", "haic-tki-ici", "--resamples", "100", "--models", str(tmp_path / "m")]
    said = CliRunner().invoke(app, ["survival", str(table), *asked], catch_exceptions=False)
    assert said.exit_code == 0 and "offered" in said.output
    manifest = read_bundle(tmp_path / "m" / "pfs-own").manifest
    assert manifest.cohort_kind is CohortKind.SITE and manifest.validation == "validation.json"
