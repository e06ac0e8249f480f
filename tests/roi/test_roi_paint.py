"""What strokes and polygons touch, against plain definitions."""

from __future__ import annotations

import time
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.path import Path as Outline

from hccdesk.domain.geometry import geometry_from
from hccdesk.domain.region_edit import RegionPart
from hccdesk.roi import paint
from hccdesk.roi.raster import polygon_mask

AXIAL = np.array([[0.0, 0.0, 1.0], [0.0, 1.0, 0.0], [1.0, 0.0, 0.0]])
SPACING_MM = (3.0, 0.7, 0.9)


def a_lattice(shape=(20, 60, 50), spacing_mm=SPACING_MM):
    return geometry_from(shape, spacing_mm, (0.0, 0.0, 0.0), AXIAL)


def on_lattice(part: RegionPart, shape=(20, 60, 50)) -> np.ndarray:
    return part.added_to(np.zeros(shape, dtype=bool))


def distance_to_line_mm(shape, points, axes) -> np.ndarray:
    """Of every voxel centre to the polyline."""
    spacing = np.array(SPACING_MM)[axes]
    centres = (np.stack(np.indices(shape), axis=-1)[..., axes] + 0.5) * spacing
    line = points[:, axes] * spacing
    nearest = np.linalg.norm(centres - line[0], axis=-1)
    for a, b in pairwise(line):
        along = np.clip((centres - a) @ (b - a) / ((b - a) @ (b - a)), 0, 1)
        nearest = np.minimum(nearest, np.linalg.norm(centres - a - along[..., None] * (b - a), axis=-1))
    return nearest


def test_that_a_polygon_holds_the_pixels_whose_centres_lie_within_it() -> None:
    square = np.array([(1.0, 2.0), (1.0, 5.0), (4.0, 5.0), (4.0, 2.0)])
    mask = polygon_mask(square, (8, 8))
    assert mask[1:4, 2:5].all()
    assert mask.sum() == 9
    assert polygon_mask(square + 0.49, (8, 8))[1:4, 2:5].all(), "centres decide, not corners"
    assert polygon_mask(square + 0.51, (8, 8))[2:5, 3:6].all()


