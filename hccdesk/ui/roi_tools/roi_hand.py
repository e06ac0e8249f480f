"""What every drawing tool has in common: undo keys, the region under way, how it is put down."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QTransform

from hccdesk.ui.ct_viewer.pane_hand import Modifiers, PanePlace
from hccdesk.ui.ct_viewer.patient_grid import Plane
from hccdesk.ui.roi_tools.editor import RoiEditor
from hccdesk.ui.roi_tools.region_marks import lesion_colour, paint_region

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
TAKES_AWAY = "#FF7A7A"
"""The colour of what is taken out of a lesion: a red that no lesion has."""


class RoiHand(QObject):
    """A drawing tool; itself it only shows.

    Signals: `painted` it has something else to show, `put_down` the reader wants it no longer.
    """

    painted = Signal()
    put_down = Signal()

    def __init__(self, editor: RoiEditor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self._hovered: PanePlace | None = None

    @property
    def cursor(self) -> Qt.CursorShape:
        """The cursor over a view."""
        return Qt.CursorShape.CrossCursor

    def press(self, place: PanePlace, modifiers: Modifiers) -> None:
        """Nothing yet."""

    def drag(self, place: PanePlace, modifiers: Modifiers) -> None:
        """Nothing yet."""

    def release(self, place: PanePlace, modifiers: Modifiers) -> None:
        """Nothing yet."""

    def double_click(self, place: PanePlace) -> None:
        """Nothing."""

    def hover(self, place: PanePlace | None) -> None:
        """Where the cursor is."""
        self._hovered = place
        self.painted.emit()

    def wheel(self, steps: int) -> bool:
        """It has no size."""
        return False

    def key(self, key: int, modifiers: Modifiers) -> bool:
        """Undo, redo; Enter keeps what was proposed; Escape gives up what is under way, then the tool itself."""
        plain = modifiers & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
        if key == Qt.Key.Key_Escape:
            self._escape()
        elif key in ENTER and self._editor.preview:
            self._editor.finish()
        elif plain and key == Qt.Key.Key_Z:
            self._editor.undo()
        elif plain and key == Qt.Key.Key_Y:
            self._editor.redo()
        else:
            return False
        return True

    def paint(self, plane: Plane, painter: QPainter, pixel_to_widget: QTransform) -> None:
        """The region under way, in every view."""
        preview = self._editor.preview
        if preview:
            mask = preview.slice_of(plane, self._editor.slice_at(plane))
            paint_region(painter, mask, pixel_to_widget, self._colour())

    def _escape(self) -> None:
        if self._editor.preview:
            self._editor.give_up()
            self.painted.emit()
        else:
            self.put_down.emit()

    def _colour(self, subtract: bool = False) -> QColor:
        return QColor(TAKES_AWAY) if subtract else lesion_colour(self._editor.colour)
