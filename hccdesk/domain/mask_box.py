"""The box around the voxels of a mask: work on a region of a large CT then costs what the region costs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.region_edit import VoxelBox

NOTHING: VoxelBox = (slice(0, 0), slice(0, 0), slice(0, 0))


def mask_box(mask: NDArray[np.bool_], within: VoxelBox | None = None) -> VoxelBox:
    """The smallest box around the voxels of `mask` (slice, row, column), `NOTHING` without any.

    Where a box is known that holds all of them, only `within` is looked at.
    """
    part = mask if within is None else mask[within]
    slices = np.flatnonzero([plane.any() for plane in part])
    if not slices.size:
        return NOTHING
    seen = np.logical_or.reduce(part[slices[0] : slices[-1] + 1], axis=0)
    ends = (slices, np.flatnonzero(seen.any(axis=1)), np.flatnonzero(seen.any(axis=0)))
    first = (0, 0, 0) if within is None else tuple(side.start for side in within)
    z, y, x = (
        slice(int(found[0]) + start, int(found[-1]) + start + 1) for found, start in zip(ends, first, strict=True)
    )
    return z, y, x


def hull(one: VoxelBox, other: VoxelBox) -> VoxelBox:
    """The smallest box around two; one without voxels counts for nothing."""
    if holds_nothing(one) or holds_nothing(other):
        return other if holds_nothing(one) else one
    z, y, x = (slice(min(a.start, b.start), max(a.stop, b.stop)) for a, b in zip(one, other, strict=True))
    return z, y, x


def holds_nothing(box: VoxelBox) -> bool:
    """Whether a box has no voxels."""
    return any(side.stop <= side.start for side in box)
