"""What can be read from frozen features by one linear layer: the usual test of what a backbone has learnt."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

RIDGE = 1e-3
"""L2 penalty per standardised feature: features outnumber images, and without one the optimum lies at infinity."""
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ProbeResult:
    """Share of held-out images named rightly, of how many; what guessing would reach."""

    accuracy: float
    images: int
    chance: float


def linear_probe(
    features: NDArray[np.floating],
    classes: NDArray[np.int64],
    test_features: NDArray[np.floating],
    test_classes: NDArray[np.int64],
) -> ProbeResult:
    """Multinomial logistic regression with a ridge, on features standardised by the training images."""
    centre, deviation = features.mean(axis=0), features.std(axis=0) + 1e-6
    weights = _fit((features - centre) / deviation, classes)
    scores = _with_one((test_features - centre) / deviation) @ weights
    right = scores.argmax(axis=1) == test_classes
    _, counts = np.unique(test_classes, return_counts=True)
    return ProbeResult(float(right.mean()), len(right), float(counts.max() / counts.sum()))


def _fit(features: NDArray[np.floating], classes: NDArray[np.int64]) -> Floats:
    table = torch.from_numpy(_with_one(features))
    truth = torch.from_numpy(classes)
    weights = torch.zeros(table.shape[1], int(classes.max()) + 1, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=200, line_search_fn="strong_wolfe")

    def loss() -> float:
        optimizer.zero_grad()
        fit = torch.nn.functional.cross_entropy(table @ weights, truth)
        value = fit + 0.5 * RIDGE * weights[:-1].square().sum()
        torch.autograd.backward(value)
        return float(value.detach())

    optimizer.step(loss)  # type: ignore[no-untyped-call]  # torch leaves its optimisers without types
    return np.asarray(weights.detach().numpy())


def _with_one(features: NDArray[np.floating]) -> Floats:
    return np.column_stack([features.astype(np.float64), np.ones(len(features))])
