"""DICOM whole-slide images, read by ourselves so that their colours are the true ones.

OpenSlide believes the header's Photometric Interpretation; some converters write RGB over JPEG frames that
are YCbCr, and the tissue turns pink and teal. Here the frames decide (see `jpeg_colour`).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset

from hccdesk.domain.errors import InputError
from hccdesk.domain.sentence import Sentence
from hccdesk.wsi.dicom_facts import objective_power, patient, um_per_px
from hccdesk.wsi.dicom_levels import DicomLevel, level_of
from hccdesk.wsi.dicom_pyramid import LevelFile, pyramid_of
from hccdesk.wsi.frame_decoder import decode_frame, misstates_colours
from hccdesk.wsi.slide_reader import SlideHeader
from hccdesk.wsi.tile_mosaic import Corner, TileMosaic


class DicomReader:
    """A `SlideReader` over the files of one DICOM whole-slide pyramid in one folder.

    Full and sparse tiling; the first focal plane of the first optical path. Tiles that were never
    stored are white.
    """

    def __init__(self, path: Path) -> None:
        pyramid = pyramid_of(path)
        self._levels = tuple(level_of(parts) for parts in pyramid)
        self.header = _header(pyramid[0][0], self._levels)
        self._mosaic = TileMosaic(tuple(level.lattice for level in self._levels), self._decode)

    def read_level(self, level: int, x_px: int, y_px: int, width_px: int, height_px: int) -> NDArray[np.uint8]:
        """See `SlideReader.read_level`."""
        return self._mosaic.read(level, x_px, y_px, width_px, height_px)

    def close(self) -> None:
        """See `SlideReader.close`."""
        self._mosaic.forget()

    def _decode(self, level: int, corner: Corner) -> NDArray[np.uint8]:
        lattice, stored = self._levels[level].lattice, self._levels[level].tiles[corner]
        try:
            tile = decode_frame(stored.frames.read(stored.index), stored.headers)
        except Exception as error:  # each codec has its own kinds of failure
            what = Sentence.of(
                "The slide's tile at pixel {x}, {y} cannot be decoded.",
                x=corner[0],
                y=corner[1],
            )
            raise InputError(what, where=stored.frames.path) from error
        if tile.shape != (lattice.tile_height_px, lattice.tile_width_px, 3):
            what = Sentence.of(
                "The slide's tile at pixel {x}, {y} has another size than its header says.",
                x=corner[0],
                y=corner[1],
            )
            raise InputError(what, where=stored.frames.path)
        return tile


def _header(level_0: LevelFile, levels: tuple[DicomLevel, ...]) -> SlideHeader:
    headers = level_0.headers
    return SlideHeader(
        main_file=level_0.path,
        vendor="dicom",
        level_sizes_px=tuple((level.lattice.width_px, level.lattice.height_px) for level in levels),
        um_per_px=um_per_px(headers),
        objective_power=objective_power(headers),
        bounds_offset_px=(0, 0),
        patient=patient(headers),
        pixel_fault=_pixel_fault(headers),
        colour_corrected=any(_misstated(level) for level in levels),
    )


def _misstated(level: DicomLevel) -> bool:
    tile = next(iter(level.tiles.values()), None)
    return tile is not None and misstates_colours(tile.frames.read(tile.index), tile.headers)


def _pixel_fault(headers: Dataset) -> Sentence | None:
    if int(headers.SamplesPerPixel) < 3:
        return Sentence.of("The slide is greyscale: it is no H&E scan.")
    if int(headers.BitsAllocated) != 8:
        bits = int(headers.BitsAllocated)
        return Sentence.of("The slide has {bits} bits per colour instead of 8: it is no H&E scan.", bits=bits)
    if int(headers.get("NumberOfOpticalPaths") or 1) > 1:
        return Sentence.of("The slide has several optical paths (fluorescence): it is no H&E scan.")
    return None
