"""Pictures of the report: which slices, which way round, outline and map in the right place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from report_builder import a_ct_finding, a_ct_roi, a_slide, a_slide_roi, a_thumbnail, a_volume

from hccdesk.ct.series_finder import find_series
from hccdesk.ct.volume_reader import read_volume
from hccdesk.domain.ct import ContrastPhase, CtVolume
from hccdesk.domain.geometry import VolumeGeometry
from hccdesk.domain.roi import CtRoi, Polygon, SlideRoi
from hccdesk.report.axial_view import axial_view, square_pixels
from hccdesk.report.drawing import rgb_of
from hccdesk.report.figures import ct_figures, key_slices, slide_figure, windowed
from hccdesk.report.saliency_overlay import blue_white_orange, laid_over, map_on_slice
from hccdesk.ui.ct_viewer.patient_grid import patient_grid

YELLOW, DARK_YELLOW = rgb_of("#FFD54A"), rgb_of("#8A6D00")
X, Y, Z = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)


def minus(axis: tuple[float, float, float]) -> tuple[float, float, float]:
    return (-axis[0], -axis[1], -axis[2])


def marked(directions: object, place_lps: tuple[int, int, int]) -> CtVolume:
    """A cube of soft tissue with one bright corner block at LPS index 0..9 along x, y and z."""
    axes = np.asarray(directions)
    block = np.zeros((10, 10, 10), dtype=np.int16)
    block[place_lps[2], place_lps[1], place_lps[0]] = 1000
    order = [int(np.argmax(np.abs(a))) for a in axes]  # x=0, y=1, z=2 of each voxel axis
    stored = block.transpose([2 - o for o in order])
    for axis, direction in enumerate(axes):
        if direction[order[axis]] < 0:
            stored = np.flip(stored, axis)
    geometry = VolumeGeometry((10, 10, 10), (1.0, 1.0, 1.0), (0.0, 0.0, 0.0), directions)  # type: ignore[arg-type]
    return CtVolume("1", ContrastPhase.UNKNOWN, np.ascontiguousarray(stored), geometry)


@pytest.mark.parametrize(
    "directions",
    [(Z, Y, X), (minus(Z), Y, X), (Z, minus(Y), X), (Z, Y, minus(X)), (Z, X, Y), (Z, minus(X), minus(Y)), (Y, Z, X),
     (X, minus(Z), Y), (Y, minus(Z), minus(X))],
)  # fmt: skip
@pytest.mark.control("RISK-03-d")
def test_that_patients_right_is_on_the_left_and_front_at_the_top(directions: object) -> None:
    # LPS: x grows to the patient's left, y to the back. x = 1, y = 2 is right and front: row 2, column 1.
    volume = marked(directions, (1, 2, 5))
    shown = axial_view(volume.geometry).turned(volume.hu)
    _, row, column = np.argwhere(shown == 1000)[0]
    assert (row, column) == (2, 1)


def test_that_slices_keep_their_number_even_when_they_run_downwards() -> None:
    volume = marked((minus(Z), Y, X), (1, 2, 3))
    assert np.argwhere(axial_view(volume.geometry).turned(volume.hu) == 1000)[0][0] == 9 - 3


def test_that_the_key_slice_has_most_of_the_region_and_the_others_are_spread() -> None:
    mask = np.zeros((40, 20, 20), dtype=bool)
    mask[10:31, 5:8, 5:8] = True  # 21 slices: a quarter in is slice 15, three quarters 25
    mask[12, 2:18, 2:18] = True
    assert key_slices(mask) == (12, 15, 25)


@pytest.mark.parametrize(("slices", "expected"), [((), ()), ((4,), (4,)), ((4, 5), (4, 5)), ((1, 2, 3), (1, 2, 3))])
def test_that_small_regions_give_fewer_slices(slices: tuple[int, ...], expected: tuple[int, ...]) -> None:
    mask = np.zeros((8, 4, 4), dtype=bool)
    mask[list(slices), 1, 1] = True
    assert key_slices(mask) == expected


def test_that_the_window_is_abdominal() -> None:
    # W 400 L 40: black at -160 HU, white at 240 HU, mid-grey at 40 HU
    grey = windowed(np.array([[-1000.0, -160.0, 40.0, 240.0, 3000.0]]))[0, :, 0]
    assert grey.tolist() == [0, 0, 128, 255, 255]


def test_that_pixels_become_square() -> None:
    assert square_pixels(np.zeros((20, 50)), (2.0, 0.5), 1, longest_px=80).shape == (80, 50)


def test_that_three_slices_and_one_explanation_come_out_and_are_captioned() -> None:
    figures = ct_figures(a_volume(), a_ct_roi(), a_ct_finding())
    assert [f.name for f in figures] == ["ct_slice_0006", "ct_slice_0007", "ct_slice_0008", "ct_explanation"]
    words = "slice 7 of 12 from the feet (z 15.0 mm), phase: portal venous, window 400 / level 40 HU"
    assert words in figures[1].caption.text
    assert "ends at ±0.3" in figures[3].caption.text  # the builder's map runs from -0.2 to 0.3
    assert all(f.rgb.dtype == np.uint8 and f.rgb.ndim == 3 for f in figures)


@pytest.mark.parametrize("towards", [Z, minus(Z)])
def test_that_slices_are_numbered_from_the_feet_as_in_the_viewer(towards: tuple[float, float, float]) -> None:
    mask = np.zeros((12, 64, 64), dtype=bool)
    mask[2, 20:30, 20:30] = True
    volume = a_volume(directions=(towards, Y, X))
    finding = replace(a_ct_finding(), slice_indices=(2, 5, 6, 7, 8, 9, 10))
    figure, explained = ct_figures(volume, CtRoi(mask, "tumour"), finding)
    grid = patient_grid(volume.geometry)
    index = grid.index_of((2, 31, 31))
    seen = f"slice {index[0] + 1} of 12 from the feet (z {grid.position_mm(index)[2]:.1f} mm)"
    assert seen in figure.caption.text
    assert seen in explained.caption.text
    assert figure.name == f"ct_slice_{index[0] + 1:04d}"


def test_that_without_a_finding_there_is_no_explanation_and_without_a_region_no_picture() -> None:
    assert len(ct_figures(a_volume(), a_ct_roi(), None)) == 3
    assert ct_figures(a_volume(), CtRoi(np.zeros((12, 64, 64), dtype=bool), "none"), a_ct_finding()) == ()


def test_that_the_outline_runs_along_the_region() -> None:
    rgb = ct_figures(a_volume(), a_ct_roi(), None)[1].rgb
    rows, columns = np.nonzero((rgb == YELLOW).all(axis=2))
    # The body is 57 columns wide from column 3.2 on, drawn 512 px wide: 8.8 to 9 px a voxel. The ball has its
    # centre at column 20 and radius 9: from about column 11 to 29.
    body = np.flatnonzero((a_volume().hu[6] > -300).any(axis=0))
    scale, first = 512 / len(body), body[0]
    assert columns.min() / scale + first == pytest.approx(11.5, abs=1)
    assert columns.max() / scale + first == pytest.approx(29.0, abs=1)
    assert len(rows) > 300


@pytest.mark.control("RISK-03-d")
def test_that_the_outline_of_a_flipped_volume_stays_on_its_tumour() -> None:
    plain = ct_figures(a_volume(), a_ct_roi(), None)[1].rgb
    mirrored = a_volume()
    flipped = CtVolume("1", mirrored.phase, mirrored.hu[:, :, ::-1].copy(), replace(
        mirrored.geometry, directions=(Z, Y, minus(X)), origin_mm=(63 * 0.8, 0.0, 0.0)))  # fmt: skip
    roi = CtRoi(a_ct_roi().mask[:, :, ::-1].copy(), "tumour")
    assert np.array_equal(ct_figures(flipped, roi, None)[1].rgb, plain)


def test_that_the_map_lies_in_its_crop_and_nowhere_else() -> None:
    grid = np.array([[1.0, 2.0], [3.0, 4.0]], dtype=np.float32)
    full = map_on_slice(grid, (10, 20, 18, 28), (40, 40))
    assert full[10:18, 20:28].min() > 0 and np.count_nonzero(full) == 64
    assert full[10, 20] == 1.0 and full[17, 27] == 4.0
    assert full[13:15, 23:25].mean() == pytest.approx(2.5)  # bilinear: the middle is the mean of the four cells


def test_that_a_crop_that_overhangs_the_slice_is_cut() -> None:
    full = map_on_slice(np.ones((7, 7), dtype=np.float32), (-5, 30, 5, 50), (40, 40))
    assert np.count_nonzero(full) == 5 * 10


def test_that_blue_speaks_for_orange_against_and_zero_is_white() -> None:
    against, zero, speaks = blue_white_orange(np.array([-1.0, 0.0, 1.0]))
    assert speaks[2] > speaks[0] and against[0] > against[2] and zero.tolist() == [255, 255, 255]


def test_that_where_the_map_is_zero_the_image_is_untouched() -> None:
    image = np.full((4, 4, 3), 77, dtype=np.uint8)
    assert np.array_equal(laid_over(image, np.zeros((4, 4)), 0.0), image)
    assert np.array_equal(laid_over(image, np.zeros((4, 4)), 1.0), image)


def test_that_the_slides_region_is_outlined_with_its_holes_and_a_true_bar() -> None:
    figure = slide_figure(a_thumbnail(), a_slide(), a_slide_roi())
    marked = (figure.rgb == DARK_YELLOW).all(axis=2)
    # 20 000 px shown on 400: 50 level-0 pixels each. Vertex (3000, 2000) lies at (60, 40), hole corner (8000, 5000)
    # at (160, 100)
    assert marked[40, 60] and marked[100, 160] and marked[220, 320 - 1] and not marked[120, 250]
    # 0.25 µm/px × 50 = 12.5 µm a picture pixel; 1 mm is 80 px, 2 mm (160 px) is more than a third of 400
    assert figure.caption.text.endswith("Bar: 1 mm.")
    assert int((figure.rgb == 0).all(axis=2).sum(axis=1).max()) == 80


def test_that_a_slide_without_scale_has_no_bar() -> None:
    figure = slide_figure(a_thumbnail(), a_slide(um_per_px=None), a_slide_roi())
    assert "Bar" not in figure.caption.text and not (figure.rgb == 0).all(axis=2).any()


def test_that_a_region_beyond_the_slide_and_a_huge_one_are_drawn_without_fault() -> None:
    angles = np.linspace(0, 2 * np.pi, 100_000, endpoint=False)
    ring = np.column_stack([10000 + 30000 * np.cos(angles), 7000 + 5000 * np.sin(angles)])
    assert slide_figure(a_thumbnail(), a_slide(), SlideRoi((Polygon(ring),), "asap-xml")).rgb.shape == (280, 400, 3)


def test_that_inputs_are_left_as_they_were() -> None:
    thumbnail = a_thumbnail()
    before = thumbnail.copy()
    slide_figure(thumbnail, a_slide(), a_slide_roi())
    assert np.array_equal(thumbnail, before)


@pytest.mark.real_data
def test_that_a_real_liver_lies_on_the_left_and_its_spine_at_the_bottom(real_data: Path) -> None:
    series = find_series(real_data / "ct" / "hcc_048_portal_venous").series[0]
    volume = read_volume(series)
    shown = axial_view(volume.geometry).turned(volume.hu)[volume.hu.shape[0] // 2]
    bone, enhanced = shown > 400, (shown > 80) & (shown < 160)
    rows, columns = bone.shape
    assert np.count_nonzero(bone[rows // 2 :]) > 3 * np.count_nonzero(bone[: rows // 4])
    assert np.count_nonzero(enhanced[:, : columns // 2]) > 1.5 * np.count_nonzero(enhanced[:, columns // 2 :])
