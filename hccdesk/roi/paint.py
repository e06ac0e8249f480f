"""What a stroke or a polygon touches of a CT: a small box of voxels, quick enough to follow the mouse.

Points (n, 3) are continuous (slice, row, column) on the lattice, counted from the outer edge of voxel (0, 0, 0).
Distances are in mm along the lattice's axes, which a tilted gantry does not change within a slice.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.geometry import VolumeGeometry
from hccdesk.domain.region_edit import RegionPart
from hccdesk.roi.raster import RasterBox, polygon_box, swept


def stroke(points: NDArray[np.float64], radius_mm: float, geometry: VolumeGeometry, axis: int | None) -> RegionPart:
    """What a brush of `radius_mm` touches on its way along `points`.

    With an `axis`, a disc within the one slice across it that holds the first point; without, a ball.
    """
    if axis is None:
        box = swept(points, radius_mm, geometry.spacing_mm, geometry.shape)
        return RegionPart((box.corner[0], box.corner[1], box.corner[2]), box.mask)
    across = [other for other in range(3) if other != axis]
    spacing_mm = tuple(geometry.spacing_mm[other] for other in across)
    shape = tuple(geometry.shape[other] for other in across)
    return _in_slice(swept(points[:, across], radius_mm, spacing_mm, shape), points, geometry, axis)


def polygon(vertices: NDArray[np.float64], geometry: VolumeGeometry, axis: int) -> RegionPart:
    """Voxels whose centres lie within a closed polygon (even-odd), in the slice across `axis` of its first vertex.

    Fewer than three vertices touch nothing.
    """
    across = [other for other in range(3) if other != axis]
    shape = (geometry.shape[across[0]], geometry.shape[across[1]])
    return _in_slice(polygon_box(vertices[:, across], shape), vertices, geometry, axis)


def within_range(part: RegionPart, hu: NDArray[np.int16], lower_hu: float, upper_hu: float) -> RegionPart:
    """Those voxels of a part that lie in a range of HU, both ends included."""
    values = hu[part.box]
    return RegionPart(part.corner, part.mask & (values >= lower_hu) & (values <= upper_hu))


def _in_slice(box: RasterBox, points: NDArray[np.float64], geometry: VolumeGeometry, axis: int) -> RegionPart:
    at = int(np.floor(points[0, axis])) if len(points) else 0
    inside = 0 <= at < geometry.shape[axis]
    corner = list(box.corner)
    corner.insert(axis, min(max(at, 0), geometry.shape[axis] - 1))
    mask = np.expand_dims(box.mask, axis) if inside else np.zeros((0, 0, 0), dtype=np.bool_)
    return RegionPart((corner[0], corner[1], corner[2]), mask)
