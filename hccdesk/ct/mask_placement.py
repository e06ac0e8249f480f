"""A mask put on a series' own voxels: the same lattice, reordered or in part, or not at all. Never resampled."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.geometry import LATTICE_TOLERANCE_MM, AxisReordering, VolumeGeometry
from hccdesk.domain.roi import CtMask

_PARALLEL = 1e-4


def planes_on_lattice(mask: CtMask, target: VolumeGeometry, *, every_nth: bool) -> NDArray[np.bool_] | None:
    """The mask's planes on the series' slices, by position; None where a plane with some of it lies elsewhere.

    For segmentations that store only the slices with a region. Rows and columns must be the series' own, flipped or
    permuted at most. `every_nth` allows planes two or more slices apart, the slices between being empty.
    """
    reordering = _axes(mask.geometry, target)
    if reordering is None:
        return None
    axis, flip = reordering.permutation[0], reordering.flips[0]
    moved = reordering.apply(mask.mask)
    places = _slice_places(mask.geometry, target, axis, flip)
    if places is None or moved.shape[1:] != target.shape[1:] or not _rows_meet(mask.geometry, target, reordering):
        return None
    if len(places) > 1 and places[1] - places[0] != 1 and not every_nth:
        return None
    full = moved.any(axis=(1, 2))
    if (places[full] < 0).any() or (places[full] >= target.shape[0]).any():
        return None
    placed = np.zeros(target.shape, dtype=np.bool_)
    placed[places[full]] = moved[full]
    return placed


def _axes(source: VolumeGeometry, target: VolumeGeometry) -> AxisReordering | None:
    turns = np.asarray(target.directions) @ np.asarray(source.directions).T
    signs = np.rint(turns)
    if np.abs(turns - signs).max() > _PARALLEL or (np.abs(signs).sum(axis=0) != 1).any():
        return None
    axes = np.abs(signs).argmax(axis=1)
    flips = [bool(signs[place, axis] < 0) for place, axis in enumerate(axes)]
    return AxisReordering((int(axes[0]), int(axes[1]), int(axes[2])), (flips[0], flips[1], flips[2]))


def _slice_places(source: VolumeGeometry, target: VolumeGeometry, axis: int, flip: bool) -> NDArray[np.intp] | None:
    """The target slice of each source plane, in the target's direction; None where they lie between slices."""
    count = source.shape[axis]
    steps = np.zeros((count, 3))
    steps[:, axis] = np.arange(count)[::-1] if flip else np.arange(count)
    exact = target.index_at(source.position_mm(steps))[:, 0]
    places = np.rint(exact).astype(np.intp)
    if np.abs(exact - places).max() * target.spacing_mm[0] > LATTICE_TOLERANCE_MM:
        return None
    return places


def _rows_meet(source: VolumeGeometry, target: VolumeGeometry, reordering: AxisReordering) -> bool:
    """Whether the first and last row and column of one plane lie on the series' own."""
    for place in (1, 2):
        axis = reordering.permutation[place]
        ends = np.zeros((2, 3))
        ends[1, axis] = source.shape[axis] - 1
        found = target.index_at(source.position_mm(ends))[:, place]
        wanted = [0, target.shape[place] - 1]
        if reordering.flips[place]:
            wanted.reverse()
        if np.abs(found - wanted).max() * target.spacing_mm[place] > LATTICE_TOLERANCE_MM:
            return False
    return True
