"""How large a region is: volume, longest diameter within one slice, largest diameter in three dimensions."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.errors import InputError
from hccdesk.domain.geometry import VolumeGeometry
from hccdesk.domain.roi import RoiMeasurements
from hccdesk.roi.extreme_points import hull_vertices, largest_distance

_MM3_PER_ML = 1000.0


def measure(mask: NDArray[np.bool_], geometry: VolumeGeometry) -> RoiMeasurements:
    """Size of a region; `mask` is (slice, row, column) on the lattice of `geometry`.

    Diameters go from voxel centre to voxel centre: never more than what was outlined, and up to one voxel less
    than from outer edge to outer edge. The axial one takes both voxels from one slice, whatever lies between
    them; separate parts count as one region; a single voxel has the diameter 0. Refused: an empty region, a
    mask that is not on the lattice.
    """
    if mask.shape != geometry.shape:
        raise ValueError(f"a mask of {mask.shape} is not on a lattice of {geometry.shape}")
    slices = np.flatnonzero(mask.any(axis=(1, 2)))
    if not len(slices):
        raise InputError("the tumour region is empty.", what_to_do="Choose another label, or draw the region.")
    outlines = [_outline_mm(mask[index], int(index), geometry) for index in slices]
    return RoiMeasurements(
        volume_ml=int(np.count_nonzero(mask)) * geometry.voxel_volume_mm3 / _MM3_PER_ML,
        longest_axial_diameter_mm=max(largest_distance(outline) for outline in outlines),
        largest_3d_diameter_mm=largest_distance(np.concatenate(outlines)),
        slice_count=len(slices),
    )


def _outline_mm(region: NDArray[np.bool_], index: int, geometry: VolumeGeometry) -> NDArray[np.float64]:
    """LPS positions (n, 3) of the corners of the convex hull of one slice's region, (row, column)."""
    corners = hull_vertices(_row_ends(region))
    return geometry.position_mm(np.column_stack([np.full(len(corners), float(index)), corners]))


def _row_ends(region: NDArray[np.bool_]) -> NDArray[np.float64]:
    """First and last voxel (row, column) of each row: every corner of the convex hull is among them."""
    rows = np.flatnonzero(region.any(axis=1))
    inside = region[rows]
    first = inside.argmax(axis=1)
    last = inside.shape[1] - 1 - inside[:, ::-1].argmax(axis=1)
    return np.concatenate([np.column_stack([rows, first]), np.column_stack([rows, last])]).astype(np.float64)
