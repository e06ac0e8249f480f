"""Measured lengths and places, against positions worked out by hand, on lattices that are stretched and turned."""

from __future__ import annotations

import time
from itertools import permutations, product
from math import cos, dist, radians, sin

import numpy as np
import pytest

from hccdesk.domain.geometry import geometry_from
from hccdesk.domain.measurement import Measurement, MeasurementKind
from hccdesk.ui.ct_viewer.pane_hand import PanePlace
from hccdesk.ui.ct_viewer.patient_grid import Plane, patient_grid
from hccdesk.ui.measure_tools.patient_places import (
    across,
    distance_to_line_mm,
    middle_index,
    position_at,
    seen_at,
    seen_on_slice,
)
from hccdesk.ui.measure_tools.sketch import Sketch, long_axis_first, with_end

AXIAL = np.eye(3)[::-1]
SHAPE, SPACING = (30, 100, 80), (5.0, 0.8, 0.6)


def a_grid(directions=AXIAL, shape=SHAPE, spacing=SPACING):
    return patient_grid(geometry_from(shape, spacing, (-20.0, -40.0, 100.0), np.asarray(directions)))


def place(plane: Plane, row: float, column: float) -> PanePlace:
    return PanePlace(plane, row, column, 2.0)


def test_that_an_axial_place_has_the_position_of_its_voxel() -> None:
    """The middle of pixel (10, 20) on slice 4: x = -20 + 20 × 0.6, y = -40 + 10 × 0.8, z = 100 + 4 × 5."""
    assert position_at(a_grid(), place(Plane.AXIAL, 10.5, 20.5), 4) == pytest.approx((-8.0, -32.0, 120.0))


def test_that_coronal_and_sagittal_places_have_the_head_on_top() -> None:
    """Row 0 is the topmost slice, 29: z = 100 + 29 × 5."""
    coronal = position_at(a_grid(), place(Plane.CORONAL, 0.5, 20.5), 10)
    assert coronal == pytest.approx((-8.0, -32.0, 245.0))
    sagittal = position_at(a_grid(), place(Plane.SAGITTAL, 0.5, 10.5), 20)
    assert sagittal == pytest.approx((-8.0, -32.0, 245.0))


@pytest.mark.parametrize(
    ("plane", "steps", "expected_mm"),
    [
        (Plane.AXIAL, (30, 40), 33.941),  # 30 × 0.8 = 24 by 40 × 0.6 = 24
        (Plane.CORONAL, (6, 50), 42.426),  # 6 × 5 = 30 by 50 × 0.6 = 30
        (Plane.SAGITTAL, (8, 50), 56.569),  # 8 × 5 = 40 by 50 × 0.8 = 40
    ],
)
@pytest.mark.control("RISK-04-b")
def test_that_a_length_counts_each_axis_with_its_own_spacing(plane, steps, expected_mm) -> None:
    grid = a_grid()
    first = position_at(grid, place(plane, 2.3, 5.7), 7)
    second = position_at(grid, place(plane, 2.3 + steps[0], 5.7 + steps[1]), 7)
    assert dist(first, second) == pytest.approx(expected_mm, abs=1e-3)


def test_that_lengths_hold_on_a_turned_table_and_a_tilted_gantry() -> None:
    a = radians(20)
    turned = [(0, -sin(a), cos(a)), (0, cos(a), sin(a)), (1, 0, 0)]
    for directions in (turned, [(0, sin(a), cos(a)), (0, 1, 0), (1, 0, 0)]):  # the second is sheared
        grid = a_grid(directions)
        axial = [position_at(grid, place(Plane.AXIAL, r, c), 7) for r, c in ((2.0, 5.0), (32.0, 45.0))]
        assert dist(*axial) == pytest.approx(33.941, abs=1e-3)
        step = np.array(directions[0]) * 5.0 * 6 + np.array(directions[2]) * 0.6 * 50
        coronal = [position_at(grid, place(Plane.CORONAL, r, c), 7) for r, c in ((8.0, 5.0), (2.0, 55.0))]
        assert np.subtract(coronal[1], coronal[0]) == pytest.approx(step)
        assert dist(*coronal) == pytest.approx(np.linalg.norm(step))


