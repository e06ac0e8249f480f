"""Regions put together from the tiles of a pyramid, with the last decoded tiles kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_CACHE_BYTES = 96 * 2**20
"""A row of tiles of a wide slide: patches come row by row, and each tile serves two rows of them."""

Corner = tuple[int, int]
"""(x, y) of a tile's top left pixel on its level."""


@dataclass(frozen=True, slots=True)
class TileLevel:
    """A level's size, its tiles' size, and where it has tiles; `on_lattice` where all lie side by side."""

    width_px: int
    height_px: int
    tile_width_px: int
    tile_height_px: int
    corners: Collection[Corner]
    on_lattice: bool = True

    def overlapping(self, x_px: int, y_px: int, width_px: int, height_px: int) -> Iterator[Corner]:
        """The tiles that touch the rectangle; only tiles off the lattice are looked at one by one."""
        across, down = self.tile_width_px, self.tile_height_px
        if self.on_lattice:
            for top in range(max(y_px, 0) // down * down, min(y_px + height_px, self.height_px), down):
                for left in range(max(x_px, 0) // across * across, min(x_px + width_px, self.width_px), across):
                    if (left, top) in self.corners:
                        yield left, top
            return
        for left, top in self.corners:
            if x_px - across < left < x_px + width_px and y_px - down < top < y_px + height_px:
                yield left, top


class TileMosaic:
    """Reads rectangles of tiled levels; `decode(level, corner)` gives a tile, (row, column, 3) RGB uint8."""

    def __init__(self, levels: tuple[TileLevel, ...], decode: Callable[[int, Corner], NDArray[np.uint8]]) -> None:
        self._levels = levels
        self._decode = decode
        self._decoded: OrderedDict[tuple[int, Corner], NDArray[np.uint8]] = OrderedDict()
        self._decoded_bytes = 0

    def read(self, level: int, x_px: int, y_px: int, width_px: int, height_px: int) -> NDArray[np.uint8]:
        """A rectangle of a level, white where there is no tile; raises what `decode` raises."""
        out = np.full((height_px, width_px, 3), 255, np.uint8)
        source = self._levels[level]
        for left, top in source.overlapping(x_px, y_px, width_px, height_px):
            right = min(left + source.tile_width_px, source.width_px, x_px + width_px)
            bottom = min(top + source.tile_height_px, source.height_px, y_px + height_px)
            x0, y0 = max(left, x_px), max(top, y_px)
            if x0 < right and y0 < bottom:
                part = self._tile(level, (left, top))[y0 - top : bottom - top, x0 - left : right - left]
                out[y0 - y_px : bottom - y_px, x0 - x_px : right - x_px] = part
        return out

    def forget(self) -> None:
        """Let go of the decoded tiles."""
        self._decoded.clear()
        self._decoded_bytes = 0

    def _tile(self, level: int, corner: Corner) -> NDArray[np.uint8]:
        key = level, corner
        if key in self._decoded:
            self._decoded.move_to_end(key)
            return self._decoded[key]
        tile = self._decode(level, corner)
        self._decoded[key] = tile
        self._decoded_bytes += tile.nbytes
        while self._decoded_bytes > _CACHE_BYTES:
            self._decoded_bytes -= self._decoded.popitem(last=False)[1].nbytes
        return tile
