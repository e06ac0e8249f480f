"""Image features and response probability for a Cox model: from networks that never saw the patient, or not at all."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from hccdesk import resources
from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.cohort import CohortPatient, CohortTable, Ending, Endpoint, FollowUp
from hccdesk.domain.errors import InputError
from hccdesk.domain.manifest import CohortKind
from hccdesk.domain.progress import NoProgress
from hccdesk.domain.regimen import Regimen
from hccdesk.store.model_bundles import read_bundle, write_bundle
from hccdesk.store.patient_digests import PatientDigests
from hccdesk.training import survival_ct_inputs
from hccdesk.training.ct_crossfit import write_crossfit
from hccdesk.training.survival_ct_inputs import CtSource, ct_answers
from hccdesk.training.survival_data import CtAnswer
from hccdesk.training.survival_plan import SurvivalPlan
from hccdesk.training.survival_training import train_survival

TRAINED_ON = 100


def a_table(n: int = 160) -> CohortTable:
    """The first `TRAINED_ON` patients are the CT model's own; the hazard follows the second image feature."""
    rng = np.random.default_rng(5)
    patients = []
    for number in range(n):
        capsule, feature = bool(rng.random() < 0.4), float(rng.normal())
        months = float(rng.exponential(14 * np.exp(-0.9 * feature - 0.3 * capsule)))
        patients.append(
            CohortPatient(
                f"p{number}",
                ClinicalRecord(encapsulated=capsule, crp_mg_per_l=feature),
                ct=Path("ct"),
                ct_roi=Path("roi"),
                follow_up={Endpoint.PFS: FollowUp(min(months, 30.0), Ending(int(months < 30)))},
            )
        )
    return CohortTable(Path("t.csv"), "0" * 64, CohortKind.PHANTOM, tuple(patients), title="Phantoms")


def answer_of(patient: CohortPatient) -> CtAnswer:
    feature = patient.record.crp_mg_per_l or 0.0
    return CtAnswer(1 / (1 + np.exp(feature)), (0.1 * feature**2, feature))


