"""Patches and thumbnails as the slide pipeline asks for them."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import openslide
import pytest
import tifffile
from PIL import Image
from wsi_builders import GLASS, box_roi, he_slide, he_tissue, input_spec, write_dicom_slide, write_tiff_slide

from hccdesk.domain.ct import Suitability
from hccdesk.domain.errors import InputError
from hccdesk.domain.slide import DropReason
from hccdesk.wsi.annotation import read_slide_roi
from hccdesk.wsi.open_reader import open_reader
from hccdesk.wsi.open_slide import describe_slide
from hccdesk.wsi.openslide_reader import OpenSlideReader
from hccdesk.wsi.patches import read_and_judge, thumbnail
from hccdesk.wsi.slide_reader import RegionRequest, read_region
from hccdesk.wsi.tile_grid import patch_grid


def test_that_patches_are_the_slides_own_pixels_in_the_order_asked(tmp_path: Path) -> None:
    picture = he_slide()
    slide = describe_slide(write_tiff_slide(tmp_path / "a.tif", picture, compression=None))
    grid = patch_grid(slide, box_roi(0, 0, 1600, 1100), input_spec())
    batch = read_and_judge(slide.path, grid, [5, 0])
    assert batch.rgb.shape == (2, 512, 512, 3)
    assert np.array_equal(batch.rgb[0], picture[512:1024, 1024:1536])
    assert np.array_equal(batch.rgb[1], picture[:512, :512])
    assert batch.drops == (None, None)


@pytest.mark.control("RISK-24-a")
def test_that_each_patch_is_dropped_for_its_own_reason(tmp_path: Path) -> None:
    picture = np.full((512, 2048, 3), GLASS, np.uint8)
    picture[:, :512] = he_tissue(512, 512)
    soft = Image.fromarray(he_tissue(512, 512)).resize((64, 64)).resize((512, 512), Image.Resampling.BICUBIC)
    picture[:, 512:1024] = np.asarray(soft)
    picture[:, 1024:1536] = (40, 60, 170)
    slide = describe_slide(write_tiff_slide(tmp_path / "a.tif", picture, compression=None, levels=1))
    grid = patch_grid(slide, box_roi(0, 0, 2048, 512), input_spec())
    expected = (None, DropReason.OUT_OF_FOCUS, DropReason.BAD_STAIN, DropReason.BACKGROUND)
    assert read_and_judge(slide.path, grid, range(4)).drops == expected


@pytest.mark.control("RISK-05-b")
def test_that_a_finer_scan_is_averaged_down_to_the_models_scale(tmp_path: Path) -> None:
    picture = he_slide(1200, 1200)
    slide = describe_slide(write_tiff_slide(tmp_path / "a.tif", picture, 0.125, levels=1, compression=None))
    grid = patch_grid(slide, box_roi(0, 0, 1200, 1200), input_spec())
    patch = read_and_judge(slide.path, grid, [0]).rgb[0].astype(float)
    mean_of_four = picture[:1024, :1024].reshape(512, 2, 512, 2, 3).mean(axis=(1, 3))
    assert np.abs(patch - mean_of_four).max() <= 1.0


@pytest.mark.bad("BAD-038")
def test_that_a_corrupt_tile_costs_its_patches_and_nothing_else(tmp_path: Path) -> None:
    slide = describe_slide(_with_corrupt_tile(tmp_path / "a.tif", at=(300, 300)))
    assert slide.verdict.suitability is Suitability.INFER
    assert "cannot be decoded" in slide.verdict.reasons[0].text
    grid = patch_grid(slide, box_roi(0, 0, 1600, 1100), input_spec())
    batch = read_and_judge(slide.path, grid, range(len(grid.top_left_px)))
    assert batch.drops == (DropReason.UNREADABLE, None, None, None, None, None)
    assert (batch.rgb[0] == 255).all()


def test_that_the_thumbnail_keeps_its_shape_and_colours_and_is_never_enlarged(tmp_path: Path) -> None:
    picture = he_slide()
    path = write_tiff_slide(tmp_path / "a.tif", picture)
    small = thumbnail(path, 400)
    assert small.shape == (275, 400, 3)
    assert np.abs(small.mean(axis=(0, 1)) - picture.mean(axis=(0, 1))).max() < 2.0
    assert thumbnail(path, 5000).shape == picture.shape


def test_that_the_thumbnail_is_hatched_where_the_slide_cannot_be_decoded(tmp_path: Path) -> None:
    path = _with_corrupt_tile(tmp_path / "a.tif", at=(300, 300))
    small = thumbnail(path, 1600)
    assert set(np.unique(small[300:480, 300:480])) == {150, 215}
    assert small[600:, 600:].std() > 20


def test_that_a_large_slide_without_reduced_levels_is_sampled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hccdesk.wsi.overview._MAXIMUM_PIXELS_READ", 100_000)
    picture = he_slide()
    small = thumbnail(write_tiff_slide(tmp_path / "a.tif", picture, levels=1), 400)
    assert small.shape == (275, 400, 3)
    assert np.abs(small.mean(axis=(0, 1)) - picture.mean(axis=(0, 1))).max() < 6.0


def test_that_a_region_outside_the_slide_is_white(tmp_path: Path) -> None:
    reader = open_reader(write_tiff_slide(tmp_path / "a.tif", he_slide()))
    assert (read_region(reader, RegionRequest(-300, -300, 200, 200, 50, 50)) == 255).all()


@pytest.mark.bad("BAD-044")
@pytest.mark.control("RISK-52-a")
def test_that_a_whole_level_is_never_read_at_once(tmp_path: Path) -> None:
    reader = open_reader(write_tiff_slide(tmp_path / "a.tif", he_slide()))
    with pytest.raises(ValueError, match="too large"):
        read_region(reader, RegionRequest(0, 0, 200_000, 200_000, 200_000, 200_000))


def test_that_transparent_and_half_transparent_pixels_are_laid_on_white(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rgba = Image.fromarray(np.array([[[0, 0, 0, 0], [100, 40, 200, 255], [100, 40, 200, 51]]], np.uint8))
    reader = OpenSlideReader(write_tiff_slide(tmp_path / "a.tif", he_slide()))
    monkeypatch.setattr(openslide.OpenSlide, "read_region", lambda *_: rgba)
    # 51/255 is a fifth: 100 * 0.2 + 255 * 0.8 = 224
    assert reader.read_level(0, 0, 0, 3, 1).tolist() == [[[255, 255, 255], [100, 40, 200], [224, 212, 244]]]


@pytest.mark.bad("BAD-036", "BAD-049")
def test_that_a_slide_that_vanished_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be found"):
        thumbnail(tmp_path / "gone.svs", 100)


def test_that_what_a_worker_needs_can_be_sent_to_it(tmp_path: Path) -> None:
    slide = describe_slide(write_dicom_slide(tmp_path, he_slide()))
    grid = patch_grid(slide, box_roi(0, 0, 1600, 1100), input_spec())
    for value in (read_and_judge, thumbnail, describe_slide, patch_grid, read_slide_roi, slide, grid):
        pickle.loads(pickle.dumps(value))
    assert len(pickle.loads(pickle.dumps(read_and_judge(slide.path, grid, [0]))).drops) == 1


def _with_corrupt_tile(path: Path, at: tuple[int, int]) -> Path:
    """A JPEG-tiled slide of one level whose tile at `at` holds rubbish."""
    write_tiff_slide(path, he_slide(), levels=1)
    with tifffile.TiffFile(path) as tiff:
        page = tiff.pages[0]
        across = -(-page.imagewidth // page.tilewidth)
        index = at[1] // page.tilelength * across + at[0] // page.tilewidth
        start, length = page.dataoffsets[index], page.databytecounts[index]
    content = bytearray(path.read_bytes())
    content[start : start + length] = b"\xff\xd8\xff\xc0\x00\x02" + b"\x00" * (length - 6)
    path.write_bytes(content)
    return path


@pytest.mark.real_data
def test_that_the_same_outline_on_svs_and_dicom_gives_the_same_patches(real_data: Path, tmp_path: Path) -> None:
    outline = tmp_path / "roi.geojson"
    outline.write_text('{"type": "Polygon", "coordinates": [[[600, 800], [1900, 800], [1900, 2800], [600, 2800]]]}')
    batches = []
    for name in ("aperio_CMU-1-Small-Region.svs", "dicom_wsi_cmu1/level-0-frames-0-30.dcm"):
        slide = describe_slide(real_data / "wsi" / name)
        grid = patch_grid(slide, read_slide_roi(outline, slide), input_spec())
        assert (grid.size_px, grid.um_per_px) == (512, 0.499)
        batches.append((grid.top_left_px.tolist(), read_and_judge(slide.path, grid, range(len(grid.top_left_px)))))
    (svs_corners, svs), (dicom_corners, dicom) = batches
    assert svs_corners == dicom_corners
    assert svs.drops == dicom.drops
    assert sum(drop is None for drop in svs.drops) >= 5
