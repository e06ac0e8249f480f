"""One view of the CT: a slice in grey with outlines, crosshair and corner texts, and what the mouse wants of it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from hccdesk.ui import theme
from hccdesk.ui.ct_viewer.pane_hand import PaneHand, PanePlace
from hccdesk.ui.ct_viewer.patient_grid import Plane
from hccdesk.ui.ct_viewer.slice_content import SliceContent, Tool
from hccdesk.ui.ct_viewer.slice_marks import LETTERS, paint_crosshair, paint_outlines, paint_texts
from hccdesk.ui.ct_viewer.windowing import LIVER, grey_table, to_grey
from hccdesk.ui.widgets.scale_bar import paint_scale_bar

DRAG_FROM_PX = 3
WHEEL_STEP = 120
ZOOM_PER_PX = 1.01
ZOOM_PER_WHEEL = 1.15


class SlicePane(QWidget):
    """A view.

    Signals: `scrolled(int)` slices up, `windowed(float, float)` pixels right and down, `pointed(int, int)` the
    crosshair to (row, column), `hovered(int, int)`, `left`, `maximise_asked`, `entered`.
    """

    scrolled = Signal(int)
    windowed = Signal(float, float)
    pointed = Signal(int, int)
    hovered = Signal(int, int)
    left = Signal()
    maximise_asked = Signal()
    entered = Signal()

    def __init__(self, plane: Plane, name: str) -> None:
        super().__init__()
        self._plane = plane
        self._hand: PaneHand | None = None
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._content: SliceContent | None = None
        self._table: NDArray[np.uint8] = grey_table(LIVER, inverted=False)
        self._grey: NDArray[np.uint8] | None = None
        self._lines: list[tuple[int, list[QLineF]]] = []
        self._corner, self._hu_text = "", ""
        self._zoom, self._pan_mm = 1.0, QPointF(0, 0)
        self._tool, self._pressed, self._last = Tool.WINDOW, QPointF(), QPointF()
        self._button, self._dragged = Qt.MouseButton.NoButton, False
        self._wheel = 0
        self._crosshair_shown = True

    def show_content(self, content: SliceContent | None) -> None:
        """Another slice, or none."""
        # The crosshair moves far more often than the slice changes.
        if content is None or self._content is None or content.hu is not self._content.hu:
            self._grey = to_grey(content.hu, self._table) if content else None
        if content and (self._content is None or content.outlines is not self._content.outlines):
            self._lines = [
                (outline.colour, [QLineF(*segment) for segment in outline.segments.tolist()])
                for outline in content.outlines
            ]
        self._content = content
        self.update()

    def show_window(self, table: NDArray[np.uint8], corner: str) -> None:
        """Another window; `corner` names it."""
        self._table, self._corner = table, corner
        if self._content:
            self._grey = to_grey(self._content.hu, table)
        self.update()

    def show_hu(self, text: str) -> None:
        """The value under the cursor."""
        if text != self._hu_text:
            self._hu_text = text
            self.update()

    def show_crosshair(self, shown: bool) -> None:
        """Whether the crosshair is drawn."""
        self._crosshair_shown = shown
        self.update()

    def use_tool(self, tool: Tool) -> None:
        """What the left button does from now on."""
        self._tool = tool

    def use_hand(self, hand: PaneHand | None) -> None:
        """A drawing or measuring tool takes the left button over; None gives it back."""
        self._hand = hand
        self.setCursor(hand.cursor if hand else Qt.CursorShape.ArrowCursor)
        self.update()

    def fit(self) -> None:
        """The whole slice, in the middle."""
        self._zoom, self._pan_mm = 1.0, QPointF(0, 0)
        self.update()

    def minimumSizeHint(self) -> QSize:
        """Small enough for a column of two."""
        return QSize(160, 120)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the slice and everything on it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(0, 0, 0))
        if self._content and self._grey is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.save()
            painter.setTransform(self._pixel_to_widget())
            rows, columns = self._grey.shape
            image = QImage(self._grey.data, columns, rows, columns, QImage.Format.Format_Grayscale8)
            painter.drawImage(QPointF(0, 0), image)
            paint_outlines(painter, self._lines)
            painter.restore()
            if self._hand:
                painter.save()
                self._hand.paint(self._plane, painter, self._pixel_to_widget())
                painter.restore()
            if self._crosshair_shown:
                row, column = self._content.crosshair
                centre = self._pixel_to_widget().map(QPointF(column + 0.5, row + 0.5))
                paint_crosshair(painter, self.size(), centre)
            paint_texts(painter, self.size(), self._content, self._hu_text, self._corner)
            corner = QPointF(10, self.height() - 8)
            paint_scale_bar(painter, corner, 1 / self._px_per_mm(), {1.0: "mm", 10.0: "cm"}, QColor(LETTERS))
        if self.hasFocus():
            painter.setPen(QPen(theme.current()["accent"], 1))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Slices; with Ctrl zoom; with Shift ten slices."""
        # Qt turns Shift+wheel (and Alt on some systems) into a sideways wheel.
        self._wheel += event.angleDelta().y() or event.angleDelta().x()
        steps, self._wheel = int(self._wheel / WHEEL_STEP), self._wheel - int(self._wheel / WHEEL_STEP) * WHEEL_STEP
        if not steps:
            return
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._zoom_at(event.position(), ZOOM_PER_WHEEL**steps)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier and self._hand and self._hand.wheel(steps):
            self.update()
        else:
            self.scrolled.emit(steps * (10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a click or a drag."""
        self._button, self._dragged = event.button(), False
        self._pressed = self._last = event.position()
        if self._held and self._content:
            self._held.press(self._place(event.position()), event.modifiers())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag, or say what is under the cursor."""
        here = event.position()
        if self._button is Qt.MouseButton.NoButton:
            self._hover(here, event)
            return
        if self._held and self._content:
            self._held.drag(self._place(here), event.modifiers())
            return
        self._dragged = self._dragged or (here - self._pressed).manhattanLength() >= DRAG_FROM_PX
        if self._dragged:
            self._drag(here, here - self._last)
            self._last = here

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click with the left button moves the crosshair."""
        if self._held and self._content:
            self._held.release(self._place(event.position()), event.modifiers())
        elif self._button is Qt.MouseButton.LeftButton and not self._dragged:
            self._point(event.position())
        self._button = Qt.MouseButton.NoButton

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Fill the screen with this view, or go back."""
        if self._hand is None:
            self.maximise_asked.emit()
        elif event.button() is Qt.MouseButton.LeftButton and self._content:
            self._hand.double_click(self._place(event.position()))

    def leaveEvent(self, event: object) -> None:
        """Nothing is under the cursor."""
        if self._hand:
            self._hand.hover(None)
        self.left.emit()

    def focusInEvent(self, event: object) -> None:
        """The keys speak to this view now."""
        self.entered.emit()
        self.update()

    def focusOutEvent(self, event: object) -> None:
        """The keys speak to another."""
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys belong to the screen."""
        event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The slice keeps its zoom relative to the view."""
        self.update()

    def _drag(self, here: QPointF, moved: QPointF) -> None:
        act = {Qt.MouseButton.LeftButton: self._tool, Qt.MouseButton.MiddleButton: Tool.PAN}.get(
            self._button, Tool.ZOOM
        )
        if act is Tool.WINDOW:
            self.windowed.emit(moved.x(), moved.y())
        elif act is Tool.PAN:
            self._pan_mm += moved / self._px_per_mm()
            self.update()
        elif act is Tool.ZOOM:
            self._zoom_at(self._pressed, ZOOM_PER_PX ** -moved.y())
        else:
            self._point(here)

    def _zoom_at(self, place: QPointF, factor: float) -> None:
        """Zoom, keeping what lies under `place` there."""
        before = self._px_per_mm()
        self._zoom = min(max(self._zoom * factor, 0.25), 40.0)
        centre = QPointF(self.width() / 2, self.height() / 2)
        self._pan_mm += (place - centre) * (1 / self._px_per_mm() - 1 / before)
        self.update()

    @property
    def _held(self) -> PaneHand | None:
        """The tool in hand, while the button is its own."""
        return self._hand if self._button is Qt.MouseButton.LeftButton else None

    def _hover(self, place: QPointF, event: QMouseEvent) -> None:
        if self._hand and self._content:
            self._hand.hover(self._place(place))
        pixel = self._pixel_at(place)
        if pixel is None:
            self.left.emit()
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.pointed.emit(*pixel)
        else:
            self.hovered.emit(*pixel)

    def _point(self, place: QPointF) -> None:
        pixel = self._pixel_at(place)
        if pixel:
            self.pointed.emit(*pixel)

    def _place(self, place: QPointF) -> PanePlace:
        inverse, possible = self._pixel_to_widget().inverted()
        assert possible
        found = inverse.map(place)
        return PanePlace(self._plane, found.y(), found.x(), self._px_per_mm())

    def _pixel_at(self, place: QPointF) -> tuple[int, int] | None:
        """(row, column) under a point of the widget, None beside the slice."""
        if not self._content:
            return None
        inverse, possible = self._pixel_to_widget().inverted()
        assert possible
        found = inverse.map(place)
        row, column = int(np.floor(found.y())), int(np.floor(found.x()))
        rows, columns = self._content.hu.shape
        return (row, column) if 0 <= row < rows and 0 <= column < columns else None

    def _px_per_mm(self) -> float:
        """Screen pixels a millimetre: the whole slice fits at zoom 1."""
        if not self._content:
            return 1.0
        rows, columns = self._content.hu.shape
        height_mm, width_mm = rows * self._content.spacing_mm[0], columns * self._content.spacing_mm[1]
        return float(self._zoom * min(self.width() / width_mm, self.height() / height_mm))

    def _pixel_to_widget(self) -> QTransform:
        assert self._content is not None
        scale = self._px_per_mm()
        rows, columns = self._content.hu.shape
        row_px, column_px = self._content.spacing_mm[0] * scale, self._content.spacing_mm[1] * scale
        transform = QTransform()
        transform.translate(
            self.width() / 2 + self._pan_mm.x() * scale - columns * column_px / 2,
            self.height() / 2 + self._pan_mm.y() * scale - rows * row_px / 2,
        )
        return transform.scale(column_px, row_px)
