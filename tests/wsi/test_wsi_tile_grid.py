"""Which patches a model sees, and at what scale."""

from __future__ import annotations

import numpy as np
import pytest
from wsi_builders import box_roi, input_spec, slide_facts

from hccdesk.domain.errors import CalibrationError
from hccdesk.domain.roi import Polygon, SlideRoi
from hccdesk.wsi.polygon_cover import inside
from hccdesk.wsi.tile_grid import patch_grid

EVERYTHING = box_roi(-10, -10, 1e5, 1e5)


def test_that_patches_come_in_raster_order_without_overlap_and_inside_the_slide() -> None:
    grid = patch_grid(slide_facts(1300, 1100), EVERYTHING, input_spec())
    assert grid.top_left_px.tolist() == [[0, 0], [512, 0], [0, 512], [512, 512]]
    assert (grid.size_px, grid.model_size_px, grid.um_per_px) == (512, 512, 0.25)
    assert grid.top_left_px.dtype == np.int64


def test_that_a_patch_belongs_where_its_centre_is() -> None:
    grid = patch_grid(slide_facts(), box_roi(260, 200, 770, 300), input_spec())  # centres at 256 and 768
    assert grid.top_left_px.tolist() == [[512, 0]]


def test_that_a_hole_is_left_out() -> None:
    whole = patch_grid(slide_facts(), box_roi(0, 0, 1536, 1536), input_spec())
    holed = patch_grid(slide_facts(), box_roi(0, 0, 1536, 1536, (600, 600, 900, 900)), input_spec())
    gone = set(map(tuple, whole.top_left_px.tolist())) - set(map(tuple, holed.top_left_px.tolist()))
    assert gone == {(512, 512)}


def test_that_a_hole_belongs_to_its_own_polygon_only() -> None:
    roi = SlideRoi(
        (*box_roi(0, 0, 1536, 1536, (500, 500, 1100, 1100)).polygons, *box_roi(600, 600, 1000, 1000).polygons), "x"
    )
    assert len(patch_grid(slide_facts(), roi, input_spec()).top_left_px) == 9


def test_that_the_lattice_does_not_move_with_the_outline() -> None:
    for shift in (0, 1, 37):
        grid = patch_grid(slide_facts(), box_roi(200 + shift, 200 + shift, 900 + shift, 900 + shift), input_spec())
        assert grid.top_left_px.tolist() == [[0, 0], [512, 0], [0, 512], [512, 512]]


def test_that_the_lattice_starts_where_the_scan_starts() -> None:
    grid = patch_grid(slide_facts(2000, 2000, bounds_offset_px=(100, 30)), EVERYTHING, input_spec())
    assert grid.top_left_px[0].tolist() == [100, 30]


@pytest.mark.parametrize(
    ("scan_um", "size_px", "grid_um"),
    [
        (0.25, 512, 0.25),
        (0.2528, 512, 0.2528),  # "40x" of another maker: its own pixels
        (0.23, 512, 0.23),
        (0.499, 512, 0.499),  # coarser: its own pixels, never enlarged
        (0.125, 1024, 0.25),
        (0.12, 1067, 0.12 * 1067 / 512),
    ],
)
@pytest.mark.control("RISK-05-b")
def test_that_the_scale_is_the_models_or_the_scans_own(scan_um: float, size_px: int, grid_um: float) -> None:
    grid = patch_grid(slide_facts(9000, 9000, scan_um), EVERYTHING, input_spec())
    assert grid.size_px == size_px
    assert grid.um_per_px == pytest.approx(grid_um)
    assert grid.um_per_px >= scan_um


@pytest.mark.bad("BAD-040")
@pytest.mark.control("RISK-05-a")
def test_that_a_slide_without_a_scale_is_refused_with_what_to_do() -> None:
    with pytest.raises(CalibrationError, match="µm") as refused:
        patch_grid(slide_facts(um_per_px=None), EVERYTHING, input_spec())
    assert "Re-export" in refused.value.what_to_do


def test_that_too_small_an_outline_gives_no_patch_rather_than_an_error() -> None:
    assert patch_grid(slide_facts(), box_roi(10, 10, 90, 90), input_spec()).top_left_px.shape == (0, 2)


def test_that_an_outline_that_crosses_itself_stands_for_all_it_goes_round() -> None:
    pentagram = [(50 + 45 * np.sin(4 * np.pi * i / 5), 50 - 45 * np.cos(4 * np.pi * i / 5)) for i in range(5)]
    figure_of_eight = [(0, 0), (100, 100), (100, 0), (0, 100)]
    middle, sides = np.array([50.0]), np.array([10.0, 90.0])
    assert inside((Polygon(np.array(pentagram)),), middle, middle).all()  # even-odd would make its middle a hole
    assert inside((Polygon(np.array(figure_of_eight, float)),), sides, middle).all()


def test_that_a_concave_outline_agrees_with_its_area() -> None:
    ring = np.array([(0, 0), (100, 0), (100, 100), (50, 40), (0, 100)], float)  # 10000 - 100*60/2 = 7000
    at = np.arange(0.25, 100, 0.5)
    assert inside((Polygon(ring),), at, at).mean() == pytest.approx(0.7, abs=2e-3)


def test_that_neighbouring_outlines_share_no_point_and_lose_none() -> None:
    left, right = box_roi(0, 0, 50, 100).polygons, box_roi(50, 0, 100, 100).polygons
    at = np.arange(0.0, 100.0, 10.0)
    assert (inside(left, at, at).astype(int) + inside(right, at, at) == 1).all()
