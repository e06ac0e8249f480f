"""A CT's voxels in the order of the patient, so that axial, coronal and sagittal are plain slices. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import permutations
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.geometry import VolumeGeometry

_Scalar = TypeVar("_Scalar", bound=np.generic)
Index = tuple[int, int, int]
"""A voxel in the order of the patient: (z from feet to head, y from front to back, x from right to left)."""

OBLIQUE = 0.35
"""From 20° off an axis on, a direction is named with two letters, as PACS viewers do."""
_ENDS = (("R", "L"), ("A", "P"), ("F", "H"))


class Plane(StrEnum):
    """A view, seen as radiologists do: from the feet, from the front, from the left."""

    AXIAL = "axial"
    CORONAL = "coronal"
    SAGITTAL = "sagittal"


FIXED_AXIS = {Plane.AXIAL: 0, Plane.CORONAL: 1, Plane.SAGITTAL: 2}
_ROW_COLUMN = {Plane.AXIAL: (1, 2), Plane.CORONAL: (0, 2), Plane.SAGITTAL: (0, 1)}


@dataclass(frozen=True, slots=True)
class PatientGrid:
    """How a lattice (slice, row, column) lies in the patient: which of its axes is z, y, x, and which run backwards."""

    geometry: VolumeGeometry
    axes: tuple[int, int, int]
    flipped: tuple[bool, bool, bool]

    @property
    def shape(self) -> Index:
        """Size in the order of the patient."""
        z, y, x = (self.geometry.shape[axis] for axis in self.axes)
        return z, y, x

    @property
    def spacing_mm(self) -> tuple[float, float, float]:
        """Spacing in the order of the patient."""
        z, y, x = (self.geometry.spacing_mm[axis] for axis in self.axes)
        return z, y, x

    def ordered(self, voxels: NDArray[_Scalar]) -> NDArray[_Scalar]:
        """A lattice's array in the order of the patient; a view, nothing is copied."""
        moved = voxels.transpose(self.axes)
        return moved[tuple(slice(None, None, -1 if flip else 1) for flip in self.flipped)]

    def lattice_index(self, index: Index) -> Index:
        """The same voxel as (slice, row, column)."""
        found = [0, 0, 0]
        for place, axis in enumerate(self.axes):
            last = self.geometry.shape[axis] - 1
            found[axis] = last - index[place] if self.flipped[place] else index[place]
        return found[0], found[1], found[2]

    def lattice_place(self, place: tuple[float, float, float]) -> tuple[float, float, float]:
        """A place between voxels, (z, y, x), as (slice, row, column)."""
        found = [0.0, 0.0, 0.0]
        for value, axis, flip in zip(place, self.axes, self.flipped, strict=True):
            found[axis] = self.geometry.shape[axis] - 1 - value if flip else value
        return found[0], found[1], found[2]

    def index_of(self, lattice_index: Index) -> Index:
        """The voxel (slice, row, column) in the order of the patient."""
        values = []
        for axis, flip in zip(self.axes, self.flipped, strict=True):
            last = self.geometry.shape[axis] - 1
            values.append(last - lattice_index[axis] if flip else lattice_index[axis])
        return values[0], values[1], values[2]

    def position_mm(self, index: Index) -> tuple[float, float, float]:
        """The patient position (x, y, z), LPS mm, of a voxel in the order of the patient."""
        return self.place_mm(self.lattice_index(index))

    def place_mm(self, place: tuple[float, float, float]) -> tuple[float, float, float]:
        """The patient position (x, y, z), LPS mm, of a place (slice, row, column) on the lattice.

        As `VolumeGeometry.position_mm`, without arrays: it is asked for several times a scrolled slice.
        """
        geometry = self.geometry
        steps = [at * mm for at, mm in zip(place, geometry.spacing_mm, strict=True)]
        x, y, z = (
            start + sum(step * direction[axis] for step, direction in zip(steps, geometry.directions, strict=True))
            for axis, start in enumerate(geometry.origin_mm)
        )
        return x, y, z

    def letters(self, plane: Plane) -> tuple[str, str, str, str]:
        """What lies to the left, right, top and bottom of a view."""
        row, column = _ROW_COLUMN[plane]
        left, right = self._ends(column)
        first, last = self._ends(row)
        return (left, right, first, last) if plane is Plane.AXIAL else (left, right, last, first)

    def _ends(self, place: int) -> tuple[str, str]:
        direction = np.array(self.geometry.directions[self.axes[place]]) * (-1 if self.flipped[place] else 1)
        order = np.argsort(-np.abs(direction))
        named = [int(axis) for axis in order[:2] if axis == order[0] or abs(direction[axis]) > OBLIQUE]
        low = "".join(_ENDS[axis][0 if direction[axis] > 0 else 1] for axis in named)
        high = "".join(_ENDS[axis][1 if direction[axis] > 0 else 0] for axis in named)
        return low, high


def patient_grid(geometry: VolumeGeometry) -> PatientGrid:
    """The lattice axes closest to the patient's, each named once, turned so that z, y and x run upwards in LPS."""
    directions = np.array(geometry.directions)
    best = max(permutations(range(3)), key=lambda p: sum(abs(directions[p[i], 2 - i]) for i in range(3)))
    flipped = [bool(directions[best[place], 2 - place] < 0) for place in range(3)]
    return PatientGrid(geometry, (best[0], best[1], best[2]), (flipped[0], flipped[1], flipped[2]))


def plane_slice(voxels: NDArray[_Scalar], plane: Plane, at: int) -> NDArray[_Scalar]:
    """A view's slice (row, column) of voxels in the order of the patient; the head is on top."""
    along: dict[Plane, tuple[slice | int, ...]] = {
        Plane.AXIAL: (at,),
        Plane.CORONAL: (slice(None, None, -1), at),
        Plane.SAGITTAL: (slice(None, None, -1), slice(None), at),
    }
    return np.asarray(voxels[along[plane]])


def pixel_spacing_mm(grid: PatientGrid, plane: Plane) -> tuple[float, float]:
    """(row, column) spacing of a view."""
    row, column = _ROW_COLUMN[plane]
    return grid.spacing_mm[row], grid.spacing_mm[column]


def pixel_of(grid: PatientGrid, plane: Plane, index: Index) -> tuple[int, int]:
    """Where a voxel lies in its slice, (row, column)."""
    row, column = _ROW_COLUMN[plane]
    return (index[row] if plane is Plane.AXIAL else grid.shape[0] - 1 - index[row]), index[column]


def voxel_at(grid: PatientGrid, plane: Plane, index: Index, pixel: tuple[int, int]) -> Index:
    """The voxel under a pixel (row, column) of the slice that shows `index`; clamped to the volume."""
    row, column = _ROW_COLUMN[plane]
    found = list(index)
    found[row] = pixel[0] if plane is Plane.AXIAL else grid.shape[0] - 1 - pixel[0]
    found[column] = pixel[1]
    z, y, x = (min(max(value, 0), size - 1) for value, size in zip(found, grid.shape, strict=True))
    return z, y, x
