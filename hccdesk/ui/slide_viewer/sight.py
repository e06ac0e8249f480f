"""What of a slide is looked at, and how slide and screen map onto each other, turned or not. No widgets."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property

from PySide6.QtGui import QTransform

CLOSEST = 0.125
"""Level-0 pixels a screen pixel at the strongest zoom: each is 8 × 8."""
ROOM_AROUND = 1.04

Rectangle = tuple[float, float, float, float]
"""(left, top, right, bottom)."""


@dataclass(frozen=True)
class Sight:
    """What is looked at: the centre in level-0 pixels, level-0 pixels per screen pixel, the view's size, its turn.

    `turn_deg` is clockwise, how far the slide is turned on the screen.
    """

    x_px: float
    y_px: float
    scale: float
    width: int
    height: int
    turn_deg: float = 0.0

    @cached_property
    def _turn(self) -> tuple[float, float]:
        angle = math.radians(self.turn_deg)
        return round(math.cos(angle), 12), round(math.sin(angle), 12)

    def to_screen(self, x_px: float, y_px: float) -> tuple[float, float]:
        """Where a level-0 point lies in the view."""
        c, s = self._turn
        dx, dy = (x_px - self.x_px) / self.scale, (y_px - self.y_px) / self.scale
        return c * dx - s * dy + self.width / 2, s * dx + c * dy + self.height / 2

    def to_slide(self, x: float, y: float) -> tuple[float, float]:
        """The level-0 point under a point of the view."""
        c, s = self._turn
        dx, dy = x - self.width / 2, y - self.height / 2
        return (c * dx + s * dy) * self.scale + self.x_px, (c * dy - s * dx) * self.scale + self.y_px

    def transform(self) -> QTransform:
        """From level-0 pixels to the view."""
        c, s = self._turn
        left, top = self.to_screen(0, 0)
        return QTransform(c / self.scale, s / self.scale, -s / self.scale, c / self.scale, left, top)

    def bounds(self, part: Rectangle | None = None) -> Rectangle:
        """The smallest upright level-0 rectangle that holds the view, or a part of the view."""
        left, top, right, bottom = part or (0, 0, self.width, self.height)
        corners = [self.to_slide(x, y) for x in (left, right) for y in (top, bottom)]
        xs, ys = zip(*corners, strict=True)
        return min(xs), min(ys), max(xs), max(ys)

    def zoomed(self, factor: float, x: float, y: float, farthest: float) -> Sight:
        """Closer by `factor`, keeping what lies under (x, y) there."""
        return self._held(x, y, replace(self, scale=min(max(self.scale / factor, CLOSEST), farthest)))

    def turned(self, by_deg: float, x: float | None = None, y: float | None = None) -> Sight:
        """Turned clockwise around a point of the view, its middle if none is given."""
        after = replace(self, turn_deg=(self.turn_deg + by_deg) % 360)
        return self._held(self.width / 2 if x is None else x, self.height / 2 if y is None else y, after)

    def panned(self, right: float, down: float) -> Sight:
        """The slide moved by so many screen pixels."""
        x, y = self.to_slide(self.width / 2 - right, self.height / 2 - down)
        return replace(self, x_px=x, y_px=y)

    def sized(self, width: int, height: int) -> Sight:
        """The same place in a view of another size."""
        return replace(self, width=width, height=height)

    def _held(self, x: float, y: float, after: Sight) -> Sight:
        at_x, at_y = self.to_slide(x, y)
        now_x, now_y = after.to_slide(x, y)
        return replace(after, x_px=after.x_px + at_x - now_x, y_px=after.y_px + at_y - now_y)


def fitting(size_px: tuple[int, int], width: int, height: int, turn_deg: float = 0.0) -> Sight:
    """The whole slide in the view."""
    return filling((0, 0, *size_px), width, height, turn_deg)


def filling(box: Rectangle, width: int, height: int, turn_deg: float = 0.0) -> Sight:
    """A level-0 rectangle as large as the view allows, with a little room around."""
    left, top, right, bottom = box
    angle = math.radians(turn_deg)
    c, s = abs(math.cos(angle)), abs(math.sin(angle))
    across, down = c * (right - left) + s * (bottom - top), s * (right - left) + c * (bottom - top)
    scale = max(across / max(width, 1), down / max(height, 1), CLOSEST / ROOM_AROUND) * ROOM_AROUND
    return Sight((left + right) / 2, (top + bottom) / 2, scale, width, height, turn_deg)
