"""Edit a tumour region: strokes that follow the mouse, and acts that take a moment."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.errors import InputError
from hccdesk.domain.geometry import VolumeGeometry
from hccdesk.domain.region_edit import (
    DropIslands,
    FillBetween,
    FillHoles,
    Grow,
    KeepLargest,
    RegionAct,
    RegionPart,
    Smooth,
)
from hccdesk.roi import paint

Mask = NDArray[np.bool_]


def paint_stroke(
    points: NDArray[np.float64], radius_mm: float, geometry: VolumeGeometry, axis: int | None
) -> RegionPart:
    """What a brush touches along `points` (n, 3): a disc in the slice across `axis`, or a ball without one."""
    return paint.stroke(points, radius_mm, geometry, axis)


def paint_polygon(vertices: NDArray[np.float64], geometry: VolumeGeometry, axis: int) -> RegionPart:
    """What a polygon (n, 3) holds in the slice across `axis` of its first vertex."""
    return paint.polygon(vertices, geometry, axis)


def within_range(part: RegionPart, hu: NDArray[np.int16], lower_hu: float, upper_hu: float) -> RegionPart:
    """The voxels of a stroke in a range of HU."""
    return paint.within_range(part, hu, lower_hu, upper_hu)


def surroundings(mask: Mask, geometry: VolumeGeometry, margin_mm: float) -> Mask:
    """The tissue within `margin_mm` of the region, without the region."""
    from hccdesk.roi import margin  # noqa: PLC0415 - strokes need no scipy

    return margin.ring(mask, geometry.spacing_mm, margin_mm)


def usual_range(hu: NDArray[np.int16], geometry: VolumeGeometry, seed: tuple[int, int, int]) -> tuple[float, float]:
    """The range of HU that a region grown from `seed` begins with."""
    from hccdesk.roi import region_grow  # noqa: PLC0415 - SimpleITK takes long to load

    return region_grow.usual_range(hu, geometry.spacing_mm, seed)


def edit_region(mask: Mask, hu: NDArray[np.int16], geometry: VolumeGeometry, act: RegionAct) -> Mask:
    """The region after an act, a new mask; raises `InputError`, in words, for an act that cannot be done."""
    if not mask.any() and not isinstance(act, Grow):
        raise InputError("The region is empty.", what_to_do="Draw it first.")
    return _done(mask, hu, geometry, act)


def _done(mask: Mask, hu: NDArray[np.int16], geometry: VolumeGeometry, act: RegionAct) -> Mask:
    from hccdesk.roi import interpolate, region_grow, smooth  # noqa: PLC0415 - strokes need no scipy

    mm = geometry.spacing_mm
    match act:
        case FillBetween(axis):
            return interpolate.filled_between(mask, mm, axis)
        case Smooth(radius_mm):
            return smooth.smoothed(mask, mm, radius_mm)
        case KeepLargest():
            return smooth.largest_part(mask)
        case DropIslands(smallest_ml):
            return smooth.without_islands(mask, geometry.voxel_volume_mm3, smallest_ml)
        case FillHoles():
            return smooth.holes_filled(mask)
        case Grow():
            return mask | region_grow.grown(hu, mm, act)
