"""The lesions as the views need them: on which slices each lies, its middle, its edge; kept as long as it is the same.

No Qt. What is found of a mask costs one look at the box around it.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.roi import CtRoi
from hccdesk.domain.roi_set import Lesion
from hccdesk.ui.ct_viewer.outline import outline_segments
from hccdesk.ui.ct_viewer.patient_grid import FIXED_AXIS, Index, PatientGrid, Plane, plane_slice
from hccdesk.ui.ct_viewer.slice_content import Outline

Mask = NDArray[np.bool_]
MOST_KEPT = 600
_NO_EDGE = np.zeros((0, 4))


@dataclass(frozen=True, slots=True)
class LesionExtent:
    """The numbers of the slices that hold any of a lesion, for each axis in the order of the patient."""

    slices: tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]

    @property
    def middle(self) -> Index | None:
        """The voxel in the middle of its slices; None for an empty one."""
        if not self.slices[0]:
            return None
        z, y, x = (axis[len(axis) // 2] for axis in self.slices)
        return z, y, x


def extent_of(roi: CtRoi, grid: PatientGrid) -> LesionExtent:
    """Where a region holds anything, in the order of the patient; only its own box is looked at."""
    part = roi.mask[roi.box]
    seen = np.logical_or.reduce(part, axis=0)  # (row, column)
    held = (np.array([plane.any() for plane in part], np.bool_), seen.any(axis=1), seen.any(axis=0))
    z, y, x = (_numbers(held[axis], roi, grid, place) for place, axis in enumerate(grid.axes))
    return LesionExtent((z, y, x))


def centre_on_slice(roi: CtRoi, number: int) -> tuple[int, Index] | None:
    """How many voxels a slice of the lattice holds, and which of them is nearest to their middle, as (slice, row,
    column); None where it holds none."""
    box = roi.box
    if not box[0].start <= number < box[0].stop:
        return None
    found = np.argwhere(roi.mask[number, box[1], box[2]])
    if not found.size:
        return None
    row, column = found[np.argmin(((found - found.mean(axis=0)) ** 2).sum(axis=1))]
    return len(found), (number, box[1].start + int(row), box[2].start + int(column))


def _numbers(held: Mask, roi: CtRoi, grid: PatientGrid, place: int) -> tuple[int, ...]:
    """Slices along an axis of the patient, from those that are held along the lattice's."""
    axis = grid.axes[place]
    found = [roi.box[axis].start + int(value) for value in np.flatnonzero(held)]
    last = roi.mask.shape[axis] - 1
    return tuple(last - value for value in reversed(found)) if grid.flipped[place] else tuple(found)


class LesionSlices:
    """The lesions of one CT."""

    def __init__(self, grid: PatientGrid) -> None:
        self._grid = grid
        self._known: list[tuple[CtRoi, Mask, LesionExtent]] = []
        self._edges: OrderedDict[tuple[int, Plane, int], NDArray[np.float64]] = OrderedDict()
        self._lesions: tuple[Lesion, ...] = ()
        self._left_out: str | None = None

    def take(self, lesions: tuple[Lesion, ...]) -> None:
        """The lesions as they stand; those that are still the same are not looked at again."""
        kept = [known for known in self._known if any(known[0] is lesion.roi for lesion in lesions)]
        gone = {id(known[0]) for known in self._known} - {id(known[0]) for known in kept}
        for key in [key for key in self._edges if key[0] in gone]:
            del self._edges[key]
        for lesion in lesions:
            if not any(known[0] is lesion.roi for known in kept):
                mask = self._grid.ordered(lesion.roi.mask)
                kept.append((lesion.roi, mask, extent_of(lesion.roi, self._grid)))
        self._known, self._lesions = kept, lesions

    def leave_out(self, name: str | None) -> bool:
        """Give no outline of this lesion, or of each again; whether that is another one than before."""
        before, self._left_out = self._left_out, name
        return before != name

    def extent(self, number: int) -> LesionExtent:
        """Where a lesion lies."""
        return self._of(self._lesions[number].roi)[1]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._lesions)

    def largest_on(self, number: int) -> Index | None:
        """The middle of the lesion that is largest on a slice of the lattice, (slice, row, column); None without."""
        found = (centre_on_slice(lesion.roi, number) for lesion in self._lesions)
        largest = max((one for one in found if one), default=None, key=lambda one: one[0])
        return largest[1] if largest else None

    def on_slices(self, plane: Plane) -> tuple[tuple[int, tuple[int, ...]], ...]:
        """(colour, slices) of each lesion that is shown."""
        axis = FIXED_AXIS[plane]
        shown = [(i, lesion) for i, lesion in enumerate(self._lesions) if lesion.shown]
        return tuple((colour_of(i, lesion), self.extent(i).slices[axis]) for i, lesion in shown)

    def outlines(self, plane: Plane, at: int) -> tuple[Outline, ...]:
        """The edges on a slice of the lesions that are shown."""
        shown = [
            (i, lesion) for i, lesion in enumerate(self._lesions) if lesion.shown and lesion.name != self._left_out
        ]
        return tuple(Outline(self._edge(lesion.roi, plane, at), colour_of(i, lesion)) for i, lesion in shown)

    def _edge(self, roi: CtRoi, plane: Plane, at: int) -> NDArray[np.float64]:
        key = (id(roi), plane, at)
        if key not in self._edges:
            self._edges[key] = self._made_edge(roi, plane, at)
            if len(self._edges) > MOST_KEPT:
                self._edges.popitem(last=False)
        return self._edges[key]

    def _made_edge(self, roi: CtRoi, plane: Plane, at: int) -> NDArray[np.float64]:
        mask, extent = self._of(roi)
        slices = extent.slices[FIXED_AXIS[plane]]
        if not slices or not slices[0] <= at <= slices[-1]:
            return _NO_EDGE
        flat = plane_slice(mask, plane, at)
        rows, columns = np.flatnonzero(flat.any(axis=1)), np.flatnonzero(flat.any(axis=0))
        if not rows.size:
            return _NO_EDGE
        part = flat[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        return np.asarray(outline_segments(part) + np.array([columns[0], rows[0], columns[0], rows[0]]))

    def _of(self, roi: CtRoi) -> tuple[Mask, LesionExtent]:
        return next((mask, extent) for known, mask, extent in self._known if known is roi)


def colour_of(number: int, lesion: Lesion) -> int:
    """Which of the lesion colours a lesion has; `number` is its place among all."""
    return number if lesion.colour is None else lesion.colour