@pytest.mark.parametrize("plane", list(Plane))
def test_that_a_position_is_seen_where_it_was_drawn_however_the_series_is_stored(plane: Plane) -> None:
    for order in permutations(range(3)):
        for signs in product((1.0, -1.0), repeat=3):
            grid = a_grid(np.eye(3)[list(order)] * np.array(signs)[:, None], (7, 9, 11), (2.0, 0.8, 0.5))
            drawn = place(plane, 2.25, 4.75)
            assert seen_at(grid, plane, position_at(grid, drawn, 3)) == pytest.approx((3.0, 2.25, 4.75))


def test_that_a_place_beside_the_slice_counts_as_its_edge() -> None:
    grid = a_grid()
    beside = position_at(grid, place(Plane.AXIAL, -50.0, 500.0), 4)
    assert beside == pytest.approx(position_at(grid, place(Plane.AXIAL, 0.0, 80.0), 4))


def test_that_a_measurement_is_seen_on_its_own_slice_only() -> None:
    grid = a_grid()
    ends = tuple(position_at(grid, place(Plane.AXIAL, r, c), 7) for r, c in ((20.5, 30.5), (40.5, 30.5)))
    assert np.array(seen_on_slice(grid, Plane.AXIAL, 7, ends)) == pytest.approx(np.array([(20.5, 30.5), (40.5, 30.5)]))
    assert seen_on_slice(grid, Plane.AXIAL, 6, ends) is None
    assert seen_on_slice(grid, Plane.AXIAL, 8, ends) is None
    assert seen_on_slice(grid, Plane.CORONAL, 20, ends) is None, "only one of its ends lies there"
    on_sagittal = seen_on_slice(grid, Plane.SAGITTAL, 30, ends)
    assert np.array(on_sagittal) == pytest.approx(np.array([(22.5, 20.5), (22.5, 40.5)])), "it lies in this plane too"


def test_that_an_end_between_two_slices_is_seen_on_one_of_them() -> None:
    grid = a_grid()
    for part in (-0.5, -0.49, 0.0, 0.49, 0.5):
        z = 100.0 + (7 + part) * 5.0
        ends = ((0.0, 0.0, z), (5.0, 0.0, z))
        assert sum(seen_on_slice(grid, Plane.AXIAL, at, ends) is not None for at in range(30)) == 1


def test_that_the_middle_is_the_voxel_between_the_ends() -> None:
    grid = a_grid()
    ends = tuple(position_at(grid, place(Plane.AXIAL, r, c), 7) for r, c in ((20.5, 30.5), (40.5, 50.5)))
    assert middle_index(grid, ends) == (7, 30, 40)


def test_that_the_short_axis_is_kept_at_right_angles_in_mm() -> None:
    first, second = (0.0, 0.0, 0.0), (30.0, 10.0, 0.0)
    end = across(first, second, (12.0, 1.0, 0.0), (14.0, 25.0, 0.0))
    assert np.dot(np.subtract(second, first), np.subtract(end, (12.0, 1.0, 0.0))) == pytest.approx(0.0)
    assert distance_to_line_mm(end, (12.0, 1.0, 0.0), (14.0, 25.0, 0.0)) < 12.0


def test_that_the_distance_to_a_line_ends_at_its_ends() -> None:
    line = ((0.0, 0.0, 0.0), (10.0, 0.0, 0.0))
    assert distance_to_line_mm((5.0, 3.0, 0.0), *line) == 3.0
    assert distance_to_line_mm((14.0, 3.0, 0.0), *line) == 5.0
    assert distance_to_line_mm((3.0, 4.0, 0.0), line[0], line[0]) == 5.0


