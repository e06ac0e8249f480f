"""Areas under ROC curves of the same patients with their covariance, without a model of the scores.

DeLong, DeLong & Clarke-Pearson, Biometrics 1988;44:837-45, by the midranks of Sun & Xu, IEEE Signal Process Lett
2014;21:1389-93: n log n instead of all pairs. Equal to pROC's `var(roc, method = "delong")`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class CorrelatedAreas:
    """`area` (model,) and its `covariance` (model, model); None with fewer than two patients of a class."""

    area: Array
    covariance: Array | None


def areas(scores: Array, positive: NDArray[np.bool_]) -> CorrelatedAreas:
    """Of `scores` (model, patient), higher speaking for `positive` (patient,); both classes must be there."""
    of_positives = np.array([_placements_of_positives(row[positive], row) for row in scores])
    of_negatives = np.array([_placements_of_negatives(row[~positive], row) for row in scores])
    area = of_positives.mean(axis=1)
    return CorrelatedAreas(area, _covariance(of_positives, of_negatives))


def _placements_of_positives(own: Array, everybody: Array) -> Array:
    """For each positive patient the share of negatives scored below (ties one half), (positive,)."""
    above = rankdata(everybody)[_places(own, everybody)] - rankdata(own)
    return np.asarray(above / (len(everybody) - len(own)))


def _placements_of_negatives(own: Array, everybody: Array) -> Array:
    """For each negative patient the share of positives scored above (ties one half), (negative,)."""
    return np.asarray(1 - _placements_of_positives(own, everybody))


def _places(own: Array, everybody: Array) -> NDArray[np.intp]:
    """Where each of `own` has an equal in `everybody`: equals share their midrank."""
    order = np.argsort(everybody, kind="stable")
    return np.asarray(order[np.searchsorted(everybody[order], own)])


def _covariance(of_positives: Array, of_negatives: Array) -> Array | None:
    m, n = of_positives.shape[1], of_negatives.shape[1]
    if min(m, n) < 2:
        return None
    return np.asarray(np.atleast_2d(np.cov(of_positives)) / m + np.atleast_2d(np.cov(of_negatives)) / n)
