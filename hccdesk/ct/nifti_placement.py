"""A NIfTI header's two placements, qform and sform: whether they put the voxels at the same places."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

SAME_PLACE_MM = 0.01
_SINGLE_PRECISION = 2.4e-7


def placements_agree(
    placement: Sequence[float], pixdim: Sequence[float], shape: Sequence[int], *, is_single: bool
) -> bool:
    """Whether qform and sform agree in origin and voxel size, and in direction as far as a quaternion can tell.

    `placement` are the 18 numbers quatern_b … qoffset_z, srow_x … srow_z (nifti1.h, "METHOD 2" and "METHOD 3").
    0.01 mm at the image's far corner is the same place. A quaternion in single precision (`is_single`) loses up
    to 0.05 degrees where its first part, which is not stored, is near 0: that much is no contradiction.
    """
    rotation, first_part = _rotation(placement[:3])
    size_mm = np.asarray(pixdim[1:4], dtype=float)
    mirror = -1.0 if pixdim[0] < 0 else 1.0
    by_qform = rotation * size_mm * (1.0, 1.0, mirror)
    rows = np.asarray(placement[6:18], dtype=float).reshape(3, 4)
    by_sform, reach = rows[:, :3], np.asarray(shape, dtype=float) - 1
    lengths_mm = np.linalg.norm(by_sform, axis=0)
    return (
        bool(np.abs(rows[:, 3] - placement[3:6]).max() <= SAME_PLACE_MM)
        and bool((np.abs(lengths_mm - size_mm) * reach).max() <= SAME_PLACE_MM)
        and _farthest_mm(by_qform - by_sform, reach)
        <= SAME_PLACE_MM + (_lost_radians(first_part) if is_single else 0.0) * float(np.linalg.norm(size_mm * reach))
    )


def _rotation(quaternion: Sequence[float]) -> tuple[NDArray[np.float64], float]:
    b, c, d = (float(x) for x in quaternion)
    length = b * b + c * c + d * d
    a = float(np.sqrt(max(0.0, 1.0 - length)))
    if length > 1.0:
        b, c, d = (x / float(np.sqrt(length)) for x in (b, c, d))
    turned = [
        [a * a + b * b - c * c - d * d, 2 * (b * c - a * d), 2 * (b * d + a * c)],
        [2 * (b * c + a * d), a * a + c * c - b * b - d * d, 2 * (c * d - a * b)],
        [2 * (b * d - a * c), 2 * (c * d + a * b), a * a + d * d - b * b - c * c],
    ]
    return np.array(turned), a


def _lost_radians(first_part: float) -> float:
    return 2 * min(float(np.sqrt(_SINGLE_PRECISION)), _SINGLE_PRECISION / (2 * max(first_part, 1e-12)))


def _farthest_mm(difference: NDArray[np.float64], reach: NDArray[np.float64]) -> float:
    corners = np.array(np.meshgrid(*([0.0, n] for n in reach))).reshape(3, -1)
    return float(np.linalg.norm(difference @ corners, axis=0).max())
