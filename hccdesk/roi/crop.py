"""The part of a volume that matters to a region: work on a large CT costs what the region costs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.region_edit import VoxelBox


def box_of(mask: NDArray[np.bool_], pad: tuple[int, int, int] = (0, 0, 0)) -> VoxelBox | None:
    """The box around the voxels of a 3-D mask, `pad` voxels wider on each side within the volume; None for none."""
    slices = np.flatnonzero(mask.any(axis=(1, 2)))
    if not len(slices):
        return None
    inside = mask[slices[0] : slices[-1] + 1]
    across = np.logical_or.reduce(inside, axis=0)
    ends = (slices, np.flatnonzero(across.any(axis=1)), np.flatnonzero(across.any(axis=0)))
    first = [max(int(found[0]) - more, 0) for found, more in zip(ends, pad, strict=True)]
    last = [min(int(found[-1]) + 1 + more, n) for found, more, n in zip(ends, pad, mask.shape, strict=True)]
    return slice(first[0], last[0]), slice(first[1], last[1]), slice(first[2], last[2])


def pad_of(reach_mm: float, spacing_mm: tuple[float, float, float]) -> tuple[int, int, int]:
    """How many voxels a distance is along each axis, rounded up, and one more."""
    slices, rows, columns = (int(np.ceil(reach_mm / spacing)) + 1 for spacing in spacing_mm)
    return slices, rows, columns
