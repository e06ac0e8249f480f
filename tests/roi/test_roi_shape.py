"""Filling, smoothing, growing and margins, on shapes whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from hccdesk.domain.errors import InputError
from hccdesk.domain.region_edit import Grow
from hccdesk.roi import interpolate, margin, region_grow, smooth

MM = (2.5, 0.8, 0.8)
SHAPE = (31, 90, 90)


def offsets_mm(centre, shape=SHAPE, spacing=MM):
    return [
        (index - c) * mm for index, c, mm in zip(np.ogrid[tuple(slice(n) for n in shape)], centre, spacing, strict=True)
    ]


def a_ball(centre=(15, 45, 45), radius_mm=24.0, shape=SHAPE) -> np.ndarray:
    z, y, x = offsets_mm(centre, shape)
    return z**2 + y**2 + x**2 <= radius_mm**2


def only(mask: np.ndarray, slices, axis: int = 0) -> np.ndarray:
    kept = np.zeros_like(mask)
    where = [slice(None)] * 3
    where[axis] = slices
    kept[tuple(where)] = mask[tuple(where)]
    return kept


def dice(a: np.ndarray, b: np.ndarray) -> float:
    return 2 * (a & b).sum() / (a.sum() + b.sum())


def test_that_a_ball_comes_back_from_every_third_of_its_slices() -> None:
    ball = a_ball()
    drawn = only(ball, [6, 9, 12, 15, 18, 21, 24])
    filled = interpolate.filled_between(drawn, MM)
    assert dice(filled, only(ball, slice(6, 25))) > 0.97
    for at in (6, 9, 12, 15, 18, 21, 24):
        assert np.array_equal(filled[at], drawn[at])
    assert not filled[:6].any()
    assert not filled[25:].any()


@pytest.mark.parametrize("axis", [1, 2])
def test_that_slices_are_filled_along_the_axis_they_were_drawn_across(axis: int) -> None:
    ball = a_ball()
    filled = interpolate.filled_between(only(ball, [30, 38, 45, 52, 60], axis), MM, axis)
    assert dice(filled, only(ball, slice(30, 61), axis)) > 0.96


def test_that_two_parts_stay_two_and_an_oblique_one_keeps_its_width() -> None:
    mask = np.zeros(SHAPE, dtype=bool)
    mask[5, 10:20, 10:20] = mask[11, 24:34, 10:20] = True  # runs obliquely, without overlap
    mask[5, 60:70, 60:70] = mask[11, 60:72, 60:70] = True
    filled = interpolate.filled_between(mask, MM)
    assert filled[8, 18:26, 11:19].all(), "half way between its ends"
    assert filled[8, 61:69, 61:69].all()
    assert filled[8].sum() == pytest.approx(100 + 110, rel=0.25)
    assert not filled[8, :, 30:50].any()


def test_that_an_oblique_column_stays_as_wide_to_its_very_edges() -> None:
    mask = np.zeros(SHAPE, dtype=bool)
    mask[5, 10:20, 10:20] = mask[15, 14:24, 10:20] = True
    filled = interpolate.filled_between(mask, MM)
    for at in range(6, 15):
        rows, columns = (np.flatnonzero(filled[at].any(axis=axis)) for axis in (1, 0))
        assert len(rows) in (9, 10, 11)
        assert columns.tolist() == list(range(10, 20))
        assert rows[0] == pytest.approx(10 + 0.4 * (at - 5), abs=1.0)


def test_that_a_part_may_branch_into_two() -> None:
    mask = np.zeros(SHAPE, dtype=bool)
    mask[5, 20:60, 20:60] = True
    mask[15, 20:60, 20:36] = mask[15, 20:60, 44:60] = True
    filled = interpolate.filled_between(mask, MM)
    assert filled[6, 40, 40]
    assert filled[14, 40, 25]
    assert not filled[14, 40, 40]


def test_that_a_part_without_a_partner_ends_and_takes_nothing_along() -> None:
    mask = np.zeros(SHAPE, dtype=bool)
    mask[5, 10:20, 10:20] = mask[9, 10:20, 10:20] = True
    mask[5, 70:80, 70:80] = True
    filled = interpolate.filled_between(mask, MM)
    assert filled[7, 10:20, 10:20].all()
    assert not filled[6:9, 60:, 60:].any()


def test_that_filling_refuses_in_words_what_has_no_gap() -> None:
    with pytest.raises(InputError, match="two slices"):
        interpolate.filled_between(only(a_ball(), [15]), MM)
    with pytest.raises(InputError, match="two slices"):
        interpolate.filled_between(np.zeros(SHAPE, dtype=bool), MM)
    with pytest.raises(InputError, match="no empty slice"):
        interpolate.filled_between(a_ball(), MM)


def test_that_smoothing_keeps_the_volume_and_takes_the_roughness() -> None:
    ball = a_ball()
    edge = margin.dilated(ball, MM, 2.5) & ~margin.dilated(ball, MM, 0)
    rough = ball | (edge & (np.random.default_rng(1).random(SHAPE) < 0.5))
    smooth_one = smooth.smoothed(rough, MM, 5.0)
    assert smooth_one.sum() == pytest.approx(rough.sum(), rel=0.03)
    assert smooth.smoothed(ball, MM, 5.0).sum() == pytest.approx(ball.sum(), rel=0.03)
    faces = [np.count_nonzero(np.diff(mask.astype(np.int8), axis=2)) for mask in (rough, smooth_one)]
    assert faces[1] < 0.8 * faces[0]


def test_that_smoothing_that_leaves_nothing_is_refused_in_words() -> None:
    speck = np.zeros(SHAPE, dtype=bool)
    speck[15, 45, 45] = True
    with pytest.raises(InputError, match="8 mm would leave nothing"):
        smooth.smoothed(speck, MM, 8.0)


def test_that_the_largest_part_stays_and_parts_touching_by_a_corner_are_one() -> None:
    mask = np.zeros(SHAPE, dtype=bool)
    mask[5:8, 10:20, 10:20] = True
    mask[8, 20, 20] = True
    mask[20:22, 50:55, 50:55] = True
    kept = smooth.largest_part(mask)
    assert kept[8, 20, 20]
    assert kept.sum() == 301


def test_that_islands_go_by_volume_in_ml() -> None:
    mask = np.zeros(SHAPE, dtype=bool)
    mask[5:8, 10:20, 10:20] = True  # 300 voxels of 1.6 mm³: 0.48 ml
    mask[20:22, 50:55, 50:55] = True  # 0.08 ml
    assert smooth.without_islands(mask, 1.6, 0.1).sum() == 300
    assert smooth.without_islands(mask, 1.6, 0.08).sum() == 350
    with pytest.raises(InputError, match="smaller than 1 ml"):
        smooth.without_islands(mask, 1.6, 1.0)


def test_that_what_a_slice_encloses_is_filled_and_what_is_open_is_not() -> None:
    mask = np.zeros(SHAPE, dtype=bool)
    mask[5, 10:20, 10:20] = True
    mask[5, 12:15, 12:15] = False
    mask[6, 10:20, 10:20] = True
    mask[6, 12:20, 12:15] = False
    filled = smooth.holes_filled(mask)
    assert filled[5, 10:20, 10:20].all()
    assert np.array_equal(filled[6], mask[6])
    assert filled.sum() == mask.sum() + 9


def test_that_a_margin_is_in_mm_along_every_axis_and_ends_at_the_volume() -> None:
    mask = np.zeros(SHAPE, dtype=bool)
    mask[15, 45, 45] = True
    z, y, x = offsets_mm((15, 45, 45))
    assert np.array_equal(margin.dilated(mask, MM, 5.0), np.sqrt(z**2 + y**2 + x**2) <= 5.0)
    assert np.array_equal(margin.dilated(mask, MM, 0.0), mask)
    ring = margin.ring(mask, MM, 5.0)
    assert not ring[15, 45, 45]
    assert ring[13, 45, 45]
    corner = np.zeros(SHAPE, dtype=bool)
    corner[0, 0, 0] = True
    assert margin.dilated(corner, MM, 3.0).sum() < margin.dilated(mask, MM, 3.0).sum()
    assert not margin.dilated(np.zeros(SHAPE, dtype=bool), MM, 3.0).any()


def noisy_ball() -> np.ndarray:
    hu = np.full(SHAPE, 110.0)
    hu[a_ball(radius_mm=15)] = 60
    hu[a_ball(centre=(15, 45, 80), radius_mm=6)] = 60  # as dark, but not joined
    return (hu + np.random.default_rng(3).normal(0, 5, SHAPE)).astype(np.int16)


def test_that_a_region_grows_to_what_hangs_together_in_range() -> None:
    grown = region_grow.grown(noisy_ball(), MM, Grow((15, 45, 45), 35, 85, 30.0))
    assert dice(grown, a_ball(radius_mm=15)) > 0.98
    assert not grown[:, :, 75:].any()


def test_that_growing_stops_at_its_radius() -> None:
    flat = np.full(SHAPE, 50, dtype=np.int16)
    grown = region_grow.grown(flat, MM, Grow((15, 45, 45), 0, 100, 10.0))
    assert np.array_equal(grown, a_ball(radius_mm=10.0))
    at_edge = region_grow.grown(flat, MM, Grow((0, 0, 89), 0, 100, 10.0))
    assert np.array_equal(at_edge, a_ball((0, 0, 89), 10.0))


def test_that_growing_refuses_in_words_a_seed_out_of_range_or_outside() -> None:
    with pytest.raises(InputError, match=r"has 50 HU.*60 to 90"):
        region_grow.grown(np.full(SHAPE, 50, dtype=np.int16), MM, Grow((1, 1, 1), 60, 90, 5.0))
    with pytest.raises(InputError, match="outside"):
        region_grow.grown(np.full(SHAPE, 50, dtype=np.int16), MM, Grow((31, 1, 1), 0, 90, 5.0))


def test_that_the_usual_range_fits_the_tissue_around_the_seed() -> None:
    lower, upper = region_grow.usual_range(noisy_ball(), MM, (15, 45, 45))
    assert 40 <= lower <= 50
    assert 70 <= upper <= 80
    grown = region_grow.grown(noisy_ball(), MM, Grow((15, 45, 45), lower, upper, 30.0))
    assert dice(grown, a_ball(radius_mm=15)) > 0.95
