"""The tiles that are here, as pictures ready to paint; the longest unseen go when memory is full."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtGui import QImage

from hccdesk.ui.slide_viewer.tiles import Tile

MEMORY_MIB = 256


class TileCache:
    """At most `memory_mib` of pictures."""

    def __init__(self, memory_mib: float = MEMORY_MIB) -> None:
        self._most = int(memory_mib * 2**20)
        self._kept: OrderedDict[Tile, QImage] = OrderedDict()
        self._bytes = 0

    @property
    def size_bytes(self) -> int:
        """What they take."""
        return self._bytes

    @property
    def tiles(self) -> tuple[Tile, ...]:
        """The tiles that are here, the longest unseen first."""
        return tuple(self._kept)

    def __contains__(self, tile: Tile) -> bool:
        return tile in self._kept

    def get(self, tile: Tile) -> QImage | None:
        """A tile's picture, which counts as seen now."""
        picture = self._kept.get(tile)
        if picture is not None:
            self._kept.move_to_end(tile)
        return picture

    def put(self, tile: Tile, picture: QImage) -> None:
        """One more."""
        self._forget(tile)
        self._kept[tile] = picture
        self._bytes += picture.sizeInBytes()
        while self._bytes > self._most and len(self._kept) > 1:
            self._forget(next(iter(self._kept)))

    def clear(self) -> None:
        """None any more."""
        self._kept.clear()
        self._bytes = 0

    def _forget(self, tile: Tile) -> None:
        old = self._kept.pop(tile, None)
        if old is not None:
            self._bytes -= old.sizeInBytes()
