"""A phantom patient's biopsy slide as a pyramid of JPEG tiles, encoded once for every file format."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.progress import NoProgress, Progress
from hccdesk.domain.roi import Ring
from hccdesk.phantom.patient import PhantomPatient
from hccdesk.phantom.slide_layout import HEIGHT_PX, WIDTH_PX, SlideLayout, slide_layout
from hccdesk.phantom.tissue import tumour_section
from hccdesk.phantom.tissue_character import tissue_character
from hccdesk.phantom.tissue_pixels import COARSE_PX, UM_PER_PX, enlarged, halved, jpeg_tile, stained
from hccdesk.phantom.tissue_stamp import Section
from hccdesk.phantom.tissue_surroundings import fat_section, stroma_section

TILE_PX = 512
LEVEL_FACTOR = 4
LEVEL_COUNT = 3
BLEND_PX = 30.0


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


def make_slide(patient: PhantomPatient, progress: Progress | None = None) -> PhantomSlide:
    """The slide of this patient: one needle core, 3.1 × 1.0 mm of glass at 0.25 µm a pixel."""
    layout = slide_layout(patient)
    below = np.empty((HEIGHT_PX // LEVEL_FACTOR, WIDTH_PX // LEVEL_FACTOR, 3), dtype=np.uint8)
    tiles: list[bytes] = []
    step = TILE_PX // LEVEL_FACTOR
    for row in range(HEIGHT_PX // TILE_PX):
        (progress or NoProgress()).step(row, HEIGHT_PX // TILE_PX, "biopsy slide")
        for column in range(WIDTH_PX // TILE_PX):
            rgb = _tile(patient, layout, row, column)
            tiles.append(jpeg_tile(rgb))
            below[row * step : (row + 1) * step, column * step : (column + 1) * step] = halved(rgb, LEVEL_FACTOR)
    finest = SlideLevel(WIDTH_PX, HEIGHT_PX, UM_PER_PX, tuple(tiles))
    return PhantomSlide((finest, *_coarser(below)), layout.tumour_outline_px())


def _coarser(rgb: NDArray[np.uint8]) -> list[SlideLevel]:
    levels, um_per_px = [], UM_PER_PX * LEVEL_FACTOR
    for _ in range(LEVEL_COUNT - 1):
        levels.append(SlideLevel(rgb.shape[1], rgb.shape[0], um_per_px, _cut(rgb)))
        rgb, um_per_px = halved(rgb, LEVEL_FACTOR), um_per_px * LEVEL_FACTOR
    return levels


def _cut(rgb: NDArray[np.uint8]) -> tuple[bytes, ...]:
    pad = [(0, -size % TILE_PX) for size in rgb.shape[:2]]
    whole = np.pad(rgb, (*pad, (0, 0)), constant_values=255)
    rows, columns = (size // TILE_PX for size in whole.shape[:2])
    grid = whole.reshape(rows, TILE_PX, columns, TILE_PX, 3).swapaxes(1, 2).reshape(-1, TILE_PX, TILE_PX, 3)
    return tuple(jpeg_tile(tile) for tile in grid)


def _tile(patient: PhantomPatient, layout: SlideLayout, row: int, column: int) -> NDArray[np.uint8]:
    """One tile of level 0: what the core holds there, blended over uneven borders, fading to glass."""
    x_px = column * TILE_PX + np.arange(0, TILE_PX + COARSE_PX, COARSE_PX, dtype=np.float64)
    y_px = row * TILE_PX + np.arange(0, TILE_PX + COARSE_PX, COARSE_PX, dtype=np.float64)
    tissue = np.clip(layout.depth_px(x_px, y_px) / 10, 0, 1)
    shape = (TILE_PX, TILE_PX)
    haematoxylin, eosin = np.zeros(shape, dtype=np.float32), np.zeros(shape, dtype=np.float32)
    if tissue.any():
        stroma, fat = (
            np.clip(layout.beyond_tumour_px(x_px, y_px, left) / BLEND_PX + 0.5, 0, 1) for left in (True, False)
        )
        makers = ((tumour_section, (1 - stroma) * (1 - fat)), (stroma_section, stroma), (fat_section, fat))
        for make, share in makers:
            if (share * tissue).any():
                section: Section = make(patient, (column * TILE_PX * UM_PER_PX, row * TILE_PX * UM_PER_PX), shape)
                weight = enlarged((share * tissue).astype(np.float32), *shape)
                haematoxylin += weight * section.haematoxylin
                eosin += weight * section.eosin
    return stained(tissue_character(patient), haematoxylin, eosin)
