"""The lesions of one series on the slices of another, by patient position. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.ct import CtSeries, Suitability
from hccdesk.domain.geometry import VolumeGeometry
from hccdesk.domain.roi import CtRoi
from hccdesk.domain.roi_set import Lesion
from hccdesk.ui.ct_viewer.lesion_slices import colour_of
from hccdesk.ui.ct_viewer.outline import dashes, outline_segments
from hccdesk.ui.ct_viewer.patient_grid import PatientGrid
from hccdesk.ui.ct_viewer.slice_content import Outline

_TRUSTED = (Suitability.MEASURE, Suitability.INFER)
_NO_EDGE = np.zeros((0, 4))


def may_transfer(source: CtSeries, target: CtSeries) -> bool:
    """Whether a position means the same place in both: evenly stacked series of one examination."""
    both = all(series.verdict.suitability in _TRUSTED for series in (source, target))
    return both and source.study_instance_uid == target.study_instance_uid


class TransferredLesions:
    """From the lattice of `source` to the axial slices of `target`; each pixel is what lies at its middle."""

    def __init__(self, source: VolumeGeometry, target: PatientGrid) -> None:
        self._shape = target.shape
        from_target = np.linalg.inv(source.affine) @ target.geometry.affine @ _lattice_of(target)
        self._to_source, self._to_target = from_target, np.linalg.inv(from_target)

    def outlines(self, lesions: Sequence[Lesion], at: int, *, dashed: bool) -> tuple[Outline, ...]:
        """The edges, on an axial slice of the target, of the lesions that are shown."""
        shown = [(number, lesion) for number, lesion in enumerate(lesions) if lesion.shown and not lesion.roi.is_empty]
        edges = [(colour_of(number, lesion), self._edge(lesion.roi, at)) for number, lesion in shown]
        return tuple(Outline(dashes(edge) if dashed else edge, colour) for colour, edge in edges)

    def _edge(self, roi: CtRoi, at: int) -> NDArray[np.float64]:
        found = self._pixels(roi, at)
        if found is None:
            return _NO_EDGE
        rows, columns = found
        part = self._sampled(roi, at, rows, columns)
        return np.asarray(outline_segments(part) + np.array([columns[0], rows[0], columns[0], rows[0]]))

    def _pixels(self, roi: CtRoi, at: int) -> tuple[NDArray[np.int64], NDArray[np.int64]] | None:
        """The rows and columns of a slice that the region's box may reach; None where it does not."""
        corners = np.array([*product(*((side.start - 0.5, side.stop - 0.5) for side in roi.box))])
        ends = corners @ self._to_target[:3, :3].T + self._to_target[:3, 3]
        low, high = np.floor(ends.min(axis=0)).astype(int), np.ceil(ends.max(axis=0)).astype(int)
        rows, columns = (np.arange(max(low[i], 0), min(high[i] + 1, self._shape[i])) for i in (1, 2))
        reaches = low[0] <= at <= high[0] and rows.size and columns.size
        return (rows, columns) if reaches else None

    def _sampled(self, roi: CtRoi, at: int, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> NDArray[np.bool_]:
        along_z, along_y, along_x, origin = self._to_source[:3].T
        down = origin + at * along_z + rows[:, None] * along_y
        index = np.rint(down[:, None, :] + columns[None, :, None] * along_x).astype(np.int64)
        first, last = (np.array([getattr(side, end) for side in roi.box]) for end in ("start", "stop"))
        inside = ((index >= first) & (index < last)).all(axis=-1)
        held = np.zeros(inside.shape, np.bool_)
        held[inside] = roi.mask[tuple(index[inside].T)]
        return held


def _lattice_of(grid: PatientGrid) -> NDArray[np.float64]:
    """4×4 from (z, y, x, 1) in the order of the patient to (slice, row, column, 1)."""
    matrix = np.eye(4)
    origin = np.array(grid.lattice_place((0.0, 0.0, 0.0)))
    steps = [np.array(grid.lattice_place((float(z), float(y), float(x)))) for z, y, x in np.eye(3)]
    matrix[:3, :3] = np.column_stack([step - origin for step in steps])
    matrix[:3, 3] = origin
    return matrix
