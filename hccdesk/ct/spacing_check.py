"""Whether slices are evenly spaced; if not, between which two and by how many millimetres."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.sentence import Sentence

RELATIVE_TOLERANCE = 0.01
ABSOLUTE_TOLERANCE_MM = 0.05


def spacing_fault(gaps_mm: NDArray[np.float64], offsets_mm: NDArray[np.float64]) -> Sentence | None:
    """Why these gaps are not one spacing, or None. Slices are counted from 1 along the normal.

    A gap may differ from the usual one by 1 % or 0.05 mm, whichever is more, and no slice may lie further than
    that twice over from where an even spacing puts it.
    """
    usual_mm = _usual(gaps_mm)
    allowed_mm = max(RELATIVE_TOLERANCE * usual_mm, ABSOLUTE_TOLERANCE_MM)
    wrong = np.flatnonzero(np.abs(gaps_mm - usual_mm) > allowed_mm)
    if wrong.size:
        return _described(gaps_mm, wrong, usual_mm, allowed_mm)
    even = np.linspace(offsets_mm[0], offsets_mm[-1], len(offsets_mm))
    drift_mm = float(np.abs(offsets_mm - even).max())
    if drift_mm > 2 * allowed_mm:
        return Sentence.of("the slice spacing drifts: a slice lies {mm:.2f} mm off even spacing", mm=drift_mm)
    return None


def _usual(gaps_mm: NDArray[np.float64]) -> float:
    # The commonest gap, not the middle one: of 5, 5, 10, 10 mm the smaller is the spacing.
    rounded, counts = np.unique(np.round(gaps_mm, 2), return_counts=True)
    commonest = rounded[np.argmax(counts)]
    return float(np.median(gaps_mm[np.abs(gaps_mm - commonest) <= ABSOLUTE_TOLERANCE_MM]))


def _described(gaps_mm: NDArray[np.float64], wrong: NDArray[np.intp], usual_mm: float, allowed_mm: float) -> Sentence:
    at = int(wrong[0])
    steps = gaps_mm[wrong] / usual_mm
    if wrong.size == 1 and np.abs(steps - np.round(steps))[0] * usual_mm <= allowed_mm and round(steps[0]) >= 2:
        return Sentence.of(
            "slices are missing ({missing}): slices {a} and {b} are {gap_mm:.2f} mm apart, "
            "the others {usual_mm:.2f} mm",
            missing=round(steps[0]) - 1,
            a=at + 1,
            b=at + 2,
            gap_mm=float(gaps_mm[at]),
            usual_mm=usual_mm,
        )
    return Sentence.of(
        "uneven slice spacing: slices {a} and {b} are {gap_mm:.2f} mm apart, most are {usual_mm:.2f} mm "
        "({n} of {total} gaps differ)",
        a=at + 1,
        b=at + 2,
        gap_mm=float(gaps_mm[at]),
        usual_mm=usual_mm,
        n=int(wrong.size),
        total=len(gaps_mm),
    )
