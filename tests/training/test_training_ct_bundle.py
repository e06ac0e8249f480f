"""From a table to a CT bundle: what is written, what it says of itself, and who may not be tested on."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from hccdesk.domain.cohort import CohortTable
from hccdesk.domain.errors import InputError
from hccdesk.domain.feature_distance import CT_IMAGE, Nearness
from hccdesk.domain.manifest import BackboneReference, CohortKind
from hccdesk.domain.progress import NoProgress
from hccdesk.domain.regimen import Regimen
from hccdesk.inference.feature_space_file import IMAGE, distance_to_training, read_feature_spaces
from hccdesk.inference.interval_file import INTERVAL_FILE, interval_facts
from hccdesk.resources import models_folder, site_folder
from hccdesk.statistics.roc import auc, youden_threshold
from hccdesk.store.bundle_signature import read_signature
from hccdesk.store.model_bundles import read_bundle, write_bundle
from hccdesk.store.patient_digests import PatientDigests
from hccdesk.store.validation_file import read_validation
from hccdesk.store.workstation_key import own_public_key
from hccdesk.training.add_interval import add_interval
from hccdesk.training.ct_bundle import CtRequest, CtTraining, make_ct_response
from hccdesk.training.ct_coverage import METRICS
from hccdesk.training.ct_place import HeadPlace
from hccdesk.training.ct_settings import PRESETS, QUICK
from hccdesk.training.feature_cache import PatientVectors
from hccdesk.training.features import CohortFeatures
from hccdesk.training.manifests import INTERVAL_LIMIT
from hccdesk.training.networks import FEATURES
from hccdesk.workflow.make_phantom_cohort import make_phantom_cohort
from hccdesk.workflow.open_cohort import open_cohort

SETTINGS = replace(QUICK, epochs=3, folds=3, members=2)


class Backbone:
    weights_sha256 = "b" * 64
    reference = BackboneReference("resnet50-backbone", "b" * 64)


class Features:
    """Vectors from the patients' own outcome and noise, in place of images."""

    def ct(self, table: CohortTable, spec: object) -> CohortFeatures:
        direction = np.random.default_rng(99).standard_normal(FEATURES)
        found = []
        for patient in table.patients:
            rng = np.random.default_rng([int(patient.patient_id[-3:]), len(table.patients)])
            towards = 0.5 * (1 if patient.responded else -1) * direction
            vectors = 3 + towards + 3 * rng.standard_normal(FEATURES) + rng.standard_normal((4, FEATURES))
            facts = {"roi_volume_ml": 10.0 + len(found), "roi_slices": 4.0}
            found.append(PatientVectors(vectors.astype(np.float32), facts))
        return CohortFeatures(table.patients, tuple(found), ())


@contextmanager
def features(place: HeadPlace, backbone: object, regimen: Regimen) -> Iterator[Features]:
    yield Features()


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> HeadPlace:
    monkeypatch.setattr(HeadPlace, "backbone", lambda place: Backbone())
    monkeypatch.setattr(HeadPlace, "feature_maker", features)
    return HeadPlace(tmp_path / "models", tmp_path / "work", NoProgress())


def a_table(folder: Path, patients: int, seed: int) -> Path:
    return make_phantom_cohort(folder, patients, seed, images=False)


def made(place: HeadPlace, folder: Path, tests: tuple[Path, ...] = (), patients: int = 60) -> CtTraining:
    request = CtRequest(a_table(folder / "cohort", patients, 8501), "ct-test", settings=SETTINGS, tests=tests)
    return make_ct_response(place, request)


def test_that_a_phantom_cohort_becomes_a_demonstration_bundle_that_tells_how_it_was_made(
    place: HeadPlace, tmp_path: Path
) -> None:
    training = made(place, tmp_path, (a_table(tmp_path / "others", 40, 8502),))
    bundle = read_bundle(training.folder)
    manifest, table = bundle.manifest, open_cohort(tmp_path / "cohort" / "cohort.csv")
    assert (manifest.model_id, manifest.preset, manifest.cohort_kind) == ("ct-test", "quick", CohortKind.PHANTOM)
    assert manifest.title.endswith("(demonstration)")
    assert manifest.validation == "validation.json"
    assert manifest.backbone == Backbone.reference
    assert manifest.applicability["roi_volume_ml"] == {"observed": [10.0, 69.0]}
    record = json.loads(bundle.content["training.json"])
    assert record["cohort_sha256"] == table.sha256
    assert record["patients"] == 60
    digests = PatientDigests.of_table(table)
    assert record["patient_digests"] == sorted(digests.of(p.patient_id) for p in table.patients)
    assert record["settings"]["learning_rate"] == SETTINGS.learning_rate
    assert record["settings"]["spec"]["side_px"] == 224
    whole = b"".join(bundle.content.values()) + (training.folder / "manifest.json").read_bytes()
    assert not [p.patient_id for p in table.patients if p.patient_id.encode() in whole]


