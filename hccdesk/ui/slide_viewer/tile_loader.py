"""Fetches tiles in the background; a tile that nobody looks at any more is not fetched, or dropped when it comes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from hccdesk.domain.slide import SlideFacts
from hccdesk.ui.jobs import JobRunner, RunningJob, deliver
from hccdesk.ui.slide_viewer.tiles import Tile, pixels_of, rectangle_of
from hccdesk.ui.verbs import Verbs

KEPT_TILES = 160
"""About 120 MB of pixels."""


class TileLoader(QObject):
    """Tiles of one slide at a time.

    Signals: `arrived(Tile)`, `failed(exception)` once per slide.
    """

    arrived = Signal(object)
    failed = Signal(object)

    def __init__(self, runner: JobRunner, verbs: Verbs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner, self._verbs = runner, verbs
        self._slide: SlideFacts | None = None
        self._generation = 0
        self._kept: OrderedDict[Tile, NDArray[np.uint8]] = OrderedDict()
        self._asked: dict[Tile, RunningJob] = {}
        self._broken = False

    def open(self, slide: SlideFacts | None) -> None:
        """Another slide: nothing of the one before is shown."""
        self._generation += 1
        self._give_up(list(self._asked))
        self._asked, self._broken = {}, False
        self._kept.clear()
        self._slide = slide

    def tile(self, tile: Tile) -> NDArray[np.uint8] | None:
        """A tile's pixels (row, column, 3), if they are here."""
        if tile in self._kept:
            self._kept.move_to_end(tile)
        return self._kept.get(tile)

    @property
    def kept(self) -> Sequence[Tile]:
        """The tiles that are here."""
        return tuple(self._kept)

    def want(self, tiles: Sequence[Tile]) -> None:
        """Fetch these, in this order, and nothing else any more."""
        if self._slide is None or self._broken:
            return
        self._give_up([tile for tile in self._asked if tile not in tiles])
        for tile in tiles:
            if tile not in self._kept and tile not in self._asked:
                self._ask(tile, self._slide)

    def _ask(self, tile: Tile, slide: SlideFacts) -> None:
        size = (slide.width_px, slide.height_px)
        rectangle, pixels = rectangle_of(tile, size), pixels_of(tile, size)
        job = self._runner.start(lambda _: self._verbs.view_slide(slide.path, rectangle, pixels))
        self._asked[tile] = job
        deliver(job, self, partial(self._on_tile, self._generation, tile))
        job.failed.connect(self._on_failed)

    def _give_up(self, tiles: list[Tile]) -> None:
        for tile in tiles:
            self._asked.pop(tile).cancel()

    def _on_tile(self, generation: int, tile: Tile, rgb: NDArray[np.uint8]) -> None:
        if generation != self._generation:
            return
        self._asked.pop(tile, None)
        self._kept[tile] = rgb
        while len(self._kept) > KEPT_TILES:
            self._kept.popitem(last=False)
        self.arrived.emit(tile)

    def _on_failed(self, error: BaseException) -> None:
        # A job of another slide was cancelled when this one was opened, and so cannot fail.
        if not self._broken:
            self._broken = True
            self._give_up(list(self._asked))
            self.failed.emit(error)
