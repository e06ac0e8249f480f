"""Patches judged: good tissue kept, everything else dropped for its own reason (BAD-046)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFilter
from wsi_builders import GLASS, Rgb, he_tissue

from hccdesk.domain.slide import DropReason
from hccdesk.wsi.quality import judge_patch

TISSUE = he_tissue(512, 512)


def test_that_sharp_tissue_is_kept() -> None:
    assert judge_patch(TISSUE) is None


def test_that_tissue_half_of_fat_vacuoles_is_kept() -> None:
    patch = TISSUE.copy()
    rows, columns = np.indices(patch.shape[:2]) % 64 - 32
    patch[rows**2 + columns**2 < 25**2] = GLASS  # 48 % of the area
    assert judge_patch(patch) is None


@pytest.mark.parametrize("share", [0.0, 0.2])
@pytest.mark.bad("BAD-046")
def test_that_mostly_glass_is_background(share: float) -> None:
    patch = np.full_like(TISSUE, GLASS)
    patch[: int(512 * share)] = TISSUE[: int(512 * share)]
    assert judge_patch(patch) is DropReason.BACKGROUND


@pytest.mark.parametrize("sigma_px", [4, 8])
@pytest.mark.bad("BAD-046")
@pytest.mark.control("RISK-24-a")
def test_that_blurred_tissue_is_out_of_focus(sigma_px: int) -> None:
    assert judge_patch(_blurred(TISSUE, sigma_px)) is DropReason.OUT_OF_FOCUS


def test_that_focus_does_not_depend_on_contrast() -> None:
    pale = (235 - (235 - TISSUE.astype(float)) * 0.55).astype(np.uint8)
    assert judge_patch(pale) is None
    assert judge_patch(_blurred(pale, 4)) is DropReason.OUT_OF_FOCUS


@pytest.mark.parametrize(
    "ink", [(40, 60, 170), (20, 130, 70), (25, 25, 28)], ids=["blue pen", "green pen", "black pen"]
)
@pytest.mark.bad("BAD-046")
@pytest.mark.control("RISK-24-a")
def test_that_pen_marks_are_badly_stained(ink: tuple[int, int, int]) -> None:
    patch = TISSUE.copy()
    patch[:, :200] = ink
    assert judge_patch(patch) is DropReason.BAD_STAIN


@pytest.mark.bad("BAD-046")
def test_that_a_faded_a_grey_and_a_folded_patch_are_badly_stained() -> None:
    faded = np.full_like(TISSUE, (235, 206, 226))
    grey = np.repeat(TISSUE[..., 1:2], 3, axis=2)
    folded = (TISSUE * 0.12).astype(np.uint8)
    for patch in (faded, grey, folded):
        assert judge_patch(patch) is DropReason.BAD_STAIN


def test_that_fluorescence_is_badly_stained() -> None:
    patch = np.zeros_like(TISSUE)
    patch[..., 2] = 255 - TISSUE[..., 1]
    assert judge_patch(patch) is DropReason.BAD_STAIN


@pytest.mark.parametrize("side_px", [224, 255, 256, 512])
def test_that_the_judgement_works_at_any_patch_size(side_px: int) -> None:
    assert judge_patch(he_tissue(side_px, side_px)) is None


def _blurred(patch: Rgb, sigma_px: float) -> Rgb:
    return np.asarray(Image.fromarray(patch).filter(ImageFilter.GaussianBlur(sigma_px)))


@pytest.mark.real_data
@pytest.mark.parametrize("enlarged", [1, 2], ids=["20x", "as 40x"])
def test_that_real_liver_is_kept_sharp_and_dropped_blurred(real_data: Path, enlarged: int) -> None:
    for path in sorted((real_data / "wsi" / "liver_he_tiles").glob("*.jpg")):
        with Image.open(path) as picture:
            middle = np.asarray(picture.convert("RGB").crop((512, 512, 1536, 1536)).resize((1024 * enlarged,) * 2))
        patches = [middle[y : y + 512, x : x + 512] for y in (0, 512) for x in (0, 512)]
        assert [judge_patch(patch) for patch in patches] == [None] * 4
        assert [judge_patch(_blurred(patch, 4)) for patch in patches] == [DropReason.OUT_OF_FOCUS] * 4
