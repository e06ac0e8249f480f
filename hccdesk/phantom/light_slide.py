"""A biopsy slide small enough for cohorts of hundreds: a fragment of tumour, a dozen patches, on bare glass."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.roi import Ring
from hccdesk.phantom.patient import PhantomPatient
from hccdesk.phantom.seeds import Purpose
from hccdesk.phantom.slide_pyramid import (
    LEVEL_FACTOR,
    TILE_PX,
    PhantomSlide,
    SlideLevel,
    coarser_levels,
    cut_into_tiles,
)
from hccdesk.phantom.stain_wander import stain_rng, stain_wander
from hccdesk.phantom.tissue import coarse_axes, tumour_section
from hccdesk.phantom.tissue_character import tissue_character
from hccdesk.phantom.tissue_field import lattice_field, smooth
from hccdesk.phantom.tissue_pixels import UM_PER_PX, enlarged, halved, stained

PATCH_ROWS, PATCH_COLUMNS = 3, 4
FRINGE_PX = 48
"""Tissue beyond the patches on every side, with a ragged edge."""
INSET_PX = 16


def make_light_slide(patient: PhantomPatient) -> PhantomSlide:
    """3 × 4 patches of 512 px of this patient's tumour at 0.25 µm a pixel, with a patch's breadth of glass around.

    The same tissue as on the patient's whole slide (`slide.make_slide`), in a stain that wanders from slide to
    slide; a twentieth of the work.
    """
    glass = np.zeros((TILE_PX * (PATCH_ROWS + 2), TILE_PX * (PATCH_COLUMNS + 2), 2), dtype=np.float32)
    edge = TILE_PX - FRINGE_PX
    glass[edge:-edge, edge:-edge] = _fragment(patient, edge)
    rgb = stained(tissue_character(patient), glass[..., 0], glass[..., 1])
    rgb = stain_wander(rgb, stain_rng(patient))
    finest = SlideLevel(rgb.shape[1], rgb.shape[0], UM_PER_PX, cut_into_tiles(rgb))
    return PhantomSlide((finest, *coarser_levels(halved(rgb, LEVEL_FACTOR))), _outline_px())


def _fragment(patient: PhantomPatient, corner_px: int) -> NDArray[np.float32]:
    """Haematoxylin and eosin (row, column, 2) of the tissue, fading to glass at its edge."""
    shape = (TILE_PX * PATCH_ROWS + 2 * FRINGE_PX, TILE_PX * PATCH_COLUMNS + 2 * FRINGE_PX)
    corner_um = (corner_px * UM_PER_PX, corner_px * UM_PER_PX)
    section = tumour_section(patient, corner_um, shape)
    cover = enlarged(_cover(patient, corner_um, shape), *shape)
    return np.stack([section.haematoxylin * cover, section.eosin * cover], axis=-1)


def _cover(patient: PhantomPatient, corner_um: tuple[float, float], shape: tuple[int, int]) -> NDArray[np.float32]:
    """1 inside, 0 on glass, on the coarse grid; ragged by up to the fringe."""
    x, y = coarse_axes(corner_um, shape)
    width_um, height_um = shape[1] * UM_PER_PX, shape[0] * UM_PER_PX
    across, down = x - corner_um[0], y - corner_um[1]
    depth_um = np.minimum(np.minimum(across, width_um - across)[None, :], np.minimum(down, height_um - down)[:, None])
    lattice = lattice_field(patient.seed.stream(Purpose.SLIDE, 1))
    ragged_um = 5.0 + 2.5 * np.clip(smooth(lattice, x, y, 30.0), -1.9, 1.9)
    return np.asarray(np.clip((depth_um - ragged_um) / 2.0, 0, 1), dtype=np.float32)


def _outline_px() -> Ring:
    """The region a pathologist would draw: a ring (vertex, 2) of (x, y), just inside the patches."""
    left = top = TILE_PX + INSET_PX
    right, bottom = (TILE_PX * (n + 1) - INSET_PX for n in (PATCH_COLUMNS, PATCH_ROWS))
    return np.array([(left, top), (right, top), (right, bottom), (left, bottom)], dtype=np.float64)
