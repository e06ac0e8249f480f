"""From a place on a view to a point of the lattice and back. No Qt.

A lattice point (slice, row, column) is continuous and counted from the outer edge: voxel i lies in [i, i + 1), its
centre at i + 0.5, as for `PanePlace`.
"""

from __future__ import annotations

from hccdesk.ui.ct_viewer.patient_grid import FIXED_AXIS, PatientGrid, Plane

LatticePoint = tuple[float, float, float]


def lattice_axis(grid: PatientGrid, plane: Plane) -> int:
    """The axis of the lattice that runs through the view's slices."""
    return grid.axes[FIXED_AXIS[plane]]


def lattice_point(grid: PatientGrid, plane: Plane, at: float, row: float, column: float) -> LatticePoint:
    """The point at (row, column) of the slice `at` (its number from feet, front or right), in the slice's middle."""
    from_feet = grid.shape[0] - row
    ordered = {
        Plane.AXIAL: (at + 0.5, row, column),
        Plane.CORONAL: (from_feet, at + 0.5, column),
        Plane.SAGITTAL: (from_feet, column, at + 0.5),
    }[plane]
    found = [0.0, 0.0, 0.0]
    for place, axis in enumerate(grid.axes):
        found[axis] = grid.shape[place] - ordered[place] if grid.flipped[place] else ordered[place]
    return found[0], found[1], found[2]


def pane_point(grid: PatientGrid, plane: Plane, point: LatticePoint) -> tuple[float, float, float]:
    """(at, row, column) of a lattice point on a view; a whole `at` is the middle of that slice."""
    z, y, x = (
        grid.shape[place] - point[axis] if grid.flipped[place] else point[axis] for place, axis in enumerate(grid.axes)
    )
    return {
        Plane.AXIAL: (z - 0.5, y, x),
        Plane.CORONAL: (y - 0.5, grid.shape[0] - z, x),
        Plane.SAGITTAL: (x - 0.5, grid.shape[0] - z, y),
    }[plane]
