"""The bundle of the CT response head: trained and cross-validated by patient on a cohort table."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from hccdesk.domain.cohort import CohortTable
from hccdesk.domain.errors import InputError
from hccdesk.domain.manifest import BackboneReference, CohortKind, ModelBundle, ModelManifest, Performance, Threshold
from hccdesk.domain.regimen import Regimen
from hccdesk.domain.sentence import Sentence
from hccdesk.domain.validation import ValidationReport
from hccdesk.inference.interval_file import IntervalFacts
from hccdesk.statistics.roc import youden_threshold
from hccdesk.store.patient_digests import PatientDigests
from hccdesk.store.validation_file import FILE_NAME as VALIDATION_NAME
from hccdesk.store.validation_file import validation_bytes
from hccdesk.training.bundle_files import network_files, put_bundle
from hccdesk.training.cards import model_card
from hccdesk.training.ct_card import how_made, performance_of
from hccdesk.training.ct_cohort import CtCohort, ct_cohort, refuse_untrainable
from hccdesk.training.ct_coverage import coverage_rows
from hccdesk.training.ct_crossfit import CrossFitted, cross_fit, write_crossfit
from hccdesk.training.ct_ensemble import facts_of, fit_members, interval_files, no_interval
from hccdesk.training.ct_measures import Tested, clinical_facts, tested_on, validated
from hccdesk.training.ct_place import HeadPlace
from hccdesk.training.ct_response import Answers, HeadTrainer, answers_of
from hccdesk.training.ct_settings import PAPER, CtHeadSettings
from hccdesk.training.export import round_to_half, to_onnx
from hccdesk.training.feature_cache import PatientVectors
from hccdesk.training.feature_space import feature_space_file
from hccdesk.training.features import CohortFeatures, LeftOut
from hccdesk.training.manifests import INTERVAL_LIMIT, YIN_ISSUES, ct_manifest, made_from
from hccdesk.training.networks import FEATURES, CtResponseHead
from hccdesk.training.training_record import RECORD_NAME, TrainingRecord
from hccdesk.workflow.open_cohort import open_cohort

WEIGHTS = "ct_response.onnx"


FEW_SLICES = (
    "Trained on a few slices through each tumour, evenly spaced, not on all of them; in use it sees all of them.",
)
"""What is to be known of a head made from phantoms, whose scans are light."""


@dataclass(frozen=True, slots=True)
class CtRequest:
    """What is to be trained: on which table, under which id and regimen; `tests` are tables of other patients."""

    table: Path
    model_id: str
    regimen: Regimen = Regimen.TACE_HAIC_PD1_TKI
    settings: CtHeadSettings = PAPER
    tests: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class CtTraining:
    """What came of it: the bundle's folder, the cross-fit file, the report, who was left out, what is to be told."""

    folder: Path
    crossfit: Path
    validation: ValidationReport
    left_out: tuple[LeftOut, ...]
    notes: tuple[Sentence, ...]


def make_ct_response(place: HeadPlace, request: CtRequest) -> CtTraining:
    """Train, cross-validate by patient, measure on the test tables, and write bundle and cross-fit file.

    Raises `InputFaults` for a faulty table, `InputError` for too few patients and for test patients that are among
    the training patients.
    """
    table = open_cohort(request.table)
    tables = tuple(open_cohort(path) for path in request.tests)
    _refuse_shared(table, tables)
    backbone = place.backbone()
    with place.feature_maker(backbone, request.regimen) as maker:
        features = maker.ct(table, request.settings.spec)
        test_features = tuple(maker.ct(one, request.settings.spec) for one in tables)
    data = _Data(table, features, *ct_cohort(table, features, request.settings.spec.clinical_features))
    refuse_untrainable(data.cohort, request.settings.folds)
    trained = _trained(place, request, data, backbone)
    tested = tuple(
        tested_on(trained.head, data.cohort, one, found, request.settings)
        for one, found in zip(tables, test_features, strict=True)
    )
    return _written(place, request, data, trained, tested)


