"""A small picture of the whole slide, made in blocks so that a bad tile costs its own place only."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from hccdesk.domain.errors import InputError
from hccdesk.wsi.slide_reader import RegionRequest, SlideReader, read_region

_BLOCK_PX, _SMALLEST_BLOCK_PX = 2048, 256  # of the level read
_MAXIMUM_PIXELS_READ = 150_000_000
_SAMPLES, _SAMPLE_PX = 48, 64

_Block = tuple[int, int, int, int]
"""(x0, y0, x1, y1) in pixels of the picture."""


@dataclass(frozen=True, slots=True)
class Overview:
    """The slide, (row, column, 3) RGB uint8, and where it could not be read, (row, column); white there."""

    rgb: NDArray[np.uint8]
    unreadable: NDArray[np.bool_]

    @property
    def hatched(self) -> NDArray[np.uint8]:
        """The picture with grey hatching where the slide could not be read."""
        rows, columns = np.indices(self.unreadable.shape)
        stripes = np.where((rows + columns) // 4 % 2, 150, 215).astype(np.uint8)
        return np.where(self.unreadable[..., None], stripes[..., None], self.rgb)


def read_overview(reader: SlideReader, longest_side_px: int) -> Overview:
    """The whole slide at most `longest_side_px` long, never enlarged.

    A slide without reduced levels that is too large to read whole is sampled: coarse, but in seconds.
    Raises `InputError` where nothing of the slide can be decoded.
    """
    width, height = reader.header.level_sizes_px[0]
    shrink = max(1.0, max(width, height) / longest_side_px)
    size = max(1, round(width / shrink)), max(1, round(height / shrink))
    level_downsample = _level_downsample(reader, shrink)
    if width * height / level_downsample**2 > _MAXIMUM_PIXELS_READ:
        return _enlarged(_sampled(reader, size), size)
    return _in_blocks(reader, size, shrink / level_downsample)


def _in_blocks(reader: SlideReader, size: tuple[int, int], level_px_per_px: float) -> Overview:
    """`level_px_per_px`: how many pixels of the level read make one of the picture, along a side."""
    picture = _Picture(reader, size)
    for block in _blocks(size, math.ceil(_BLOCK_PX / level_px_per_px)):
        picture.paint(block, smallest=math.ceil(_SMALLEST_BLOCK_PX / level_px_per_px))
    return picture.finished()


def _sampled(reader: SlideReader, size: tuple[int, int]) -> Overview:
    """One small sample of level 0 from the middle of each cell."""
    picture = _Picture(reader, (min(_SAMPLES, size[0]), min(_SAMPLES, size[1])), sample_px=_SAMPLE_PX)
    for cell in _blocks(picture.size, 1):
        picture.paint(cell, smallest=1)
    return picture.finished()


class _Picture:
    """An overview in the making."""

    def __init__(self, reader: SlideReader, size: tuple[int, int], sample_px: int | None = None) -> None:
        self.size = size
        self._reader = reader
        self._sample_px = sample_px
        self._rgb = np.full((size[1], size[0], 3), 255, np.uint8)
        self._unreadable = np.zeros((size[1], size[0]), bool)
        self._fault: InputError | None = None

    def paint(self, block: _Block, smallest: int) -> None:
        """Read the block, or its quarters down to `smallest` where it cannot be read as a whole."""
        x0, y0, x1, y1 = block
        try:
            self._rgb[y0:y1, x0:x1] = read_region(self._reader, self._request(block))
        except InputError as error:
            self._fault = error
            if max(x1 - x0, y1 - y0) <= smallest:
                self._unreadable[y0:y1, x0:x1] = True
                return
            for quarter in _quarters(block):
                self.paint(quarter, smallest)

    def finished(self) -> Overview:
        """The picture; raises the last fault where nothing could be read."""
        if self._fault is not None and self._unreadable.all():
            raise self._fault
        return Overview(self._rgb, self._unreadable)

    def _request(self, block: _Block) -> RegionRequest:
        width, height = self._reader.header.level_sizes_px[0]
        x0, y0, x1, y1 = block
        left, right = x0 * width // self.size[0], x1 * width // self.size[0]
        top, bottom = y0 * height // self.size[1], y1 * height // self.size[1]
        if self._sample_px is not None:
            left, top = (left + right - self._sample_px) // 2, (top + bottom - self._sample_px) // 2
            right, bottom = left + self._sample_px, top + self._sample_px
        return RegionRequest(left, top, max(1, right - left), max(1, bottom - top), x1 - x0, y1 - y0)


def _blocks(size: tuple[int, int], side: int) -> Iterator[_Block]:
    for y in range(0, size[1], side):
        for x in range(0, size[0], side):
            yield x, y, min(x + side, size[0]), min(y + side, size[1])


def _quarters(block: _Block) -> Iterator[_Block]:
    x0, y0, x1, y1 = block
    x, y = (x0 + x1 + 1) // 2, (y0 + y1 + 1) // 2
    for part in ((x0, y0, x, y), (x, y0, x1, y), (x0, y, x, y1), (x, y, x1, y1)):
        if part[0] < part[2] and part[1] < part[3]:
            yield part


def _level_downsample(reader: SlideReader, shrink: float) -> float:
    width = reader.header.level_sizes_px[0][0]
    factors = [width / level_width for level_width, _ in reader.header.level_sizes_px]
    return max((factor for factor in factors if factor <= shrink), default=1.0)


def _enlarged(overview: Overview, size: tuple[int, int]) -> Overview:
    rgb = np.asarray(Image.fromarray(overview.rgb).resize(size, Image.Resampling.BILINEAR))
    unreadable = np.asarray(Image.fromarray(overview.unreadable).resize(size, Image.Resampling.NEAREST))
    return Overview(rgb, unreadable.astype(bool))
