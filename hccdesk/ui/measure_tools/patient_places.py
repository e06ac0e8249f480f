"""From a place on a view to the patient's millimetres and back. No Qt."""

from __future__ import annotations

from functools import lru_cache
from math import dist

import numpy as np

from hccdesk.domain.geometry import VolumeGeometry
from hccdesk.domain.measurement import Position
from hccdesk.ui.ct_viewer.lattice_place import LatticePoint, lattice_point, pane_point
from hccdesk.ui.ct_viewer.pane_hand import PanePlace
from hccdesk.ui.ct_viewer.patient_grid import FIXED_AXIS, Index, PatientGrid, Plane

_EDGE = 1e-6
"""An end in the very middle between two slices belongs to the lower one, whatever the last digit says."""


def position_at(grid: PatientGrid, place: PanePlace, at: int) -> Position:
    """LPS mm of a place on the slice `at` of its view; beside the slice, of the nearest place on its edge."""
    point = lattice_point(grid, place.plane, at, place.row, place.column)
    inside = [min(max(value, 0.0), float(size)) for value, size in zip(point, grid.geometry.shape, strict=True)]
    x, y, z = grid.geometry.position_mm(np.array(inside) - 0.5)  # index 0 is the centre of the first voxel
    return float(x), float(y), float(z)


def seen_at(grid: PatientGrid, plane: Plane, position: Position) -> tuple[float, float, float]:
    """(slice, row, column) where a position lies on a view; a whole slice number is the middle of that slice."""
    return pane_point(grid, plane, _lattice_points(grid.geometry, (position,))[0])


@lru_cache(maxsize=1024)
def _lattice_points(geometry: VolumeGeometry, ends_mm: tuple[Position, ...]) -> tuple[LatticePoint, ...]:
    """Kept, for every measurement is looked for on every slice that is painted."""
    return tuple((float(s), float(r), float(c)) for s, r, c in geometry.index_at(np.array(ends_mm)) + 0.5)


def seen_on_slice(
    grid: PatientGrid, plane: Plane, at: int, ends_mm: tuple[Position, ...]
) -> tuple[tuple[float, float], ...] | None:
    """(row, column) of each end on the slice `at`; None where one of them lies more than half a slice off."""
    found = [pane_point(grid, plane, point) for point in _lattice_points(grid.geometry, ends_mm)]
    if any(not -0.5 - _EDGE < slice_ - at <= 0.5 - _EDGE for slice_, _, _ in found):
        return None
    return tuple((row, column) for _, row, column in found)


def middle_index(grid: PatientGrid, ends_mm: tuple[Position, ...]) -> Index:
    """The voxel, in the order of the patient, in the middle of some ends."""
    middle = np.mean(np.array(ends_mm), axis=0)
    position = float(middle[0]), float(middle[1]), float(middle[2])
    found = [0, 0, 0]
    for plane, axis in FIXED_AXIS.items():
        found[axis] = min(max(round(seen_at(grid, plane, position)[0]), 0), grid.shape[axis] - 1)
    return found[0], found[1], found[2]


def across(first: Position, second: Position, start: Position, end: Position) -> Position:
    """The place nearest to `end` so that the line from `start` runs at right angles to that from first to second."""
    along = np.subtract(second, first)
    length = np.linalg.norm(along)
    if length == 0:
        return end
    step = np.subtract(end, start)
    x, y, z = np.asarray(start) + step - along * (step @ along) / length**2
    return float(x), float(y), float(z)


def within(first: Position, second: Position, place: Position) -> Position:
    """The nearest place beside the line between two ends: what is drawn across the line from there meets it."""
    along = np.subtract(second, first)
    length2 = float(along @ along)
    if length2 == 0:
        return place
    part = float(np.subtract(place, first) @ along) / length2
    x, y, z = np.asarray(place) + along * (min(max(part, 0.0), 1.0) - part)
    return float(x), float(y), float(z)


def turned_with(
    axis: tuple[Position, Position], moved: tuple[Position, Position], line: tuple[Position, Position]
) -> tuple[Position, Position]:
    """A line across an axis, as it lies across the axis once that was moved within its slice: at the same part of it,
    at right angles, as long as before."""
    along, moved_along, start = (np.subtract(b, a) for a, b in (axis, moved, (axis[0], line[0])))
    step = np.subtract(line[1], line[0])
    normal = np.cross(along, step)
    length2, moved_length = float(along @ along), float(np.linalg.norm(moved_along))
    if length2 == 0 or moved_length == 0 or not normal.any():
        return line
    across_ = np.cross(normal / np.linalg.norm(normal), moved_along / moved_length)
    across_before = step / np.linalg.norm(step)
    foot = np.asarray(moved[0]) + moved_along * float(start @ along) / length2
    first = foot + across_ * float(start @ across_before)
    ends = (first, first + across_ * float(np.linalg.norm(step)))
    (ax, ay, az), (bx, by, bz) = ends
    return (float(ax), float(ay), float(az)), (float(bx), float(by), float(bz))


def distance_to_line_mm(place: Position, first: Position, second: Position) -> float:
    """From a place to the nearest point of the line between two ends."""
    along = np.subtract(second, first)
    length2 = float(along @ along)
    part = 0.0 if length2 == 0 else float(np.clip(np.subtract(place, first) @ along / length2, 0.0, 1.0))
    return dist(place, tuple(np.asarray(first) + part * along))
