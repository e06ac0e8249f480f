"""Outlines on a slide as areas: added, cut away, brushed, mended."""

from __future__ import annotations

import time

import numpy as np
import pytest

from hccdesk.domain.roi import Polygon, SlideRoi
from hccdesk.roi.slide_outline import added, area_mm2, brushed, subtracted

ONE_UM = 1000.0  # µm a pixel, so that a pixel is a square millimetre


def a_square(x: float, y: float, side: float) -> np.ndarray:
    return np.array([(x, y), (x + side, y), (x + side, y + side), (x, y + side)], dtype=float)


def area_px(roi: SlideRoi) -> float:
    return area_mm2(roi, ONE_UM)


def test_that_the_first_ring_is_the_outline() -> None:
    roi = added(None, a_square(100, 200, 50))
    assert roi is not None
    assert area_px(roi) == 2500
    assert len(roi.polygons) == 1
    assert len(roi.polygons[0].outline) == 4, "the last vertex is not repeated"
    assert roi.source == "drawn"


def test_that_overlapping_areas_become_one_and_distant_ones_stay_two() -> None:
    roi = added(added(None, a_square(0, 0, 100)), a_square(50, 0, 100))
    assert area_px(roi) == 15_000
    assert len(roi.polygons) == 1
    assert len(added(roi, a_square(500, 500, 10)).polygons) == 2


def test_that_a_hole_is_kept_counted_off_and_can_be_filled_again() -> None:
    roi = subtracted(added(None, a_square(0, 0, 100)), a_square(40, 40, 20))
    assert len(roi.polygons[0].holes) == 1
    assert area_px(roi) == 9_600
    assert area_px(added(roi, a_square(300, 0, 10))) == 9_700
    assert area_px(added(roi, a_square(30, 30, 40))) == 10_000


def test_that_subtracting_cuts_in_two_and_to_nothing() -> None:
    roi = added(None, a_square(0, 0, 100))
    cut = subtracted(roi, np.array([(40.0, -10.0), (60, -10), (60, 110), (40, 110)]))
    assert len(cut.polygons) == 2
    assert area_px(cut) == 8_000
    assert subtracted(roi, a_square(-10, -10, 200)) is None
    assert subtracted(None, a_square(0, 0, 10)) is None


def test_that_a_hole_is_cut_from_its_own_outline_only() -> None:
    ring = SlideRoi((Polygon(a_square(0, 0, 100), (a_square(40, 40, 20),)), Polygon(a_square(45, 45, 10))), "qupath")
    assert area_px(ring) == 9_600 + 100


@pytest.mark.bad("BAD-052")
def test_that_a_crossing_ring_is_mended() -> None:
    bow_tie = np.array([(0.0, 0.0), (100, 100), (100, 0), (0, 100)])
    roi = added(None, bow_tie)
    assert area_px(roi) == pytest.approx(5_000)
    assert area_px(added(roi, a_square(200, 200, 10))) == pytest.approx(5_100)


def test_that_rings_without_area_and_slivers_leave_nothing() -> None:
    assert added(None, np.array([(0.0, 0.0), (10, 10)])) is None
    assert added(None, np.array([(0.0, 0.0), (10, 10), (20, 20)])) is None
    roi = added(None, a_square(0, 0, 100))
    almost = subtracted(roi, a_square(0.1, -1, 200))
    assert almost is None, "a tenth of a pixel is left"


def test_that_classes_are_kept() -> None:
    roi = SlideRoi((Polygon(a_square(0, 0, 100)),), "qupath-geojson", ("Tumor", "Stroma"))
    assert added(roi, a_square(50, 50, 100)).classes == ("Tumor", "Stroma")


