"""What may take the left button over in the CT views: a drawing or a measuring tool."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QTransform

from hccdesk.ui.ct_viewer.patient_grid import Plane

Modifiers = Qt.KeyboardModifier


@dataclass(frozen=True, slots=True)
class PanePlace:
    """A place on the slice that a view shows.

    `row` and `column` are continuous pixels of the displayed slice, counted from the outer edge of the first pixel:
    its centre is (0.5, 0.5), the pixel at a place is (floor(row), floor(column)). It may lie beside the slice.
    `px_per_mm` is the zoom, screen pixels a millimetre.
    """

    plane: Plane
    row: float
    column: float
    px_per_mm: float


class PaneHand(Protocol):
    """A tool that is in the reader's hand. Each method is called by the view under the cursor."""

    @property
    def cursor(self) -> Qt.CursorShape:
        """The cursor over a view."""

    def press(self, place: PanePlace, modifiers: Modifiers) -> None:
        """The left button went down."""

    def drag(self, place: PanePlace, modifiers: Modifiers) -> None:
        """The mouse moved with the left button down."""

    def release(self, place: PanePlace, modifiers: Modifiers) -> None:
        """The left button came up."""

    def double_click(self, place: PanePlace) -> None:
        """Two clicks; the view is not maximised while a hand is in use."""

    def hover(self, place: PanePlace | None) -> None:
        """The mouse moved with no button down; None: it left the view."""

    def wheel(self, steps: int) -> bool:
        """Shift+wheel, up is positive; True where the tool used it (its size), else the view scrolls."""

    def key(self, key: int, modifiers: Modifiers) -> bool:
        """A key that the screen itself has no use for, or that a tool needs first (Escape, Enter, Backspace)."""

    def paint(self, plane: Plane, painter: QPainter, pixel_to_widget: QTransform) -> None:
        """Paint over a view, in widget pixels; `pixel_to_widget` maps (column, row) as in `PanePlace`."""


def pixel_point(place: PanePlace) -> QPointF:
    """The place as the transform of `paint` takes it."""
    return QPointF(place.column, place.row)
