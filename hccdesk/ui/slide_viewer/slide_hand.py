"""What may be in the reader's hand over the slide: moving it, or drawing a region on it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen

from hccdesk.domain.roi import Ring
from hccdesk.ui import theme
from hccdesk.ui.slide_viewer.sight import Sight

Modifiers = Qt.KeyboardModifier


class Tool(StrEnum):
    """The tools of the slide viewer."""

    MOVE = "move"
    POLYGON = "polygon"
    BRUSH = "brush"
    RECTANGLE = "rectangle"


@dataclass(frozen=True, slots=True)
class SlidePlace:
    """A place under the cursor, level-0 pixels; `scale` is level-0 pixels a screen pixel."""

    x_px: float
    y_px: float
    scale: float

    def far_from(self, other: SlidePlace) -> float:
        """The way to another place, screen pixels."""
        return float(np.hypot(self.x_px - other.x_px, self.y_px - other.y_px)) / self.scale


@dataclass(frozen=True, slots=True)
class DrawnRing:
    """A closed line that was drawn, level-0 pixels, to be added to the region or taken out of it.

    `tolerance_px` is how far from the line nobody could see a difference when it was drawn.
    """

    ring: Ring
    subtract: bool
    tolerance_px: float = 0.0


@dataclass(frozen=True, slots=True)
class DrawnStroke:
    """A brush's way, (point, 2) level-0 pixels, and its radius there."""

    points: NDArray[np.float64]
    radius_px: float
    subtract: bool


class SlideHand(QObject):
    """A tool. The left button's ways come here, in level-0 pixels; Alt takes out, anything else adds.

    Signals: `changed` when it looks different, `drawn(DrawnRing | DrawnStroke)` when a shape is done.
    """

    changed = Signal()
    drawn = Signal(object)
    cursor = Qt.CursorShape.CrossCursor

    def press(self, place: SlidePlace, modifiers: Modifiers) -> None:
        """The left button went down."""

    def drag(self, place: SlidePlace, modifiers: Modifiers) -> None:
        """The mouse moved with it down."""

    def release(self, place: SlidePlace, modifiers: Modifiers) -> None:
        """It came up."""

    def double_click(self, place: SlidePlace, modifiers: Modifiers) -> None:
        """Two clicks."""

    def hover(self, place: SlidePlace | None, modifiers: Modifiers) -> None:
        """The mouse moved with no button down; None: it left."""

    def resize(self, steps: float) -> bool:
        """Larger or smaller; False where it has no size."""
        return False

    def give_up(self) -> bool:
        """Drop what is begun; False where nothing was."""
        return False

    def step_back(self) -> bool:
        """Take the last point back; False where there is none."""
        return False

    def finish(self) -> bool:
        """Close what is begun; False where nothing was."""
        return False

    def paint(self, painter: QPainter, sight: Sight) -> None:
        """Paint what is begun, over everything."""


def is_subtracting(modifiers: Modifiers) -> bool:
    """Whether Alt is held."""
    return bool(modifiers & Modifiers.AltModifier)


def on_screen(points: list[SlidePlace], sight: Sight) -> list[QPointF]:
    """Places as they lie in the view."""
    return [QPointF(*sight.to_screen(p.x_px, p.y_px)) for p in points]


def ink(subtract: bool) -> QColor:
    """What adds is drawn in the accent, what takes out in the colour of problems."""
    return theme.Theme(theme.LIGHT)["problem" if subtract else "accent"]


def two_pens(subtract: bool) -> tuple[QPen, QPen]:
    """A light edge and the line on it, so that it shows on tissue and on glass; dashed where it takes out."""
    edge, line = QPen(QColor(255, 255, 255, 200), 4), QPen(ink(subtract), 2)
    if subtract:
        line.setStyle(Qt.PenStyle.DashLine)
    return edge, line
