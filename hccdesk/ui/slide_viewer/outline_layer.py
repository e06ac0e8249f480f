"""Paints the outlined regions; of each only the lines in view, thinned to what the magnification can show."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from hccdesk.domain.roi import Polygon, Ring, SlideRoi
from hccdesk.ui import theme
from hccdesk.ui.slide_viewer.ring_lines import holds, pieces_within, thinned
from hccdesk.ui.slide_viewer.sight import Rectangle, Sight
from hccdesk.ui.slide_viewer.slide_hand import DrawnRing, DrawnStroke, ink

ROOM_PX = 6.0
WAITING_ALPHA = 0.4
LINE_PX, SELECTED_PX, EDGE_PX = 2.0, 3.5, 2.5


class OutlineLayer:
    """The regions of one slide; `selected` is painted with a wider line on another edge."""

    def __init__(self) -> None:
        self._polygons: tuple[Polygon, ...] = ()
        self._boxes: list[QRectF] = []
        self._rings: dict[tuple[int, int], tuple[Polygon, list[Ring]]] = {}
        self.selected: int | None = None
        self.waiting: tuple[DrawnRing | DrawnStroke, ...] = ()
        self.shown, self.filled = True, False

    def show_roi(self, roi: SlideRoi | None) -> None:
        """Other regions; the lines of those that stay are kept."""
        here = {id(polygon): polygon for polygon in roi.polygons} if roi else {}
        self._polygons = roi.polygons if roi else ()
        self._boxes = [box_of(polygon) for polygon in self._polygons]
        self._rings = {key: held for key, held in self._rings.items() if here.get(key[0]) is held[0]}

    def bounds(self, index: int | None = None) -> QRectF:
        """The rectangle around one region or all, level-0 pixels."""
        boxes = self._boxes if index is None else self._boxes[index : index + 1]
        whole = QRectF()
        for box in boxes:
            whole = whole.united(box)
        return whole

    def under(self, x_px: float, y_px: float) -> int | None:
        """The region at a place, the one drawn last first; None beside them all."""
        point = QPointF(x_px, y_px)
        for index in reversed(range(len(self._polygons))):
            if self._boxes[index].contains(point) and holds(self._polygons[index], x_px, y_px):
                return index
        return None

    def paint(self, painter: QPainter, sight: Sight, part: Rectangle) -> None:
        """Paint what a part of the view shows."""
        if self.waiting:
            self._paint_waiting(painter, sight)
        if not self.shown or not self._polygons:
            return
        left, top, right, bottom = sight.bounds(part)
        room = ROOM_PX * sight.scale
        here = (left - room, top - room, right + room, bottom + room)
        octave = max(0, math.floor(math.log2(sight.scale)))
        seen = QRectF(QPointF(here[0], here[1]), QPointF(here[2], here[3]))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index, box in enumerate(self._boxes):
            if seen.intersects(box):
                self._paint_one(painter, index, sight, octave, here)
        painter.restore()

    def _paint_one(self, painter: QPainter, index: int, sight: Sight, octave: int, here: Rectangle) -> None:
        is_selected = index == self.selected
        colour = theme.Theme(theme.LIGHT)["accent"]
        if self.filled:
            tint = QColor(colour)
            tint.setAlphaF(0.2)
            painter.fillPath(sight.transform().map(path_of(self._thinned(index, octave))), tint)
        width = SELECTED_PX if is_selected else LINE_PX
        edge = theme.Theme(theme.DARK)["consensus"] if is_selected else QColor(255, 255, 255)
        lines = [
            [QPointF(*sight.to_screen(float(x), float(y))) for x, y in piece]
            for ring in self._thinned(index, octave)
            for piece in pieces_within(ring, here)
        ]
        for shade, across in ((edge, width + EDGE_PX), (colour, width)):
            painter.setPen(QPen(shade, across, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            for line in lines:
                painter.drawPolyline(line)

    def _thinned(self, index: int, octave: int) -> list[Ring]:
        polygon = self._polygons[index]
        key = (id(polygon), octave)
        if key not in self._rings:
            step_px = float(2**octave) if octave else 0.0
            self._rings[key] = (polygon, [thinned(ring, step_px) for ring in (polygon.outline, *polygon.holes)])
        return self._rings[key][1]

    def _paint_waiting(self, painter: QPainter, sight: Sight) -> None:
        """What was drawn and is still being put to the regions."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for shape in self.waiting:
            colour = ink(shape.subtract)
            colour.setAlphaF(WAITING_ALPHA)
            if isinstance(shape, DrawnStroke):
                width, round_cap = 2 * shape.radius_px / sight.scale, Qt.PenCapStyle.RoundCap
                painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, round_cap, Qt.PenJoinStyle.RoundJoin))
                way = _line(shape.points, sight)
                painter.drawPolyline(way) if len(way) > 1 else painter.drawPoint(way[0])
            else:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(colour)
                painter.drawPolygon(_line(shape.ring, sight))
        painter.restore()


def _line(points: Ring, sight: Sight) -> list[QPointF]:
    return [QPointF(*sight.to_screen(float(x), float(y))) for x, y in points]


def box_of(polygon: Polygon) -> QRectF:
    """The rectangle around a region."""
    low, high = polygon.outline.min(axis=0), polygon.outline.max(axis=0)
    return QRectF(QPointF(*map(float, low)), QPointF(*map(float, high)))


def path_of(rings: list[Ring]) -> QPainterPath:
    """Rings as an area with holes, level-0 pixels."""
    path = QPainterPath()
    for ring in rings:
        path.addPolygon(QPolygonF([QPointF(float(x), float(y)) for x, y in ring]))
        path.closeSubpath()
    return path
