"""What every slide reader offers, and how a region at any scale is made from the levels of a pyramid."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from hccdesk.domain.patient import PatientIdentity
from hccdesk.domain.sentence import Sentence

MAXIMUM_LEVEL_PIXELS = 64_000_000
"""No single read takes more pixels of a level than this: a slide is read in regions, never whole."""

_LEVEL_TOLERANCE = 1.01  # a level named 4x may be 4.002x: its sizes are rounded


@dataclass(frozen=True, slots=True)
class RegionRequest:
    """A rectangle of the slide in level-0 pixels, and the size in pixels it is wanted at."""

    x_px: int
    y_px: int
    width_px: int
    height_px: int
    out_width_px: int
    out_height_px: int


@dataclass(frozen=True, slots=True)
class SlideHeader:
    """What a slide file says of itself, not yet judged.

    `main_file` is the file that holds level 0, which stands for the slide where it is many files.
    `pixel_fault` says why its pixels cannot be H&E colours (greyscale, 16 bit), None where they can.
    """

    main_file: Path
    vendor: str
    level_sizes_px: tuple[tuple[int, int], ...]
    um_per_px: tuple[float | None, float | None]
    objective_power: float | None
    bounds_offset_px: tuple[int, int]
    patient: PatientIdentity
    pixel_fault: Sentence | None = None
    colour_corrected: bool = False


class SlideReader(Protocol):
    """An open slide."""

    @property
    def header(self) -> SlideHeader:
        """What the file says of itself."""

    def read_level(self, level: int, x_px: int, y_px: int, width_px: int, height_px: int) -> NDArray[np.uint8]:
        """A rectangle in pixels of `level`, (row, column, 3) RGB; white where the slide holds nothing.

        Raises `InputError` where a tile cannot be decoded; the reader stays usable.
        """

    def close(self) -> None:
        """Let go of the file."""


def read_region(reader: SlideReader, request: RegionRequest) -> NDArray[np.uint8]:
    """The region at the wanted size, (row, column, 3) RGB uint8, white outside the slide.

    Read from the coarsest level that is not coarser than wanted, then averaged by area; never enlarged
    from a coarser level. Colours are as stored: no ICC profile is applied. Raises `ValueError` for a region
    that would need more than `MAXIMUM_LEVEL_PIXELS`, `InputError` where the slide cannot be decoded.
    """
    sizes = reader.header.level_sizes_px
    level = _best_level(sizes, request)
    scale_x, scale_y = sizes[0][0] / sizes[level][0], sizes[0][1] / sizes[level][1]
    left, right = request.x_px / scale_x, (request.x_px + request.width_px) / scale_x
    top, bottom = request.y_px / scale_y, (request.y_px + request.height_px) / scale_y
    x, y = math.floor(left), math.floor(top)
    width, height = math.ceil(right) - x, math.ceil(bottom) - y
    if width * height > MAXIMUM_LEVEL_PIXELS:
        raise ValueError(f"a region of {width} x {height} level pixels is too large for one read")
    pixels = reader.read_level(level, x, y, width, height)
    out = request.out_width_px, request.out_height_px
    if (width, height) == out:
        return pixels
    shrunk = Image.fromarray(pixels).resize(out, Image.Resampling.BOX, box=(left - x, top - y, right - x, bottom - y))
    return np.asarray(shrunk)


def _best_level(sizes: tuple[tuple[int, int], ...], request: RegionRequest) -> int:
    wanted = min(request.width_px / request.out_width_px, request.height_px / request.out_height_px)
    usable = [i for i, size in enumerate(sizes) if _downsample(sizes[0], size) <= wanted * _LEVEL_TOLERANCE]
    return max(usable, key=lambda i: _downsample(sizes[0], sizes[i]), default=0)


def _downsample(level_0: tuple[int, int], level: tuple[int, int]) -> float:
    return max(level_0[0] / level[0], level_0[1] / level[1])