def test_that_its_report_is_cross_validated_by_patient_with_thresholds_of_other_folds(
    place: HeadPlace, tmp_path: Path
) -> None:
    training = made(place, tmp_path)
    bundle = read_bundle(training.folder)
    report = read_validation(bundle.content["validation.json"])
    assert report == training.validation
    assert report.unit_of_analysis == "patient"
    assert report.how.text.startswith("Cross-validated by patient")
    crossfit = json.loads(training.crossfit.read_text())
    assert crossfit["weights_sha256"] == bundle.weights_sha256
    table = open_cohort(tmp_path / "cohort" / "cohort.csv")
    digests = PatientDigests.of_table(table)
    scores = [crossfit["patients"][digests.of(p.patient_id)]["probability"] for p in table.patients]
    responded = [bool(p.responded) for p in table.patients]
    assert report.response is not None
    assert report.response.auc.value == pytest.approx(auc(scores, responded).value)
    assert bundle.manifest.threshold is not None
    assert bundle.manifest.threshold.value == pytest.approx(youden_threshold(scores, responded), abs=1e-4)
    confusion = report.response.confusion
    counted = confusion.true_positive + confusion.false_positive + confusion.true_negative + confusion.false_negative
    assert counted == 60
    assert confusion.true_positive + confusion.false_negative == sum(responded)


def test_that_the_card_gives_clinical_model_and_the_best_reachable_beside_its_own_figure(
    place: HeadPlace, tmp_path: Path
) -> None:
    training = made(place, tmp_path, (a_table(tmp_path / "others", 40, 8502),), patients=160)
    bundle = read_bundle(training.folder)
    rows = {(row.metric, row.cohort): row for row in bundle.manifest.performance}
    own, other = "training cohort, cross-validated by patient", "Synthetic patients, primary centre, seed 8502"
    for cohort, n in ((own, 160), (other, 40)):
        assert rows["AUC", cohort].n == n
        assert [metric for metric, where in rows if where == cohort and "true probability" in metric]
        assert [metric for metric, where in rows if where == cohort and "clinical logistic" in metric]
    card = bundle.content["MODEL_CARD.md"].decode()
    assert "DEMONSTRATION" in card
    assert "DeLong" in card


def test_that_a_clinical_model_that_cannot_be_fitted_is_said_to_be_missing(place: HeadPlace, tmp_path: Path) -> None:
    card = read_bundle(made(place, tmp_path, patients=24).folder).content["MODEL_CARD.md"].decode()
    assert "The clinical logistic model could not stand beside it: " in card


def test_that_the_bundle_is_signed_with_the_workstations_own_key(place: HeadPlace, tmp_path: Path) -> None:
    folder = made(place, tmp_path).folder
    signature = read_signature((folder / "signature.json").read_bytes())
    key = own_public_key(site_folder())
    assert signature is not None
    assert key is not None
    assert signature.fits((folder / "manifest.json").read_bytes(), key)


def test_that_a_site_cohort_speaks_with_the_sites_words_and_keys(place: HeadPlace, tmp_path: Path) -> None:
    table = a_table(tmp_path / "cohort", 60, 8501)
    rows = [line.rsplit(",", 1)[0] for line in table.read_text().splitlines()]
    table.write_text("\n".join(rows) + "\n")  # without the last column, the true probability
    (table.parent / "cohort.json").write_text('{"kind": "site", "title": "Our hospital, 2019 to 2023"}')
    training = make_ct_response(place, CtRequest(table, "ct-site", settings=SETTINGS))
    bundle = read_bundle(training.folder)
    assert bundle.manifest.cohort_kind is CohortKind.SITE
    assert "Our hospital, 2019 to 2023" in bundle.manifest.cohort
    assert "demonstration" not in bundle.manifest.title
    assert "DEMONSTRATION" not in bundle.content["MODEL_CARD.md"].decode()
    phantom = PatientDigests(b"phantom").of(open_cohort(table).patients[0].patient_id)
    assert phantom not in json.loads(bundle.content["training.json"])["patient_digests"]


