"""The one signed map: blue favours response, orange no response, white is zero."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from hccdesk.ui import theme

_STEPS = (1.0, 2.0, 5.0, 10.0)


def blue_white_orange(strength: NDArray[np.floating]) -> NDArray[np.uint8]:
    """Colours (…, 3) of strengths on -1..1; what lies beyond is shown as the end."""
    known = np.clip(strength, -1, 1)[..., None]
    dark = theme.Theme(theme.DARK)
    blue, orange = (np.array(rgb_of(dark[role]), float) for role in ("favours_response", "favours_no_response"))
    end = np.where(known >= 0, blue, orange)
    return np.asarray(np.round(255 * (1 - np.abs(known)) + end * np.abs(known)), np.uint8)


def scale_end(values: NDArray[np.floating]) -> float:
    """The end of a scale that is the same on both sides of zero: the next 1, 2 or 5 times a power of ten."""
    largest = float(np.abs(values).max(initial=0.0))
    if not largest > 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(largest))
    return next(step * power for step in _STEPS if step * power >= largest * (1 - 1e-9))


def rgb_of(colour: QColor) -> tuple[int, int, int]:
    """A colour's red, green and blue, 0..255."""
    return colour.red(), colour.green(), colour.blue()
