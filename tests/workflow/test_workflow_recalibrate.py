"""`hccdesk recalibrate`: a new, signed version that says what was done; the original stays as it is."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace

import numpy as np
import pytest
from validated_patients import NAMES, a_manifest, patients_by_seed, subject, write_table

from hccdesk.domain.applicability import Scope
from hccdesk.domain.clinical_features import FEATURES
from hccdesk.domain.errors import InputError
from hccdesk.domain.manifest import BackboneReference, CohortKind, CtInputSpec, ModelBundle, ModelKind
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.inference.interval_file import (
    ENSEMBLE_FILE,
    INTERVAL_FILE,
    IntervalFacts,
    LeftOutCalibration,
    OwnProbabilities,
    interval_facts,
)
from hccdesk.sandbox.worker import Sandbox
from hccdesk.store.bundle_signature import signer
from hccdesk.store.bundle_trust import read_trusted_bundle, trust_of
from hccdesk.store.model_bundles import write_bundle
from hccdesk.store.validation_file import read_validation
from hccdesk.store.workstation_key import signing_key
from hccdesk.survival import cox
from hccdesk.survival.nomogram_bundle import build, clinical_feature_axis
from hccdesk.survival.selftest import check, selftest_files
from hccdesk.workflow import recalibrate as module
from hccdesk.workflow.installed_models import installed_models
from hccdesk.workflow.recalibrate import recalibrate
from hccdesk.workflow.score_cohort import Answer, ScoredCohort
from hccdesk.workflow.validate import validate
from hccdesk.workflow.workbench import Workbench

REFERENCE = BackboneReference("resnet50-backbone", "d" * 64)
OF_OLD = IntervalFacts(
    members=10,
    calibration=LeftOutCalibration(intercept=0.1, slope=0.9, covariance=((0.1, 0.0), (0.0, 0.1)), patients=300),
    own=OwnProbabilities(log_odds_reach=3.0, patients=300),
)
CT_INPUT = CtInputSpec((-100.0, 200.0), 10.0, 40.0, 224, (0.5, 0.5, 0.5), (0.2, 0.2, 0.2), NAMES)


@pytest.fixture
def bench(tmp_path):
    with Sandbox() as sandbox:
        yield Workbench(
            sandbox, DeviceChoice.CPU, tmp_path / "models", lambda: datetime(2026, 1, 1, tzinfo=UTC), tmp_path / "site"
        )


@pytest.fixture
def nomogram(bench):
    patients = patients_by_seed(120, seed=5)
    table = np.array([[float(FEATURES[name].of(p.record)) for name in NAMES] for p in patients])
    follow = [next(iter(p.follow_up.values())) for p in patients]
    # Months of training counted twice: predictions for others are too hopeful, and recalibration has work to do.
    fitted = cox.fit(table, NAMES, [2 * f.months for f in follow], [int(f.ending) for f in follow])
    content = build(fitted, [clinical_feature_axis(name) for name in NAMES], "By formula", ("12", "18", "24"))
    folder = bench.models_folder / "a-model"
    files = {"nomogram.json": content, "MODEL_CARD.md": b"# Of old\n", **selftest_files(content)}
    write_bundle(a_manifest(ModelKind.SURVIVAL_NOMOGRAM), files, folder, signer(signing_key(bench.site_folder)))
    return folder


def test_that_a_new_signed_version_is_made_and_the_original_left(nomogram, bench, tmp_path):
    was = {path.name: path.read_bytes() for path in nomogram.rglob("*") if path.is_file()}
    table = write_table(patients_by_seed(150), tmp_path / "c.csv")
    found = recalibrate(nomogram, table, tmp_path / "out", bench)
    assert {path.name: path.read_bytes() for path in nomogram.rglob("*") if path.is_file()} == was
    made = read_trusted_bundle(found.folder, trust_of(bench.site_folder))
    assert (made.manifest.model_id, made.manifest.version) == ("a-model-recalibrated", "1.2.4")
    moved = made.manifest.recalibration
    assert (moved.original.model_id, moved.original_version, moved.patients) == ("a-model", "1.2.3", 150)
    assert len(moved.original_manifest_sha256) == 64
    assert all(passed for passed, _ in check(made))


def test_that_the_level_is_mended_and_the_card_says_apparent(nomogram, bench, tmp_path):
    table = write_table(patients_by_seed(150), tmp_path / "c.csv")
    found = recalibrate(nomogram, table, tmp_path / "out", bench)
    before, after = found.before.survival, found.after.survival
    assert before.in_the_large.low > 0.3  # too hopeful by a factor of nearly two
    assert abs(after.in_the_large.value) < 0.02
    assert found.recalibration.intercept == pytest.approx(before.in_the_large.value)
    assert after.c_index == before.c_index
    assert after.integrated_brier < before.integrated_brier
    card = (found.folder / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert "After (apparent)" in card
    assert "# Of old" in card
    assert "Apparent" in read_validation((found.folder / "validation.json").read_bytes()).how.text


def test_that_with_a_slope_the_slope_becomes_one(nomogram, bench, tmp_path):
    table = write_table(patients_by_seed(150), tmp_path / "c.csv")
    found = recalibrate(nomogram, table, tmp_path / "out", bench, with_slope=True)
    assert found.after.survival.calibration_slope.value == pytest.approx(1, abs=1e-6)
    assert found.recalibration.slope == pytest.approx(found.before.survival.calibration_slope.value)


@pytest.mark.control("RISK-49-a")
def test_that_its_patients_cannot_validate_it(nomogram, bench, tmp_path):
    table = write_table(patients_by_seed(150), tmp_path / "c.csv")
    folder = recalibrate(nomogram, table, tmp_path / "out", bench).folder
    more = write_table(patients_by_seed(190), tmp_path / "more.csv")
    report = validate(folder, more, tmp_path / "val", bench).report
    assert (report.scored, report.patients_in_table) == (40, 190)


def test_that_it_is_not_recalibrated_again(nomogram, bench, tmp_path):
    table = write_table(patients_by_seed(100), tmp_path / "c.csv")
    folder = recalibrate(nomogram, table, tmp_path / "out", bench).folder
    with pytest.raises(InputError, match="recalibrated before"):
        recalibrate(folder, table, tmp_path / "again", bench)


def test_that_too_few_events_are_refused(nomogram, bench, tmp_path):
    table = write_table(patients_by_seed(9), tmp_path / "c.csv")
    with pytest.raises(InputError, match="too few to recalibrate: 10"):
        recalibrate(nomogram, table, tmp_path / "out", bench)
    assert not (tmp_path / "out").exists()


class TestResponse:
    """With scores that are given, since a network takes images."""

    @pytest.fixture
    def found(self, bench, tmp_path, monkeypatch):
        patients = patients_by_seed(150)
        # Too extreme by half and too high: the truth's log-odds times 1.5, plus one.
        logit = [np.log(p.true_response_probability / (1 - p.true_response_probability)) for p in patients]
        answers = tuple(
            Answer(p, (float(1 / (1 + np.exp(-1.5 * x - 1))),), Scope.INSIDE)
            for p, x in zip(patients, logit, strict=True)
        )
        bundle = ModelBundle(
            a_manifest(ModelKind.CT_RESPONSE, backbone=REFERENCE, ct_input=CT_INPUT),
            {
                "m.onnx": b"network",
                "MODEL_CARD.md": b"# Of old\n",
                "training.json": b'{"patient_digests": ["x"]}',
                INTERVAL_FILE: OF_OLD.as_bytes(),
                ENSEMBLE_FILE: b"resampled networks",
            },
            "c" * 64,
        )
        monkeypatch.setattr(module, "scoring_models", lambda *_: SimpleNamespace(bundle=bundle))
        told = replace(subject(ModelKind.CT_RESPONSE), manifest=bundle.manifest), ScoredCohort(answers, ())
        monkeypatch.setattr(module, "ask", lambda *_: told)
        table = write_table(patients, tmp_path / "c.csv")
        return recalibrate(tmp_path / "m", table, tmp_path / "out", bench, with_slope=True)

    def test_that_intercept_and_slope_are_undone(self, found):
        assert found.before.response.calibration.in_the_large.high < 0
        assert found.after.response.calibration.in_the_large.value == pytest.approx(0, abs=1e-6)
        assert found.after.response.calibration.slope.value == pytest.approx(1, abs=1e-6)
        assert found.after.response.auc.value == pytest.approx(found.before.response.auc.value)

    def test_that_the_interval_is_of_the_recalibration_from_now_on(self, found, bench):
        made = read_trusted_bundle(found.folder, trust_of(bench.site_folder))
        facts, moved = interval_facts(made), found.recalibration
        assert (facts.calibration.intercept, facts.calibration.slope) == (moved.intercept, moved.slope)
        assert (facts.calibration.patients, facts.calibration.is_recalibration) == (150, True)
        assert facts.calibration.covariance[1][1] > 0
        assert (facts.members, facts.own) == (10, None)
        assert made.content[ENSEMBLE_FILE] == b"resampled networks"

    def test_that_the_threshold_moves_so_that_nobody_changes_sides(self, found, bench):
        before, after = found.before.response.confusion, found.after.response.confusion
        assert (before.true_positive, before.false_positive) == (after.true_positive, after.false_positive)
        manifest = read_trusted_bundle(found.folder, trust_of(bench.site_folder)).manifest
        assert manifest.threshold.value == pytest.approx(manifest.recalibration.probability(0.4))
        assert "before the recalibration" in manifest.threshold.origin
        assert "saliency map are the network's own" in manifest.known_limits[-1]

    def test_that_models_trained_on_its_outputs_still_know_it(self, found, bench):
        made = read_trusted_bundle(found.folder, trust_of(bench.site_folder))
        assert made.reference.model_id == "a-model"

    def test_that_its_record_keeps_the_training_patients_and_adds_its_own(self, found):
        record = json.loads((found.folder / "training.json").read_text(encoding="utf-8"))
        assert record["patient_digests"] == ["x"]
        assert len(record["recalibration_digests"]) == 150


def test_that_people_are_not_recalibrated_on_phantoms(bench, tmp_path, monkeypatch):
    manifest = a_manifest(ModelKind.SURVIVAL_NOMOGRAM, cohort_kind=CohortKind.SITE)
    monkeypatch.setattr(module, "scoring_models", lambda *_: SimpleNamespace(bundle=ModelBundle(manifest, {})))
    with pytest.raises(InputError, match="synthetic patients"):
        recalibrate(tmp_path, write_table(patients_by_seed(30), tmp_path / "c.csv"), tmp_path / "out", bench)


def test_that_the_recalibrated_version_speaks_in_place_of_the_original(nomogram, bench, tmp_path):
    table = write_table(patients_by_seed(100), tmp_path / "c.csv")
    recalibrate(nomogram, table, bench.site_folder / "models", bench)
    installed = installed_models(bench.models_folder, bench.site_folder)
    assert [bundle.manifest.model_id for bundle in installed.survival] == ["a-model-recalibrated"]
    assert [bundle.manifest.model_id for bundle in installed.silent] == ["a-model"]
