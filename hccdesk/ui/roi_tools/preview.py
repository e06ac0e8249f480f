"""A lesion while it is being changed: a copy of its voxels, not yet the case's."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.mask_box import hull
from hccdesk.domain.region_edit import RegionPart, VoxelBox
from hccdesk.domain.roi import CtRoi
from hccdesk.domain.roi_set import Lesion
from hccdesk.ui.ct_viewer.patient_grid import PatientGrid, Plane, plane_slice


def writable(roi: CtRoi) -> NDArray[np.bool_]:
    """A copy of a region to draw in; only its own box is touched, the rest of a series costs neither time nor room.

    Zeros take no memory until they are written to.
    """
    copied = np.zeros(roi.mask.shape, np.bool_)
    copied[roi.box] = roi.mask[roi.box]
    return copied


class Preview:
    """Voxels on the lattice that strokes go into, and how many there are. No Qt."""

    def __init__(self, lesion: Lesion, roi: CtRoi, mask: NDArray[np.bool_], grid: PatientGrid) -> None:
        """`mask` holds the voxels of `roi`; strokes write to it."""
        self.lesion, self.mask = lesion, mask
        self._box: VoxelBox = roi.box
        self._grid, self._ordered = grid, grid.ordered(mask)
        self._voxels = int(np.count_nonzero(mask[self._box]))
        self.is_changed = False

    @property
    def volume_ml(self) -> float:
        """How much it holds by now."""
        return self._voxels * self._grid.geometry.voxel_volume_mm3 / 1000.0

    @property
    def region(self) -> CtRoi:
        """What was drawn, as a region of its own; nothing may be drawn into it any more."""
        before = self.lesion.roi
        return CtRoi.within(self.mask, self.lesion.name, self._box, reordered=before.reordered)

    def take(self, part: RegionPart, subtract: bool) -> None:
        """Put voxels in, or take them out."""
        if not part.mask.size:
            return
        here = self.mask[part.box]
        before = int(np.count_nonzero(here))
        (part.remove_from if subtract else part.add_into)(self.mask)
        after = int(np.count_nonzero(here))
        self._box = self._box if subtract else hull(self._box, part.box)
        self._voxels += after - before
        self.is_changed = self.is_changed or after != before

    def slice_of(self, plane: Plane, at: int) -> NDArray[np.bool_]:
        """A view's slice, (row, column)."""
        return plane_slice(self._ordered, plane, at)