def test_that_the_long_axis_comes_first_whichever_was_drawn_first() -> None:
    short, long = ((0.0, 0.0, 0.0), (10.0, 0.0, 0.0)), ((5.0, -10.0, 0.0), (5.0, 10.0, 0.0))
    sketch = Sketch(MeasurementKind.TWO_DIAMETERS, Plane.AXIAL, 3, (*short, *long))
    assert sketch.measured("M1", "1.2").lengths_mm == (20.0, 10.0)
    given = Measurement("M1", MeasurementKind.TWO_DIAMETERS, (*long, *short), "1.2", "axial")
    assert long_axis_first(given) is given


def test_that_looking_for_measurements_on_a_slice_costs_next_to_nothing() -> None:
    """Every one is looked for with every painted slice: fifty of them may not delay the wheel."""
    grid = a_grid()
    all_ends = [((0.0, float(n), 110.0), (9.0, float(n), 110.0)) for n in range(50)]
    took = []
    for at in range(10):
        start = time.perf_counter()
        for ends in all_ends:
            seen_on_slice(grid, Plane.AXIAL, at, ends)
        took.append(time.perf_counter() - start)
    assert min(took) < 0.002


def _feet(made: Measurement) -> tuple[list[float], float]:
    """Where the short axis' ends lie along the long one (0 to 1), and the cosine between the two."""
    first, second = (np.asarray(end) for end in made.ends_mm[:2])
    along, step = second - first, np.subtract(made.ends_mm[3], made.ends_mm[2])
    feet = [float((np.asarray(end) - first) @ along / (along @ along)) for end in made.ends_mm[2:]]
    return feet, float(along @ step) / float(np.linalg.norm(along) * np.linalg.norm(step))


def test_that_a_short_axis_begun_beside_the_long_one_is_brought_within_its_extent() -> None:
    long = ((0.0, 0.0, 0.0), (60.0, 0.0, 0.0))
    sketch = Sketch(MeasurementKind.TWO_DIAMETERS, Plane.AXIAL, 3, long)
    for start in (-20.0, 30.0, 90.0):
        made = sketch.begun((start, -10.0, 0.0)).stretched((start + 30.0, 12.0, 0.0)).measured("M1", "1.2")
        feet, cosine = _feet(made)
        assert cosine == pytest.approx(0.0, abs=1e-9)
        assert all(-1e-9 <= foot <= 1 + 1e-9 for foot in feet)
        assert made.lengths_mm == pytest.approx((60.0, 22.0))


def test_that_the_longer_of_two_is_the_long_axis_and_the_other_lies_within_it() -> None:
    sketch = Sketch(MeasurementKind.TWO_DIAMETERS, Plane.AXIAL, 3, ((0.0, 0.0, 0.0), (20.0, 0.0, 0.0)))
    made = sketch.begun((40.0, -30.0, 0.0)).stretched((40.0, 30.0, 0.0)).measured("M1", "1.2")
    assert made.lengths_mm == pytest.approx((60.0, 20.0))
    assert all(0 <= foot <= 1 for foot in _feet(made)[0])


def test_that_two_diameters_stay_at_right_angles_when_an_end_is_moved() -> None:
    ends = ((0.0, 0.0, 5.0), (60.0, 0.0, 5.0), (30.0, -10.0, 5.0), (30.0, 20.0, 5.0))
    made = Measurement("M1", MeasurementKind.TWO_DIAMETERS, ends, "1.2", "axial")
    short_moved = with_end(made, 3, (50.0, 26.0, 5.0))
    assert short_moved.ends_mm[3] == pytest.approx((30.0, 26.0, 5.0))
    turned = with_end(made, 1, (0.0, 80.0, 5.0))
    feet, cosine = _feet(turned)
    assert cosine == pytest.approx(0.0, abs=1e-9)
    assert feet == pytest.approx([0.5, 0.5])
    assert turned.lengths_mm == pytest.approx((80.0, 30.0))
    assert {round(end[2], 9) for end in turned.ends_mm} == {5.0}
    assert turned.ends_mm[2] == pytest.approx((10.0, 40.0, 5.0)), "turned, not mirrored"
