"""The levels of a phantom slide: JPEG tiles, each level a quarter of the one before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.roi import Ring
from hccdesk.phantom.tissue_pixels import UM_PER_PX, halved, jpeg_tile

TILE_PX = 512
LEVEL_FACTOR = 4
LEVEL_COUNT = 3


@dataclass(frozen=True, slots=True)
class SlideLevel:
    """One level: its size, its resolution, and its tiles row by row (512 px, padded with white at the edge)."""

    width_px: int
    height_px: int
    um_per_px: float
    tiles: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class PhantomSlide:
    """The levels from the finest; `tumour_outline_px` is a ring of level-0 (x, y)."""

    levels: tuple[SlideLevel, ...]
    tumour_outline_px: Ring


def coarser_levels(rgb: NDArray[np.uint8]) -> tuple[SlideLevel, ...]:
    """The levels above the finest, from the picture (row, column, 3) at a quarter of its size."""
    levels, um_per_px = [], UM_PER_PX * LEVEL_FACTOR
    for _ in range(LEVEL_COUNT - 1):
        levels.append(SlideLevel(rgb.shape[1], rgb.shape[0], um_per_px, cut_into_tiles(rgb)))
        rgb, um_per_px = halved(rgb, LEVEL_FACTOR), um_per_px * LEVEL_FACTOR
    return tuple(levels)


def cut_into_tiles(rgb: NDArray[np.uint8]) -> tuple[bytes, ...]:
    """A picture (row, column, 3) as JPEG tiles, row by row."""
    pad = [(0, -size % TILE_PX) for size in rgb.shape[:2]]
    whole = np.pad(rgb, (*pad, (0, 0)), constant_values=255)
    rows, columns = (size // TILE_PX for size in whole.shape[:2])
    grid = whole.reshape(rows, TILE_PX, columns, TILE_PX, 3).swapaxes(1, 2).reshape(-1, TILE_PX, TILE_PX, 3)
    return tuple(jpeg_tile(tile) for tile in grid)
