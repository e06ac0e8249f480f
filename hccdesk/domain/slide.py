"""Whole-slide images: what was found, and the grid of patches a model sees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.ct import Verdict
from hccdesk.domain.patient import PatientIdentity
from hccdesk.domain.sentence import Sentence


@dataclass(frozen=True, slots=True)
class SlideFacts:
    """One slide, headers only. Sizes are level-0 pixels; `um_per_px` is None where the file does not say.

    `bounds_offset_px` is the (x, y) of the scanned area inside level 0 (`openslide.bounds-x/y`), which
    QuPath's coordinates are relative to. `colour_corrected`: the header misstates the
    colours (RGB declared, YCbCr stored) and the reader puts them right.
    """

    path: Path
    vendor: str
    width_px: int
    height_px: int
    um_per_px: float | None
    objective_power: float | None
    level_count: int
    bounds_offset_px: tuple[int, int]
    verdict: Verdict
    patient: PatientIdentity
    colour_corrected: bool = False


class DropReason(StrEnum):
    """Why a patch is not given to the model."""

    BACKGROUND = "background"
    OUT_OF_FOCUS = "out_of_focus"
    BAD_STAIN = "bad_stain"
    UNREADABLE = "unreadable"
    NOT_SAMPLED = "not_sampled"


@dataclass(frozen=True, slots=True)
class PatchGrid:
    """Non-overlapping square patches inside the region, in raster order (row by row).

    `top_left_px` is (patch, 2) level-0 (x, y); `size_px` the side at level 0 and `model_size_px` the side
    as the model sees it, at `um_per_px`.
    """

    top_left_px: NDArray[np.int64]
    size_px: int
    model_size_px: int
    um_per_px: float


@dataclass(frozen=True, slots=True)
class PatchSelection:
    """What became of a grid's patches: indices kept (raster order) and why the others were dropped."""

    grid: PatchGrid
    kept: NDArray[np.int64]
    dropped: Mapping[int, DropReason]

    def dropped_by_reason(self) -> dict[str, int]:
        """How many patches each reason took; every reason is named, also those that took none."""
        counts = {reason.value: 0 for reason in DropReason}
        for reason in self.dropped.values():
            counts[reason.value] += 1
        return counts


@dataclass(frozen=True, slots=True)
class PatchPicture:
    """One kept patch as the model saw it: its place among `PatchSelection.kept`, and (row, column, 3) uint8."""

    kept_index: int
    rgb: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class SlideExplanation:
    """What each kept patch did to the score.

    `contribution` is (kept,) float32 in the order of the selection's `kept`, signed: positive speaks for response,
    as the CT's saliency does. `method` says how it was computed. `gallery` holds the patches that speak most for and
    most against response.
    """

    contribution: NDArray[np.float32]
    method: Sentence
    gallery: tuple[PatchPicture, ...] = ()
