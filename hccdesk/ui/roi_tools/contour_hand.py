"""The polygon, by clicks or by dragging, and the freehand outline."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, QPointF, Qt
from PySide6.QtGui import QPainter, QTransform

from hccdesk.ui.ct_viewer.lattice_place import LatticePoint
from hccdesk.ui.ct_viewer.pane_hand import Modifiers, PanePlace, pixel_point
from hccdesk.ui.ct_viewer.patient_grid import Plane
from hccdesk.ui.language import translate
from hccdesk.ui.roi_tools.editor import RoiEditor
from hccdesk.ui.roi_tools.region_marks import paint_path
from hccdesk.ui.roi_tools.roi_hand import ENTER, RoiHand
from hccdesk.ui.roi_tools.toolbox import RoiTool

STEP_PX = 2.0
"""While dragging, a new corner every so many pixels on the screen."""
FEWEST_CORNERS = 3
LAST_POINT = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_X, Qt.Key.Key_Z)


@dataclass(frozen=True, slots=True)
class _Corner:
    place: PanePlace
    point: LatticePoint


class ContourHand(RoiHand):
    """Corners on one slice; closing them fills what they enclose."""

    def __init__(self, tool: RoiTool, editor: RoiEditor, parent: QObject | None = None) -> None:
        super().__init__(editor, parent)
        self._freehand = tool is RoiTool.FREEHAND
        self._corners: list[_Corner] = []
        self._at = -1
        self._subtract, self._dragged_from = False, 0
        editor.corner_undone.connect(self._undo_corner)

    @property
    def corners(self) -> int:
        """How many corners there are so far."""
        return len(self._corners)

    def press(self, place: PanePlace, modifiers: Modifiers) -> None:
        """A corner."""
        if self._corners and not self._is_here(place.plane):
            self._editor.said.emit(
                translate("RoiTools", "An outline is open on another slice: Enter closes it, Escape gives it up.")
            )
            return
        if not self._corners:
            if not self._may_begin():
                return
            self._at, self._subtract = (
                self._editor.slice_at(place.plane),
                bool(modifiers & Qt.KeyboardModifier.AltModifier),
            )
        self._dragged_from = len(self._corners)
        self._add(place)

    def drag(self, place: PanePlace, modifiers: Modifiers) -> None:
        """Corners along the way."""
        self._hovered = place
        if self._corners and self._is_here(place.plane):
            last = self._corners[-1].place
            across_px = abs(place.column - last.column) + abs(place.row - last.row)
            if across_px * self._px_per_pixel(place) >= STEP_PX:
                self._add(place)
        self.painted.emit()

    def release(self, place: PanePlace, modifiers: Modifiers) -> None:
        """An outline that was dragged all the way is closed; corners wait for more."""
        dragged = len(self._corners) - self._dragged_from > FEWEST_CORNERS
        if self._freehand or (self._dragged_from == 0 and dragged):
            self._close()

    def double_click(self, place: PanePlace) -> None:
        """Close."""
        self._close()

    def key(self, key: int, modifiers: Modifiers) -> bool:
        """Take the last corner back, close, give up; else what every tool knows."""
        if self._corners and key in LAST_POINT and not modifiers & Qt.KeyboardModifier.ControlModifier:
            self._undo_corner()
        elif self._corners and key in ENTER:
            self._close()
        elif self._corners and key == Qt.Key.Key_Escape:
            self._corners.clear()
            self._editor.set_outlining(False)
        else:
            return super().key(key, modifiers)
        self.painted.emit()
        return True

    def paint(self, plane: Plane, painter: QPainter, pixel_to_widget: QTransform) -> None:
        """The outline so far, on its own slice."""
        super().paint(plane, painter, pixel_to_widget)
        if self._corners and self._is_here(plane):
            cursor = self._hovered if self._hovered and self._hovered.plane is plane else None
            points = [pixel_point(corner.place) for corner in self._corners]
            end = QPointF(pixel_point(cursor)) if cursor else None
            paint_path(painter, points, end, pixel_to_widget, self._colour(self._subtract))

    def _undo_corner(self) -> None:
        if self._corners:
            self._corners.pop()
            self._editor.set_outlining(bool(self._corners))
            self.painted.emit()

    def _may_begin(self) -> bool:
        reason = self._editor.why_not()
        if reason:
            self._editor.said.emit(reason)
        return not reason

    def _is_here(self, plane: Plane) -> bool:
        """Whether a view shows the slice that the outline lies on."""
        return (
            bool(self._corners) and self._corners[0].place.plane is plane and self._editor.slice_at(plane) == self._at
        )

    def _add(self, place: PanePlace) -> None:
        self._hovered = place
        self._corners.append(_Corner(place, self._editor.point(place)))
        self._editor.set_outlining(True)
        self.painted.emit()

    def _px_per_pixel(self, place: PanePlace) -> float:
        grid = self._editor.grid
        return place.px_per_mm * min(grid.spacing_mm) if grid else 1.0

    def _close(self) -> None:
        corners, self._corners = self._corners, []
        self._editor.set_outlining(False)
        if len(corners) >= FEWEST_CORNERS:
            self._editor.outline([corner.point for corner in corners], corners[0].place.plane, self._subtract)
        self.painted.emit()
