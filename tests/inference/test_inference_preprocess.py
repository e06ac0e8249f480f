"""The geometry of crops and the values that reach the networks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hccdesk.domain.ct import ContrastPhase, CtVolume
from hccdesk.domain.geometry import VolumeGeometry
from hccdesk.domain.roi import CtRoi
from hccdesk.inference.preprocess import ct_input, patch_images, resampled_crop
from hccdesk.training.specs import CT_SPEC, SLIDE_SPEC

PLAIN = replace(CT_SPEC, mean=(0.0, 0.0, 0.0), std=(1.0, 1.0, 1.0))


def a_volume(hu: np.ndarray, spacing_mm: tuple[float, float, float]) -> CtVolume:
    axes = ((0.0, 0.0, 1.0), (0.0, 1.0, 0.0), (1.0, 0.0, 0.0))
    geometry = VolumeGeometry(hu.shape, spacing_mm, (0.0, 0.0, 0.0), axes)
    return CtVolume("1.2.3", ContrastPhase.UNKNOWN, hu.astype(np.int16), geometry)


def a_region(shape: tuple[int, int, int], rows: slice, columns: slice) -> CtRoi:
    mask = np.zeros(shape, bool)
    mask[:, rows, columns] = True
    return CtRoi(mask, "tumour")


@pytest.mark.control("RISK-04-b")
def test_that_the_crop_is_square_in_millimetres_where_pixels_are_not() -> None:
    shape = (1, 200, 400)
    volume = a_volume(np.zeros(shape), (5.0, 1.0, 0.5))
    box = ct_input(volume, a_region(shape, slice(60, 140), slice(180, 220)), CT_SPEC).crop_boxes[0]
    # 80 rows of 1 mm are the longer side; 80 + 2 × 10 mm = 100 mm = 100 rows = 200 columns, both around the centre.
    assert box == (50, 100, 150, 300)


def test_that_a_small_cut_is_not_blown_up() -> None:
    shape = (1, 200, 200)
    box = ct_input(a_volume(np.zeros(shape), (5.0, 1.0, 1.0)), a_region(shape, slice(99, 101), slice(99, 101)), CT_SPEC)
    # 2 + 2 × 10 = 22 mm is under the smallest side of 60 mm.
    assert box.crop_boxes[0] == (70, 70, 130, 130)


def test_that_what_overhangs_the_slice_is_air() -> None:
    shape = (1, 100, 100)
    hu = np.full(shape, 50)
    made = ct_input(a_volume(hu, (5.0, 1.0, 1.0)), a_region(shape, slice(0, 40), slice(0, 40)), PLAIN)
    assert made.crop_boxes[0] == (-10, -10, 50, 50)
    image = made.images[0, 0]
    # Air lies under the window: 0. 50 HU in (-100, 200): 150 / 300 = 0.5.
    assert image[10, 10] == 0
    assert image[200, 200] == pytest.approx(0.5)


def test_that_only_slices_of_the_region_are_taken_each_with_its_own_box() -> None:
    shape = (3, 120, 120)
    mask = np.zeros(shape, bool)
    mask[0, 40:80, 40:80] = True
    mask[2, 20:100, 20:100] = True
    made = ct_input(a_volume(np.zeros(shape), (5.0, 1.0, 1.0)), CtRoi(mask, "tumour"), CT_SPEC)
    assert made.slice_indices == (0, 2)
    assert made.crop_boxes == ((30, 30, 90, 90), (10, 10, 110, 110))
    assert made.images.shape == (2, 3, 224, 224)


def test_that_the_window_is_mapped_to_zero_and_one_then_normalised() -> None:
    shape = (1, 100, 100)
    hu = np.full(shape, 3000)
    image = ct_input(a_volume(hu, (5.0, 1.0, 1.0)), a_region(shape, slice(45, 55), slice(45, 55)), CT_SPEC).images[0]
    # 1 after the window, minus ImageNet's mean, over its deviation.
    assert image[:, 100, 100] == pytest.approx([(1 - 0.485) / 0.229, (1 - 0.456) / 0.224, (1 - 0.406) / 0.225])


def test_that_a_ramp_stays_a_ramp_when_it_is_enlarged() -> None:
    plane = np.tile(np.arange(10, dtype=np.int16) * 10, (10, 1))
    wide = resampled_crop(plane, (0, 0, 10, 10), 20)
    # Pixel centres: output i lies at (i + 0.5) / 2 - 0.5 of the input, clamped at both ends.
    expected = np.clip((np.arange(20) + 0.5) / 2 - 0.5, 0, 9) * 10
    np.testing.assert_allclose(wide[7], expected, atol=1e-4)


def test_that_shrinking_averages_noise_instead_of_sampling_it() -> None:
    noise = np.random.default_rng(0).normal(0, 100, (400, 400)).astype(np.int16)
    small = resampled_crop(noise, (0, 0, 400, 400), 100)
    # A tent of reach 4 weighs pixels 0.5, 1.5, 2.5, 3.5 away by 0.875 … 0.125 over 4, twice: sum of squares 0.1641 an
    # axis, which is also the share of the deviation that is left over both axes.
    assert small[5:-5, 5:-5].std() == pytest.approx(100 * 0.1641, rel=0.05)


@pytest.mark.control("RISK-11-b")
def test_that_a_region_on_another_lattice_is_refused() -> None:
    with pytest.raises(ValueError, match="does not lie on"):
        ct_input(
            a_volume(np.zeros((1, 50, 50)), (5.0, 1.0, 1.0)), a_region((1, 50, 60), slice(0, 9), slice(0, 9)), PLAIN
        )


def test_that_patches_become_channels_first_and_keep_their_colours() -> None:
    rgb = np.zeros((2, 512, 512, 3), np.uint8)
    rgb[1, 3, 4] = (255, 51, 0)
    images = patch_images(rgb, replace(SLIDE_SPEC, mean=(0.0, 0.0, 0.0), std=(1.0, 1.0, 1.0)))
    assert images.shape == (2, 3, 512, 512)
    assert images[1, :, 3, 4] == pytest.approx([1.0, 0.2, 0.0])


@pytest.mark.parametrize("rgb", [np.zeros((1, 256, 256, 3), np.uint8), np.zeros((1, 512, 512, 3), np.float32)])
@pytest.mark.bad("BAD-068")
def test_that_patches_of_another_size_or_type_are_refused(rgb: np.ndarray) -> None:
    with pytest.raises(ValueError, match="are not"):
        patch_images(rgb, SLIDE_SPEC)
