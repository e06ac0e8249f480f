"""A phantom patient's biopsy slide as a pyramid of JPEG tiles, encoded once for every file format."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.progress import NoProgress, Progress
from hccdesk.phantom.patient import PhantomPatient
from hccdesk.phantom.slide_layout import HEIGHT_PX, WIDTH_PX, SlideLayout, slide_layout
from hccdesk.phantom.slide_pyramid import LEVEL_FACTOR, TILE_PX, PhantomSlide, SlideLevel, coarser_levels
from hccdesk.phantom.tissue import tumour_section
from hccdesk.phantom.tissue_character import tissue_character
from hccdesk.phantom.tissue_pixels import COARSE_PX, UM_PER_PX, enlarged, halved, jpeg_tile, stained
from hccdesk.phantom.tissue_stamp import Section
from hccdesk.phantom.tissue_surroundings import fat_section, stroma_section

BLEND_PX = 30.0


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
    return PhantomSlide((finest, *coarser_levels(below)), layout.tumour_outline_px())


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