@given(st.integers(3, 12), st.integers(0, 10_000))
@settings(max_examples=40, deadline=None)
def test_that_a_polygon_without_crossings_is_filled_as_matplotlib_does(count: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    angles = np.sort(random.uniform(0, 2 * np.pi, count))
    radii = random.uniform(3, 22, count)
    star = np.column_stack([20.3 + radii * np.sin(angles), 18.1 + radii * np.cos(angles)])
    centres = np.stack(np.indices((30, 40)), axis=-1).reshape(-1, 2) + 0.5
    expected = Outline(star, closed=False).contains_points(centres).reshape(30, 40)
    if np.diff(angles, append=angles[0] + 2 * np.pi).max() < np.pi:  # else the star may not be simple
        assert np.array_equal(polygon_mask(star, (30, 40)), expected)


def test_that_what_a_polygon_goes_round_twice_is_outside() -> None:
    five_pointed = [(np.sin(a), np.cos(a)) for a in 4 * np.pi / 5 * np.arange(5)]
    mask = polygon_mask(20 + 15 * np.array(five_pointed), (40, 40))
    assert not mask[20, 20]
    assert mask.any()


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_that_a_polygon_lies_in_its_slice_whatever_the_axis(axis: int) -> None:
    corners = np.array([(2.0, 3.0), (2.0, 9.0), (11.0, 9.0), (11.0, 3.0)])
    part = paint.polygon(np.insert(corners, axis, 7.5, axis=1), a_lattice((20, 20, 20)), axis)
    mask = np.moveaxis(on_lattice(part, (20, 20, 20)), axis, 0)
    assert mask[7, 2:11, 3:9].all()
    assert mask.sum() == 9 * 6


def test_that_a_polygon_beside_the_volume_or_of_two_points_touches_nothing() -> None:
    corners = np.array([(2.0, 3.0), (2.0, 9.0), (11.0, 9.0)])
    for vertices in (np.insert(corners, 0, -0.5, axis=1), np.insert(corners, 0, 20.0, axis=1)):
        assert paint.polygon(vertices, a_lattice(), 0).is_empty
    far = np.insert(corners + 1000, 0, 3.5, axis=1)
    assert on_lattice(paint.polygon(far, a_lattice(), 0)).sum() == 0
    assert paint.polygon(np.insert(corners[:2], 0, 3.5, axis=1), a_lattice(), 0).is_empty
    assert paint.polygon(np.zeros((0, 3)), a_lattice(), 0).is_empty


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_that_a_disc_reaches_as_far_in_mm_along_both_axes(axis: int) -> None:
    points = np.array([(8.2, 20.1, 14.9), (8.2, 22.0, 13.0), (8.2, 12.0, 13.0)])[:, np.roll([0, 1, 2], axis)]
    points[:, axis] = 8.2
    across = [other for other in range(3) if other != axis]
    mask = on_lattice(paint.stroke(points, 6.0, a_lattice(), axis))
    near = distance_to_line_mm((20, 60, 50), points, across) <= 6.0
    expected = np.zeros_like(near)
    at = tuple(8 if other == axis else slice(None) for other in range(3))
    expected[at] = near[at]
    assert np.array_equal(mask, expected)
    assert mask.any()


def test_that_a_ball_is_round_in_mm() -> None:
    points = np.array([(9.5, 30.5, 24.5)])
    mask = on_lattice(paint.stroke(points, 8.0, a_lattice(), None))
    assert np.array_equal(mask, distance_to_line_mm((20, 60, 50), points, [0, 1, 2]) <= 8.0)
    assert mask.sum() * np.prod(SPACING_MM) == pytest.approx(4 / 3 * np.pi * 8**3, rel=0.05)


@pytest.mark.parametrize("axis", [0, None])
def test_that_a_stroke_in_steps_is_the_stroke_at_once(axis: int | None) -> None:
    points = np.array([(5.5, 10.0, 10.0), (5.5, 25.0, 31.0), (5.5, 50.0, 12.0), (5.5, 50.0, 12.0)])
    whole = on_lattice(paint.stroke(points, 4.0, a_lattice(), axis))
    stepwise = np.zeros_like(whole)
    for pair in pairwise(points):
        paint.stroke(np.array(pair), 4.0, a_lattice(), axis).add_into(stepwise)
    assert np.array_equal(whole, stepwise)


def test_that_the_finest_brush_leaves_a_line_without_gaps_and_a_click_a_voxel() -> None:
    points = np.array([(5.5, 2.0, 2.0), (5.5, 55.0, 47.0)])
    mask = on_lattice(paint.stroke(points, 0.01, a_lattice(), 0))[5]
    rows = np.flatnonzero(mask.any(axis=1))
    assert np.array_equal(rows, np.arange(2, 56))
    for row in rows[1:]:
        columns = np.flatnonzero(mask[row])
        before = np.flatnonzero(mask[row - 1])
        assert columns.min() - before.max() <= 1
    assert on_lattice(paint.stroke(points[:1], 0.01, a_lattice(), None)).sum() == 1


def test_that_a_stroke_beyond_the_edge_is_cut_there() -> None:
    points = np.array([(5.5, -30.0, 20.0), (5.5, 90.0, 20.0)])
    mask = on_lattice(paint.stroke(points, 3.0, a_lattice(), 0))
    assert mask[5, :, 20].all()
    assert on_lattice(paint.stroke(points - (0, 0, 500), 3.0, a_lattice(), 0)).sum() == 0


def test_that_a_brush_within_a_range_paints_only_there() -> None:
    hu = np.zeros((20, 60, 50), dtype=np.int16)
    hu[:, :, 25:] = 100
    part = paint.stroke(np.array([(5.5, 30.0, 25.0)]), 6.0, a_lattice(), 0)
    mask = on_lattice(paint.within_range(part, hu, 100, 200))
    assert mask[5, 30, 25:30].all()
    assert not mask[:, :, :25].any()


def test_that_adding_and_removing_leaves_the_old_mask_alone() -> None:
    before = np.zeros((20, 60, 50), dtype=bool)
    part = paint.stroke(np.array([(5.5, 30.0, 25.0)]), 6.0, a_lattice(), 0)
    after = part.added_to(before)
    assert not before.any()
    assert after.any()
    assert not part.removed_from(after).any()
    assert after.any()


def test_that_a_step_of_a_stroke_costs_a_few_milliseconds_on_a_large_ct() -> None:
    lattice = a_lattice((300, 512, 512), (1.0, 0.7, 0.7))
    step = np.array([(150.5, 250.0, 250.0), (150.5, 262.0, 254.0)])
    for axis in (0, None):
        took = []
        for _ in range(5):
            start = time.perf_counter()
            paint.stroke(step, 10.0, lattice, axis)
            took.append(time.perf_counter() - start)
        assert min(took) < 0.005
