"""One view of the CT: the painted slice, and what the mouse wants of it."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent, QResizeEvent, QWheelEvent

from hccdesk.ui.ct_viewer.pane_canvas import PaneCanvas
from hccdesk.ui.ct_viewer.pane_hand import PaneHand, PanePlace
from hccdesk.ui.ct_viewer.pane_sight import LookedAt, PaneSight
from hccdesk.ui.ct_viewer.patient_grid import Plane
from hccdesk.ui.ct_viewer.slice_content import SliceContent, Tool

DRAG_FROM_PX = 3
WHEEL_STEP = 120
ZOOM_PER_PX = 1.01
ZOOM_PER_STEP = 1.15


class SlicePane(PaneCanvas):
    """A view under the mouse.

    Signals: `scrolled(int)` slices up, `windowed(float, float)` pixels right and down, `pointed(int, int)` the
    crosshair to (row, column), `hovered(int, int)` that pixel lies under the cursor now, whether the mouse moved or the
    slice under it, `left`, `maximise_asked`, `entered`, `menu_asked(QPoint)` on the
    screen.
    """

    scrolled = Signal(int)
    windowed = Signal(float, float)
    pointed = Signal(int, int)
    hovered = Signal(int, int)
    left = Signal()
    maximise_asked = Signal()
    entered = Signal()
    menu_asked = Signal(QPoint)

    def __init__(self, plane: Plane, name: str) -> None:
        super().__init__(plane, name)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._tool, self._pans_meanwhile, self._refusal = Tool.WINDOW, False, ""
        self._pressed, self._last = QPointF(), QPointF()
        self._cursor: QPointF | None = None
        self._button, self._dragged, self._in_hand = Qt.MouseButton.NoButton, False, False
        self._wheel = 0

    def show_content(self, content: SliceContent | None) -> None:
        """Another slice, or none; another voxel lies under the cursor."""
        super().show_content(content)
        self._say_under_cursor()

    def show_message(self, text: str) -> None:
        """No slice; words in its place."""
        super().show_message(text)
        self._say_under_cursor()

    def look(self, looked_at: LookedAt) -> None:
        """Zoom and pan as another view, by patient position; nobody is told."""
        super().look(looked_at)
        self._say_under_cursor()

    def use_tool(self, tool: Tool) -> None:
        """What the left button does from now on."""
        self._tool = tool

    def use_hand(self, hand: PaneHand | None) -> None:
        """A drawing or measuring tool takes the left button over; None gives it back."""
        self._hand = hand
        self._show_cursor()
        self.update()

    def refuse_hand(self, why: str) -> None:
        """The left button says why a tool does nothing here; empty: it does what the tool says again."""
        self._refusal = why
        self._show_cursor()

    def pan_meanwhile(self, pans: bool) -> None:
        """The left button pans whatever tool is chosen, as long as Space is held."""
        self._pans_meanwhile = pans
        self._show_cursor()

    def zoom(self, steps: int) -> None:
        """Nearer or farther, about the middle."""
        self._zoom_at(QPointF(self.width() / 2, self.height() / 2), ZOOM_PER_STEP**steps)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Slices; with Ctrl zoom; with Shift ten slices."""
        # Qt turns Shift+wheel (and Alt on some systems) into a sideways wheel.
        self._wheel += event.angleDelta().y() or event.angleDelta().x()
        steps, self._wheel = int(self._wheel / WHEEL_STEP), self._wheel - int(self._wheel / WHEEL_STEP) * WHEEL_STEP
        if not steps:
            return
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._zoom_at(event.position(), ZOOM_PER_STEP**steps)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier and self._hand and self._hand.wheel(steps):
            self.update()
        else:
            self.scrolled.emit(steps * (10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a click or a drag; a second button pressed meanwhile changes nothing."""
        if self._button is not Qt.MouseButton.NoButton:
            return
        self._button, self._dragged = event.button(), False
        self._pressed = self._last = event.position()
        self._in_hand = self._is_hands(event.button()) and self.content is not None
        if self._in_hand and self._hand:
            self._hand.press(self._place(event.position()), event.modifiers())
        elif self._is_refused:
            self.show_notice(self._refusal)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag, or say what is under the cursor."""
        here = self._cursor = event.position()
        self._say_under_cursor()
        if self._button is Qt.MouseButton.NoButton:
            self._hover(here, event)
            return
        if self._in_hand:
            if self._hand and self.content:
                self._hand.drag(self._place(here), event.modifiers())
            return
        self._dragged = self._dragged or (here - self._pressed).manhattanLength() >= DRAG_FROM_PX
        if self._dragged:
            self._drag(here, here - self._last)
            self._last = here

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click with the left button moves the crosshair, with the right one it asks for the menu."""
        if event.button() is not self._button:
            return
        button, self._button = self._button, Qt.MouseButton.NoButton
        if self._in_hand:
            self._in_hand = False
            if self._hand and self.content:
                self._hand.release(self._place(event.position()), event.modifiers())
        elif button is Qt.MouseButton.LeftButton and not self._dragged and not self._refusal:
            self._point(event.position())
        elif button is Qt.MouseButton.RightButton and not self._dragged:
            self.menu_asked.emit(event.globalPosition().toPoint())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Fill the screen with this view, or go back."""
        if self._hand is None and not self._refusal:
            if event.button() is Qt.MouseButton.LeftButton:
                self.maximise_asked.emit()
        elif event.button() is Qt.MouseButton.LeftButton and self.content and self._hand:
            self._hand.double_click(self._place(event.position()))

    def enterEvent(self, event: QEnterEvent) -> None:
        """The cursor is here, though it may not move any further."""
        self._cursor = event.position()
        self._say_under_cursor()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the cursor."""
        self._cursor = None
        if self._hand:
            self._hand.hover(None)
        self.left.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The slice moves under the cursor."""
        super().resizeEvent(event)
        self._say_under_cursor()

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

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Keys belong to the screen."""
        event.ignore()

    def _drag(self, here: QPointF, moved: QPointF) -> None:
        act = self._act()
        if act is Tool.WINDOW:
            self.windowed.emit(moved.x(), moved.y())
        elif act is Tool.PAN and self.content:
            px_per_mm = self._sight.px_per_mm(self.content, self._size())
            self._set_sight(self._sight.moved(moved.x() / px_per_mm, moved.y() / px_per_mm))
        elif act is Tool.ZOOM:
            self._zoom_at(self._pressed, ZOOM_PER_PX ** -moved.y())
        elif act is Tool.CROSSHAIR:
            self._point(here)

    def _act(self) -> Tool | None:
        if self._button is Qt.MouseButton.MiddleButton:
            return Tool.PAN
        if self._button is not Qt.MouseButton.LeftButton:
            return Tool.ZOOM
        if self._pans_meanwhile:
            return Tool.PAN
        return None if self._refusal else self._tool

    def _zoom_at(self, place: QPointF, factor: float) -> None:
        """Zoom, keeping what lies under `place` there."""
        if self.content:
            self._set_sight(self._sight.zoomed(factor, place, self.content, self._size()))

    def _is_hands(self, button: Qt.MouseButton) -> bool:
        return self._hand is not None and button is Qt.MouseButton.LeftButton and not self._pans_meanwhile

    @property
    def _is_refused(self) -> bool:
        left = self._button is Qt.MouseButton.LeftButton
        return bool(self._refusal) and left and not self._pans_meanwhile

    def _show_cursor(self) -> None:
        if self._pans_meanwhile:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        elif self._refusal:
            self.setCursor(Qt.CursorShape.ForbiddenCursor)
        else:
            self.setCursor(self._hand.cursor if self._hand else Qt.CursorShape.ArrowCursor)

    def _hover(self, place: QPointF, event: QMouseEvent) -> None:
        if self._hand and self.content:
            self._hand.hover(self._place(place))
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._point(place)

    def _say_under_cursor(self) -> None:
        """Which pixel lies under the cursor, if any."""
        if self._cursor is None:
            return
        pixel = self._pixel_at(self._cursor)
        if pixel is None:
            self.left.emit()
        else:
            self.hovered.emit(*pixel)

    def _set_sight(self, sight: PaneSight) -> None:
        super()._set_sight(sight)
        self._say_under_cursor()

    def _point(self, place: QPointF) -> None:
        pixel = self._pixel_at(place)
        if pixel:
            self.pointed.emit(*pixel)

    def _place(self, place: QPointF) -> PanePlace:
        assert self.content is not None
        inverse, possible = self._pixel_to_widget().inverted()
        assert possible
        found = inverse.map(place)
        return PanePlace(self._plane, found.y(), found.x(), self._sight.px_per_mm(self.content, self._size()))

    def _pixel_at(self, place: QPointF) -> tuple[int, int] | None:
        """(row, column) under a point of the widget, None beside the slice."""
        if not self.content:
            return None
        found = self._place(place)
        row, column = int(np.floor(found.row)), int(np.floor(found.column))
        rows, columns = self.content.hu.shape
        return (row, column) if 0 <= row < rows and 0 <= column < columns else None
