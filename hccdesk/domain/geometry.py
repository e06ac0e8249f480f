"""Where voxels lie in the patient: lattices in LPS millimetres, and whether two of them are one."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.sentence import Sentence

_Scalar = TypeVar("_Scalar", bound=np.generic)

LATTICE_TOLERANCE_MM = 0.01
"""Corners of two lattices closer than this are the same point (well under any CT pixel)."""


@dataclass(frozen=True, slots=True)
class VolumeGeometry:
    """A regular lattice of voxel centres, index (slice, row, column), in patient LPS millimetres.

    `directions` holds three unit vectors, one per row: the step from slice to slice, from row to row
    and from column to column. `origin_mm` is the centre of voxel (0, 0, 0).
    Refused when built: sizes below one, spacings that are not positive and finite.
    """

    shape: tuple[int, int, int]
    spacing_mm: tuple[float, float, float]
    origin_mm: tuple[float, float, float]
    directions: tuple[tuple[float, float, float], tuple[float, float, float], tuple[float, float, float]]

    def __post_init__(self) -> None:
        if min(self.shape) < 1:
            raise ValueError(f"a volume of shape {self.shape} has no voxels")
        if not all(np.isfinite(s) and s > 0 for s in self.spacing_mm):
            raise ValueError(f"spacing {self.spacing_mm} mm is not positive and finite")
        if not np.isfinite(self.directions).all() or not np.isfinite(self.origin_mm).all():
            raise ValueError("origin or directions are not finite")

    @property
    def affine(self) -> NDArray[np.float64]:
        """4×4 matrix taking (slice, row, column, 1) to (x, y, z, 1) in LPS mm."""
        matrix = np.eye(4)
        matrix[:3, :3] = (np.asarray(self.directions) * np.asarray(self.spacing_mm)[:, None]).T
        matrix[:3, 3] = self.origin_mm
        return matrix

    @property
    def voxel_volume_mm3(self) -> float:
        """Volume of one voxel in cubic millimetres."""
        return float(abs(np.linalg.det(self.affine[:3, :3])))

    def position_mm(self, index: NDArray[np.float64]) -> NDArray[np.float64]:
        """LPS positions (…, 3) of voxel indices (…, 3) given as (slice, row, column); fractions allowed."""
        return np.asarray(index @ self.affine[:3, :3].T + self.affine[:3, 3])

    def index_at(self, position_mm: NDArray[np.float64]) -> NDArray[np.float64]:
        """Fractional (slice, row, column) indices (…, 3) of LPS positions (…, 3)."""
        inverse = np.linalg.inv(self.affine)
        return np.asarray(position_mm @ inverse[:3, :3].T + inverse[:3, 3])

    @property
    def corners_mm(self) -> NDArray[np.float64]:
        """LPS positions of the eight outermost voxel centres, (8, 3)."""
        ends = [(0, n - 1) for n in self.shape]
        index = np.array([(s, r, c) for s in ends[0] for r in ends[1] for c in ends[2]], dtype=float)
        return self.position_mm(index)


@dataclass(frozen=True, slots=True)
class AxisReordering:
    """How to turn an array on one lattice into the same array on another: `permutation`, then `flips`."""

    permutation: tuple[int, int, int]
    flips: tuple[bool, bool, bool]

    @property
    def is_identity(self) -> bool:
        """Whether nothing has to be moved."""
        return self.permutation == (0, 1, 2) and not any(self.flips)

    def apply(self, array: NDArray[_Scalar]) -> NDArray[_Scalar]:
        """The same voxels in the other lattice's order (a view, nothing resampled)."""
        moved = array.transpose(self.permutation)
        return moved[tuple(slice(None, None, -1 if flip else 1) for flip in self.flips)]


def reordering_between(
    source: VolumeGeometry, target: VolumeGeometry, tolerance_mm: float = LATTICE_TOLERANCE_MM
) -> AxisReordering | None:
    """The flips and permutation that take `source`'s voxels to `target`'s, or None where the lattices differ."""
    for permutation in permutations(range(3)):
        if tuple(source.shape[axis] for axis in permutation) != target.shape:
            continue
        flips = _flips(source, target, permutation)
        moved = _moved(source, permutation, flips)
        if np.abs(moved.corners_mm - target.corners_mm).max() <= tolerance_mm:
            return AxisReordering((permutation[0], permutation[1], permutation[2]), flips)
    return None


def _flips(source: VolumeGeometry, target: VolumeGeometry, permutation: tuple[int, ...]) -> tuple[bool, bool, bool]:
    along = [
        float(np.dot(source.directions[axis], target.directions[place])) < 0 for place, axis in enumerate(permutation)
    ]
    return along[0], along[1], along[2]


def _moved(source: VolumeGeometry, permutation: tuple[int, ...], flips: tuple[bool, bool, bool]) -> VolumeGeometry:
    first = [source.shape[axis] - 1 if flip else 0 for axis, flip in zip(permutation, flips, strict=True)]
    corner = np.zeros(3)
    for place, axis in enumerate(permutation):
        corner[axis] = first[place]
    directions = np.array(
        [np.asarray(source.directions[a]) * (-1 if f else 1) for a, f in zip(permutation, flips, strict=True)]
    )
    return geometry_from(
        tuple(source.shape[a] for a in permutation),
        tuple(source.spacing_mm[a] for a in permutation),
        source.position_mm(corner),
        directions,
    )


def geometry_from(
    shape: tuple[int, ...],
    spacing_mm: tuple[float, ...] | NDArray[np.float64],
    origin_mm: tuple[float, ...] | NDArray[np.float64],
    directions: NDArray[np.float64],
) -> VolumeGeometry:
    """A `VolumeGeometry` from plain sequences or arrays, with plain Python numbers inside."""
    s, p, o = tuple(int(n) for n in shape), tuple(float(x) for x in spacing_mm), tuple(float(x) for x in origin_mm)
    d = tuple((float(row[0]), float(row[1]), float(row[2])) for row in directions)
    return VolumeGeometry((s[0], s[1], s[2]), (p[0], p[1], p[2]), (o[0], o[1], o[2]), (d[0], d[1], d[2]))


def lattice_difference(source: VolumeGeometry, target: VolumeGeometry) -> Sentence:
    """In words, the first thing in which two lattices differ: size, spacing, direction or position."""
    if sorted(source.shape) != sorted(target.shape):
        return Sentence.of(
            "the mask has {a} voxels (slices × rows × columns), the series has {b}",
            a="×".join(map(str, source.shape)),
            b="×".join(map(str, target.shape)),
        )
    if not np.allclose(sorted(source.spacing_mm), sorted(target.spacing_mm), atol=1e-3):
        return Sentence.of(
            "the mask's voxels are {a} mm, the series' are {b} mm", a=_mm(source.spacing_mm), b=_mm(target.spacing_mm)
        )
    shift_mm = np.abs(_box_centre(source) - _box_centre(target)).max()
    if shift_mm > LATTICE_TOLERANCE_MM:
        return Sentence.of("the mask lies {shift_mm:.2f} mm away from the series", shift_mm=float(shift_mm))
    return Sentence.of("the mask's axes point in other directions than the series'")


def _box_centre(geometry: VolumeGeometry) -> NDArray[np.float64]:
    return np.asarray(geometry.corners_mm.mean(axis=0))


def _mm(spacing: tuple[float, float, float]) -> str:
    return "×".join(f"{s:.4g}" for s in spacing)
