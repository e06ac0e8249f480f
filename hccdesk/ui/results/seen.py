"""What the models were given, piece by piece: slices with their own probability, patches with what they did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.result import CaseResult, CtResponseFinding, HaimFinding
from hccdesk.ui.ct_viewer.patient_grid import PatientGrid
from hccdesk.ui.language import translate


@dataclass(frozen=True, slots=True)
class Seen:
    """One piece: its picture (row, column, 3), what is said below it, the colour of its value, and where it leads.

    `target` is the slice in the lattice, or the patch in the result's grid.
    """

    rgb: NDArray[np.uint8]
    title: str
    value: str
    role: str
    target: int


def seen_slices(result: CaseResult, grid: PatientGrid | None) -> tuple[Seen, ...]:
    """The CT model's slices in their order; `grid` turns them as the viewer does and gives its slice numbers."""
    found = result.ct_response
    if not isinstance(found, CtResponseFinding) or not len(found.model_images):
        return ()
    number, turn = _number(grid), _turn(grid)
    pieces = zip(found.slice_indices, found.slice_probabilities, found.model_images, strict=True)
    return tuple(
        Seen(
            np.repeat(turn(image)[..., None], 3, axis=2),
            translate("Results", "slice {n}").format(n=number(index)),
            f"{probability:.2f}",
            "favours_response" if probability >= found.threshold else "favours_no_response",
            index,
        )
        for index, probability, image in pieces
    )


def seen_patches(result: CaseResult) -> tuple[Seen, ...]:
    """The slide model's patches that did most, those for response first."""
    found = result.slide_response
    if not isinstance(found, HaimFinding) or not found.explanation or not result.patches:
        return ()
    explanation, kept = found.explanation, result.patches.kept
    pieces = []
    for picture in explanation.gallery:
        value = float(explanation.contribution[picture.kept_index])
        side = translate("Results", "for response") if value > 0 else translate("Results", "against response")
        role = "favours_response" if value > 0 else "favours_no_response"
        said = f"{'▲' if value > 0 else '▼'} {abs(value):.4f}"
        pieces.append(Seen(picture.rgb, side, said, role, int(kept[picture.kept_index])))
    return tuple(pieces)


def _number(grid: PatientGrid | None) -> Callable[[int], int]:
    if grid is None:
        return lambda index: index + 1
    known = grid
    return lambda index: known.index_of((index, 0, 0))[known.axes.index(0)] + 1


def _turn(grid: PatientGrid | None) -> Callable[[NDArray[np.uint8]], NDArray[np.uint8]]:
    """From the file's (row, column) to rows from front to back and columns from right to left, where axes allow."""
    if grid is None or grid.axes[0] != 0:
        return np.asarray
    swapped, backwards = grid.axes[1] == 2, grid.flipped[1:]

    def turned(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
        upright = image.T if swapped else image
        return upright[:: -1 if backwards[0] else 1, :: -1 if backwards[1] else 1]

    return turned
