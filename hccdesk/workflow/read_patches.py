"""The patches of a slide's region, read and judged: one path for looking ahead and for the analysis."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.case import SlideInput
from hccdesk.domain.errors import Cancelled
from hccdesk.domain.manifest import SlideInputSpec
from hccdesk.domain.progress import Progress
from hccdesk.domain.slide import DropReason, PatchGrid, PatchSelection
from hccdesk.sandbox.worker import Sandbox
from hccdesk.wsi.patches import PatchBatch, read_and_judge
from hccdesk.wsi.tile_grid import patch_grid

PATCHES_A_READ = 8
BEAT_S = 0.25
STAGE = "Slide: patches"

UseOfOne = Callable[[NDArray[np.uint8]], None]
"""Given each kept patch in raster order, (row, column, 3) uint8, as the model will see it."""


def read_patches(
    slide: SlideInput, spec: SlideInputSpec, sandbox: Sandbox, progress: Progress, use: UseOfOne | None = None
) -> PatchSelection:
    """What becomes of every patch of `spec`'s grid inside the slide's outline; `use` gets the kept ones one by one.

    More than `spec.maximum_patches` are thinned out evenly. A step is reported before each patch, so that a user who
    cancels waits for one at most. Raises `CalibrationError` where the slide's µm per px is unknown.
    """
    assert slide.roi is not None
    grid = patch_grid(slide.facts, slide.roi, spec)
    dropped = _not_sampled(grid, spec.maximum_patches)
    wanted = [i for i in range(len(grid.top_left_px)) if i not in dropped]
    step = _Steps(progress, len(wanted))
    for indices, batch in _read_ahead(slide, grid, wanted, sandbox, step.again):
        for index, rgb, drop in zip(indices, batch.rgb, batch.drops, strict=True):
            step.again()
            if drop is not None:
                dropped[index] = drop
            elif use is not None:
                use(rgb)
            step.done += 1
    step.again()
    kept = np.array([i for i in wanted if i not in dropped], dtype=np.int64)
    return PatchSelection(grid, kept, dropped)


@dataclass(slots=True)
class _Steps:
    progress: Progress
    total: int
    done: int = 0

    def again(self) -> None:
        self.progress.step(self.done, self.total, STAGE)


def _not_sampled(grid: PatchGrid, maximum: int) -> dict[int, DropReason]:
    count = len(grid.top_left_px)
    if count <= maximum:
        return {}
    # Evenly spread over the raster order, so that no part of the tissue is favoured and a rerun agrees.
    sampled = {int(i) for i in np.linspace(0, count - 1, maximum).round()}
    return {i: DropReason.NOT_SAMPLED for i in range(count) if i not in sampled}


def _read_ahead(
    slide: SlideInput, grid: PatchGrid, wanted: list[int], sandbox: Sandbox, beat: Callable[[], None]
) -> Iterator[tuple[list[int], PatchBatch]]:
    """Batches in order; the next is being decoded while the network is busy with this one."""
    parts = [wanted[i : i + PATCHES_A_READ] for i in range(0, len(wanted), PATCHES_A_READ)]
    stop = _Stop()
    reader = ThreadPoolExecutor(1, thread_name_prefix="patches")

    def read(part: list[int]) -> Future[PatchBatch]:
        return reader.submit(sandbox.call, read_and_judge, slide.facts.path, grid, part, progress=stop)

    try:
        following = [read(part) for part in parts[:1]]
        for number, part in enumerate(parts):
            batch = _awaited(following.pop(), beat)
            following += [read(after) for after in parts[number + 1 : number + 2]]
            yield part, batch
    finally:
        # Not waited for: whoever cancels must not wait for a slow share.
        stop.now = True
        reader.shutdown(wait=False, cancel_futures=True)


def _awaited(future: Future[PatchBatch], beat: Callable[[], None]) -> PatchBatch:
    while not wait([future], timeout=BEAT_S).done:
        beat()
    return future.result()


class _Stop:
    """Ends the reading ahead when nobody wants its patches any more."""

    def __init__(self) -> None:
        self.now = False

    def step(self, done: int, total: int, label: str) -> None:
        """Raise `Cancelled` once it is over."""
        if self.now:
            raise Cancelled
