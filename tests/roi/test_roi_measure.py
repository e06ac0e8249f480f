"""Sizes of regions, against shapes whose sizes are known."""

from __future__ import annotations

import time
from math import hypot, pi, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.spatial.distance import pdist

from hccdesk.domain.errors import InputError
from hccdesk.domain.geometry import VolumeGeometry, geometry_from
from hccdesk.domain.roi import RoiMeasurements
from hccdesk.roi.measure import measure

AXIAL = np.array([[0.0, 0.0, 1.0], [0.0, 1.0, 0.0], [1.0, 0.0, 0.0]])


def a_lattice(
    shape: tuple[int, int, int],
    spacing_mm: tuple[float, float, float] = (1.0, 1.0, 1.0),
    directions: NDArray[np.float64] = AXIAL,
) -> VolumeGeometry:
    return geometry_from(shape, spacing_mm, (-120.0, 35.0, 800.0), directions)


def an_ellipsoid(
    shape: tuple[int, int, int], spacing_mm: tuple[float, float, float], radii_mm: tuple[float, ...]
) -> NDArray[np.bool_]:
    index = np.ogrid[: shape[0], : shape[1], : shape[2]]
    offsets = [(i - (n // 2)) * s for i, n, s in zip(index, shape, spacing_mm, strict=True)]
    return sum((o / r) ** 2 for o, r in zip(offsets, radii_mm, strict=True)) <= 1.0


def test_that_a_box_has_its_volume_and_the_diagonals_between_its_corner_centres() -> None:
    mask = np.zeros((10, 20, 30), dtype=bool)
    mask[2:6, 5:15, 7:27] = True  # 4 slices, 10 rows, 20 columns
    size = measure(mask, a_lattice(mask.shape, (2.5, 0.8, 0.5)))
    assert size.volume_ml == pytest.approx(4 * 10 * 20 * 2.5 * 0.8 * 0.5 / 1000)
    assert size.longest_axial_diameter_mm == pytest.approx(hypot(9 * 0.8, 19 * 0.5))
    assert size.largest_3d_diameter_mm == pytest.approx(sqrt((3 * 2.5) ** 2 + (9 * 0.8) ** 2 + (19 * 0.5) ** 2))
    assert size.slice_count == 4


@pytest.mark.control("RISK-04-b")
def test_that_a_sphere_on_an_uneven_lattice_has_its_diameter_and_volume() -> None:
    spacing_mm = (2.5, 0.7, 0.7)
    mask = an_ellipsoid((33, 101, 101), spacing_mm, (30.0, 30.0, 30.0))
    size = measure(mask, a_lattice(mask.shape, spacing_mm))
    assert size.volume_ml == pytest.approx(4 / 3 * pi * 27.0, rel=0.01)
    assert 60.0 - 0.7 <= size.longest_axial_diameter_mm <= 60.0
    assert size.longest_axial_diameter_mm <= size.largest_3d_diameter_mm <= 60.0


def test_that_the_largest_diameter_of_an_upright_ellipsoid_is_not_axial() -> None:
    spacing_mm = (2.0, 1.0, 1.0)
    mask = an_ellipsoid((61, 61, 61), spacing_mm, (50.0, 20.0, 12.0))
    size = measure(mask, a_lattice(mask.shape, spacing_mm))
    assert size.longest_axial_diameter_mm == pytest.approx(40.0, abs=0.01)  # centres at ±20 mm exactly
    assert size.largest_3d_diameter_mm == pytest.approx(100.0, abs=0.01)


def test_that_the_position_and_direction_of_the_lattice_do_not_change_sizes() -> None:
    angle = np.radians(20)
    tilted = AXIAL @ np.array([[1, 0, 0], [0, np.cos(angle), -np.sin(angle)], [0, np.sin(angle), np.cos(angle)]])
    mask = an_ellipsoid((20, 40, 40), (3.0, 1.0, 1.0), (20.0, 15.0, 10.0))
    straight = measure(mask, a_lattice(mask.shape, (3.0, 1.0, 1.0)))
    turned = measure(mask, a_lattice(mask.shape, (3.0, 1.0, 1.0), tilted))
    assert turned.volume_ml == pytest.approx(straight.volume_ml)
    assert turned.longest_axial_diameter_mm == pytest.approx(straight.longest_axial_diameter_mm)
    assert turned.largest_3d_diameter_mm == pytest.approx(straight.largest_3d_diameter_mm)


def test_that_two_distant_parts_are_one_region() -> None:
    mask = np.zeros((5, 50, 50), dtype=bool)
    mask[1, 10, 10] = mask[1, 10, 40] = mask[4, 10, 10] = True
    size = measure(mask, a_lattice(mask.shape, (10.0, 1.0, 1.0)))
    assert size.longest_axial_diameter_mm == 30.0
    assert size.largest_3d_diameter_mm == pytest.approx(hypot(30, 30))
    assert size.slice_count == 2


@pytest.mark.parametrize(
    ("where", "axial", "whole"),
    [
        ((slice(2, 3), slice(3, 4), slice(4, 5)), 0.0, 0.0),
        ((slice(2, 3), slice(3, 4), slice(0, 8)), 7.0, 7.0),
        ((slice(2, 3), slice(0, 8), slice(4, 5)), 7.0, 7.0),
        ((slice(0, 8), slice(3, 4), slice(4, 5)), 0.0, 7.0),
    ],
    ids=["voxel", "line along columns", "line along rows", "line along slices"],
)
def test_that_a_region_without_area_is_measured(where: tuple[slice, ...], axial: float, whole: float) -> None:
    mask = np.zeros((8, 8, 8), dtype=bool)
    mask[where] = True
    size = measure(mask, a_lattice(mask.shape))
    assert (size.longest_axial_diameter_mm, size.largest_3d_diameter_mm) == (pytest.approx(axial), pytest.approx(whole))


def by_brute_force(mask: NDArray[np.bool_], geometry: VolumeGeometry) -> RoiMeasurements:
    def longest(index: NDArray[np.int64]) -> float:
        return float(pdist(geometry.position_mm(index.astype(float))).max()) if len(index) > 1 else 0.0

    index = np.argwhere(mask)
    slices = np.unique(index[:, 0])
    return RoiMeasurements(
        len(index) * geometry.voxel_volume_mm3 / 1000,
        max(longest(index[index[:, 0] == s]) for s in slices),
        longest(index),
        len(slices),
    )


@settings(max_examples=100, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), density=st.sampled_from([0.005, 0.05, 0.5]))
def test_that_any_region_measures_as_by_trying_all_pairs(seed: int, density: float) -> None:
    random = np.random.default_rng(seed)
    mask = random.random((5, 9, 11)) < density
    mask[random.integers(5), random.integers(9), random.integers(11)] = True
    geometry = a_lattice(mask.shape, (2.5, 0.7, 0.9))
    got, expected = measure(mask, geometry), by_brute_force(mask, geometry)
    assert got.volume_ml == pytest.approx(expected.volume_ml)
    assert got.longest_axial_diameter_mm == pytest.approx(expected.longest_axial_diameter_mm, abs=1e-6)
    assert got.largest_3d_diameter_mm == pytest.approx(expected.largest_3d_diameter_mm, abs=1e-6)
    assert got.slice_count == expected.slice_count


def test_that_many_outermost_points_are_measured_as_few_are() -> None:
    spacing_mm = (1.0, 1.0, 1.0)
    mask = an_ellipsoid((101, 101, 101), spacing_mm, (50.0, 49.0, 48.0))
    assert sum(len(np.argwhere(s.any(axis=1))) for s in mask) * 2 > 5_000  # far more than all-pairs takes at once
    size = measure(mask, a_lattice(mask.shape, spacing_mm))
    assert size.largest_3d_diameter_mm == pytest.approx(100.0, abs=1e-6)  # poles at ±50
    assert size.longest_axial_diameter_mm == pytest.approx(98.0, abs=1e-6)  # ±49 in the middle slice


def test_that_an_empty_region_is_refused() -> None:
    with pytest.raises(InputError, match="empty"):
        measure(np.zeros((3, 4, 5), dtype=bool), a_lattice((3, 4, 5)))


@pytest.mark.control("RISK-11-b")
def test_that_a_mask_of_another_lattice_is_refused() -> None:
    with pytest.raises(ValueError, match="lattice"):
        measure(np.ones((3, 4, 5), dtype=bool), a_lattice((3, 4, 6)))


def test_that_a_large_tumour_on_a_whole_ct_is_measured_while_one_waits() -> None:
    spacing_mm = (2.5, 0.7, 0.7)
    mask = an_ellipsoid((90, 512, 512), spacing_mm, (80.0, 90.0, 70.0))
    geometry = a_lattice(mask.shape, spacing_mm)
    durations_s = []
    for _ in range(3):
        started = time.perf_counter()
        measure(mask, geometry)
        durations_s.append(time.perf_counter() - started)
    assert min(durations_s) < 0.5


def test_that_a_region_on_one_sagittal_slice_is_measured_as_quickly_and_rightly() -> None:
    """All its voxels lie in one plane, as those of a polygon drawn on a sagittal or coronal view do."""
    lattice = a_lattice((150, 300, 300), (1.0, 0.7, 0.7))
    mask = np.zeros(lattice.shape, dtype=bool)
    mask[20:120, 100:240, 150] = True
    start = time.perf_counter()
    sizes = measure(mask, lattice)
    assert time.perf_counter() - start < 1.0
    assert sizes.longest_axial_diameter_mm == pytest.approx(139 * 0.7)
    assert sizes.largest_3d_diameter_mm == pytest.approx(hypot(99 * 1.0, 139 * 0.7))


def test_that_a_large_tumour_on_a_large_ct_is_measured_as_one_draws() -> None:
    """100 ml on 512 × 512 × 300 voxels: 10 ms on a quiet machine, so that the list follows each stroke."""
    lattice = a_lattice((300, 512, 512), (1.0, 0.7, 0.7))
    mask = np.zeros(lattice.shape, dtype=bool)
    mask[100:160, 200:290, 200:290] = an_ellipsoid((60, 90, 90), (1.0, 0.7, 0.7), (29.0, 29.0, 29.0))
    took = []
    for _ in range(5):
        start = time.perf_counter()
        measure(mask, lattice)
        took.append(time.perf_counter() - start)
    assert min(took) < 0.06
