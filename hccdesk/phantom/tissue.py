"""H&E-like tumour tissue of a phantom patient: any rectangle of an endless sheet, and patches for training."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from hccdesk.phantom.patient import PhantomPatient
from hccdesk.phantom.tissue_architecture import Architecture, architecture
from hccdesk.phantom.tissue_blocks import cells_in
from hccdesk.phantom.tissue_cells import Cells, Kind
from hccdesk.phantom.tissue_character import TissueCharacter, noise_textures, tissue_character
from hccdesk.phantom.tissue_pixels import (
    COARSE_PX,
    UM_PER_PX,
    enlarged,
    jpeg_pixels,
    jpeg_tile,
    resized,
    stained,
    textured,
)
from hccdesk.phantom.tissue_stamp import Section, stamp

PATCH_STEP_UM = 160.0
"""Training patches lie at least this far apart on the sheet, so that they share no cell."""
PATCHES_PER_ROW = 64
PATCHES_TOP_UM = -400_000.0
"""Far from the part of the sheet that the slide shows."""
LONGEST_REACH_UM = 24.0


def patch(
    patient: PhantomPatient, index: int, side_px: int = 512, um_per_px: float = UM_PER_PX, jpeg: bool = True
) -> NDArray[np.uint8]:
    """Patch `index` of the tumour, (side, side, 3) uint8 RGB; `jpeg`: once through a slide's own compression."""
    side_um = side_px * um_per_px
    step_um = max(PATCH_STEP_UM, side_um + 32)
    corner = (index % PATCHES_PER_ROW * step_um, index // PATCHES_PER_ROW * step_um + PATCHES_TOP_UM)
    fine_px = max(round(side_um / UM_PER_PX), 8)
    section = tumour_section(patient, corner, (fine_px, fine_px))
    rgb = stained(tissue_character(patient), section.haematoxylin, section.eosin)
    if fine_px != side_px:
        rgb = resized(rgb, side_px)
    return jpeg_pixels(jpeg_tile(rgb)) if jpeg else rgb


def tumour_section(patient: PhantomPatient, corner_um: tuple[float, float], shape: tuple[int, int]) -> Section:
    """The stains of a rectangle of tumour at 0.25 µm a pixel; `corner_um` is (x, y), `shape` (row, column)."""
    character = tissue_character(patient)
    x, y = coarse_axes(corner_um, shape)
    left, top, right, bottom = corner_um[0], corner_um[1], float(x[-1]), float(y[-1])
    reach = LONGEST_REACH_UM
    cells = cells_in(patient, left - reach, top - reach, right + reach, bottom + reach)
    coarse_h, coarse_e = _cytoplasm(character, cells, architecture(patient, character, x, y), x, y)
    section = grained(patient, coarse_h, coarse_e, corner_um, shape)
    stamp(section, cells.within(left, top, right, bottom, reach_um=16), character)
    return section


def coarse_axes(
    corner_um: tuple[float, float], shape: tuple[int, int]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The x (column,) and y (row,) of the coarse grid that covers a rectangle, µm."""
    columns, rows = (-(-size // COARSE_PX) + 1 for size in (shape[1], shape[0]))
    step_um = COARSE_PX * UM_PER_PX
    x, y = corner_um[0] + np.arange(columns) * step_um, corner_um[1] + np.arange(rows) * step_um
    return np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)


def grained(
    patient: PhantomPatient,
    haematoxylin: NDArray[np.float64],
    eosin: NDArray[np.float64],
    corner_um: tuple[float, float],
    shape: tuple[int, int],
) -> Section:
    """Coarse stain planes at full size, with the fine texture of tissue."""
    fine_h, fine_e = (enlarged(plane.astype(np.float32), *shape) for plane in (haematoxylin, eosin))
    grain, mottle = (textured(texture, *corner_um, shape) for texture in noise_textures(patient))
    fine_e *= 1 + np.float32(0.10) * mottle + np.float32(0.06) * grain
    fine_h += np.float32(0.02) * mottle + np.float32(0.015) * grain
    return Section(fine_h, fine_e, grain, mottle, corner_um)


def _cytoplasm(
    character: TissueCharacter, cells: Cells, fields: Architecture, x: NDArray[np.float64], y: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Granular eosinophilic cytoplasm with thin cell borders, pale sinusoids, smeared necrosis."""
    tint, border = _cell_bodies(cells, x, y)
    eosin = 0.42 + 0.05 * tint + 0.12 * border
    haematoxylin = 0.06 + 0.025 * tint + 0.10 * (character.chromatin - 0.85)
    half = 0.5 * character.sinusoid_um
    gap = np.clip((half - fields.sinusoid_um) / 1.2 + 0.5, 0, 1)
    lining = np.clip(1 - np.abs(fields.sinusoid_um - half) / 1.3, 0, 1)
    eosin = eosin * (1 - 0.86 * gap) + 0.22 * lining
    haematoxylin = haematoxylin * (1 - 0.8 * gap) + 0.08 * lining
    eosin = eosin + fields.necrosis * (0.62 - eosin)
    return haematoxylin + fields.necrosis * (0.10 - haematoxylin), eosin


def _cell_bodies(
    cells: Cells, x: NDArray[np.float64], y: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Each cell's own tint (-1..1), and 1 on the border between two cells, by the two nearest nuclei."""
    body = (cells.kind == Kind.TUMOUR) | (cells.kind == Kind.ENDOTHELIAL)
    body_x, body_y = cells.x_um[body], cells.y_um[body]
    if len(body_x) < 2:
        return np.zeros((len(y), len(x))), np.zeros((len(y), len(x)))
    grid = np.stack(np.broadcast_arrays(x[None, :], y[:, None]), axis=-1).reshape(-1, 2)
    distance, nearest = cKDTree(np.stack([body_x, body_y], axis=1)).query(grid, k=2)
    border = np.clip(1 - (distance[:, 1] - distance[:, 0]) / 1.6, 0, 1)
    tint = np.sin(body_x * 7.1 + body_y * 3.7)[nearest[:, 0]]
    return tint.reshape(len(y), len(x)), border.reshape(len(y), len(x))
