"""The bundle of HAIM: trained on a cohort table, measured on patients of it that training never touched."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from hccdesk.domain.cohort import CohortTable
from hccdesk.domain.manifest import BackboneReference, ModelBundle, ModelKind, ModelManifest, Performance, Threshold
from hccdesk.domain.regimen import Regimen
from hccdesk.domain.sentence import Sentence
from hccdesk.domain.validation import ValidationReport
from hccdesk.store.patient_digests import PatientDigests
from hccdesk.store.validation_file import FILE_NAME as VALIDATION_NAME
from hccdesk.store.validation_file import validation_bytes
from hccdesk.training.bundle_files import network_files, put_bundle
from hccdesk.training.cards import model_card
from hccdesk.training.checkpoint import Checkpoints, key_of
from hccdesk.training.ct_place import HeadPlace
from hccdesk.training.export import round_to_half, to_onnx
from hccdesk.training.feature_cache import PatientVectors
from hccdesk.training.feature_space import feature_space_file
from hccdesk.training.features import CohortFeatures, FeatureMaker, LeftOut, reasons
from hccdesk.training.haim import TrainedHaim, risk_scores, train_haim
from hccdesk.training.haim_bags import Bags, bags_of
from hccdesk.training.haim_card import PHANTOM_LIMITS, how_made, rows, told_of
from hccdesk.training.haim_rivals import Rivals, fit_rivals, mean_pool_comparison
from hccdesk.training.haim_settings import PAPER, HaimSettings
from hccdesk.training.haim_split import HaimSplit, split
from hccdesk.training.haim_weights import put_given_weights
from hccdesk.training.manifests import HAIM_ISSUES, haim_manifest, made_from
from hccdesk.training.networks import FEATURES, HaimNetwork
from hccdesk.training.patient_split import refuse_shared_patients
from hccdesk.training.training_record import RECORD_NAME, TrainingRecord
from hccdesk.workflow.open_cohort import open_cohort
from hccdesk.workflow.response_validation import ResponseScores
from hccdesk.workflow.validation_report import HELD_OUT, Subject, response_report

WEIGHTS = "haim.onnx"
OWN_PART = "patients of the training table held out by patient"


@dataclass(frozen=True, slots=True)
class HaimRequest:
    """What is to be trained: on which table, under which id; `tests` are tables of other patients.

    `first_weights` is a file of EfficientNet-B5 weights to begin with; None: from scratch. `steps` cuts training short.
    """

    table: Path
    model_id: str
    regimen: Regimen = Regimen.HAIC_TKI_ICI
    settings: HaimSettings = PAPER
    tests: tuple[Path, ...] = ()
    first_weights: Path | None = None
    steps: int | None = None


@dataclass(frozen=True, slots=True)
class HaimTraining:
    """What came of it: the bundle's folder, the report, who was left out, what is to be told."""

    folder: Path
    validation: ValidationReport
    left_out: tuple[LeftOut, ...]
    notes: tuple[Sentence, ...]


def make_haim(place: HeadPlace, request: HaimRequest) -> HaimTraining:
    """Train, calibrate, measure on held-out patients and on the test tables, and write the bundle.

    Raises `InputFaults` for a faulty table, `InputError` for too few patients, for test patients that are among the
    training patients, and for first weights that do not fit.
    """
    table, tests = open_cohort(request.table), tuple(open_cohort(path) for path in request.tests)
    for test in tests:
        refuse_shared_patients(_ids(table), _ids(test))
    backbone = place.backbone()
    with place.feature_maker(backbone, request.regimen) as maker:
        data = _data(maker, table, request)
        tested = tuple(_tested(maker, test, request) for test in tests)
    trained = _trained(place, request, data, backbone)
    return _written(place, request, data, trained, tested)


def haim_onnx(network: HaimNetwork) -> bytes:
    """HAIM as ONNX; the number of patches is free, from eight."""
    round_to_half(network)
    return to_onnx(network, {"bag": torch.zeros(1, 1, 16, FEATURES)}, ("probability",), {"bag": {2: "n"}})


@dataclass(frozen=True, slots=True)
class _Data:
    table: CohortTable
    bags: Bags
    split: HaimSplit
    left_out: tuple[LeftOut, ...]
    features: CohortFeatures

    @property
    def learnt_from(self) -> tuple[PatientVectors, ...]:
        return self.features.of({*self.learners.patient_ids, *self.watchers.patient_ids})

    @property
    def learners(self) -> Bags:
        return self.bags.part(self.split.learners)

    @property
    def watchers(self) -> Bags:
        return self.bags.part(self.split.watchers)

    @property
    def test(self) -> Bags:
        return self.bags.part(self.split.test)


@dataclass(frozen=True, slots=True)
class _Tested:
    title: str
    bags: Bags


@dataclass(frozen=True, slots=True)
class _Trained:
    haim: TrainedHaim
    rivals: Rivals
    onnx: bytes
    backbone: BackboneReference
    first_weights: str
    threshold: float


def _ids(table: CohortTable) -> tuple[str, ...]:
    return tuple(patient.patient_id for patient in table.patients)


def _data(maker: FeatureMaker, table: CohortTable, request: HaimRequest) -> _Data:
    features = maker.tissue(table, request.settings.spec)
    bags, left_out = bags_of(table, features)
    return _Data(table, bags, split(bags, request.settings), left_out, features)


def _tested(maker: FeatureMaker, table: CohortTable, request: HaimRequest) -> _Tested:
    bags, _ = bags_of(table, maker.tissue(table, request.settings.spec))
    return _Tested(table.title or "a test table without a title", bags)


