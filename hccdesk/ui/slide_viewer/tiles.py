"""Which tiles of a slide a view needs, and where they lie. No Qt."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

TILE_PX = 512
"""Side of a tile on the screen's side: a tile of level k covers TILE_PX · 2ᵏ level-0 pixels."""
CLOSEST = 0.125
"""Level-0 pixels a screen pixel at the strongest zoom: each is 8 × 8."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A tile: level k (downsample 2ᵏ), column and row."""

    level: int
    column: int
    row: int


@dataclass(frozen=True, slots=True)
class Sight:
    """What is looked at: the centre in level-0 pixels, level-0 pixels per screen pixel, and the view's size."""

    x_px: float
    y_px: float
    scale: float
    width: int
    height: int

    def to_screen(self, x_px: float, y_px: float) -> tuple[float, float]:
        """Where a level-0 point lies in the view."""
        return (x_px - self.x_px) / self.scale + self.width / 2, (y_px - self.y_px) / self.scale + self.height / 2

    def to_slide(self, x: float, y: float) -> tuple[float, float]:
        """The level-0 point under a point of the view."""
        return (x - self.width / 2) * self.scale + self.x_px, (y - self.height / 2) * self.scale + self.y_px

    def zoomed(self, factor: float, x: float, y: float, farthest: float) -> Sight:
        """Closer by `factor`, keeping what lies under (x, y) there."""
        scale = min(max(self.scale / factor, CLOSEST), farthest)
        at_x, at_y = self.to_slide(x, y)
        return replace(
            self,
            scale=scale,
            x_px=at_x - (x - self.width / 2) * scale,
            y_px=at_y - (y - self.height / 2) * scale,
        )

    def panned(self, right: float, down: float) -> Sight:
        """The slide moved by so many screen pixels."""
        return replace(self, x_px=self.x_px - right * self.scale, y_px=self.y_px - down * self.scale)


def fitting(size_px: tuple[int, int], width: int, height: int) -> Sight:
    """The whole slide in the view."""
    scale = max(size_px[0] / max(width, 1), size_px[1] / max(height, 1)) * 1.04
    return Sight(size_px[0] / 2, size_px[1] / 2, scale, width, height)


def visible_tiles(sight: Sight, size_px: tuple[int, int]) -> list[Tile]:
    """The tiles of the level just fine enough, those in the middle first."""
    level = max(0, math.floor(math.log2(sight.scale) + 1e-9))
    side = TILE_PX * 2**level
    left, top = sight.to_slide(0, 0)
    right, bottom = sight.to_slide(sight.width, sight.height)
    columns = range(max(0, int(left // side)), min(math.ceil(size_px[0] / side), int(right // side) + 1))
    rows = range(max(0, int(top // side)), min(math.ceil(size_px[1] / side), int(bottom // side) + 1))
    found = [Tile(level, column, row) for row in rows for column in columns]
    return sorted(found, key=lambda tile: _distance(tile, side, sight))


def rectangle_of(tile: Tile, size_px: tuple[int, int]) -> tuple[int, int, int, int]:
    """The level-0 rectangle (x, y, width, height) of a tile, cut at the slide's edge."""
    side = TILE_PX * 2**tile.level
    x, y = tile.column * side, tile.row * side
    return x, y, min(side, size_px[0] - x), min(side, size_px[1] - y)


def pixels_of(tile: Tile, size_px: tuple[int, int]) -> tuple[int, int]:
    """(width, height) in which a tile is read."""
    _, _, width, height = rectangle_of(tile, size_px)
    return max(1, math.ceil(width / 2**tile.level)), max(1, math.ceil(height / 2**tile.level))


def _distance(tile: Tile, side: int, sight: Sight) -> float:
    return math.hypot((tile.column + 0.5) * side - sight.x_px, (tile.row + 0.5) * side - sight.y_px)