@pytest.fixture
def source(tmp_path: Path) -> CtSource:
    """A head that says whom it was trained on, and the cross-fit file of that training."""
    table, digests = a_table(), PatientDigests.of_table(a_table())
    own = table.patients[:TRAINED_ON]
    manifest = read_bundle(resources.models_folder() / "ct-response-demo").manifest
    record = {"patient_digests": [digests.of(p.patient_id) for p in own]}
    content = {"ct_response.onnx": b"network", "training.json": json.dumps(record).encode()}
    written = write_bundle(replace(manifest, validation=None), content, tmp_path / "models" / manifest.model_id)
    crossfit = tmp_path / "crossfit.json"
    write_crossfit(
        crossfit,
        [p.patient_id for p in own],
        digests,
        weights_sha256=written.files["ct_response.onnx"],
        probability=np.array([answer_of(p).probability for p in own]),
        image_features=np.array([answer_of(p).image_features for p in own]),
    )
    return CtSource(tmp_path / "models" / manifest.model_id, crossfit)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Whom the CT model itself was asked about, in place of images and a network."""
    patients: list[str] = []

    def of(self, patient, progress):
        patients.append(patient.patient_id)
        return answer_of(patient)

    monkeypatch.setattr(survival_ct_inputs._Asked, "of", of)
    return patients


def answers(table: CohortTable, source: CtSource, work: Path | None = None) -> dict[str, CtAnswer]:
    return dict(ct_answers(table, source, work, NoProgress()))


def test_that_the_ct_models_own_patients_get_what_the_other_folds_said(source, asked) -> None:
    found = answers(a_table(), source)
    assert len(found) == 160
    assert asked == [f"p{number}" for number in range(TRAINED_ON, 160)]  # nobody it was trained on
    first = a_table().patients[0]
    assert found["p0"].image_features == pytest.approx(answer_of(first).image_features)


def test_that_in_sample_answers_are_refused_in_words(source, asked) -> None:
    with pytest.raises(InputError, match=r"100 of these patients .*in-sample") as caught:
        answers(a_table(), replace(source, crossfit=None))
    assert "--crossfit" in caught.value.what_to_do
    assert asked == []


def test_that_patients_it_was_not_trained_on_need_no_cross_fit_file(source, asked) -> None:
    table = a_table()
    others = replace(table, patients=table.patients[TRAINED_ON:])
    assert len(answers(others, replace(source, crossfit=None))) == len(asked) == 60


def test_that_the_file_of_another_training_is_refused(source, asked) -> None:
    document = json.loads(source.crossfit.read_bytes())
    source.crossfit.write_text(json.dumps(document | {"weights_sha256": "0" * 64}))
    with pytest.raises(InputError, match="another CT model"):
        answers(a_table(), source)


def test_that_a_file_that_lacks_patients_is_refused(source, asked) -> None:
    document = json.loads(source.crossfit.read_bytes())
    document["patients"].popitem()
    source.crossfit.write_text(json.dumps(document))
    with pytest.raises(InputError, match="lacks 1 of"):
        answers(a_table(), source)


@pytest.mark.parametrize("content", ["", "[]", '{"weights_sha256": 1, "patients": {"a": {"probability": "x"}}}'])
def test_that_a_file_that_is_none_is_refused(source, asked, content) -> None:
    source.crossfit.write_text(content)
    with pytest.raises(InputError, match="cannot be read"):
        answers(a_table(), source)


def test_that_a_head_that_does_not_tell_its_patients_is_refused(source, asked, tmp_path) -> None:
    manifest = read_bundle(source.bundle).manifest
    silent = tmp_path / "models" / "silent"
    write_bundle(manifest, {"ct_response.onnx": b"network"}, silent)
    with pytest.raises(InputError, match="does not tell which patients"):
        answers(a_table(), CtSource(silent, source.crossfit))


def test_that_answers_are_kept_so_that_a_stopped_run_goes_on(source, asked, tmp_path) -> None:
    first = answers(a_table(), source, tmp_path / "work")
    asked.clear()
    assert answers(a_table(), source, tmp_path / "work") == first
    assert asked == []
    kept = next((tmp_path / "work").glob("ct-answers-*.json")).read_text()
    assert '"p150"' not in kept  # digests, not identifiers


def test_that_a_patient_without_a_ct_has_no_answer(source, asked) -> None:
    table = a_table()
    blind = replace(table, patients=(*table.patients[:-1], replace(table.patients[-1], ct=None)))
    assert "p159" not in answers(blind, source)


def test_that_the_three_models_stand_side_by_side_on_the_card(source, asked, tmp_path) -> None:
    plan = SurvivalPlan(
        model_id="pfs-three",
        endpoint=Endpoint.PFS,
        covariates=("encapsulated", "image_feature_1", "image_feature_2", "response_probability"),
        horizons=("6", "12"),
        question="Progression-free survival",
        regimen=Regimen.TACE_HAIC_PD1_TKI,
        prior_deviation=0.3,
        resamples=100,
    )
    made = train_survival(plan, a_table(), tmp_path / "models", progress=NoProgress(), ct=source)
    bundle = read_bundle(tmp_path / "models" / "pfs-three")
    card = bundle.content["MODEL_CARD.md"].decode()
    assert made.backbone == read_bundle(source.bundle).reference
    measured = {p.metric: p.value for p in made.performance}
    assert measured["C-index, combined model"] > measured["C-index, clinical model"] + 0.1
    assert "| combined model | " in card and "Difference to the clinical model" in card and "normal prior" in card
    facts = json.loads(bundle.content["training.json"])["measured"]
    assert [rival["name"] for rival in facts["rivals"]] == ["clinical model", "radiomics model"]
    assert len(facts["risk_cuts"]) == 2
