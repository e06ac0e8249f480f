"""The one law of signed maps, on the screen and on paper: where the scale ends, how clear and which colour a value is.

White is zero; the colours deepen, and cover more, towards either end.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

_STEPS = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)


def scale_end(values: NDArray[np.floating]) -> float:
    """The end of a scale that is the same on both sides of zero: the next round number."""
    largest = float(np.abs(values).max(initial=0.0))
    if not largest > 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(largest))
    return next(step * power for step in _STEPS if step * power >= largest * (1 - 1e-9))


def strength(values: NDArray[np.floating], end: float) -> NDArray[np.float64]:
    """Values as shares of the scale, -1..1; what lies beyond counts as the end. 0 where the scale has no length."""
    known = np.asarray(values, np.float64)
    return np.clip(known / end if end > 0 else np.zeros_like(known), -1, 1)


def opacity(strengths: NDArray[np.floating]) -> NDArray[np.float64]:
    """How much of the image below is covered, 0..1: clear at zero, and weak values still show."""
    return np.sqrt(np.abs(np.asarray(strengths, np.float64)))


def colour(
    strengths: NDArray[np.floating], negative: NDArray[np.generic], positive: NDArray[np.generic]
) -> NDArray[np.float64]:
    """Colours (…, 3), 0..255, of strengths on -1..1: `negative` at -1, white at 0, `positive` at 1."""
    known = np.clip(np.asarray(strengths, np.float64), -1, 1)[..., None]
    end = np.where(known >= 0, np.asarray(positive, np.float64), np.asarray(negative, np.float64))
    return np.asarray(255 * (1 - np.abs(known)) + end * np.abs(known))