@dataclass(frozen=True, slots=True)
class _Data:
    table: CohortTable
    features: CohortFeatures
    cohort: CtCohort
    left_out: tuple[LeftOut, ...]

    @property
    def learnt_from(self) -> tuple[PatientVectors, ...]:
        return self.features.of(set(self.cohort.patient_ids))

    @property
    def observed(self) -> dict[str, Any]:
        """What regions and tumours the head was trained on, as rules of its scope."""
        found = self.learnt_from
        volumes, slices = ([one.facts[name] for one in found] for name in ("roi_volume_ml", "roi_slices"))
        diameters = [p.record.largest_tumour_diameter_mm for p in self.cohort.patients]
        known = [float(value) for value in diameters if value is not None]
        rules: dict[str, Any] = {"roi_volume_ml": {"observed": [round(min(volumes), 1), round(max(volumes), 1)]}}
        if self.table.kind is not CohortKind.PHANTOM:  # whose light scans hold a few slices of many
            rules["roi_slices"] = {"observed": [int(min(slices)), int(max(slices))]}
        if known:
            rules["largest_tumour_diameter_mm"] = {"observed": [round(min(known), 1), round(max(known), 1)]}
        return rules


@dataclass(frozen=True, slots=True)
class _Trained:
    head: CtResponseHead
    onnx: bytes
    backbone: BackboneReference
    final: Answers
    crossfit: CrossFitted
    threshold: float
    interval: _Interval | None
    notes: tuple[Sentence, ...]


def _refuse_shared(table: CohortTable, tests: Sequence[CohortTable]) -> None:
    own = {patient.patient_id for patient in table.patients}
    for test in tests:
        shared = len(own & {patient.patient_id for patient in test.patients})
        if shared:
            raise InputError(
                Sentence.of("{shared} patients of this table are among those trained on.", shared=shared),
                where=test.path,
                what_to_do="Test on other patients.",
            )


def _trained(place: HeadPlace, request: CtRequest, data: _Data, backbone: ModelBundle) -> _Trained:
    cohort, settings = data.cohort, request.settings
    trainer = HeadTrainer(
        settings,
        place.progress,
        place.work / request.model_id,
        place.processor,
        (data.table.sha256, backbone.weights_sha256, place.precision, request.regimen.value),
    )
    crossfit = cross_fit(cohort, trainer, place.progress)
    head, notes = trainer.fit(cohort, "all patients")
    interval, untold = _interval(trainer, cohort, crossfit)
    return _Trained(
        head,
        ct_head_onnx(head),
        backbone.reference,
        answers_of(head, cohort),
        crossfit,
        youden_threshold(crossfit.probability, cohort.responded),
        interval,
        (*notes, *untold),
    )


@dataclass(frozen=True, slots=True)
class _Interval:
    """What the bundle's interval is made with: heads refitted on resampled patients, and how they are calibrated."""

    members: tuple[CtResponseHead, ...]
    facts: IntervalFacts
    files: Mapping[str, bytes]


def _interval(
    trainer: HeadTrainer, cohort: CtCohort, crossfit: CrossFitted
) -> tuple[_Interval | None, tuple[Sentence, ...]]:
    """That, or why there is none."""
    try:
        facts = facts_of(trainer.settings.members, cohort, crossfit.probability)
    except InputError as error:
        return None, (no_interval(error),)
    members = fit_members(trainer, cohort)
    return _Interval(members, facts, interval_files(members, cohort, crossfit.probability)), ()


