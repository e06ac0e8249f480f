"""What one view shows, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray


class Tool(StrEnum):
    """What the left button does while it is dragged; a click always moves the crosshair."""

    WINDOW = "window"
    PAN = "pan"
    ZOOM = "zoom"
    CROSSHAIR = "crosshair"


@dataclass(frozen=True, slots=True)
class Outline:
    """A lesion's edge on this slice, (n, 4) in pixels, and which of the lesion colours it has."""

    segments: NDArray[np.float64]
    colour: int


@dataclass(frozen=True, slots=True)
class SliceContent:
    """One slice: `hu` (row, column), `spacing_mm` (row, column), `crosshair` (row, column), letters l, r, t, b."""

    hu: NDArray[np.int16]
    spacing_mm: tuple[float, float]
    outlines: tuple[Outline, ...]
    crosshair: tuple[int, int]
    letters: tuple[str, str, str, str]
    title: str
    place: str
