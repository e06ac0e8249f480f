"""The brush, the eraser, and the brush that paints only in a range of HU."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QPainter, QTransform

from hccdesk.ui.ct_viewer.lattice_place import LatticePoint
from hccdesk.ui.ct_viewer.pane_hand import Modifiers, PanePlace
from hccdesk.ui.ct_viewer.patient_grid import Plane
from hccdesk.ui.roi_tools.editor import RoiEditor
from hccdesk.ui.roi_tools.region_marks import paint_brush
from hccdesk.ui.roi_tools.roi_hand import RoiHand
from hccdesk.ui.roi_tools.toolbox import RoiTool

GROWS_BY = 1.15
ALT = Qt.KeyboardModifier.AltModifier


class BrushHand(RoiHand):
    """Paints as long as the button is down; with Alt, and as an eraser, it takes away."""

    def __init__(self, tool: RoiTool, editor: RoiEditor, parent: QObject | None = None) -> None:
        super().__init__(editor, parent)
        self._tool = tool
        self._last: LatticePoint | None = None
        self._subtracts = self._erases

    @property
    def _erases(self) -> bool:
        return self._tool is RoiTool.ERASER

    def press(self, place: PanePlace, modifiers: Modifiers) -> None:
        """A dot."""
        if self._editor.begin(place.plane):
            self._last = self._editor.point(place)
            self._stroke(place, modifiers)

    def drag(self, place: PanePlace, modifiers: Modifiers) -> None:
        """On from the last place."""
        self._stroke(place, modifiers)

    def release(self, place: PanePlace, modifiers: Modifiers) -> None:
        """The stroke is one step to undo."""
        if self._last is not None:
            self._last = None
            self._editor.finish(self._subtracts)
        self.painted.emit()

    def hover(self, place: PanePlace | None) -> None:
        """The circle follows."""
        self._subtracts = self._erases
        super().hover(place)

    def wheel(self, steps: int) -> bool:
        """Larger or smaller."""
        self._resize(GROWS_BY**steps)
        return True

    def key(self, key: int, modifiers: Modifiers) -> bool:
        """The brush's size, and what every tool knows."""
        if key in {Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight}:
            self._resize(GROWS_BY if key == Qt.Key.Key_BracketRight else 1 / GROWS_BY)
            return True
        return super().key(key, modifiers)

    def paint(self, plane: Plane, painter: QPainter, pixel_to_widget: QTransform) -> None:
        """The region under way, and the circle where the cursor is."""
        super().paint(plane, painter, pixel_to_widget)
        if self._hovered and self._hovered.plane is plane:
            brush_mm = self._editor.toolbox.options.brush_mm
            paint_brush(painter, self._hovered, brush_mm, pixel_to_widget, self._colour(self._subtracts))

    def _stroke(self, place: PanePlace, modifiers: Modifiers) -> None:
        self._hovered = place
        if self._last is None or self._editor.preview is None:
            self._last = None  # the change was given up meanwhile: nothing more until the next press
            self.painted.emit()
            return
        self._subtracts = self._erases or bool(modifiers & ALT)
        here = self._editor.point(place)
        self._editor.stroke(self._last, here, place.plane, self._subtracts, self._tool is RoiTool.RANGE)
        self._last = here

    def _resize(self, factor: float) -> None:
        toolbox = self._editor.toolbox
        brush_mm = toolbox.options.brush_mm * factor
        if abs(round(brush_mm, 1) - toolbox.options.brush_mm) < 0.1:  # the smallest step the size can show
            brush_mm = toolbox.options.brush_mm + (0.1 if factor > 1 else -0.1)
        toolbox.set_options(toolbox.options.with_brush(brush_mm))
        self.painted.emit()
