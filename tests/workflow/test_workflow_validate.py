"""`hccdesk validate` from table and bundle to validation.json and PDF, on a nomogram that needs no images."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from validated_patients import NAMES, a_manifest, patients_by_seed, write_table

from hccdesk import resources
from hccdesk.cli.validation_lines import validation_lines
from hccdesk.domain.clinical_features import FEATURES
from hccdesk.domain.errors import Cancelled, InputError, ModelBundleError
from hccdesk.domain.estimate import Estimate
from hccdesk.domain.manifest import ModelKind
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.sandbox.worker import Sandbox
from hccdesk.store.bundle_signature import signer
from hccdesk.store.model_bundles import write_bundle
from hccdesk.store.patient_digests import PHANTOM_KEY, PatientDigests
from hccdesk.store.validation_file import read_validation
from hccdesk.store.workstation_key import signing_key
from hccdesk.survival import cox
from hccdesk.survival.discrimination import concordance
from hccdesk.survival.nomogram_bundle import build, clinical_feature_axis, parse
from hccdesk.survival.selftest import selftest_files
from hccdesk.workflow.validate import validate
from hccdesk.workflow.workbench import Workbench

TRAINED_ON = patients_by_seed(120, seed=5)


@pytest.fixture(scope="module")
def nomogram_json() -> bytes:
    table = np.array([[_feature(p, name) for name in NAMES] for p in TRAINED_ON])
    follow = [next(iter(p.follow_up.values())) for p in TRAINED_ON]
    fitted = cox.fit(table, NAMES, [f.months for f in follow], [int(f.ending) for f in follow])
    return build(fitted, [clinical_feature_axis(name) for name in NAMES], "By formula", ("12", "18", "24"))


def _feature(patient, name):
    return float(FEATURES[name].of(patient.record))


@pytest.fixture
def bench(tmp_path):
    with Sandbox() as sandbox:
        yield Workbench(
            sandbox, DeviceChoice.CPU, tmp_path / "models", lambda: datetime(2026, 1, 1, tzinfo=UTC), tmp_path / "site"
        )


def install(nomogram_json, bench, training=None, sign=True, **changes):
    folder = bench.models_folder / "a-model"
    content = {"nomogram.json": nomogram_json, "MODEL_CARD.md": b"# A model\n", **selftest_files(nomogram_json)}
    if training is not None:
        content["training.json"] = json.dumps(training).encode()
    manifest = a_manifest(ModelKind.SURVIVAL_NOMOGRAM, **changes)
    write_bundle(manifest, content, folder, signer(signing_key(bench.site_folder)) if sign else None)
    return folder


def test_that_a_nomogram_is_validated_patient_by_patient(nomogram_json, bench, tmp_path):
    folder = install(nomogram_json, bench)
    table = write_table(patients_by_seed(80), tmp_path / "cohort" / "cohort.csv")
    found = validate(folder, table, tmp_path / "out", bench)
    assert found.report == read_validation(found.document.read_bytes())
    assert found.pdf.read_bytes().startswith(b"%PDF")
    assert found.report.unit_of_analysis == "patient"
    assert (found.report.scored, found.report.cohort) == (80, "Patients by seed")
    assert isinstance(found.report.survival.c_index, Estimate)
    assert found.report.survival.c_index.low > 0.5
    assert "unit of analysis: patient; 80 of 80 scored" in validation_lines(found.report)


def test_that_the_risk_is_the_nomograms_own_linear_predictor(nomogram_json, bench, tmp_path):
    folder, patients = install(nomogram_json, bench), patients_by_seed(100, seed=8)
    table = write_table(patients, tmp_path / "cohort.csv")
    judged = validate(folder, table, tmp_path / "out", bench).report.survival
    risk = np.array([[_feature(p, name) for name in NAMES] for p in patients]) @ parse(nomogram_json, "").coefficients
    follow = [next(iter(p.follow_up.values())) for p in patients]
    months, event = [f.months for f in follow], [int(f.ending) for f in follow]
    assert judged.c_index.value == pytest.approx(concordance(risk, months, event).value)
    assert judged.calibration_slope.value == pytest.approx(
        cox.fit(risk.reshape(-1, 1), ["risk"], months, event).coefficients[0]
    )


@pytest.mark.control("RISK-49-a")
def test_that_training_patients_are_refused_counted_and_said(nomogram_json, bench, tmp_path):
    patients = patients_by_seed(90)
    digests = PatientDigests(PHANTOM_KEY)
    seen = [digests.of(patient.patient_id) for patient in patients[:20]]
    folder = install(nomogram_json, bench, {"patient_digests": seen})
    report = validate(folder, write_table(patients, tmp_path / "cohort.csv"), tmp_path / "out", bench).report
    assert (report.patients_in_table, report.scored) == (90, 70)
    assert [(n, "training cohort" in why.text) for why, n in report.not_scored] == [(20, True)]
    assert report.how.text.startswith("Other patients than those of the training")


def test_that_a_cohort_of_training_patients_only_is_refused(nomogram_json, bench, tmp_path):
    patients = patients_by_seed(30)
    digests = PatientDigests(PHANTOM_KEY)
    folder = install(nomogram_json, bench, {"patient_digests": [digests.of(p.patient_id) for p in patients]})
    with pytest.raises(InputError, match="Every patient"):
        validate(folder, write_table(patients, tmp_path / "cohort.csv"), tmp_path / "out", bench)


def test_that_a_bundle_without_digests_is_called_external_on_the_users_word(nomogram_json, bench, tmp_path):
    folder = install(nomogram_json, bench)
    table = write_table(patients_by_seed(40), tmp_path / "cohort.csv")
    assert "on the word of the user" in validate(folder, table, tmp_path / "out", bench).report.how.text


def test_that_everybody_left_out_is_counted_by_reason(nomogram_json, bench, tmp_path):
    patients = list(patients_by_seed(60))
    patients[3] = replace(patients[3], follow_up={})
    patients[4] = replace(patients[4], record=replace(patients[4].record, diffuse=None))
    patients[5] = replace(patients[5], record=replace(patients[5].record, diffuse=None))
    folder = install(nomogram_json, bench)
    report = validate(folder, write_table(tuple(patients), tmp_path / "c.csv"), tmp_path / "out", bench).report
    reasons = {why.text: n for why, n in report.not_scored}
    assert reasons["the follow-up is not known (Progression-free survival)"] == 1
    assert [n for why, n in reasons.items() if "diffuse" in why] == [2]
    assert report.scored == 57


def test_that_what_the_training_knew_is_used(nomogram_json, bench, tmp_path):
    training = {
        "optimism": {"resamples": 200, "apparent": {"C-index": 0.7}, "corrected": {"C-index": 0.66}},
        "rivals": [{"name": "clinical model", "names": ["vp4"], "coefficients": [0.6]}],
        "measured": {"risk_cuts": [0.2, 0.9]},
        "anything": {"else": 1},
    }
    folder = install(nomogram_json, bench, training)
    report = validate(folder, write_table(patients_by_seed(80), tmp_path / "c.csv"), tmp_path / "out", bench).report
    assert report.survival.optimism.corrected["C-index"] == 0.66
    assert [comparison.name for comparison in report.comparisons] == ["this model", "clinical model"]
    assert report.comparisons[1].difference.value < 0
    assert any("where the model's own training cut them" in note.text for note in report.notes)


def test_that_a_bundle_that_nobody_vouches_for_is_refused(nomogram_json, bench, tmp_path):
    folder = install(nomogram_json, bench, sign=False)
    with pytest.raises(ModelBundleError, match="neither shipped"):
        validate(folder, write_table(patients_by_seed(30), tmp_path / "c.csv"), tmp_path / "out", bench)
    assert not (tmp_path / "out").exists()


def test_that_a_broken_training_record_is_refused(nomogram_json, bench, tmp_path):
    folder = install(nomogram_json, bench, {"patient_digests": 7})
    with pytest.raises(ModelBundleError, match="patient_digests"):
        validate(folder, write_table(patients_by_seed(30), tmp_path / "c.csv"), tmp_path / "out", bench)


def test_that_a_backbone_predicts_nothing(bench, tmp_path):
    table = write_table(patients_by_seed(30), tmp_path / "c.csv")
    with pytest.raises(InputError, match="predicts nothing"):
        validate(resources.models_folder() / "resnet50-backbone", table, tmp_path / "out", bench)


def test_that_it_can_be_stopped_and_leaves_nothing(nomogram_json, bench, tmp_path):
    class Stop:
        def step(self, done, total, label):
            if done > 5:
                raise Cancelled

    folder = install(nomogram_json, bench)
    with pytest.raises(Cancelled):
        validate(folder, write_table(patients_by_seed(30), tmp_path / "c.csv"), tmp_path / "out", bench, Stop())
    assert not (tmp_path / "out").exists()


@pytest.mark.control("RISK-38-a")
def test_that_no_patient_is_named_in_what_is_written(nomogram_json, bench, tmp_path):
    folder = install(nomogram_json, bench)
    found = validate(folder, write_table(patients_by_seed(40), tmp_path / "c.csv"), tmp_path / "out", bench)
    assert b"V-0" not in found.document.read_bytes()
