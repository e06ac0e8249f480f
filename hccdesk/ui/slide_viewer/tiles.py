"""Which tiles of a slide a view needs, and where they lie. No Qt."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from hccdesk.ui.slide_viewer.sight import Rectangle, Sight

TILE_PX = 512
"""Side of a tile on the screen's side: a tile of level k covers TILE_PX · 2ᵏ level-0 pixels."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A tile: level k (downsample 2ᵏ), column and row."""

    level: int
    column: int
    row: int

    @property
    def side_px(self) -> int:
        """Its side, level-0 pixels."""
        return TILE_PX << self.level


def level_of(sight: Sight) -> int:
    """The level just fine enough."""
    return max(0, math.floor(math.log2(sight.scale) + 1e-9))


def visible_tiles(sight: Sight, size_px: tuple[int, int]) -> list[Tile]:
    """The tiles of the level just fine enough, those in the middle first."""
    found = tiles_within(sight.bounds(), level_of(sight), size_px)
    return sorted(found, key=lambda tile: _distance(tile, sight))


def tiles_within(box: Rectangle, level: int, size_px: tuple[int, int]) -> list[Tile]:
    """The tiles of a level that touch an upright level-0 rectangle."""
    side = TILE_PX * 2**level
    left, top, right, bottom = box
    columns = range(max(0, int(left // side)), min(math.ceil(size_px[0] / side), int(right // side) + 1))
    rows = range(max(0, int(top // side)), min(math.ceil(size_px[1] / side), int(bottom // side) + 1))
    return [Tile(level, column, row) for row in rows for column in columns]


def neighbour_tiles(sight: Sight, size_px: tuple[int, int]) -> list[Tile]:
    """One tile further on each side, and the next coarser level: what a pan or a step back will show."""
    level = level_of(sight)
    side = TILE_PX * 2**level
    left, top, right, bottom = sight.bounds()
    here = set(tiles_within((left, top, right, bottom), level, size_px))
    ring = [
        tile
        for tile in tiles_within((left - side, top - side, right + side, bottom + side), level, size_px)
        if tile not in here
    ]
    coarser = tiles_within((left, top, right, bottom), level + 1, size_px)
    return coarser + sorted(ring, key=lambda tile: _distance(tile, sight))


def ancestors(tile: Tile, levels: int = 8) -> Iterator[Tile]:
    """The coarser tiles that hold it, the finest first."""
    for up in range(1, levels + 1):
        yield Tile(tile.level + up, tile.column >> up, tile.row >> up)


def children(tile: Tile) -> tuple[Tile, ...]:
    """The four finer tiles in it, none at level 0."""
    if not tile.level:
        return ()
    return tuple(Tile(tile.level - 1, 2 * tile.column + i, 2 * tile.row + j) for j in (0, 1) for i in (0, 1))


def rectangle_of(tile: Tile, size_px: tuple[int, int]) -> tuple[int, int, int, int]:
    """The level-0 rectangle (x, y, width, height) of a tile, cut at the slide's edge."""
    side = tile.side_px
    x, y = tile.column * side, tile.row * side
    return x, y, min(side, size_px[0] - x), min(side, size_px[1] - y)


def pixels_of(tile: Tile, size_px: tuple[int, int]) -> tuple[int, int]:
    """(width, height) in which a tile is read."""
    _, _, width, height = rectangle_of(tile, size_px)
    return max(1, math.ceil(width / 2**tile.level)), max(1, math.ceil(height / 2**tile.level))


def _distance(tile: Tile, sight: Sight) -> float:
    side = tile.side_px
    return math.hypot((tile.column + 0.5) * side - sight.x_px, (tile.row + 0.5) * side - sight.y_px)
