"""The plain model beside HAIM: logistic regression, with a ridge, on each patient's mean patch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

RIDGES = tuple(float(10.0**power) for power in np.arange(0.0, 5.5, 0.5))
"""Penalties tried, on features of unit deviation."""


@dataclass(frozen=True, slots=True)
class MeanPool:
    """P(SD/PD) = logistic(intercept + features · weights) of raw features (patient, 2048); `ridge` as chosen."""

    weights: Floats
    intercept: float
    ridge: float

    def probability(self, features: Floats) -> Floats:
        """(patient,)."""
        return _logistic(self.log_odds(features))

    def log_odds(self, features: Floats) -> Floats:
        """(patient,)."""
        return np.asarray(features @ self.weights + self.intercept)


def fit_mean_pool(features: Floats, at_risk: NDArray[np.bool_], fold: NDArray[np.int64]) -> MeanPool:
    """The model of the ridge with the highest likelihood of patients left out, by `fold` (patient,)."""
    left_out = dict.fromkeys(RIDGES, 0.0)
    for number in np.unique(fold):
        inside, outside = fold != number, fold == number
        for ridge in RIDGES:
            p = fit_ridge(features[inside], at_risk[inside], ridge).probability(features[outside])
            left_out[ridge] += float(np.log(np.where(at_risk[outside], p, 1 - p).clip(1e-12)).sum())
    return fit_ridge(features, at_risk, max(RIDGES, key=left_out.__getitem__))


def fit_ridge(features: Floats, positive: NDArray[np.bool_], ridge: float) -> MeanPool:
    """Highest likelihood less ridge/2 · |weights|² on standardised features; the intercept is free.

    Fitted in the space the patients span, where the answer lies: as many unknowns as patients, not features.
    """
    centre, scale = features.mean(axis=0), features.std(axis=0)
    scale = np.where(scale > 1e-9 * max(float(scale.max()), 1e-300), scale, np.inf)  # a constant says nothing
    left, singular, right = np.linalg.svd((features - centre) / scale, full_matrices=False)
    table = np.column_stack([np.ones(len(features)), left * singular])
    penalty = np.concatenate([[1e-9], np.full(len(singular), ridge)])
    beta = _newton(table, positive.astype(np.float64), penalty)
    weights = right.T @ beta[1:] / scale
    return MeanPool(weights, float(beta[0] - centre @ weights), ridge)


def _newton(table: Floats, positive: Floats, penalty: Floats) -> Floats:
    beta = np.zeros(table.shape[1])
    for _ in range(100):
        p = _logistic(table @ beta)
        information = table.T @ (table * (p * (1 - p))[:, None]) + np.diag(penalty)
        step = np.linalg.solve(information, table.T @ (positive - p) - penalty * beta)
        beta += step / max(1.0, float(np.abs(table @ step).max()) / 4)  # a longer step overshoots the curve's flat ends
        if np.abs(step).max() < 1e-10:
            break
    return beta


def _logistic(log_odds: Floats) -> Floats:
    return np.asarray(0.5 * (1 + np.tanh(log_odds / 2)))
