"""How often an interval holds the truth of patients who are synthetic: shares as rows of a manifest."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.manifest import Performance
from hccdesk.inference.log_odds import log_odds
from hccdesk.statistics.proportions import wilson
from hccdesk.training.performance_rows import performance

Floats = NDArray[np.float64]
_STEPS = 50


def held_row(metric: str, ranges: Floats, truth: Floats, cohort: str) -> Performance:
    """The share of patients whose `truth` (patient,) lies within their `ranges` (patient, 2)."""
    held = int(((ranges[:, 0] <= truth) & (truth <= ranges[:, 1])).sum())
    return performance(metric, wilson(held, len(truth)), cohort, len(truth))


def meant(said: Floats, truth: Floats) -> Floats:
    """(patient,): the mean truth of patients of whom `said` was said, both probabilities.

    By a logistic curve with a square term through all of them.
    """
    odds = np.array([log_odds(float(p)) for p in said])
    design = np.column_stack([np.ones(len(odds)), odds, odds**2])
    weights = np.zeros(design.shape[1])
    for _ in range(_STEPS):
        fitted = 1 / (1 + np.exp(-design @ weights))
        information = (design * (fitted * (1 - fitted))[:, None]).T @ design
        weights += np.linalg.solve(information + 1e-9 * np.eye(len(weights)), design.T @ (truth - fitted))
    return np.asarray(1 / (1 + np.exp(-design @ weights)))
