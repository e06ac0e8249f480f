"""What a needle takes beside tumour: fibrous stroma and fat, as stains on the same endless sheet."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from hccdesk.phantom.patient import PhantomPatient
from hccdesk.phantom.seeds import Purpose
from hccdesk.phantom.tissue import coarse_axes, grained
from hccdesk.phantom.tissue_blocks import BLOCK_OFFSET
from hccdesk.phantom.tissue_cells import Cells, Kind
from hccdesk.phantom.tissue_character import tissue_character
from hccdesk.phantom.tissue_field import lattice_field, smooth
from hccdesk.phantom.tissue_stamp import Section, stamp

FIBRE_UM = 9.0
ADIPOCYTE_UM = 55.0
SPINDLES_PER_MM2 = 1900
SPINDLE_BLOCK_UM = 512.0


def stroma_section(patient: PhantomPatient, corner_um: tuple[float, float], shape: tuple[int, int]) -> Section:
    """Wavy collagen with spindle nuclei, at 0.25 µm a pixel; arguments as `tissue.tumour_section`."""
    x, y = coarse_axes(corner_um, shape)
    bend, density, _ = _lattices(patient)
    wave = y[:, None] + 26 * smooth(bend, x, y, 120.0) + 0.25 * x[None, :]
    fibres = np.abs(wave / FIBRE_UM - np.floor(wave / FIBRE_UM) - 0.5) * 2
    eosin = 0.34 + 0.30 * fibres + 0.07 * smooth(density, x, y, 40.0)
    section = grained(patient, np.full(eosin.shape, 0.03), np.clip(eosin, 0.05, 0.9), corner_um, shape)
    spindles = _spindles(patient, float(x[0]), float(x[-1]), float(y[0]), float(y[-1]))
    stamp(section, spindles, tissue_character(patient))
    return section


def fat_section(patient: PhantomPatient, corner_um: tuple[float, float], shape: tuple[int, int]) -> Section:
    """Empty fat cells with thin walls; arguments as `tissue.tumour_section`."""
    x, y = coarse_axes(corner_um, shape)
    places = _adipocytes(patient, float(x[0]), float(x[-1]), float(y[0]), float(y[-1]))
    grid = np.stack(np.broadcast_arrays(x[None, :], y[:, None]), axis=-1).reshape(-1, 2)
    distance, _ = cKDTree(places).query(grid, k=2)
    wall = np.clip(1.6 - (distance[:, 1] - distance[:, 0]) / 2.2, 0, 1).reshape(len(y), len(x))
    return grained(patient, 0.05 * wall, 0.42 * wall, corner_um, shape)


@lru_cache(maxsize=4)
def _lattices(patient: PhantomPatient) -> tuple[NDArray[np.float64], ...]:
    rng = patient.seed.stream(Purpose.TISSUE, 3)
    return lattice_field(rng), lattice_field(rng), rng.uniform(-0.35, 0.35, (2, 64, 64))


def _spindles(patient: PhantomPatient, left: float, right: float, top: float, bottom: float) -> Cells:
    """Thin dark nuclei along the fibres, block by block."""
    blocks = [
        (row, column)
        for row in range(int(top // SPINDLE_BLOCK_UM), int(bottom // SPINDLE_BLOCK_UM) + 1)
        for column in range(int(left // SPINDLE_BLOCK_UM), int(right // SPINDLE_BLOCK_UM) + 1)
    ]
    count = int(SPINDLES_PER_MM2 * (SPINDLE_BLOCK_UM / 1000) ** 2)
    places, turns = [], []
    for row, column in blocks:
        rng = patient.seed.stream(Purpose.TISSUE, 4, row + BLOCK_OFFSET, column + BLOCK_OFFSET)
        places.append((rng.random((count, 2)) + np.array([column, row])) * SPINDLE_BLOCK_UM)
        turns.append(rng.normal(-0.2, 0.35, count))
    x, y = np.concatenate(places).T
    n = len(x)
    spindle = np.full(n, 1.5), np.full(n, 3.6)
    cells = Cells(x, y, *spindle, np.concatenate(turns), np.full(n, 1.05), np.full(n, int(Kind.ENDOTHELIAL)))
    return cells.within(left, top, right, bottom, reach_um=8)


def _adipocytes(patient: PhantomPatient, left: float, right: float, top: float, bottom: float) -> NDArray[np.float64]:
    columns = np.arange(int(left // ADIPOCYTE_UM) - 2, int(right // ADIPOCYTE_UM) + 4)
    rows = np.arange(int(top // ADIPOCYTE_UM) - 2, int(bottom // ADIPOCYTE_UM) + 4)
    shake = _lattices(patient)[2][:, rows[:, None] % 64, columns[None, :] % 64]
    x = (columns[None, :] + 0.5 * (rows[:, None] % 2) + shake[0]) * ADIPOCYTE_UM
    y = (rows[:, None] + shake[1]) * ADIPOCYTE_UM
    return np.stack([x.ravel(), y.ravel()], axis=1)
