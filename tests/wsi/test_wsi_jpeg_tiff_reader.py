"""The direct path for JPEG tiles shows what OpenSlide shows, or is not taken."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import tifffile
from wsi_builders import he_slide, jfif_ycbcr, write_tiff_slide

from hccdesk.wsi.jpeg_tiff_reader import JpegTiffReader, faster_reader
from hccdesk.wsi.open_reader import open_reader
from hccdesk.wsi.openslide_reader import OpenSlideReader


@pytest.mark.bad("BAD-048")
def test_that_every_level_is_the_same_both_ways_to_one_grey_level(tmp_path: Path) -> None:
    path = write_tiff_slide(tmp_path / "a.tif", he_slide(), levels=3)
    direct, openslide = open_reader(path), OpenSlideReader(path)
    assert isinstance(direct, JpegTiffReader)
    for level, (width, height) in enumerate(openslide.header.level_sizes_px):
        ours = direct.read_level(level, -20, -20, width + 40, height + 40)
        theirs = openslide.read_level(level, -20, -20, width + 40, height + 40)
        assert np.abs(ours.astype(int) - theirs).max() <= 1


@pytest.mark.parametrize("compression", [None, "zlib"])
def test_that_other_encodings_are_left_to_openslide(tmp_path: Path, compression: str | None) -> None:
    path = write_tiff_slide(tmp_path / "a.tif", he_slide(), compression=compression)
    assert isinstance(open_reader(path), OpenSlideReader)


def test_that_it_is_not_taken_where_the_two_disagree(tmp_path: Path) -> None:
    class ShowsGreen(OpenSlideReader):
        def read_level(self, level: int, x_px: int, y_px: int, width_px: int, height_px: int) -> np.ndarray:
            return np.full((height_px, width_px, 3), (0, 160, 0), np.uint8)

    path = write_tiff_slide(tmp_path / "a.tif", he_slide())
    slide = ShowsGreen(path)
    assert faster_reader(path, slide) is slide


def test_that_a_slide_with_tiles_never_stored_is_left_to_openslide(tmp_path: Path) -> None:
    picture = he_slide(512, 512, 20)
    frames = [jfif_ycbcr(picture[y : y + 256, x : x + 256]) for y in (0, 256) for x in (0, 256)]
    frames[3] = b""
    path = tmp_path / "sparse.tif"
    tifffile.imwrite(
        path, iter(frames), shape=picture.shape, dtype="uint8", tile=(256, 256), photometric="ycbcr",
        subsampling=(2, 2), compression="jpeg", resolution=(4e4, 4e4), resolutionunit="CENTIMETER", metadata=None,
    )  # fmt: skip
    assert isinstance(open_reader(path), OpenSlideReader)


@pytest.mark.real_data
def test_that_a_real_svs_is_the_same_both_ways(real_data: Path) -> None:
    path = real_data / "wsi" / "aperio_CMU-1-Small-Region.svs"
    direct, openslide = open_reader(path), OpenSlideReader(path)
    assert isinstance(direct, JpegTiffReader)
    ours, theirs = (reader.read_level(0, 0, 0, 2220, 2967) for reader in (direct, openslide))
    assert np.abs(ours.astype(int) - theirs).max() <= 1
