"""Whether voxels said to be Hounsfield units can be those of an abdomen: air, fat and soft tissue in their places."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hccdesk.ct.hounsfield import PADDING_HU
from hccdesk.domain.errors import CalibrationError
from hccdesk.domain.sentence import Sentence

HIGHEST_BODY_MEDIAN_HU = 600
METAL_HU = 4000
MOST_METAL = 0.05
HIGHEST_AIR_HU = -600
LEAST_AIR = 0.01
MUCH_AIR = 0.25
"""Only the air around a patient makes up so much: then its darkest voxels must be as dark as air is."""
DARKEST_AIR_HU = -900
BODY_WINDOW_HU = (-200, 300)
LEAST_IN_WINDOW = 0.7
FAT_HU = (-150, -40)
BETWEEN_FAT_AND_LUNG_HU = (-300, -150)
MOST_BETWEEN = 0.1
MOST_BETWEEN_TO_FAT = 0.5
PEAK_HU = (-150, 200)
PEAK_WITHOUT_AIR_HU = (0, 150)
REACH_WITHOUT_AIR_HU = (-100, 200)
_BIN_HU = 10


def require_plausible(hu: NDArray[np.int16], where: str) -> None:
    """Refuse values that no CT of an abdomen has, as a wrong sign, slope or intercept makes them.

    `hu` is (slice, row, column); padding (-1024) is left out. All must hold:
    - half of the voxels lie under 600 HU, and at most 5 % over 4000 HU (metal);
    - of the body (over -600 HU), 70 % lie between -200 and 300 HU; between -300 and -150 HU, where neither fat nor
      lung is, lie at most 10 %, or where noise spreads much fat, half as much as between -150 and -40 HU; its
      commonest value lies between -150 (fat) and 200 HU;
    - 1 % is air (under -600 HU), and where a quarter is, the darkest half percent lies under -900 HU;
    - or, without air, as in a reconstruction of the liver alone: the commonest value lies between 0 and 150 HU and
      values reach from -100 (fat) to 200 HU (bone, vessels).
    Tried on three clinical series and six phantoms, where these hold and fail with intercept 0 in place of -1024,
    slopes of 2 and 0.5, and shifts of 200 HU. Shifts of 50 HU pass,
    and most of 100 HU upwards: the voxels alone cannot tell them from another patient.
    """
    sample = hu[:, ::4, ::4]
    fault = _fault(sample[sample > PADDING_HU])
    if fault:
        raise CalibrationError(
            Sentence.of("The values cannot be Hounsfield units of an abdomen: {fault}.", fault=fault),
            where=where,
            what_to_do="Check Rescale Slope and Intercept, or export this series again from the scanner or PACS.",
        )


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What the rules look at: shares of all voxels or of the body, and the body's commonest value."""

    air: float
    in_window: float
    between: float
    fat: float
    peak_hu: float
    darkest_hu: float


def _fault(voxels: NDArray[np.int16]) -> Sentence | None:
    if not voxels.size:
        return Sentence.of("all voxels are padding")
    median, metal = float(np.median(voxels)), float((voxels > METAL_HU).mean())
    if median > HIGHEST_BODY_MEDIAN_HU or metal > MOST_METAL:
        return Sentence.of(
            "median {median:.0f} HU, {metal:.0%} of the voxels above {limit} HU",
            median=median,
            metal=metal,
            limit=METAL_HU,
        )
    found = _evidence(voxels)
    return _body_fault(found) or _air_fault(found, voxels)


def _evidence(voxels: NDArray[np.int16]) -> _Evidence:
    body = voxels[voxels >= HIGHEST_AIR_HU]
    return _Evidence(
        air=1 - body.size / voxels.size,
        in_window=_share(body, BODY_WINDOW_HU),
        between=_share(body, BETWEEN_FAT_AND_LUNG_HU),
        fat=_share(body, FAT_HU),
        peak_hu=_peak_hu(body),
        darkest_hu=float(np.percentile(voxels, 0.5)),
    )


def _share(voxels: NDArray[np.int16], limits_hu: tuple[int, int]) -> float:
    low, high = limits_hu
    return float(((voxels >= low) & (voxels < high)).sum() / max(voxels.size, 1))


def _peak_hu(body: NDArray[np.int16]) -> float:
    """The commonest value between -300 and 300 HU, to 10 HU; neighbouring bins count in, against noise."""
    counts, edges = np.histogram(body, bins=np.arange(-300, 301, _BIN_HU))
    return float(edges[np.convolve(counts, [1, 1, 1], "same").argmax()]) + _BIN_HU / 2


def _body_fault(found: _Evidence) -> Sentence | None:
    low, high = BODY_WINDOW_HU
    if found.in_window < LEAST_IN_WINDOW:
        return Sentence.of(
            "only {share:.0%} of what is not air lies between {low} and {high} HU, where tissue is",
            share=found.in_window,
            low=low,
            high=high,
        )
    if found.between > max(MOST_BETWEEN, MOST_BETWEEN_TO_FAT * found.fat):
        low, high = BETWEEN_FAT_AND_LUNG_HU
        return Sentence.of(
            "{share:.0%} of what is not air lies between {low} and {high} HU, where no tissue is",
            share=found.between,
            low=low,
            high=high,
        )
    if not PEAK_HU[0] <= found.peak_hu <= PEAK_HU[1]:
        return Sentence.of("the commonest value of tissue is {peak:.0f} HU", peak=found.peak_hu)
    return None


def _air_fault(found: _Evidence, voxels: NDArray[np.int16]) -> Sentence | None:
    if found.air >= LEAST_AIR:
        if found.air > MUCH_AIR and found.darkest_hu > DARKEST_AIR_HU:
            return Sentence.of("air lies at {darkest:.0f} HU and higher, not at -1000 HU", darkest=found.darkest_hu)
        return None
    low, high = np.percentile(voxels, [0.1, 99.9])
    reaches = low <= REACH_WITHOUT_AIR_HU[0] and high >= REACH_WITHOUT_AIR_HU[1]
    if reaches and PEAK_WITHOUT_AIR_HU[0] <= found.peak_hu <= PEAK_WITHOUT_AIR_HU[1]:
        return None
    return Sentence.of(
        "there is no air, and the values from {low:.0f} to {high:.0f} HU do not show fat, soft tissue and bone",
        low=float(low),
        high=float(high),
    )
