"""Slices placed by position: the common plane, the order along its normal, the gaps, and the lattice they make."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hccdesk.ct.image_header import ImageHeader, Plane
from hccdesk.domain.geometry import VolumeGeometry, geometry_from

SAME_PLACE_MM = 0.01
"""Slices closer than this lie at the same place."""
_ORTHONORMAL_TOLERANCE = 1e-3
_SAME_ORIENTATION = 1.75e-3
"""0.1 degrees: at the edge of a 500 mm field that is 0.4 mm."""


@dataclass(frozen=True, slots=True)
class Slice:
    """One frame of one file, with its place."""

    header: ImageHeader
    frame: int
    plane: Plane


@dataclass(frozen=True, slots=True)
class SliceStack:
    """Slices in the order of position along the normal, all in one orientation.

    `offsets_mm` are the positions along the normal, `sideways_mm` (slice, 3) how far each first voxel lies
    off the normal through the first slice's.
    """

    slices: tuple[Slice, ...]
    row_direction: NDArray[np.float64]
    column_direction: NDArray[np.float64]
    normal: NDArray[np.float64]
    offsets_mm: NDArray[np.float64]
    sideways_mm: NDArray[np.float64]

    @property
    def gaps_mm(self) -> NDArray[np.float64]:
        """Distances from each slice to the next, along the normal."""
        return np.diff(self.offsets_mm)

    @property
    def shear_degrees(self) -> float:
        """Angle between the normal and the line through the slices' first voxels; 0 for an upright stack."""
        height = float(self.offsets_mm[-1] - self.offsets_mm[0])
        return float(np.degrees(np.arctan2(np.linalg.norm(self.sideways_mm[-1]), height)))

    def lattice(self) -> VolumeGeometry:
        """The regular lattice of these slices; sensible only where gaps are even and nothing is sheared."""
        first = self.slices[0]
        rows, columns = first.header.layout.rows, first.header.layout.columns
        assert first.plane.pixel_spacing_mm is not None and first.plane.position_mm is not None
        step_mm = float(self.gaps_mm.mean())
        return geometry_from(
            (len(self.slices), rows, columns),
            (step_mm, *first.plane.pixel_spacing_mm),
            first.plane.position_mm,
            np.array([self.normal, self.column_direction, self.row_direction]),
        )


def all_slices(headers: tuple[ImageHeader, ...]) -> tuple[Slice, ...]:
    """Every frame of every file, in the order given."""
    return tuple(Slice(header, i, plane) for header in headers for i, plane in enumerate(header.planes))


def is_usable_orientation(orientation: tuple[float, ...] | None) -> bool:
    """Whether six numbers are two perpendicular unit vectors."""
    if orientation is None or max(map(abs, orientation)) > 1 + _ORTHONORMAL_TOLERANCE:
        return False
    axes = np.asarray(orientation).reshape(2, 3)
    return bool(np.abs(axes @ axes.T - np.eye(2)).max() <= _ORTHONORMAL_TOLERANCE)


def is_same_orientation(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Whether two planes point the same way, to 0.1 degrees."""
    return bool(np.abs(np.subtract(one, other)).max() <= _SAME_ORIENTATION)


def stack(slices: tuple[Slice, ...]) -> SliceStack:
    """The slices sorted along their normal; every slice has a position and the first one's orientation."""
    assert slices[0].plane.orientation is not None
    row, column = _unit_axes(slices[0].plane.orientation)
    normal = np.cross(row, column)
    positions = np.array([s.plane.position_mm for s in slices], dtype=float)
    along = positions @ normal
    order = np.argsort(along, kind="stable")
    from_first = positions[order] - positions[order[0]]
    sideways = from_first - np.outer(from_first @ normal, normal)
    return SliceStack(tuple(slices[i] for i in order), row, column, normal, along[order], sideways)


def _unit_axes(orientation: tuple[float, ...]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    row, column = np.asarray(orientation, dtype=float).reshape(2, 3)
    row = row / np.linalg.norm(row)
    column = column - (column @ row) * row
    return row, column / np.linalg.norm(column)
