"""The tissue around a region, in mm."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from hccdesk.roi.crop import box_of, pad_of


def dilated(mask: NDArray[np.bool_], spacing_mm: tuple[float, float, float], margin_mm: float) -> NDArray[np.bool_]:
    """Every voxel whose centre is within `margin_mm` of the centre of one of the region, cut at the volume's end.

    0 gives the region itself. Refused: a negative margin.
    """
    if margin_mm < 0:
        raise ValueError(f"a margin of {margin_mm} mm")
    wider = mask.copy()
    box = box_of(mask, pad_of(margin_mm, spacing_mm))
    if margin_mm > 0 and box is not None:
        distance_mm = ndimage.distance_transform_edt(~mask[box], spacing_mm)
        wider[box] = distance_mm <= margin_mm + 1e-6
    return wider


def ring(mask: NDArray[np.bool_], spacing_mm: tuple[float, float, float], margin_mm: float) -> NDArray[np.bool_]:
    """The margin alone: `dilated` without the region."""
    return dilated(mask, spacing_mm, margin_mm) & ~mask
