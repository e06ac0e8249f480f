"""The CT model's explanation of one slice as the slice is shown: blue for response, orange against. No Qt."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.result import CtResponseFinding
from hccdesk.ui import theme
from hccdesk.ui.ct_viewer.patient_grid import Index, PatientGrid
from hccdesk.ui.ct_viewer.slice_content import SliceSaliency

CELLS_TO_PX = 12
"""A cell of the model's feature grid is painted with so many steps a side; in between it is linear."""
_SLICE, _ROW, _COLUMN = 0, 1, 2


def saliency_on(
    finding: CtResponseFinding, grid: PatientGrid, at: Index, opacity: float, demonstration: bool = False
) -> SliceSaliency | None:
    """What to lay over the axial slice at `at`; None where the finding has no map, or the slices are not axial."""
    if not len(finding.saliency) or len(finding.saliency) != len(finding.slice_indices) or grid.axes[0] != _SLICE:
        return None
    number, largest = grid.lattice_index(at)[_SLICE], float(np.abs(finding.saliency).max())
    if number not in finding.slice_indices:
        return SliceSaliency(None, None, largest, opacity, demonstration)
    place = finding.slice_indices.index(number)
    values = _turned(finding.saliency[place], grid)
    box = _box(finding.crop_boxes[place], grid)
    return SliceSaliency(painted(values, largest), box, largest, opacity, demonstration)


def painted(values: NDArray[np.float32], largest: float) -> NDArray[np.uint8]:
    """Colours (row, column, 4), straight alpha: white and clear at zero, full at ±`largest`; linear between cells."""
    fine = _between(_between(values.astype(np.float64), 0), 1)
    strength = np.clip(fine / largest if largest > 0 else np.zeros_like(fine), -1, 1)
    share = np.abs(strength)[..., None]
    end = np.where(strength[..., None] >= 0, _rgb("favours_response"), _rgb("favours_no_response"))
    rgba = np.concatenate([255 * (1 - share) + end * share, 255 * np.sqrt(share)], axis=2)
    return np.ascontiguousarray(np.rint(rgba), dtype=np.uint8)


def _between(values: NDArray[np.float64], axis: int) -> NDArray[np.float64]:
    """Finer along an axis, linear between the centres of cells, level beyond the outermost."""
    cells = values.shape[axis]
    at = np.clip((np.arange(cells * CELLS_TO_PX) + 0.5) / CELLS_TO_PX - 0.5, 0, cells - 1)
    low = np.minimum(np.floor(at).astype(int), max(cells - 2, 0))
    high, share = np.minimum(low + 1, cells - 1), at - low
    share = share[:, None] if axis == 0 else share[None, :]
    return np.asarray(values.take(low, axis) * (1 - share) + values.take(high, axis) * share)


def _turned(values: NDArray[np.float32], grid: PatientGrid) -> NDArray[np.float32]:
    """(row, column) of the lattice as (row, column) of the axial view."""
    moved = values if grid.axes[1] == _ROW else values.T
    return moved[:: -1 if grid.flipped[1] else 1, :: -1 if grid.flipped[2] else 1]


def _box(box: tuple[int, int, int, int], grid: PatientGrid) -> tuple[float, float, float, float]:
    """The crop in pixel edges of the axial view."""
    spans = {_ROW: (box[0], box[2]), _COLUMN: (box[1], box[3])}
    (row0, row1), (column0, column1) = (_span(spans[grid.axes[place]], grid, place) for place in (1, 2))
    return row0, column0, row1, column1


def _span(span: tuple[int, int], grid: PatientGrid, place: int) -> tuple[float, float]:
    size = grid.shape[place]
    return (size - span[1], size - span[0]) if grid.flipped[place] else (span[0], span[1])


def _rgb(role: str) -> NDArray[np.float64]:
    # A CT is always on black: the colours are those of the dark theme.
    text = theme.Theme(theme.DARK).hex(role).removeprefix("#")
    return np.array([int(text[at : at + 2], 16) for at in (0, 2, 4)], dtype=float)
