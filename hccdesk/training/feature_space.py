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
FOLDS = 100
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
    everybody = _Moments.of(patients)
    directions = min(MOST_DIRECTIONS, len(patients) // PATIENTS_A_DIRECTION, len(everybody.mean))
    shape = everybody.shape(directions)
    if shape is None:
        return None
    distances = _left_out(patients, everybody, directions)
    place = min(ceil(USUAL_SHARE * (len(patients) + 1)), len(patients))
    return FeatureSpace(shape, float(np.sort(distances)[place - 1]), float(distances.max()), len(patients))


class _Moments:
    """First and second moments of patients' rows, from which some patients can be taken out again."""

    def __init__(self, patients: int, first: Floats, second: Floats) -> None:
        self._patients, self._first, self._second = patients, first, second

    @classmethod
    def of(cls, patients: Sequence[Floats]) -> _Moments:
        weighed = np.concatenate([rows / np.sqrt(len(rows)) for rows in patients])
        first = np.sum([rows.mean(axis=0) for rows in patients], axis=0)
        return cls(len(patients), first, weighed.T @ weighed)

    def without(self, other: _Moments) -> _Moments:
        return _Moments(self._patients - other._patients, self._first - other._first, self._second - other._second)

    @property
    def mean(self) -> Floats:
        return np.asarray(self._first / self._patients)

    def shape(self, directions: int) -> FeatureShape | None:
        """None where nothing is spread."""
        covariance = self._second / self._patients - np.outer(self.mean, self.mean)
        deviation = np.sqrt(np.clip(np.diag(covariance), 0, None))
        if deviation.mean() <= 1e-9 * max(float(np.abs(self.mean).max()), 1e-300):
            return None
        scale = deviation + _SMALLEST_DEVIATION * deviation.mean()
        covariance /= np.outer(scale, scale)
        features, total = len(covariance), float(np.trace(covariance))
        found, turned = _largest(covariance, directions)
        rest = features - directions
        beside = max(total - float(found.sum()), 1e-9 * total) / rest if rest else 0.0
        variances = (1 - _SHRINKAGE) * found + _SHRINKAGE * total / features
        return FeatureShape(self.mean, scale, _upright(turned), variances, beside)


def _largest(covariance: Floats, count: int) -> tuple[Floats, Floats]:
    """The largest eigenvalues, falling, and their directions (direction, feature)."""
    if count < len(covariance) // 10:
        found, turned = eigsh(covariance, count, v0=np.ones(len(covariance)))
    else:
        found, turned = eigh(covariance, subset_by_index=(len(covariance) - count, len(covariance) - 1))
    return np.clip(found[::-1], 0, None), turned.T[::-1]


def _left_out(patients: Sequence[Floats], everybody: _Moments, directions: int) -> Floats:
    distances, part = np.empty(len(patients)), np.arange(len(patients)) % FOLDS
    for number in np.unique(part):
        out = np.flatnonzero(part == number)
        shape = everybody.without(_Moments.of([patients[i] for i in out])).shape(directions)
        for i in out:
            distances[i] = np.inf if shape is None else shape.distance(patients[i])
    return distances


def _upright(directions: Floats) -> Floats:
    """The same directions, each with its loudest feature positive, so that a rerun gives the same file."""
    loudest = np.abs(directions).argmax(axis=1)
    return np.ascontiguousarray(directions * np.sign(directions[np.arange(len(directions)), loudest])[:, None])


def _stain(found: PatientVectors) -> Floats | None:
    known = all(fact in found.facts for fact in STAIN_FACTS)
    return np.array([[found.facts[fact] for fact in STAIN_FACTS]]) if known else None
