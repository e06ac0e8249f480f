"""Patches read and judged, and the slide's thumbnail: what the slide pipeline asks of a worker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.errors import InputError
from hccdesk.domain.progress import NoProgress, Progress
from hccdesk.domain.slide import DropReason, PatchGrid
from hccdesk.wsi.open_reader import open_reader
from hccdesk.wsi.overview import read_overview
from hccdesk.wsi.quality import judge_patch
from hccdesk.wsi.slide_reader import RegionRequest, SlideReader, read_region

_ATTEMPTS = 2  # a share that stumbles once is not a damaged slide


@dataclass(frozen=True, slots=True)
class PatchBatch:
    """Patches as asked for: `rgb` is (patch, row, column, 3) uint8, `drops` why each is not for the model.

    An unreadable patch is white and dropped as `UNREADABLE`.
    """

    rgb: NDArray[np.uint8]
    drops: tuple[DropReason | None, ...]


def read_and_judge(path: Path, grid: PatchGrid, indices: Sequence[int], progress: Progress | None = None) -> PatchBatch:
    """The patches of `grid` at `indices`, in that order. A damaged tile costs its patches, never the slide.

    Raises `InputError` where the slide cannot be opened at all.
    """
    reader = open_reader(path)
    side = grid.model_size_px
    rgb = np.full((len(indices), side, side, 3), 255, np.uint8)
    drops: list[DropReason | None] = []
    for done, index in enumerate(indices):
        (progress or NoProgress()).step(done, len(indices), "Reading patches")
        x, y = (int(value) for value in grid.top_left_px[index])
        patch = _read(reader, RegionRequest(x, y, grid.size_px, grid.size_px, side, side))
        drops.append(DropReason.UNREADABLE if patch is None else judge_patch(patch))
        if patch is not None:
            rgb[done] = patch
    return PatchBatch(rgb, tuple(drops))


def thumbnail(path: Path, longest_side_px: int, progress: Progress | None = None) -> NDArray[np.uint8]:
    """The tissue of the whole slide, (row, column, 3) uint8, at most `longest_side_px` long, never enlarged.

    Made from the slide's own pixels: label and macro images, which may carry a name, are never used.
    Hatched where the slide cannot be decoded; raises `InputError` where that is everywhere.
    """
    # One step only; it is repeated while the picture is being read, so that the user can stop it.
    (progress or NoProgress()).step(0, 1, "Figures")
    return read_overview(open_reader(path), longest_side_px).hatched


def _read(reader: SlideReader, request: RegionRequest) -> NDArray[np.uint8] | None:
    for _ in range(_ATTEMPTS):
        try:
            return read_region(reader, request)
        except InputError:
            continue
    return None
