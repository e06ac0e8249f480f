"""The signed map over a slide: blue favours response, orange no response, white is zero."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from hccdesk.domain.signed_scale import colour
from hccdesk.ui import theme


def blue_white_orange(strengths: NDArray[np.floating]) -> NDArray[np.uint8]:
    """Colours (…, 3) of strengths on -1..1, those of the light theme as on paper: tissue and glass are pale."""
    light = theme.Theme(theme.LIGHT)
    ends = (np.array(rgb_of(light[role])) for role in ("favours_no_response", "favours_response"))
    return np.asarray(np.round(colour(strengths, *ends)), np.uint8)


def rgb_of(shade: QColor) -> tuple[int, int, int]:
    """A colour's red, green and blue, 0..255."""
    return shade.red(), shade.green(), shade.blue()
