"""Fractals as families of images: each family is one random system of contracting maps, or escape times."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.float64]
CHAINS, WALKED, FORGOTTEN = 256, 70, 15
"""Points walk side by side; the first steps, before they reach the attractor, are not drawn."""


@dataclass(frozen=True, slots=True)
class ContractingMaps:
    """An iterated function system (Barnsley 1988): `matrices` (map, 2, 2), `shifts` (map, 2), how often each is taken.

    Images of such systems, a class for each, can stand in for photographs in pretraining (Kataoka et al. 2020,
    "Pre-training without natural images").
    """

    matrices: Plane
    shifts: Plane
    chance: Plane

    def attractor(self, rng: np.random.Generator) -> Plane:
        """Points (n, 2) of the set that the maps leave as it is."""
        points = rng.uniform(-1, 1, (CHAINS, 2))
        walked = []
        for step in range(WALKED):
            chosen = rng.choice(len(self.chance), CHAINS, p=self.chance)
            points = np.einsum("nij,nj->ni", self.matrices[chosen], points) + self.shifts[chosen]
            if step >= FORGOTTEN:
                walked.append(points)
        return np.concatenate(walked)


def contracting_maps(family: int) -> ContractingMaps:
    """The system of a family, always the same: two to four maps, each shrinking by 0.3 to 0.8."""
    rng = np.random.default_rng([20, family])
    count = int(rng.integers(2, 5))
    shrink = np.sort(rng.uniform(0.3, 0.8, (count, 2)))
    matrices = np.stack(
        [_turn(a) @ np.diag(s) @ _turn(b) for s, a, b in zip(shrink, *_angles(rng, count), strict=True)]
    )
    area = np.abs(np.linalg.det(matrices)) + 0.05
    return ContractingMaps(matrices, rng.uniform(-1, 1, (count, 2)), area / area.sum())


def fractal(family: int, rng: np.random.Generator, side_px: int) -> Plane:
    """One image (side, side) of the family: its maps slightly bent, its attractor turned, how often it was hit."""
    maps = contracting_maps(family)
    bent = ContractingMaps(
        maps.matrices + rng.normal(0, 0.02, maps.matrices.shape),
        maps.shifts + rng.normal(0, 0.03, maps.shifts.shape),
        maps.chance,
    )
    points = bent.attractor(rng) @ _turn(rng.uniform(0, 2 * np.pi))
    low, high = np.percentile(points, [1, 99], axis=0)
    inside = (points - low) / np.maximum(high - low, 1e-6) * rng.uniform(0.7, 1.0) + rng.uniform(0, 0.2, 2)
    hits, _, _ = np.histogram2d(inside[:, 0], inside[:, 1], bins=side_px, range=((0, 1), (0, 1)))
    return np.asarray(np.log1p(hits))


def mandelbrot(rng: np.random.Generator, side_px: int) -> Plane:
    """Escape times of a window on the edge of Mandelbrot's set."""
    turn = rng.uniform(0, 2 * np.pi)
    edge = 0.5 * np.exp(1j * turn) - 0.25 * np.exp(2j * turn)
    y, x = (np.mgrid[:side_px, :side_px] / side_px - 0.5) * rng.uniform(0.1, 0.6)
    parameter = edge + x + 1j * y
    z, escaped = np.zeros_like(parameter), np.zeros((side_px, side_px))
    for _ in range(32):
        z = np.where(np.abs(z) < 4, z * z + parameter, z)
        escaped += np.abs(z) < 4
    return escaped


def _angles(rng: np.random.Generator, count: int) -> tuple[Plane, Plane]:
    return rng.uniform(0, 2 * np.pi, count), rng.uniform(0, 2 * np.pi, count)


def _turn(angle: float) -> Plane:
    return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
