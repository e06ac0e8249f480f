"""Smooth random fields over an endless sheet of tissue, in µm, the same wherever one starts to look."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.float64]

LATTICE = 64


def lattice_field(rng: np.random.Generator) -> Plane:
    """Random values on a lattice that repeats, (64, 64), mean 0, sd 1."""
    values = rng.standard_normal((LATTICE, LATTICE))
    return np.asarray((values - values.mean()) / values.std())


def smooth(lattice: Plane, x_um: NDArray[np.float64], y_um: NDArray[np.float64], step_um: float) -> Plane:
    """The field (row, column) for x (column,) and y (row,), cubic-smooth between lattice points `step_um` apart."""
    x0, fx = _split(x_um / step_um)
    y0, fy = _split(y_um / step_um)
    rows = lattice[y0] + fy[:, None] * (lattice[(y0 + 1) % LATTICE] - lattice[y0])
    left, right = rows[:, x0], rows[:, (x0 + 1) % LATTICE]
    return np.asarray(1.5 * (left + fx[None, :] * (right - left)))


def _split(position: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    whole = np.floor(position)
    fraction = position - whole
    return whole.astype(np.int64) % LATTICE, fraction * fraction * (3 - 2 * fraction)
