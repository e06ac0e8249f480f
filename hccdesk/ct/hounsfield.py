"""Stored values to Hounsfield units."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from hccdesk.ct.slice_stack import Slice
from hccdesk.domain.errors import CalibrationError

PADDING_HU = -1024
_HIGHEST_HU = np.iinfo(np.int16).max
_WHAT_TO_DO = "Export this series again with its Hounsfield scale."


def to_hounsfield(stored: NDArray[np.integer[Any]], of: Slice, out: NDArray[np.int16]) -> None:
    """Write one slice's Hounsfield units into `out`, (row, column).

    Padding becomes -1024, and so does everything below: nothing is thinner than air, and scanners write such
    values outside their field of view. Values above int16 are clipped.
    Raises `CalibrationError` without a usable slope and intercept: they are never assumed.
    """
    slope, intercept = of.plane.slope, of.plane.intercept
    if slope is None or intercept is None or not of.plane.is_scaled:
        raise CalibrationError(
            "Rescale Slope or Intercept is missing or unusable, so that its values are not Hounsfield units.",
            where=of.header.path,
            what_to_do=_WHAT_TO_DO,
        )
    if slope == 1.0 and stored.dtype.itemsize == 2 and intercept.is_integer() and abs(intercept) <= 2**14:
        _shift(stored, int(intercept), out)
    else:
        out[...] = np.clip(np.rint(stored * slope + intercept), PADDING_HU, _HIGHEST_HU)
    padding = of.header.padding
    if padding is not None and max(padding[0] * slope, padding[1] * slope) + intercept > PADDING_HU:
        out[(stored >= padding[0]) & (stored <= padding[1])] = PADDING_HU


def _shift(stored: NDArray[np.integer[Any]], intercept: int, out: NDArray[np.int16]) -> None:
    # Clipped first, the sum fits int16, so that it may be taken in 16 bits whatever the sign of the input.
    limits = np.iinfo(stored.dtype)
    low = min(max(PADDING_HU - intercept, limits.min), limits.max)
    high = min(_HIGHEST_HU - intercept, limits.max)
    np.add(np.clip(stored, low, high).view(np.int16), np.int16(intercept), out=out)
