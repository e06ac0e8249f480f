"""Fetches tiles in the background; a tile that nobody looks at any more is not fetched, or dropped when it comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from hccdesk.domain.errors import Cancelled
from hccdesk.domain.slide import SlideFacts
from hccdesk.ui.jobs import JobRunner, RunningJob
from hccdesk.ui.slide_viewer.tile_cache import MEMORY_MIB, TileCache
from hccdesk.ui.slide_viewer.tiles import Tile, pixels_of, rectangle_of
from hccdesk.ui.verbs import Verbs
from hccdesk.ui.widgets.pixels import image_of

FAULTS_BEFORE_GIVING_UP = 12
"""A damaged tile costs its place; so many of them, with none readable between, and the file is gone."""


@dataclass(frozen=True, slots=True)
class _ReadTile:
    """A tile's pixels (row, column, 3), or why they cannot be read, and for which opening of a slide they are."""

    generation: int
    tile: Tile
    rgb: NDArray[np.uint8] | Exception


class TileLoader(QObject):
    """Tiles of one slide at a time.

    Signals: `arrived(Tile)`, `failed(exception)` once per slide.
    """

    arrived = Signal(object)
    failed = Signal(object)

    def __init__(
        self, runner: JobRunner, verbs: Verbs, parent: QObject | None = None, memory_mib: float = MEMORY_MIB
    ) -> None:
        super().__init__(parent)
        self._runner, self._verbs = runner, verbs
        self._slide: SlideFacts | None = None
        self._generation = 0
        self._cache = TileCache(memory_mib)
        self._asked: dict[Tile, RunningJob] = {}
        self._unreadable: set[Tile] = set()
        self._faults, self._said = 0, False

    def open(self, slide: SlideFacts | None) -> None:
        """Another slide: nothing of the one before is shown."""
        self._generation += 1
        self._give_up(list(self._asked))
        self._asked, self._faults, self._said = {}, 0, False
        self._unreadable.clear()
        self._cache.clear()
        self._slide = slide

    def tile(self, tile: Tile) -> QImage | None:
        """A tile's picture, if it is here."""
        return self._cache.get(tile)

    def has(self, tile: Tile) -> bool:
        """Whether a tile is here."""
        return tile in self._cache

    def is_unreadable(self, tile: Tile) -> bool:
        """Whether the file is damaged there."""
        return tile in self._unreadable

    @property
    def kept(self) -> Sequence[Tile]:
        """The tiles that are here."""
        return self._cache.tiles

    @property
    def size_bytes(self) -> int:
        """The memory that they take."""
        return self._cache.size_bytes

    def want(self, tiles: Sequence[Tile], soon: Sequence[Tile] = ()) -> None:
        """Fetch these in this order, then those that may be wanted `soon`, and nothing else any more."""
        if self._slide is None or self._is_gone:
            return
        wanted = dict.fromkeys((*tiles, *soon))
        self._give_up([tile for tile in self._asked if tile not in wanted])
        for tile in wanted:
            if not (tile in self._cache or tile in self._asked or tile in self._unreadable):
                self._ask(tile, self._slide)

    @property
    def _is_gone(self) -> bool:
        return self._faults >= FAULTS_BEFORE_GIVING_UP

    def _ask(self, tile: Tile, slide: SlideFacts) -> None:
        job = self._runner.start(partial(_read, self._verbs, slide, tile, self._generation))
        self._asked[tile] = job
        job.succeeded.connect(self._on_read)

    def _give_up(self, tiles: list[Tile]) -> None:
        for tile in tiles:
            self._asked.pop(tile).cancel()

    def _on_read(self, read: _ReadTile) -> None:
        tile = read.tile
        if read.generation != self._generation:
            return
        self._asked.pop(tile, None)
        if isinstance(read.rgb, Exception):
            self._on_damage(tile, read.rgb)
        else:
            self._faults = 0
            # Made here and once: a worker thread should make no objects of Qt.
            self._cache.put(tile, image_of(read.rgb).convertToFormat(QImage.Format.Format_RGB32))
        self.arrived.emit(tile)

    def _on_damage(self, tile: Tile, error: Exception) -> None:
        self._unreadable.add(tile)
        self._faults += 1
        if self._is_gone:
            self._give_up(list(self._asked))
        if not self._said:
            self._said = True
            self.failed.emit(error)


def _read(verbs: Verbs, slide: SlideFacts, tile: Tile, generation: int, progress: object) -> _ReadTile:
    """Read on a worker thread; what is damaged is the error that says so."""
    size = (slide.width_px, slide.height_px)
    try:
        rgb = verbs.view_slide(slide.path, rectangle_of(tile, size), pixels_of(tile, size))
    except Cancelled:
        raise
    except Exception as error:  # a damaged tile costs its place, not the view
        return _ReadTile(generation, tile, error)
    return _ReadTile(generation, tile, rgb)
