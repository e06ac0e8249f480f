"""How large a region is: volume, longest diameter within one slice, largest diameter in three dimensions."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.errors import InputError
from hccdesk.domain.geometry import VolumeGeometry
from hccdesk.domain.roi import RoiMeasurements
from hccdesk.roi.crop import box_of
from hccdesk.roi.extreme_points import largest_distance

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
    box = box_of(mask)
    if box is None:
        raise InputError("the tumour region is empty.", what_to_do="Choose another label, or draw the region.")
    part = mask[box]
    slices = np.flatnonzero(part.any(axis=(1, 2)))
    corner = np.array([side.start for side in box], dtype=np.float64)
    outlines = [_outline_mm(part[index], int(index), corner, geometry) for index in slices]
    return RoiMeasurements(
        volume_ml=int(np.count_nonzero(part)) * geometry.voxel_volume_mm3 / _MM3_PER_ML,
        longest_axial_diameter_mm=_largest_of(outlines),
        largest_3d_diameter_mm=largest_distance(np.concatenate(outlines)),
        slice_count=len(slices),
    )


def _largest_of(outlines: list[NDArray[np.float64]]) -> float:
    """The largest distance within one outline; those whose surrounding box is too small are not looked at."""
    boxes_mm = [float(np.linalg.norm(np.ptp(outline, axis=0))) for outline in outlines]
    largest_mm = 0.0
    for at in np.argsort(boxes_mm)[::-1]:
        if boxes_mm[at] <= largest_mm:
            break
        largest_mm = max(largest_mm, largest_distance(outlines[at]))
    return largest_mm


def _outline_mm(
    region: NDArray[np.bool_], index: int, corner: NDArray[np.float64], geometry: VolumeGeometry
) -> NDArray[np.float64]:
    """LPS positions (n, 3) of the ends of the rows of one slice's region, (row, column), in the box at `corner`."""
    ends = _row_ends(region)
    return geometry.position_mm(corner + np.column_stack([np.full(len(ends), float(index)), ends]))


def _row_ends(region: NDArray[np.bool_]) -> NDArray[np.float64]:
    """First and last voxel (row, column) of each row: every corner of the convex hull is among them."""
    rows = np.flatnonzero(region.any(axis=1))
    inside = region[rows]
    first = inside.argmax(axis=1)
    last = inside.shape[1] - 1 - inside[:, ::-1].argmax(axis=1)
    return np.concatenate([np.column_stack([rows, first]), np.column_stack([rows, last])]).astype(np.float64)
