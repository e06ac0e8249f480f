"""Smooth random fields in the body: the same at every slice spacing and matrix."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

Plane = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class NoiseField:
    """A smooth field, mean 0 and standard deviation 1, on a coarse lattice; it repeats beyond its end."""

    values: NDArray[np.float64]
    step_mm: float

    def plane(self, x_mm: Plane, y_mm: Plane, z_mm: float) -> Plane:
        """The field at height `z_mm` for x (1, column) and y (row, 1), interpolated linearly."""
        n = self.values.shape[0]
        z0, fz = _split(np.array([z_mm / self.step_mm]), n)
        low, high = self.values[z0[0]], self.values[(z0[0] + 1) % n]
        layer = low + fz[0] * (high - low)
        y0, fy = _split(y_mm[:, 0] / self.step_mm, n)
        x0, fx = _split(x_mm[0] / self.step_mm, n)
        rows = layer[y0] + fy[:, None] * (layer[(y0 + 1) % n] - layer[y0])
        left, right = rows[:, x0], rows[:, (x0 + 1) % n]
        return np.asarray(left + fx[None, :] * (right - left))


def noise_field(rng: np.random.Generator, correlation_mm: float, size: int = 48) -> NoiseField:
    """A field whose features are about `correlation_mm` wide (Gaussian kernel of that standard deviation)."""
    values = gaussian_filter(rng.standard_normal((size, size, size)), 2.0, mode="wrap")
    values = (values - values.mean()) / values.std()
    return NoiseField(values, correlation_mm / 2.0)


def _split(position: NDArray[np.float64], n: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    whole = np.floor(position)
    return whole.astype(np.int64) % n, position - whole
