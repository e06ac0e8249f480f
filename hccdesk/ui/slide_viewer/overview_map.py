"""The overview in the corner: the whole slide small, turned as the view is, with the view's frame."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPen, QPixmap

from hccdesk.ui import theme
from hccdesk.ui.slide_viewer.sight import Sight, fitting

LONGEST_PX = 180
MARGIN_PX = 12
FRAME_SMALLEST_PX = 6.0


class OverviewMap:
    """The map of one slide; its picture is made once for each turn of the view."""

    def __init__(self, overview: QImage, size_px: tuple[int, int]) -> None:
        self._overview, self._size_px = overview, size_px
        self._picture, self._made_for = QPixmap(), (-1.0, -1.0, "")

    def place(self, sight: Sight) -> QRectF:
        """Where it lies in the view: the upper right corner."""
        small = self._small(sight.turn_deg)
        return QRectF(sight.width - small.width - MARGIN_PX, MARGIN_PX, small.width, small.height)

    def pointed_at(self, place: QPointF, sight: Sight) -> Sight:
        """The view with its middle where the map is pointed at."""
        corner, small = self.place(sight).topLeft(), self._small(sight.turn_deg)
        x, y = small.to_slide(place.x() - corner.x(), place.y() - corner.y())
        return replace(sight, x_px=min(max(x, 0), self._size_px[0]), y_px=min(max(y, 0), self._size_px[1]))

    def paint(self, painter: QPainter, sight: Sight, pixel_ratio: float) -> None:
        """Paint it, and where the view is on it."""
        key = (sight.turn_deg, pixel_ratio, theme.current().name)
        small, place = self._small(sight.turn_deg), self.place(sight)
        if key != self._made_for:
            self._picture, self._made_for = self._made(small, pixel_ratio), key
        painter.save()
        painter.drawPixmap(place.topLeft(), self._picture)
        painter.setClipRect(place)
        painter.translate(place.topLeft())
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.Theme(theme.LIGHT)["accent"], 2))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.drawRect(_frame(small, sight))
        painter.restore()

    def _small(self, turn_deg: float) -> Sight:
        """The whole slide as the map shows it."""
        square = fitting(self._size_px, LONGEST_PX, LONGEST_PX, turn_deg)
        extent = square.transform().mapRect(QRectF(0, 0, *self._size_px))
        return square.sized(round(extent.width()), round(extent.height()))

    def _made(self, small: Sight, pixel_ratio: float) -> QPixmap:
        picture = QPixmap(round(small.width * pixel_ratio), round(small.height * pixel_ratio))
        picture.setDevicePixelRatio(pixel_ratio)
        picture.fill(theme.current()["panel"])
        painter = QPainter(picture)
        painter.setTransform(small.transform(), combine=True)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(0, 0, *self._size_px), self._overview)
        painter.resetTransform()
        painter.setPen(QPen(theme.current()["line"], 1))
        painter.drawRect(0, 0, small.width - 1, small.height - 1)
        painter.end()
        return picture


def _frame(small: Sight, sight: Sight) -> QRectF:
    """The view on the map; never so small that it cannot be seen."""
    x, y = small.to_screen(sight.x_px, sight.y_px)
    across = max(sight.width * sight.scale / small.scale, FRAME_SMALLEST_PX)
    down = max(sight.height * sight.scale / small.scale, FRAME_SMALLEST_PX)
    return QRectF(x - across / 2, y - down / 2, across, down)
