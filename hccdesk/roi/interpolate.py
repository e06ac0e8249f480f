"""The slices between those that were drawn, by shape.

Each part of a region is carried from one drawn slice to the next: its signed distance, moved along the line between
the two middles, is blended linearly (Raya and Udupa 1990; with middles aligned as Herman, Zheng and Bucholtz 1992).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from hccdesk.domain.errors import InputError
from hccdesk.domain.region_edit import VoxelBox
from hccdesk.roi.crop import box_of
from hccdesk.roi.pairing import matching_parts


def filled_between(mask: NDArray[np.bool_], spacing_mm: tuple[float, float, float], axis: int = 0) -> NDArray[np.bool_]:
    """A new mask with the empty slices between drawn ones filled; drawn slices stay exactly as they are.

    `axis` is the one across which slices were drawn. Refused, in words: fewer than two drawn slices, no gap.
    """
    box = box_of(mask)
    drawn = np.flatnonzero(np.moveaxis(mask[box], axis, 0).any(axis=(1, 2))) if box else np.zeros(0, dtype=np.intp)
    if box is None or len(drawn) < 2:
        raise InputError(
            "Filling between slices needs the region on two slices at least.",
            what_to_do="Draw it on another slice some way off.",
        )
    gaps = [(int(a), int(b)) for a, b in pairwise(drawn) if b - a > 1]
    if not gaps:
        raise InputError(
            "There is no empty slice between the slices that are drawn.",
            what_to_do="Draw the region on slices further apart.",
        )
    return _filled(mask, box, gaps, spacing_mm, axis)


def _filled(
    mask: NDArray[np.bool_],
    box: VoxelBox,
    gaps: list[tuple[int, int]],
    spacing_mm: tuple[float, float, float],
    axis: int,
) -> NDArray[np.bool_]:
    filled = mask.copy()
    slices = np.moveaxis(filled[box], axis, 0)  # a view: what is written below lands in `filled`
    across_mm = [mm for other, mm in enumerate(spacing_mm) if other != axis]
    for first, last in gaps:
        for start, end in matching_parts(slices[first], slices[last], across_mm):
            parts = [(at - first) / (last - first) for at in range(first + 1, last)]
            for at, between in enumerate(_between(start, end, parts, across_mm), start=first + 1):
                slices[at] |= between
    return filled


def _between(
    start: NDArray[np.bool_], end: NDArray[np.bool_], parts: list[float], across_mm: list[float]
) -> Iterator[NDArray[np.bool_]]:
    """The shape at each part of the way from one slice to the other."""
    middles = [np.argwhere(shape).mean(axis=0) for shape in (start, end)]
    way = middles[1] - middles[0]
    wide = int(np.ceil(np.abs(way).max())) + 1  # so far a shape is moved: what comes in from beyond is outside
    depths = [_depth_mm(np.pad(shape, wide), across_mm) for shape in (start, end)]
    for part in parts:
        blended = (1 - part) * ndimage.shift(depths[0], part * way, order=1, mode="nearest")
        blended += part * ndimage.shift(depths[1], (part - 1) * way, order=1, mode="nearest")
        yield np.asarray(blended > 0)[wide:-wide, wide:-wide]


def _depth_mm(shape: NDArray[np.bool_], across_mm: list[float]) -> NDArray[np.float64]:
    """How deep a pixel's centre lies within the shape's edge, negative outside."""
    inside = ndimage.distance_transform_edt(shape, across_mm)
    outside = ndimage.distance_transform_edt(~shape, across_mm)
    half_px_mm = min(across_mm) / 2
    return np.asarray(np.where(shape, inside - half_px_mm, half_px_mm - outside))