def test_that_test_patients_who_were_trained_on_are_refused_before_anything_is_computed(
    place: HeadPlace, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="12 patients of this table are among those trained on"):
        made(place, tmp_path, (a_table(tmp_path / "same", 12, 8501),))
    assert not (tmp_path / "models").exists()


def test_that_a_bundle_carries_what_its_interval_is_made_with_and_how_often_that_held_the_truth(
    place: HeadPlace, tmp_path: Path
) -> None:
    training = made(place, tmp_path, (a_table(tmp_path / "others", 40, 8502),))
    bundle = read_bundle(training.folder)
    facts = interval_facts(bundle)
    assert facts is not None
    assert (facts.members, facts.calibration.patients) == (2, 60)
    assert facts.own is not None
    rows = [row for row in bundle.manifest.performance if row.metric in METRICS]
    assert [(row.metric, row.n) for row in rows] == [(metric, 40) for metric in METRICS]
    assert INTERVAL_LIMIT in bundle.manifest.known_limits


def test_that_a_bundle_without_an_interval_gets_one_and_keeps_its_weights(place: HeadPlace, tmp_path: Path) -> None:
    others = a_table(tmp_path / "others", 40, 8502)
    folder = made(place, tmp_path, (others,)).folder
    whole = read_bundle(folder)
    side = {name for name in whole.content if "ensemble" in name or name == INTERVAL_FILE}
    older = {name: data for name, data in whole.content.items() if name not in side}
    rows = tuple(row for row in whole.manifest.performance if row.metric not in METRICS)
    limits = tuple(limit for limit in whole.manifest.known_limits if limit != INTERVAL_LIMIT)
    write_bundle(replace(whole.manifest, performance=rows, known_limits=limits), older, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(PRESETS, "quick", SETTINGS)
        given = add_interval(place, folder, tmp_path / "cohort" / "cohort.csv", (others,))
        again = add_interval(place, folder, tmp_path / "cohort" / "cohort.csv", (others,))
    bundle = read_bundle(folder)
    assert bundle.weights == whole.weights
    assert bundle.content[INTERVAL_FILE] == whole.content[INTERVAL_FILE]
    assert bundle.content["ensemble.onnx"] == whole.content["ensemble.onnx"]
    assert given.performance == again.performance
    assert [row.metric for row in given.performance].count(METRICS[0]) == 1
    card = bundle.content["MODEL_CARD.md"].decode()
    assert card.count(INTERVAL_LIMIT) == 1
    assert METRICS[1] in card


def test_that_an_interval_is_refused_for_another_table_and_for_another_kind_of_bundle(
    place: HeadPlace, tmp_path: Path
) -> None:
    folder = made(place, tmp_path).folder
    with pytest.raises(InputError, match="not the table that the model was trained on"):
        add_interval(place, folder, a_table(tmp_path / "others", 40, 8502))
    nomogram = tmp_path / "pfs"
    shutil.copytree(models_folder() / "pfs-nomogram-demo", nomogram)
    with pytest.raises(InputError, match="no CT response model"):
        add_interval(place, nomogram, tmp_path / "cohort" / "cohort.csv")


def test_that_a_missing_backbone_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hccdesk.training.ct_place.models_folder", lambda: tmp_path / "shipped")
    place = HeadPlace(tmp_path / "models", tmp_path / "work", NoProgress())
    with pytest.raises(InputError, match="resnet50-backbone is not there"):
        place.backbone()


def test_that_it_carries_what_its_patients_images_were_like(place: HeadPlace, tmp_path: Path) -> None:
    bundle = read_bundle(made(place, tmp_path).folder)
    space = read_feature_spaces(bundle)[IMAGE]
    assert space.patients == 60
    like, unlike = (np.full((4, FEATURES), value) for value in (3.0, 300.0))
    assert distance_to_training(bundle, IMAGE, like, CT_IMAGE) is not None
    assert space.of(like, CT_IMAGE).nearness is Nearness.USUAL
    assert space.of(unlike, CT_IMAGE).nearness is Nearness.BEYOND
