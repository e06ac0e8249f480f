"""The slide under mouse and keyboard: moving, zooming, turning, and handing the rest to the tool in the hand."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QLineEdit

from hccdesk.ui.slide_viewer.canvas import Layer, SlideCanvas
from hccdesk.ui.slide_viewer.slide_hand import SlideHand, SlidePlace, Tool
from hccdesk.ui.slide_viewer.slide_keys import PAN_KEYS, TOOL_KEYS, Modifiers, act_of
from hccdesk.ui.slide_viewer.tile_loader import TileLoader

ZOOM_PER_WHEEL, ZOOM_PER_CLICK = 1.25, 2.0
PAN_STEP_PX = 80
TURN_DEG = 15.0
_LEFT, _MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton


class SlidePane(SlideCanvas):
    """The slide in use.

    Signals: `tool_asked(Tool)`, `acted(str)` for what only the screen can do (`outline`, `fill`, `grid`, `remove`,
    `contribution`, `key_image`), `hovered(SlidePlace)` and `left` with the cursor, `clicked(SlidePlace)`
    with nothing in the hand.
    """

    tool_asked = Signal(object)
    acted = Signal(str)
    hovered = Signal(object)
    left = Signal()
    clicked = Signal(object)

    def __init__(self, loader: TileLoader, layers: Sequence[Layer] = ()) -> None:
        super().__init__(loader, layers)
        self._held_from: QPointF | None = None
        self._on_map, self._drawing, self._space = False, False, False
        self._pressed_at: QPointF | None = None
        self.last_point: QPointF | None = None
        self._show_cursor()

    def take(self, hand: SlideHand | None) -> None:
        """Another tool in the hand; None moves the slide."""
        if self.hand:
            self.hand.give_up()
            self.hand.changed.disconnect(self.update)
        self.hand, self._drawing = hand, False
        if hand:
            hand.changed.connect(self.update)
        self._show_cursor()
        self.update()

    def place(self, point: QPointF) -> SlidePlace:
        """The place of the slide under a point of the view."""
        return SlidePlace(*self.sight.to_slide(point.x(), point.y()), self.sight.scale)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the cursor; with Ctrl turn the slide, with Shift size the brush."""
        # Alt lets the wheel go sideways.
        steps = (event.angleDelta().y() or event.angleDelta().x()) / 120
        if event.modifiers() & Modifiers.ControlModifier:
            self.turn(TURN_DEG * steps, event.position())
        elif not (event.modifiers() & Modifiers.ShiftModifier and self.hand and self.hand.resize(steps)):
            self.zoom(ZOOM_PER_WHEEL**steps, event.position())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the slide, point on the overview, or draw."""
        if event.button() not in (_LEFT, _MIDDLE) or self._held_from or self._drawing:
            return
        point = event.position()
        self._on_map = self._is_on_map(point)
        if self._on_map:
            self._held_from = point
            self._point_on_map(point)
        elif self.hand and event.button() == _LEFT and not self._space:
            self._drawing = True
            self.hand.press(self.place(point), event.modifiers())
        else:
            self._held_from = self._pressed_at = point
        self._show_cursor()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move it along."""
        point = self.last_point = event.position()
        if self._on_map:
            self._point_on_map(point)
        elif self._held_from is not None:
            asked = point - self._held_from
            self._held_from += self.pan(asked.x(), asked.y())
        elif self._drawing and self.hand:
            self.hand.drag(self.place(point), event.modifiers())
        else:
            if self.hand:
                self.hand.hover(self.place(point), event.modifiers())
            self.hovered.emit(self.place(point))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        was_click = self._pressed_at is not None and self._pressed_at == event.position() and not self.hand
        self._held_from, self._pressed_at, self._on_map = None, None, False
        if was_click and event.button() == _LEFT:
            self.clicked.emit(self.place(event.position()))
        if self._drawing and self.hand and event.button() == _LEFT:
            self._drawing = False
            self.hand.release(self.place(event.position()), event.modifiers())
        self._show_cursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Closer, with Shift farther; a tool may have its own use for it."""
        if event.button() != _LEFT:
            return
        if self.hand and not self._space:
            self.hand.double_click(self.place(event.position()), event.modifiers())
        elif not self._is_on_map(event.position()):
            shift = bool(event.modifiers() & Modifiers.ShiftModifier)
            self.zoom(1 / ZOOM_PER_CLICK if shift else ZOOM_PER_CLICK, event.position())

    def enterEvent(self, event: QEnterEvent) -> None:
        """Keys belong to the slide while the cursor is on it and nothing is being typed elsewhere."""
        if not isinstance(QApplication.focusWidget(), QLineEdit | QAbstractSpinBox | QComboBox):
            self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._show_cursor()

    def leaveEvent(self, event: QEvent) -> None:
        """The cursor went away."""
        if self.hand:
            self.hand.hover(None, Modifiers.NoModifier)
        self.last_point = None
        self.left.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The release of a key that is held now will not come here."""
        self._space = False
        self._show_cursor()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """QuPath's keys: see `slide_keys`."""
        key = Qt.Key(event.key())
        shift, control = Modifiers.ShiftModifier, Modifiers.ControlModifier
        act = self.acts().get(name := act_of(event))
        if key == Qt.Key.Key_Space:
            self._hold_space(True, event)
        elif key in PAN_KEYS and not event.modifiers() & (shift | control):
            right, down = PAN_KEYS[key]
            self.pan(right * PAN_STEP_PX, down * PAN_STEP_PX)
        elif key in TOOL_KEYS and not event.modifiers() & (shift | control):
            self.tool_asked.emit(TOOL_KEYS[key])
        elif act:
            act()
        elif name:
            self.acted.emit(name)
        else:
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Space up: back to the tool."""
        if event.key() == Qt.Key.Key_Space:
            self._hold_space(False, event)
        else:
            event.ignore()

    def _is_on_map(self, point: QPointF) -> bool:
        return self.map is not None and self.map.place(self.sight).contains(point)

    def _point_on_map(self, point: QPointF) -> None:
        if self.map is not None:
            self.look(self.map.pointed_at(point, self.sight))

    def _hold_space(self, held: bool, event: QKeyEvent) -> None:
        if not event.isAutoRepeat():
            self._space = held
            self._show_cursor()

    def acts(self) -> dict[str, partial[None]]:
        """What a key or a button may do to the view, by name."""
        return {
            "fit": partial(self.fit),
            "closer": partial(self.zoom, ZOOM_PER_CLICK),
            "farther": partial(self.zoom, 1 / ZOOM_PER_CLICK),
            "turn_left": partial(self.turn, -TURN_DEG),
            "turn_right": partial(self.turn, TURN_DEG),
            "turn_left_90": partial(self.turn, -90.0),
            "turn_right_90": partial(self.turn, 90.0),
            "turn_back": partial(self.turn_back),
            "smaller": partial(self._of_hand, "resize", -1.0),
            "larger": partial(self._of_hand, "resize", 1.0),
            "give_up": partial(self._give_up),
            "step_back": partial(self._of_hand, "step_back"),
            "finish": partial(self._of_hand, "finish"),
        }

    def _of_hand(self, name: str, *values: float) -> None:
        if self.hand:
            getattr(self.hand, name)(*values)

    def _give_up(self) -> None:
        """Escape drops what is begun; with nothing begun it puts the tool away."""
        self._drawing = False
        if self.hand and not self.hand.give_up():
            self.tool_asked.emit(Tool.MOVE)

    def _show_cursor(self) -> None:
        if self._held_from is not None:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self.hand and not self._space:
            self.setCursor(self.hand.cursor)
        else:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
