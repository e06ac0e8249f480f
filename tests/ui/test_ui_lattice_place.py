"""From a place on a view to the lattice and back, for every way a series may be stored."""

from __future__ import annotations

from itertools import permutations, product

import numpy as np
import pytest

from hccdesk.domain.geometry import geometry_from
from hccdesk.ui.ct_viewer.lattice_place import lattice_axis, lattice_point, pane_point
from hccdesk.ui.ct_viewer.patient_grid import FIXED_AXIS, Plane, patient_grid, plane_slice

WAYS = [(order, signs) for order in permutations(range(3)) for signs in product((1.0, -1.0), repeat=3)]


def a_grid(order, signs):
    directions = np.eye(3)[list(order)] * np.array(signs)[:, None]
    return patient_grid(geometry_from((7, 9, 11), (2.0, 0.8, 0.5), (10.0, 20.0, 30.0), directions))


@pytest.mark.parametrize("plane", list(Plane))
def test_that_the_pixel_under_a_place_is_the_voxel_at_its_lattice_point(plane: Plane) -> None:
    for order, signs in WAYS:
        grid = a_grid(order, signs)
        numbers = np.arange(7 * 9 * 11).reshape(7, 9, 11)
        at = 3
        shown = plane_slice(grid.ordered(numbers), plane, at)
        for row, column in ((0.2, 0.9), (1.5, 4.01), (shown.shape[0] - 0.1, shown.shape[1] - 0.5)):
            point = lattice_point(grid, plane, at, row, column)
            voxel = tuple(int(np.floor(p)) for p in point)
            assert numbers[voxel] == shown[int(row), int(column)]
            assert pane_point(grid, plane, point) == pytest.approx((at, row, column))


@pytest.mark.parametrize("plane", list(Plane))
def test_that_the_axis_is_the_one_through_the_slices(plane: Plane) -> None:
    for order, signs in WAYS:
        grid = a_grid(order, signs)
        axis = lattice_axis(grid, plane)
        assert grid.geometry.shape[axis] == grid.shape[FIXED_AXIS[plane]]
        first, next_one = (np.array(lattice_point(grid, plane, at, 2.5, 2.5)) for at in (2, 3))
        assert np.flatnonzero(next_one - first).tolist() == [axis]
