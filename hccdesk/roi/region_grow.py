"""A region from a click: what hangs together in a range of HU, within a ball around the place."""

from __future__ import annotations

from typing import Any

import numpy as np
import SimpleITK
from numpy.typing import NDArray

from hccdesk.domain.errors import InputError
from hccdesk.domain.region_edit import Grow, VoxelBox
from hccdesk.domain.sentence import Sentence

_SPREAD = 2.5
_LEAST_SPREAD_HU = 15.0
Seed = tuple[int, int, int]


def grown(hu: NDArray[np.int16], spacing_mm: tuple[float, float, float], act: Grow) -> NDArray[np.bool_]:
    """Voxels (slice, row, column) in the act's range of HU, joined by faces to its seed, within its radius.

    Refused, in words: a seed outside the volume, or whose own value is out of the range.
    """
    _require(hu, act.seed, act.lower_hu, act.upper_hu)
    box = _box_around(act.seed, act.radius_mm, spacing_mm, hu.shape)
    image = SimpleITK.GetImageFromArray(np.ascontiguousarray(hu[box]))
    start = [int(index - side.start) for index, side in zip(act.seed, box, strict=True)]
    connected: Any = SimpleITK.ConnectedThreshold  # it has no types
    joined = connected(image, [start[::-1]], float(act.lower_hu), float(act.upper_hu))
    found = np.zeros(hu.shape, dtype=np.bool_)
    found[box] = SimpleITK.GetArrayFromImage(joined).astype(np.bool_) & _ball(act.seed, box, spacing_mm, act.radius_mm)
    return found


def usual_range(
    hu: NDArray[np.int16], spacing_mm: tuple[float, float, float], seed: Seed, radius_mm: float = 4.0
) -> tuple[float, float]:
    """A range of HU to grow in: mean ± 2.5 standard deviations around the seed, no narrower than ± 15 HU."""
    _require(hu, seed, -np.inf, np.inf)
    box = _box_around(seed, radius_mm, spacing_mm, hu.shape)
    values = hu[box][_ball(seed, box, spacing_mm, radius_mm)].astype(np.float64)
    spread = max(_SPREAD * float(values.std()), _LEAST_SPREAD_HU)
    lower, upper = float(values.mean()) - spread, float(values.mean()) + spread
    return float(np.floor(min(lower, hu[seed]))), float(np.ceil(max(upper, hu[seed])))


def _require(hu: NDArray[np.int16], seed: Seed, lower_hu: float, upper_hu: float) -> None:
    if not all(0 <= index < size for index, size in zip(seed, hu.shape, strict=True)):
        raise InputError("The place lies outside the CT.", what_to_do="Click into the tumour.")
    value = int(hu[seed])
    if not lower_hu <= value <= upper_hu:
        raise InputError(
            Sentence.of(
                "The place has {value} HU, which is not within {lower_hu:g} to {upper_hu:g} HU.",
                value=value,
                lower_hu=lower_hu,
                upper_hu=upper_hu,
            ),
            what_to_do="Click elsewhere, or widen the range.",
        )


def _box_around(
    seed: Seed, radius_mm: float, spacing_mm: tuple[float, float, float], shape: tuple[int, ...]
) -> VoxelBox:
    reach = [int(radius_mm / spacing) for spacing in spacing_mm]
    first = [max(index - more, 0) for index, more in zip(seed, reach, strict=True)]
    last = [min(index + more + 1, size) for index, more, size in zip(seed, reach, shape, strict=True)]
    return slice(first[0], last[0]), slice(first[1], last[1]), slice(first[2], last[2])


def _ball(seed: Seed, box: VoxelBox, spacing_mm: tuple[float, float, float], radius_mm: float) -> NDArray[np.bool_]:
    offsets = [
        (np.arange(side.start, side.stop) - index) * mm for side, index, mm in zip(box, seed, spacing_mm, strict=True)
    ]
    slices, rows, columns = np.ix_(*offsets)
    return np.asarray(slices**2 + rows**2 + columns**2 <= radius_mm**2)