def _written(
    place: HeadPlace, request: CtRequest, data: _Data, trained: _Trained, tested: tuple[Tested, ...]
) -> CtTraining:
    cohort, table, settings = data.cohort, data.table, request.settings
    report = validated(_manifest(request, data, trained, ()), table, cohort, trained.crossfit, data.left_out)
    measured = performance_of(report, tested, round(trained.threshold, 4))
    manifest = _manifest(request, data, trained, (*measured, *_coverage(trained, tested)))
    digests = PatientDigests.of_table(table)
    record = TrainingRecord(
        preset=settings.preset,
        settings=settings,
        seed=settings.seed,
        cohort_sha256=table.sha256,
        cohort_title=table.title,
        patients=len(cohort),
        patient_digests=sorted(digests.of(patient) for patient in cohort.patient_ids),
        backbone_sha256=trained.backbone.sha256,
        measured={"clinical_logistic": clinical_facts(cohort), "precision": place.precision},
    )
    card = model_card(manifest, how_made(settings, cohort, data.left_out, report, trained.threshold), YIN_ISSUES)
    content = (
        network_files(WEIGHTS, trained.onnx, selftest_input(cohort))
        | _interval_files(trained)
        | feature_space_file(data.learnt_from)
        | {
            "MODEL_CARD.md": card.encode(),
            RECORD_NAME: record.as_bytes(),
            VALIDATION_NAME: validation_bytes(report),
        }
    )
    folder = put_bundle(manifest, content, place.models)
    file = place.work / f"crossfit-{request.model_id}.json"
    write_crossfit(
        file,
        cohort.patient_ids,
        digests,
        weights_sha256=hashlib.sha256(trained.onnx).hexdigest(),
        probability=trained.crossfit.probability,
        image_features=trained.crossfit.image_features(trained.final),
    )
    return CtTraining(folder, file, report, data.left_out, trained.notes)


def _interval_files(trained: _Trained) -> dict[str, bytes]:
    return dict(trained.interval.files) if trained.interval else {}


def _coverage(trained: _Trained, tested: tuple[Tested, ...]) -> tuple[Performance, ...]:
    """How often the interval holds the truth of the test tables' patients, where they are synthetic."""
    if trained.interval is None:
        return ()
    own = trained.interval
    return tuple(
        row
        for one in tested
        for row in coverage_rows(
            one.probability,
            np.stack([answers_of(member, one.cohort).probability for member in own.members]),
            own.facts,
            one.cohort.patients,
            one.title,
        )
    )


def _manifest(request: CtRequest, data: _Data, trained: _Trained, performance: tuple[Any, ...]) -> ModelManifest:
    n = len(data.cohort)
    scope: Mapping[str, Any] = {"regimens": [request.regimen.value], **data.observed}
    made = made_from(data.table, request.model_id, request.settings.preset, n)
    return ct_manifest(
        made=made,
        weights=WEIGHTS,
        backbone=trained.backbone,
        spec=request.settings.spec,
        threshold=Threshold(
            round(trained.threshold, 4), f"Youden's index on cross-validated predictions of {n} training patients"
        ),
        performance=performance,
        observed=scope,
        known_limits=(
            *(FEW_SLICES if made.is_demonstration else data.table.notes),
            *((INTERVAL_LIMIT,) if trained.interval else ()),
        ),
        regimen=request.regimen,
    )


def ct_head_onnx(head: CtResponseHead) -> bytes:
    """The CT head as ONNX; number of slices and size of the feature map are free."""
    round_to_half(head)
    clinical = head.classifier.in_features - head.third.out_features
    return to_onnx(
        head,
        {"feature_map": torch.zeros(2, FEATURES, 7, 7), "clinical": torch.zeros(2, clinical)},
        ("probability", "image_features", "saliency"),
        {
            "feature_map": {0: "n", 2: "rows", 3: "columns"},
            "clinical": {0: "n"},
            "probability": {0: "n"},
            "image_features": {0: "n"},
            "saliency": {0: "n", 1: "rows", 2: "columns"},
        },
    )


def selftest_input(cohort: CtCohort) -> dict[str, NDArray[np.float32]]:
    """Two maps of 2 × 2 whose means are like the cohort's features and nobody's: a bundle holds no patient's."""
    rng = np.random.default_rng(6)
    slices = cohort.all_slices
    invented = rng.normal(slices.mean(axis=0), slices.std(axis=0), (2, FEATURES))[:, :, None, None]
    maps = np.abs(invented) * rng.uniform(0.5, 1.5, (2, 1, 2, 2))
    clinical = (rng.random((2, cohort.clinical.shape[1])) < 0.5).astype(np.float32)
    return {"feature_map": maps.astype(np.float32), "clinical": clinical}
