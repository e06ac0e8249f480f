"""A score made to mean a probability."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


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
