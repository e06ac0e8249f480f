"""Whether a computed number agrees with the one that was stored: the one place of the limits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

FULL_PRECISION_LIMIT = 1e-4
"""Relative to the largest expected value of an output."""
REDUCED_PRECISION_LIMIT = 0.005
"""Of a probability, where a device computes with fewer digits; and no class may change."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """The difference that was measured, and whether it is within the limit; NaN is not."""

    difference: float
    limit: float
    flipped: bool = False

    @property
    def passed(self) -> bool:
        """Whether they agree."""
        return self.difference <= self.limit and not self.flipped


def at_full_precision(got: NDArray[Any], expected: NDArray[Any]) -> Agreement:
    """The largest difference relative to the largest expected value; infinite where the shapes differ."""
    if got.shape != expected.shape:
        return Agreement(float("inf"), FULL_PRECISION_LIMIT)
    scale = max(float(np.abs(expected).max(initial=0)), 1e-12)
    return Agreement(float(np.abs(got - expected).max(initial=0)) / scale, FULL_PRECISION_LIMIT)


def at_reduced_precision(got: NDArray[Any], expected: NDArray[Any], threshold: float) -> Agreement:
    """The largest difference of a probability, and whether any crossed the `threshold`."""
    if got.shape != expected.shape:
        return Agreement(float("inf"), REDUCED_PRECISION_LIMIT)
    difference = float(np.abs(got - expected).max(initial=0))
    flipped = bool(((got >= threshold) != (expected >= threshold)).any())
    return Agreement(difference, REDUCED_PRECISION_LIMIT, flipped)
