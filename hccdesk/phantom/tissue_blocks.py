"""The tumour's cells block by block: the same from wherever a block is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from hccdesk.phantom.patient import PhantomPatient
from hccdesk.phantom.seeds import Purpose
from hccdesk.phantom.tissue_architecture import Architecture, architecture
from hccdesk.phantom.tissue_cells import Cells, Kind, joined
from hccdesk.phantom.tissue_character import TissueCharacter, tissue_character

BLOCK_UM = 128.0
BLOCK_OFFSET = 1 << 20
"""Added to block numbers in seeds, which take no negative numbers."""
FIELD_STEP_UM = 4.0
RED_CELLS_TRIED = 220

Line = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Block:
    """One square of tissue while its cells are being drawn."""

    rng: np.random.Generator
    character: TissueCharacter
    fields: Architecture
    left_um: float
    top_um: float

    def at(self, x_um: Line, y_um: Line) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Indices into the fields for places on the sheet."""
        last = int(BLOCK_UM / FIELD_STEP_UM) - 1
        rows, columns = ((y_um - self.top_um) / FIELD_STEP_UM, (x_um - self.left_um) / FIELD_STEP_UM)
        return np.clip(rows.astype(np.int64), 0, last), np.clip(columns.astype(np.int64), 0, last)


def cells_in(patient: PhantomPatient, left: float, top: float, right: float, bottom: float) -> Cells:
    """Every cell of the blocks that touch the rectangle (µm), in a fixed order."""
    columns = range(int(np.floor(left / BLOCK_UM)), int(np.floor(right / BLOCK_UM)) + 1)
    rows = range(int(np.floor(top / BLOCK_UM)), int(np.floor(bottom / BLOCK_UM)) + 1)
    return joined(*(_block(patient, row, column) for row in rows for column in columns))


@lru_cache(maxsize=512)
def _block(patient: PhantomPatient, row: int, column: int) -> Cells:
    character = tissue_character(patient)
    left, top = column * BLOCK_UM, row * BLOCK_UM
    coarse = np.arange(0, BLOCK_UM, FIELD_STEP_UM) + FIELD_STEP_UM / 2
    fields = architecture(patient, character, coarse + left, coarse + top)
    rng = patient.seed.stream(Purpose.TISSUE, 2, row + BLOCK_OFFSET, column + BLOCK_OFFSET)
    block = _Block(rng, character, fields, left, top)
    x, y = _places(block)
    nuclei, lymphocytes, vacuoles = _nuclei(block, x, y), _lymphocytes(block), _vacuoles(block, x, y)
    return joined(nuclei.outside(vacuoles), lymphocytes.outside(vacuoles), vacuoles, _red_cells(block))


def _places(block: _Block) -> tuple[Line, Line]:
    """A shaken hexagonal lattice: as regular as cells that push each other."""
    count = max(round(BLOCK_UM / block.character.cell_spacing_um), 2)
    step = BLOCK_UM / count
    grid_y, grid_x = np.mgrid[0:count, 0:count] * step
    grid_x = grid_x + 0.5 * step * (np.arange(count)[:, None] % 2)
    shake = block.rng.normal(0, 0.17 * step, (2, count, count))
    x, y = (
        ((grid + moved).ravel() + 0.3 * step) % BLOCK_UM for grid, moved in ((grid_x, shake[0]), (grid_y, shake[1]))
    )
    return x + block.left_um, y + block.top_um


def _nuclei(block: _Block, x: Line, y: Line) -> Cells:
    """Tumour nuclei in the plates, thin endothelial ones along the sinusoids, debris in necrosis."""
    rng, character, n = block.rng, block.character, len(x)
    radius = character.nuclear_radius_um * np.exp(character.pleomorphism * rng.standard_normal(n))
    stretch = 1 + np.abs(rng.normal(0.1, 0.08 + 0.5 * character.pleomorphism, n))
    chromatin = character.chromatin * np.exp(rng.normal(0, 0.10 + 0.5 * character.pleomorphism, n))
    angle = rng.uniform(0, np.pi, n)
    at = block.at(x, y)
    thin = block.fields.sinusoid_um[at] < 0.75 * character.sinusoid_um
    dead = rng.random(n) < block.fields.necrosis[at]
    kind = np.where(dead, Kind.DEBRIS, np.where(thin, Kind.ENDOTHELIAL, Kind.TUMOUR)).astype(np.int64)
    shrunk = radius * rng.uniform(0.2, 0.55, n)
    whole = np.minimum(radius, 0.52 * character.cell_spacing_um)
    thin = kind == Kind.ENDOTHELIAL
    cells = Cells(
        x_um=x,
        y_um=y,
        radius_um=np.where(thin, 1.7, np.where(dead, shrunk, whole)),
        stretch=np.where(thin, 2.8, np.minimum(stretch, 2.0)),
        angle=angle,
        chromatin=np.where(thin, 1.1, np.minimum(chromatin, 1.6)),
        kind=kind,
    )
    keep = ~thin | (rng.random(n) < 0.6)
    return cells.only(keep & (~dead | (rng.random(n) < 0.5)))


def _lymphocytes(block: _Block) -> Cells:
    """Small, round and dark, single and in small groups."""
    rng = block.rng
    groups = int(rng.poisson(block.fields.lymphocytes.mean() * 14 / 2.5))
    sizes = rng.integers(1, 5, groups)
    n = int(sizes.sum())
    centres = np.repeat(rng.uniform(0, BLOCK_UM, (groups, 2)), sizes, axis=0) + rng.normal(0, 7, (n, 2))
    return Cells(
        x_um=centres[:, 0] + block.left_um,
        y_um=centres[:, 1] + block.top_um,
        radius_um=2.6 * np.exp(0.10 * rng.standard_normal(n)),
        stretch=1 + 0.15 * rng.random(n),
        angle=rng.uniform(0, np.pi, n),
        chromatin=1.35 * np.exp(rng.normal(0, 0.08, n)),
        kind=np.full(n, int(Kind.LYMPHOCYTE)),
    )


def _vacuoles(block: _Block, x: Line, y: Line) -> Cells:
    """Round fat droplets beside nuclei, none in necrosis."""
    rng, at = block.rng, block.at(x, y)
    has = rng.random(len(x)) < block.fields.steatosis[at] * (1 - block.fields.necrosis[at])
    n = int(has.sum())
    radius = np.minimum(rng.gamma(3.0, 1.2, n) + 1.5, 8.0)
    shift = rng.normal(0, 0.4 * block.character.cell_spacing_um, (2, n))
    kind = np.full(n, int(Kind.VACUOLE))
    return Cells(x[has] + shift[0], y[has] + shift[1], radius, np.ones(n), np.zeros(n), np.zeros(n), kind)


def _red_cells(block: _Block) -> Cells:
    """Red cells in the sinusoids, wherever these are wide enough."""
    rng = block.rng
    x, y = rng.uniform(0, BLOCK_UM, (2, RED_CELLS_TRIED)) + np.array([[block.left_um], [block.top_um]])
    at = block.at(x, y)
    inside = block.fields.sinusoid_um[at] < 0.28 * block.character.sinusoid_um
    inside &= block.fields.necrosis[at] < 0.3
    n = int(inside.sum())
    return Cells(
        x_um=x[inside],
        y_um=y[inside],
        radius_um=2.6 + 0.25 * rng.standard_normal(n),
        stretch=1 + 0.3 * rng.random(n),
        angle=rng.uniform(0, np.pi, n),
        chromatin=np.zeros(n),
        kind=np.full(n, int(Kind.RED_CELL)),
    )