def _trained(place: HeadPlace, request: HaimRequest, data: _Data, backbone: ModelBundle) -> _Trained:
    given = request.first_weights
    sha256 = hashlib.sha256(given.read_bytes()).hexdigest() if given and given.is_file() else ""
    key = key_of(
        what="haim",
        settings=request.settings,
        steps=request.steps,
        table=data.table.sha256,
        learners=data.learners.patient_ids,
        watchers=data.watchers.patient_ids,
        features=(backbone.weights_sha256, place.precision, request.regimen.value),
        first_weights=sha256,
        device=place.processor,
    )
    haim = train_haim(
        data.learners,
        data.watchers,
        request.settings,
        place.progress,
        steps=request.steps,
        first_weights=(lambda network: put_given_weights(network, given)) if given else None,
        checkpoints=Checkpoints(place.work / f"{request.model_id}.checkpoint", key),
        processor=place.processor,
    )
    return _Trained(
        haim=haim,
        rivals=fit_rivals(data.learners, request.settings),
        onnx=haim_onnx(haim.network),
        backbone=backbone.reference,
        first_weights=f"weights given by the site, sha256 {sha256}" if given else "from scratch",
        threshold=min(max(round(haim.threshold, 4), 0.0001), 0.9999),
    )


def _written(
    place: HeadPlace, request: HaimRequest, data: _Data, trained: _Trained, tested: tuple[_Tested, ...]
) -> HaimTraining:
    scores = risk_scores(trained.haim.network, data.test)
    measured = (
        *rows(data.test, scores, trained.rivals, trained.threshold, OWN_PART),
        *(row for one in tested for row in _rows_of(one, trained)),
    )
    manifest = _manifest(request, data, trained, measured)
    report = _report(manifest, data, trained, scores)
    how = (
        *how_made(request.settings, data.learners, data.watchers, trained.haim, trained.first_weights),
        f"Features in {place.precision} precision.",
        *told_of(data.left_out, trained.rivals),
    )
    content = network_files(WEIGHTS, trained.onnx, _selftest_input(data.learners)) | {
        "MODEL_CARD.md": model_card(manifest, how, HAIM_ISSUES).encode(),
        RECORD_NAME: _record(place, request, data, trained).as_bytes(),
        VALIDATION_NAME: validation_bytes(report),
        **feature_space_file(data.learnt_from),
    }
    folder = put_bundle(manifest, content, place.models)
    return HaimTraining(folder, report, data.left_out, trained.haim.notes)


def _rows_of(tested: _Tested, trained: _Trained) -> tuple[Performance, ...]:
    score = risk_scores(trained.haim.network, tested.bags)
    return rows(tested.bags, score, trained.rivals, trained.threshold, tested.title)


def _manifest(
    request: HaimRequest, data: _Data, trained: _Trained, performance: tuple[Performance, ...]
) -> ModelManifest:
    made = made_from(data.table, request.model_id, request.settings.preset, len(data.learners) + len(data.watchers))
    origin = f"Youden's index on {len(data.watchers)} patients of the training table who chose the network as well"
    return haim_manifest(
        made=made,
        weights=WEIGHTS,
        backbone=trained.backbone,
        spec=request.settings.spec,
        threshold=Threshold(trained.threshold, origin),
        performance=performance,
        bag_patches=_bag_sizes(request.settings, data.learners),
        known_limits=PHANTOM_LIMITS if made.is_demonstration else data.table.notes,
        regimen=request.regimen,
    )


def _bag_sizes(settings: HaimSettings, learners: Bags) -> tuple[int, int]:
    low, high = learners.sizes
    return (min(low, *settings.rows), max(high, *settings.rows)) if settings.rows else (low, high)


def _report(manifest: ModelManifest, data: _Data, trained: _Trained, scores: NDArray[np.float64]) -> ValidationReport:
    subject = Subject(
        manifest=manifest,
        manifest_sha256="",
        cohort=data.table.title,
        cohort_sha256=data.table.sha256,
        cohort_kind=data.table.kind,
        how=HELD_OUT,
        patients_in_table=len(data.table.patients),
        not_scored=(
            *reasons(data.left_out),
            (Sentence.of("used for training, not for the report"), len(data.learners) + len(data.watchers)),
        ),
    )
    held_out = ResponseScores(ModelKind.HAIM, data.test.patients, scores, trained.threshold)
    report = response_report(subject, held_out, trained.rivals.clinical)
    beside = mean_pool_comparison(trained.rivals, data.test, scores)
    return replace(report, comparisons=(*report.comparisons, beside))


def _record(place: HeadPlace, request: HaimRequest, data: _Data, trained: _Trained) -> TrainingRecord:
    digests, haim = PatientDigests.of_table(data.table), trained.haim
    # The held-out patients are listed too: whoever validates this bundle must not take them for strangers.
    return TrainingRecord(
        preset=request.settings.preset,
        settings=request.settings,
        seed=request.settings.seed,
        cohort_sha256=data.table.sha256,
        cohort_title=data.table.title,
        patients=len(data.bags),
        patient_digests=sorted(digests.of(patient) for patient in data.bags.patient_ids),
        backbone_sha256=trained.backbone.sha256,
        measured={
            **trained.rivals.facts(),
            "precision": place.precision,
            "first_weights": trained.first_weights,
            "steps": haim.steps,
            "best_step": haim.best_step,
            "watched_auc": haim.watched_auc,
        },
    )


def _selftest_input(learners: Bags) -> dict[str, NDArray[np.float32]]:
    """A bag like the learners' and nobody's: a bundle holds no patient's features."""
    flat = np.concatenate(learners.features)
    bag = np.random.default_rng(6).normal(flat.mean(axis=0), flat.std(axis=0), (12, FEATURES))
    return {"bag": bag[None, None].astype(np.float32)}
