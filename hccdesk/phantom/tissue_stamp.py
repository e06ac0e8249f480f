"""Puts nuclei, red cells and fat vacuoles into the stain planes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hccdesk.phantom.tissue_cells import Cells, Kind
from hccdesk.phantom.tissue_character import TissueCharacter
from hccdesk.phantom.tissue_pixels import UM_PER_PX

Plane = NDArray[np.float32]
RED_CELL_EOSIN, NUCLEAR_EOSIN = 0.62, 0.12


@dataclass(frozen=True, slots=True)
class Section:
    """The stain planes (row, column) of a rectangle of tissue, with its textures; `corner_um` is (x, y)."""

    haematoxylin: Plane
    eosin: Plane
    grain: Plane
    mottle: Plane
    corner_um: tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Cell:
    kind: int
    x_px: float
    y_px: float
    radius_px: float
    stretch: float
    cos: np.float32
    sin: np.float32
    chromatin: float


def stamp(section: Section, cells: Cells, character: TissueCharacter) -> None:
    """Draw every cell into the section: red cells and vacuoles lie under the nuclei."""
    for i in np.argsort(-cells.kind, kind="stable"):
        cell = _Cell(
            kind=int(cells.kind[i]),
            x_px=(float(cells.x_um[i]) - section.corner_um[0]) / UM_PER_PX,
            y_px=(float(cells.y_um[i]) - section.corner_um[1]) / UM_PER_PX,
            radius_px=float(cells.radius_um[i]) / UM_PER_PX,
            stretch=float(cells.stretch[i]),
            cos=np.float32(np.cos(cells.angle[i])),
            sin=np.float32(np.sin(cells.angle[i])),
            chromatin=float(cells.chromatin[i]),
        )
        _stamp_one(section, cell, character)


def _stamp_one(section: Section, cell: _Cell, character: TissueCharacter) -> None:
    place = _window(section.haematoxylin.shape, cell)
    if place is None:
        return
    v = (np.arange(place[0].start, place[0].stop, dtype=np.float32) - np.float32(cell.y_px))[:, None]
    u = (np.arange(place[1].start, place[1].stop, dtype=np.float32) - np.float32(cell.x_px))[None, :]
    along, across = u * cell.cos + v * cell.sin, v * cell.cos - u * cell.sin
    norm = np.sqrt((along / np.float32(cell.stretch)) ** 2 + across**2)
    if cell.kind == Kind.TUMOUR:
        norm *= 1 + np.float32(0.05 + 0.25 * character.pleomorphism) * section.mottle[place]
    cover = np.clip((np.float32(cell.radius_px) - norm) / 2 + np.float32(0.5), 0, 1)
    eosin, haematoxylin = section.eosin[place], section.haematoxylin[place]
    if cell.kind == Kind.RED_CELL:
        eosin += cover * (np.float32(RED_CELL_EOSIN) - eosin)
    elif cell.kind == Kind.VACUOLE:
        eosin *= 1 - cover
        haematoxylin *= 1 - cover
    else:
        inside = _chromatin(section, place, cell, norm) + _nucleolus(cell, character, u, v)
        haematoxylin += cover * (inside - haematoxylin)
        eosin += cover * (np.float32(NUCLEAR_EOSIN) - eosin)


def _chromatin(section: Section, place: tuple[slice, slice], cell: _Cell, norm: Plane) -> Plane:
    """Darker at the membrane, clumped within."""
    rim = np.clip(1 - np.abs(norm - np.float32(cell.radius_px - 1.5)) / 2, 0, 1)
    clumps = np.float32(0.16) * section.mottle[place] + np.float32(0.13) * section.grain[place]
    return np.asarray(np.float32(cell.chromatin) * (np.float32(0.80) + np.float32(0.30) * rim + clumps))


def _nucleolus(cell: _Cell, character: TissueCharacter, u: Plane, v: Plane) -> Plane | np.float32:
    if cell.kind != Kind.TUMOUR or cell.radius_px <= 9:
        return np.float32(0)
    x, y = np.float32(0.3 * cell.radius_px) * cell.sin, np.float32(0.25 * cell.radius_px) * cell.cos
    radius = np.float32(5.5 * character.nucleolus + 1)
    return np.asarray(np.float32(0.5) * np.clip(radius - np.sqrt((u - x) ** 2 + (v - y) ** 2), 0, 1))


def _window(shape: tuple[int, ...], cell: _Cell) -> tuple[slice, slice] | None:
    reach = int(cell.radius_px * cell.stretch) + 3
    rows, columns = (
        slice(max(int(centre) - reach, 0), min(int(centre) + reach + 1, size))
        for centre, size in ((cell.y_px, shape[0]), (cell.x_px, shape[1]))
    )
    return (rows, columns) if rows.start < rows.stop and columns.start < columns.stop else None
