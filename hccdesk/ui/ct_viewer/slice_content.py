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
class SliceSaliency:
    """The model's explanation on this slice.

    `rgba` is (row, column, 4) uint8, straight alpha, over `box`, (row0, column0, row1, column1) in pixel edges of the
    slice, which may overhang. Both are None on a slice that the model did not see. `largest` is the end of the scale.
    `demonstration` says that the model was trained on synthetic patients.
    """

    rgba: NDArray[np.uint8] | None
    box: tuple[float, float, float, float] | None
    largest: float
    opacity: float
    demonstration: bool = False


@dataclass(frozen=True, slots=True)
class SliceContent:
    """One slice: `hu` (row, column), `spacing_mm` (row, column), `crosshair` (row, column), letters l, r, t, b.

    `middle_mm` is the middle of the slice in the patient, (right, down) along the view's own axes. `facts` are the
    lines under the title, `voxel` the size of a voxel, `warning` what is wrong with the series for a model.
    `patient` is whose slice it is: for the screen only, pictures go without.
    """

    hu: NDArray[np.int16]
    spacing_mm: tuple[float, float]
    outlines: tuple[Outline, ...]
    crosshair: tuple[int, int] | None
    letters: tuple[str, str, str, str]
    title: str
    place: str
    facts: tuple[str, ...] = ()
    voxel: str = ""
    warning: str = ""
    middle_mm: tuple[float, float] = (0.0, 0.0)
    saliency: SliceSaliency | None = None
    patient: str = ""
