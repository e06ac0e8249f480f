"""Voxels in the order of the patient: orientation letters, linked positions, outlines, grey levels."""

from __future__ import annotations

from itertools import permutations, product

import numpy as np
import pytest
import ui_builder as build

from hccdesk.ui.ct_viewer.outline import outline_segments
from hccdesk.ui.ct_viewer.patient_grid import (
    Plane,
    patient_grid,
    pixel_of,
    pixel_spacing_mm,
    plane_slice,
    voxel_at,
)
from hccdesk.ui.ct_viewer.windowing import LIVER, HuWindow, grey_table, to_grey
from hccdesk.ui.widgets.scale_bar import round_length

AXES = np.eye(3)[[2, 1, 0]]


def every_orientation():
    for order in permutations(range(3)):
        for signs in product((1.0, -1.0), repeat=3):
            yield tuple(tuple(float(v) for v in AXES[axis] * sign) for axis, sign in zip(order, signs, strict=True))


@pytest.mark.parametrize("directions", list(every_orientation()))
@pytest.mark.control("RISK-03-a")
def test_that_a_volume_stored_any_way_round_is_shown_the_same_way(directions):
    # A marker at a known patient position must appear at the same place of the screen however it is stored.
    shape = (5, 7, 9)
    geometry = build.a_geometry(shape, directions, (2.0, 2.0, 2.0))
    grid = patient_grid(geometry)
    index = np.moveaxis(np.indices(shape), 0, -1).astype(float)
    x, y, z = np.moveaxis(geometry.position_mm(index), -1, 0)
    across = grid.ordered(x)
    assert (np.diff(across, axis=2) > 0).all()  # right to left
    assert (np.diff(grid.ordered(y), axis=1) > 0).all()  # front to back
    assert (np.diff(grid.ordered(z), axis=0) > 0).all()  # feet to head
    assert grid.letters(Plane.AXIAL) == ("R", "L", "A", "P")
    assert grid.letters(Plane.CORONAL) == ("R", "L", "H", "F")
    assert grid.letters(Plane.SAGITTAL) == ("A", "P", "H", "F")
    found = grid.position_mm((1, 2, 3))
    assert found == pytest.approx((grid.ordered(x)[1, 2, 3], grid.ordered(y)[1, 2, 3], grid.ordered(z)[1, 2, 3]))
    assert grid.index_of(grid.lattice_index((1, 2, 3))) == (1, 2, 3)


def test_that_an_oblique_axis_is_named_with_two_letters():
    c, s = np.cos(np.radians(30)), np.sin(np.radians(30))
    tilted = ((0.0, -float(s), float(c)), (0.0, float(c), float(s)), (1.0, 0.0, 0.0))
    letters = patient_grid(build.a_geometry((5, 7, 9), tilted)).letters(Plane.AXIAL)
    assert letters == ("R", "L", "AF", "PH")


@pytest.mark.control("RISK-03-a")
def test_that_the_head_is_on_top_in_coronal_and_sagittal():
    volume = build.a_volume()
    grid = patient_grid(volume.geometry)
    heights = grid.ordered(np.broadcast_to(np.arange(40)[:, None, None], volume.hu.shape))
    assert plane_slice(heights, Plane.CORONAL, 5)[0, 0] == 39
    assert plane_slice(heights, Plane.SAGITTAL, 5)[-1, 0] == 0


@pytest.mark.parametrize("plane", list(Plane))
def test_that_a_pixel_and_its_voxel_are_inverse(plane):
    grid = patient_grid(build.a_geometry())
    index = (11, 37, 90)
    assert voxel_at(grid, plane, index, pixel_of(grid, plane, index)) == index


@pytest.mark.parametrize("plane", list(Plane))
def test_that_the_value_under_a_pixel_is_the_voxel_s(plane):
    volume = build.a_volume()
    grid = patient_grid(volume.geometry)
    hu = grid.ordered(volume.hu)
    index = (20, 64, 40)
    axis = {Plane.AXIAL: 0, Plane.CORONAL: 1, Plane.SAGITTAL: 2}[plane]
    row, column = pixel_of(grid, plane, index)
    assert plane_slice(hu, plane, index[axis])[row, column] == hu[index] == volume.hu[grid.lattice_index(index)]


def test_that_pixels_keep_the_patient_s_proportions():
    grid = patient_grid(build.a_geometry(spacing=(5.0, 0.7, 0.8)))
    assert pixel_spacing_mm(grid, Plane.AXIAL) == (0.7, 0.8)
    assert pixel_spacing_mm(grid, Plane.CORONAL) == (5.0, 0.8)
    assert pixel_spacing_mm(grid, Plane.SAGITTAL) == (5.0, 0.7)


def test_that_the_outline_of_one_pixel_is_its_four_edges():
    mask = np.zeros((4, 5), bool)
    mask[2, 3] = True
    segments = {tuple(row) for row in outline_segments(mask).tolist()}
    assert segments == {(3, 2, 4, 2), (3, 3, 4, 3), (3, 2, 3, 3), (4, 2, 4, 3)}


def test_that_the_outline_s_length_is_the_number_of_pixel_edges_between_in_and_out():
    mask = np.random.default_rng(3).random((23, 31)) > 0.5
    segments = outline_segments(mask)
    length = np.abs(segments[:, 2:] - segments[:, :2]).sum()
    padded = np.pad(mask, 1).astype(int)
    edges = np.abs(np.diff(padded, axis=0)).sum() + np.abs(np.diff(padded, axis=1)).sum()
    assert length == edges


def test_that_an_empty_mask_has_no_outline():
    assert outline_segments(np.zeros((4, 5), bool)).shape == (0, 4)


@pytest.mark.parametrize(("hu", "grey"), [(-1024, 0), (15, 0), (14.5 + 149 / 2, 127), (165, 255), (3000, 255)])
def test_that_grey_follows_the_window_as_the_standard_has_it(hu, grey):
    # PS3.3 C.11.2.1.2.1: y = ((x − (c − 0.5)) / (w − 1) + 0.5) · 255, clipped; c = 90, w = 150.
    table = grey_table(LIVER, inverted=False)
    shown = int(to_grey(np.array([[round(hu)]], np.int16), table)[0, 0])
    assert abs(shown - grey) <= 1


def test_that_inverting_turns_black_to_white():
    hu = np.arange(-200, 300, dtype=np.int16)[None]
    plain = to_grey(hu, grey_table(LIVER, inverted=False)).astype(int)
    assert (to_grey(hu, grey_table(LIVER, inverted=True)) == 255 - plain).all()


def test_that_a_window_cannot_be_dragged_to_nothing():
    assert HuWindow(10, 40).moved(-1000, 0).width_hu == 1.0


@pytest.mark.parametrize(("longest", "length"), [(140, 100), (99, 50), (5, 5), (0.7, 0.5), (0.1, 0.1), (2400, 2000)])
def test_that_a_scale_bar_is_round_and_fits(longest, length):
    assert round_length(longest) == pytest.approx(length)
