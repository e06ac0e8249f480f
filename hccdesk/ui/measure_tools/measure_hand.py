"""The tool that measures: drag a line or click its two ends; drag an end to move it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QPainter, QTransform

from hccdesk.domain.measurement import MeasurementKind
from hccdesk.ui.ct_viewer.pane_hand import Modifiers, PanePlace
from hccdesk.ui.ct_viewer.patient_grid import Plane
from hccdesk.ui.measure_tools.measure_editor import MeasureEditor

CLICK_PX = 4
DELETE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class MeasureHand(QObject):
    """Measures one kind; what it draws is painted by the layer that paints all measurements.

    Signals: `put_down` the reader wants it no longer.
    """

    put_down = Signal()

    def __init__(self, kind: MeasurementKind, editor: MeasureEditor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.kind, self._editor = kind, editor
        self._pressed: PanePlace | None = None
        self._farthest_px, self._moving, self._clicked = 0.0, False, False

    @property
    def cursor(self) -> Qt.CursorShape:
        """The cursor over a view."""
        return Qt.CursorShape.CrossCursor

    def press(self, place: PanePlace, modifiers: Modifiers) -> None:
        """An end of a measurement in hand, or the first end of a new line; after a click the second."""
        self._pressed, self._farthest_px = place, 0.0
        if self._clicked and self._editor.is_on_slice(place):
            self._editor.stretch(place)
            return
        if self._clicked:  # the other end would lie on another slice
            self._clicked = False
            self._editor.give_up()
        self._moving = self._editor.sketch is None and self._editor.grab(place)
        if not self._moving:
            self._editor.begin(self.kind, place)

    def drag(self, place: PanePlace, modifiers: Modifiers) -> None:
        """The end follows."""
        if self._pressed is None:
            return
        self._farthest_px = max(self._farthest_px, self._editor.apart_px(self._pressed, place))
        if self._moving:
            if self._farthest_px >= CLICK_PX:
                self._editor.move(place)
        else:
            self._editor.stretch(place)

    def release(self, place: PanePlace, modifiers: Modifiers) -> None:
        """The line is drawn; after a mere click it follows the mouse until the next one."""
        pressed, self._pressed = self._pressed, None
        if self._moving:
            self._moving = False
            self._editor.drop()
        elif self._clicked:
            self._clicked = False
            self._editor.finish_line()
        elif pressed and self._farthest_px < CLICK_PX:
            self._clicked = self._editor.sketch is not None
            if self._editor.sketch and len(self._editor.sketch.ends_mm) == 2:
                self._select_instead(place)
        else:
            self._editor.finish_line()

    def double_click(self, place: PanePlace) -> None:
        """The second click comes as nothing else: it ends the line."""
        if self._clicked:
            self._clicked = False
            self._editor.stretch(place)
            self._editor.finish_line()

    def hover(self, place: PanePlace | None) -> None:
        """After a click the line follows; before one, an end that could be taken shows it."""
        if self._clicked and place:
            self._editor.stretch(place)
        else:
            self._editor.point_at(place)

    def wheel(self, steps: int) -> bool:
        """It has no size."""
        return False

    def key(self, key: int, modifiers: Modifiers) -> bool:
        """Escape gives up what is under way, then the tool; Delete removes the selected measurement."""
        if key == Qt.Key.Key_Escape:
            self._clicked = self._moving = False
            if not self._editor.give_up():
                self.put_down.emit()
            return True
        return key in DELETE and self._editor.series.remove(self._editor.series.selected)

    def paint(self, plane: Plane, painter: QPainter, pixel_to_widget: QTransform) -> None:
        """Nothing: the layer paints what is under way with the rest."""

    def _select_instead(self, place: PanePlace) -> None:
        """A click on a line that is there selects it and begins none."""
        if self._editor.select_at(place):
            self._clicked = False
            self._editor.give_up()
