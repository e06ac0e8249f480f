"""A lesion while it is being changed: a copy of its voxels, not yet the case's."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.region_edit import RegionPart
from hccdesk.domain.roi_set import Lesion
from hccdesk.ui.ct_viewer.patient_grid import PatientGrid, Plane, plane_slice


def writable(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """A copy of a region to draw in; only its own slices are touched, the rest of a series costs neither time nor room.

    Zeros take no memory until they are written to.
    """
    copied = np.zeros(mask.shape, np.bool_)
    held = np.flatnonzero([plane.any() for plane in mask])
    if held.size:
        slices = slice(int(held[0]), int(held[-1]) + 1)
        rows = np.flatnonzero(mask[slices].any(axis=(0, 2)))
        box = (slices, slice(int(rows[0]), int(rows[-1]) + 1))
        copied[box] = mask[box]
    return copied


class Preview:
    """Voxels on the lattice that strokes go into, and how many there are. No Qt."""

    def __init__(self, lesion: Lesion, mask: NDArray[np.bool_], grid: PatientGrid) -> None:
        self.lesion, self.mask = lesion, mask
        self._grid, self._ordered = grid, grid.ordered(mask)
        self._voxels = int(np.count_nonzero(mask))
        self.is_changed = False

    @property
    def volume_ml(self) -> float:
        """How much it holds by now."""
        return self._voxels * self._grid.geometry.voxel_volume_mm3 / 1000.0

    def take(self, part: RegionPart, subtract: bool) -> None:
        """Put voxels in, or take them out."""
        if not part.mask.size:
            return
        before = int(np.count_nonzero(self.mask[part.box]))
        (part.remove_from if subtract else part.add_into)(self.mask)
        after = int(np.count_nonzero(self.mask[part.box]))
        self._voxels += after - before
        self.is_changed = self.is_changed or after != before

    def slice_of(self, plane: Plane, at: int) -> NDArray[np.bool_]:
        """A view's slice, (row, column)."""
        return plane_slice(self._ordered, plane, at)
