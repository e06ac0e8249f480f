"""What a head's training patients look like in the features it is given: written into its bundle as aggregates."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh
from scipy.sparse.linalg import eigsh

from hccdesk.inference.feature_space import FeatureShape, FeatureSpace
from hccdesk.inference.feature_space_file import FILE_NAME, IMAGE, STAINED, feature_space_bytes
from hccdesk.training.feature_cache import PatientVectors
from hccdesk.wsi.slide_stain import STAIN_FACTS

Floats = NDArray[np.float64]

FEWEST_PATIENTS = 30
"""Of fewer nobody can say what is usual, and a direction could be one patient's own."""
MOST_DIRECTIONS = 32
PATIENTS_A_DIRECTION = 10
FOLDS = 50
"""Patients are left out one by one, or in as many parts where they are more."""
USUAL_SHARE = 0.95
_SHRINKAGE = 0.05  # of each variance towards their mean; Ledoit and Wolf's own estimate was 0.03 for 300 patients
_SMALLEST_DEVIATION = 0.05  # of the mean deviation, added to each: a silent feature is not made loud


def feature_space_file(found: Sequence[PatientVectors]) -> dict[str, bytes]:
    """`feature_space.json` of the patients a head was trained on, by its name; empty where they are too few."""
    spaces = {IMAGE: fit_feature_space([one.vectors.astype(np.float64) for one in found])}
    stains = [_stain(one) for one in found]
    known = [stain for stain in stains if stain is not None]
    if known:
        spaces[STAINED] = fit_feature_space(known)
    told = {name: space for name, space in spaces.items() if space is not None}
    return {FILE_NAME: feature_space_bytes(told)} if told else {}


def fit_feature_space(patients: Sequence[Floats]) -> FeatureSpace | None:
    """The space of patients with rows (row, feature) each, who weigh alike however many rows they have.

    None for fewer than `FEWEST_PATIENTS`, and where no feature differs between any rows.
    """
    if len(patients) < FEWEST_PATIENTS:
        return None
    directions = min(MOST_DIRECTIONS, len(patients) // PATIENTS_A_DIRECTION, patients[0].shape[1])
    shape = _shape(patients, directions)
    if shape is None:
        return None
    distances = _left_out(patients, directions)
    place = min(ceil(USUAL_SHARE * (len(patients) + 1)), len(patients))
    return FeatureSpace(shape, float(np.sort(distances)[place - 1]), float(distances.max()), len(patients))


def _shape(patients: Sequence[Floats], directions: int) -> FeatureShape | None:
    """None where nothing is spread."""
    weight = np.concatenate([np.full((len(rows), 1), 1 / np.sqrt(len(rows) * len(patients))) for rows in patients])
    centre = np.mean([rows.mean(axis=0) for rows in patients], axis=0)
    away = (np.concatenate(patients) - centre) * weight
    deviation = np.sqrt((away**2).sum(axis=0))
    if deviation.mean() <= 1e-9 * max(float(np.abs(centre).max()), 1e-300):
        return None
    scale = deviation + _SMALLEST_DEVIATION * deviation.mean()
    away /= scale
    features, total = away.shape[1], float((away**2).sum())
    found, turned = _principal(away, directions)
    rest = features - directions
    beside = max(total - float(found.sum()), 1e-9 * total) / rest if rest else 0.0
    variances = (1 - _SHRINKAGE) * found + _SHRINKAGE * total / features
    return FeatureShape(centre, scale, _upright(turned), variances, beside)


def _principal(away: Floats, directions: int) -> tuple[Floats, Floats]:
    """The largest variances of rows around zero, falling, and their directions (direction, feature)."""
    if len(away) >= away.shape[1]:
        return _largest(away.T @ away, directions)
    found, turned = _largest(away @ away.T, directions)
    return found, (turned @ away) / np.sqrt(np.maximum(found, 1e-300))[:, None]


def _largest(covariance: Floats, count: int) -> tuple[Floats, Floats]:
    """The largest eigenvalues, falling, and their directions (direction, feature)."""
    if count < len(covariance) // 10:
        found, turned = eigsh(covariance, count, v0=np.ones(len(covariance)))
    else:
        found, turned = eigh(covariance, subset_by_index=(len(covariance) - count, len(covariance) - 1))
    return np.clip(found[::-1], 0, None), turned.T[::-1]


def _left_out(patients: Sequence[Floats], directions: int) -> Floats:
    distances, part = np.empty(len(patients)), np.arange(len(patients)) % FOLDS
    for number in np.unique(part):
        shape = _shape([rows for rows, own in zip(patients, part, strict=True) if own != number], directions)
        for i in map(int, np.flatnonzero(part == number)):
            distances[i] = np.inf if shape is None else shape.distance(patients[i])
    return distances


def _upright(directions: Floats) -> Floats:
    """The same directions, each with its loudest feature positive, so that a rerun gives the same file."""
    loudest = np.abs(directions).argmax(axis=1)
    return np.ascontiguousarray(directions * np.sign(directions[np.arange(len(directions)), loudest])[:, None])


def _stain(found: PatientVectors) -> Floats | None:
    known = all(fact in found.facts for fact in STAIN_FACTS)
    return np.array([[found.facts[fact] for fact in STAIN_FACTS]]) if known else None
