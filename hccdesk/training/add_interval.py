"""An interval for a CT bundle that was trained before bundles had one: side files beside the weights, which stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.cohort import CohortTable
from hccdesk.domain.errors import InputError
from hccdesk.domain.manifest import ModelBundle, ModelKind, ModelManifest
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.domain.sentence import Sentence
from hccdesk.inference.ct_response import RESPONSE
from hccdesk.inference.device import choose
from hccdesk.inference.session import open_session
from hccdesk.store.model_bundles import read_bundle
from hccdesk.store.training_facts import training_facts
from hccdesk.training.bundle_files import put_bundle
from hccdesk.training.cards import with_limits, with_measures
from hccdesk.training.ct_cohort import CtCohort, ct_cohort
from hccdesk.training.ct_coverage import METRICS, coverage_rows
from hccdesk.training.ct_crossfit import cross_fit
from hccdesk.training.ct_ensemble import facts_of, fit_members, interval_files
from hccdesk.training.ct_place import HeadPlace
from hccdesk.training.ct_response import HeadTrainer, answers_of
from hccdesk.training.ct_settings import PRESETS
from hccdesk.training.manifests import INTERVAL_LIMIT
from hccdesk.workflow.open_cohort import open_cohort

CARD = "MODEL_CARD.md"


def add_interval(place: HeadPlace, folder: Path, table: Path, tests: Sequence[Path] = ()) -> ModelManifest:
    """Write the bundle in `folder` again with side files from the table it was trained on; returns the manifest.

    `tests` are tables of other patients: where they are synthetic it is measured how often the truth is held.
    Raises `InputError` for a bundle of another kind, one that was recalibrated, and another table.
    """
    bundle = read_bundle(folder)
    cohorts = _cohorts(place, bundle, (table, *tests))
    preset = PRESETS[bundle.manifest.preset]
    trainer = HeadTrainer(preset, place.progress, place.work / f"{bundle.manifest.model_id}-interval", place.processor)
    own = cohorts[0][1]
    left_out = cross_fit(own, trainer, place.progress).probability
    facts = facts_of(preset.members, own, left_out)
    members = fit_members(trainer, own)
    rows = [
        row
        for title, cohort in cohorts[1:]
        for row in coverage_rows(
            said_by(bundle, cohort),
            np.stack([answers_of(member, cohort).probability for member in members]),
            facts,
            cohort.patients,
            title,
        )
    ]
    before = bundle.manifest
    manifest = replace(
        before,
        performance=(*(row for row in before.performance if row.metric not in METRICS), *rows),
        known_limits=tuple(dict.fromkeys((*before.known_limits, INTERVAL_LIMIT))),
    )
    card = with_limits(with_measures(bundle.content[CARD].decode(), manifest), manifest).encode()
    put_bundle(manifest, {**bundle.content, **interval_files(members, own, left_out), CARD: card}, folder.parent)
    return read_bundle(folder).manifest


def said_by(bundle: ModelBundle, cohort: CtCohort) -> NDArray[np.float64]:
    """(patient,): P(response) by the bundle's own network, the mean over the slices."""
    inputs = {"feature_map": cohort.all_slices[:, :, None, None], "clinical": cohort.clinical[cohort.patient_of_slice]}
    answer = open_session(bundle.weights, choose(DeviceChoice.CPU)).run(inputs)["probability"][:, RESPONSE]
    of_slice = cohort.patient_of_slice
    return np.asarray(np.bincount(of_slice, answer.astype(np.float64)) / np.bincount(of_slice))


def _cohorts(place: HeadPlace, bundle: ModelBundle, paths: Sequence[Path]) -> list[tuple[str, CtCohort]]:
    """(title, patients with features) of each table, the training table first."""
    manifest = bundle.manifest
    if manifest.kind is not ModelKind.CT_RESPONSE or manifest.ct_input is None or manifest.recalibration is not None:
        raise InputError(
            Sentence.of("{model} is no CT response model as it was trained.", model=manifest.model_id),
            what_to_do="Name the bundle that came out of the training.",
        )
    tables = [open_cohort(path) for path in paths]
    _refuse_another(bundle, tables[0])
    backbone = place.backbone()
    if manifest.backbone != backbone.reference:
        raise InputError("the backbone that its manifest names is not there.", where=place.models)
    assert manifest.regimen is not None
    with place.feature_maker(backbone, manifest.regimen) as maker:
        found = [(table, maker.ct(table, manifest.ct_input)) for table in tables]
    names = manifest.ct_input.clinical_features
    return [(table.title or table.path.name, ct_cohort(table, seen, names)[0]) for table, seen in found]


def _refuse_another(bundle: ModelBundle, table: CohortTable) -> None:
    if training_facts(bundle).cohort_sha256 != table.sha256:
        raise InputError(
            "This is not the table that the model was trained on.",
            where=table.path,
            what_to_do="Give the very file that it was trained on: its sha256 is in the bundle's training.json.",
        )
