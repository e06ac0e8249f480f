"""How well a model told patients apart: always one number a patient, never a slice or a patch."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import rankdata

from hccdesk.domain.manifest import Performance
from hccdesk.survival.discrimination import concordance

BOOTSTRAPS = 2000
Floats = NDArray[np.float64]


def auc(score: ArrayLike, positive: ArrayLike) -> float:
    """Area under the ROC curve: the chance that a positive patient scores above a negative one, ties one half.

    Refused (`ValueError`): only one class.
    """
    scores, is_positive = np.asarray(score, dtype=float), np.asarray(positive, dtype=bool)
    n_positive, n_negative = int(is_positive.sum()), int((~is_positive).sum())
    if not n_positive or not n_negative:
        raise ValueError("an AUC needs patients of both classes")
    ranks = rankdata(scores)[is_positive].sum()
    return float((ranks - n_positive * (n_positive + 1) / 2) / (n_positive * n_negative))


def auc_performance(score: ArrayLike, positive: ArrayLike, metric: str, cohort: str) -> Performance:
    """The AUC with its 95 % percentile bootstrap interval over patients."""
    scores, is_positive = np.asarray(score, dtype=float), np.asarray(positive, dtype=bool)

    def measure(chosen: NDArray[np.int64]) -> float:
        return auc(scores[chosen], is_positive[chosen])

    def both_classes(chosen: NDArray[np.int64]) -> bool:
        return 0 < int(is_positive[chosen].sum()) < len(chosen)

    interval = _interval(measure, len(scores), both_classes, BOOTSTRAPS)
    return Performance(metric, _rounded(auc(scores, is_positive)), interval, cohort, len(scores), "patient")


def concordance_performance(risk: Floats, months: Floats, event: Floats, cohort: str) -> Performance:
    """Harrell's C with its 95 % percentile bootstrap interval over patients."""

    def measure(chosen: NDArray[np.int64]) -> float:
        return concordance(risk[chosen], months[chosen], event[chosen]).value

    # Comparing all pairs takes a tenth of a second; 200 resamples are enough for two decimals.
    interval = _interval(measure, len(risk), lambda chosen: bool(event[chosen].sum()), 200)
    return Performance(
        "C-index", _rounded(concordance(risk, months, event).value), interval, cohort, len(risk), "patient"
    )


def youden_threshold(score: ArrayLike, positive: ArrayLike) -> float:
    """The cut (score ≥ cut is positive) of highest sensitivity + specificity - 1, halfway between two patients."""
    scores, is_positive = np.asarray(score, dtype=float), np.asarray(positive, dtype=bool)
    values = np.unique(scores)
    cuts = (values[1:] + values[:-1]) / 2
    if not len(cuts):
        raise ValueError("all patients score the same")
    above = scores[None] >= cuts[:, None]
    sensitivity = (above & is_positive).sum(axis=1) / is_positive.sum()
    specificity = (~above & ~is_positive).sum(axis=1) / (~is_positive).sum()
    return float(cuts[int(np.argmax(sensitivity + specificity))])


def _interval(
    measure: Callable[[NDArray[np.int64]], float], n: int, usable: Callable[[NDArray[np.int64]], bool], times: int
) -> tuple[float, float]:
    rng = np.random.default_rng(2024)
    drawn = (rng.integers(0, n, n) for _ in range(times))
    low, high = np.percentile([measure(chosen) for chosen in drawn if usable(chosen)], [2.5, 97.5])
    return _rounded(low), _rounded(high)


def _rounded(value: float) -> float:
    return round(float(value), 4)


def platt(logit: NDArray[np.float64], truth: NDArray[np.bool_]) -> tuple[float, float]:
    """Slope and intercept that turn a score's logit into a calibrated one; the slope stays positive.

    Logistic regression on smoothed targets (Platt 1999), so that few patients cannot make it infinitely steep.
    Logits further than three robust deviations from the median are drawn in: a single runaway must not set the scale.
    """
    middle = float(np.median(logit))
    reach = 3 * 1.4826 * float(np.median(np.abs(logit - middle)))
    if reach > 0:
        logit = np.clip(logit, middle - reach, middle + reach)
    positive, negative = int(truth.sum()), int((~truth).sum())
    target = np.where(truth, (positive + 1) / (positive + 2), 1 / (negative + 2))
    centre, spread = float(logit.mean()), float(logit.std()) or 1.0
    design = np.column_stack([(logit - centre) / spread, np.ones_like(logit)])
    beta = np.array([0.0, 0.0])
    for _ in range(50):
        p = 1 / (1 + np.exp(-design @ beta))
        gradient = design.T @ (target - p)
        information = design.T @ (design * (p * (1 - p))[:, None]) + 1e-9 * np.eye(2)
        step = np.linalg.solve(information, gradient)
        beta = beta + step
        if np.abs(step).max() < 1e-10:
            break
    slope = max(float(beta[0]), 0.1) / spread
    return slope, float(beta[1]) - slope * centre