def test_that_a_brush_sweeps_a_disc() -> None:
    dot = brushed(None, np.array([(50.0, 50.0)]), 20.0)
    assert area_px(dot) == pytest.approx(np.pi * 400, rel=0.01)
    stroke = brushed(None, np.array([(50.0, 50.0), (150.0, 50.0)]), 20.0)
    assert area_px(stroke) == pytest.approx(np.pi * 400 + 4000, rel=0.01)
    assert area_px(brushed(stroke, np.array([(100.0, 50.0)]), 10.0, subtract=True)) == pytest.approx(
        area_px(stroke) - np.pi * 100, rel=0.01
    )


def test_that_polygons_far_from_an_edit_stay_as_they_are_and_in_their_order() -> None:
    far = [Polygon(a_square(1000.1 * n, 5000, 100)) for n in range(3)]
    roi = SlideRoi((far[0], Polygon(a_square(0, 0, 100)), far[1], far[2]), "qupath-geojson")
    edited = added(roi, a_square(50, 50, 100))
    assert all(edited.polygons[place] is one for place, one in zip((0, 2, 3), far, strict=True))
    assert len(edited.polygons) == 4
    assert len(added(edited, a_square(9000, 9000, 10)).polygons) == 5
    cut = subtracted(edited, a_square(-10, -10, 400))
    assert [id(polygon) for polygon in cut.polygons] == [id(one) for one in far]


def test_that_a_long_stroke_that_crosses_itself_is_quick() -> None:
    way = np.cumsum(np.random.default_rng(0).normal(0, 60, (600, 2)), axis=0) + 20_000
    took = []
    for _ in range(3):
        start = time.perf_counter()
        roi = brushed(None, way, 400.0)
        took.append(time.perf_counter() - start)
    assert min(took) < 0.15
    assert roi is not None
    inside = [np.hypot(*(way - point).T).min() < 380 for point in roi.polygons[0].outline]
    assert not any(inside), "the edge is a brush's radius away from the way"


def test_that_editing_an_outline_of_thousands_of_vertices_is_quick() -> None:
    angles = np.linspace(0, 2 * np.pi, 5_000, endpoint=False)
    roi = added(None, 20_000 + 8_000 * np.column_stack([np.cos(angles), np.sin(angles)]))
    took = []
    for _ in range(5):
        start = time.perf_counter()
        brushed(roi, np.array([(27_000.0, 20_000.0), (29_000.0, 21_000.0)]), 400.0)
        took.append(time.perf_counter() - start)
    assert min(took) < 0.03


def test_that_a_line_of_thousands_that_crosses_itself_everywhere_is_read_in_good_time() -> None:
    noise = np.random.default_rng(1).normal(0, 30, (2, 20_000))
    angle = np.linspace(0, 2 * np.pi, 20_000, endpoint=False)
    ring = np.stack([20_000 + 8000 * np.cos(angle) + noise[0], 20_000 + 8000 * np.sin(angle) + noise[1]], axis=1)
    began = time.perf_counter()
    roi = added(None, ring)
    assert time.perf_counter() - began < 2.0
    assert area_px(roi) == pytest.approx(np.pi * 8000**2, rel=0.01)


def test_that_vertices_that_nobody_can_see_are_left_out() -> None:
    side = np.linspace(0, 1000, 500)
    wobble = 0.2 * np.sin(side)
    ring = np.concatenate([np.stack([side, wobble], 1), [[1000, 1000], [0, 1000]]])
    assert len(added(None, ring, 0.5).polygons[0].outline) < 10
    assert len(added(None, ring).polygons[0].outline) > 400
    assert area_px(added(None, ring, 0.5)) == pytest.approx(1e6, rel=0.001)


def test_that_an_outline_met_before_is_not_mended_again() -> None:
    angle = np.linspace(0, 2 * np.pi, 100_000, endpoint=False)
    radius = 8000 + np.random.default_rng(0).normal(0, 20, angle.size)
    roi = SlideRoi((Polygon(np.stack([radius * np.cos(angle), radius * np.sin(angle)], 1)),), "qupath-geojson")
    first = area_px(roi)
    began = time.perf_counter()
    assert area_px(roi) == first
    assert time.perf_counter() - began < 0.02
