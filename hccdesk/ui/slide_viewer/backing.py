"""The view as it was last painted, with a margin around: a pan only moves it, and the margin is filled afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import cast

from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtGui import QPainter, QPixmap, QRegion

from hccdesk.ui.slide_viewer.sight import Rectangle, Sight

PaintPart = Callable[[QPainter, Sight, Rectangle], None]

MARGIN_PX = 128
_A_PIXEL = 0.02


class Backing:
    """Holds the picture; `paint_part` paints a part of a sight (screen pixels, clipped) from nothing."""

    def __init__(self, paint_part: PaintPart) -> None:
        self._paint_part = paint_part
        self._picture = QPixmap()
        self._sight: Sight | None = None
        self._stale = QRegion()

    def spoil(self) -> None:
        """All of it is to be painted anew."""
        self._sight = None

    def spoil_box(self, box: tuple[int, int, int, int]) -> None:
        """A level-0 rectangle (x, y, width, height) is to be painted anew."""
        if self._sight is not None:
            self._stale += self._sight.transform().mapRect(QRectF(*box)).toAlignedRect().adjusted(-1, -1, 1, 1)

    def paint(self, painter: QPainter, sight: Sight, pixel_ratio: float) -> None:
        """Bring what is seen up to date and paint it at the view's corner."""
        shift = self._shift(sight, pixel_ratio)
        if shift is None:
            self._begin(_widened(sight), pixel_ratio)
            shift = QPoint(0, 0)
        elif max(abs(shift.x()), abs(shift.y())) > MARGIN_PX * pixel_ratio:
            self._move(shift, sight, pixel_ratio)
            shift = QPoint(0, 0)
        margin = round(MARGIN_PX * pixel_ratio)
        size = round(sight.width * pixel_ratio), round(sight.height * pixel_ratio)
        seen = QRect(margin - shift.x(), margin - shift.y(), *size)
        self._mend(_in_view_pixels(seen, pixel_ratio))
        painter.drawPixmap(QRectF(0, 0, sight.width, sight.height), self._picture, QRectF(seen))

    def fill_up(self, sight: Sight, pixel_ratio: float) -> None:
        """With time to spare: the margin around what is seen, so that the next pan finds it painted."""
        shift = self._shift(sight, pixel_ratio)
        if shift is not None and self._sight is not None:
            if not shift.isNull():
                self._move(shift, sight, pixel_ratio)
            self._mend(QRect(0, 0, self._sight.width, self._sight.height))

    def _begin(self, wide: Sight, pixel_ratio: float) -> None:
        size = round(wide.width * pixel_ratio), round(wide.height * pixel_ratio)
        if (self._picture.width(), self._picture.height()) != size:
            self._picture = QPixmap(*size)
        self._picture.setDevicePixelRatio(pixel_ratio)
        self._sight, self._stale = wide, QRegion(0, 0, wide.width, wide.height)

    def _shift(self, sight: Sight, pixel_ratio: float) -> QPoint | None:
        """How many pixels of the device the slide was panned since; None where the picture must be made anew."""
        old, new = self._sight, _widened(sight)
        if old is None or self._picture.devicePixelRatio() != pixel_ratio:
            return None
        if replace(old, x_px=0.0, y_px=0.0) != replace(new, x_px=0.0, y_px=0.0):
            return None
        x, y = new.to_screen(old.x_px, old.y_px)
        right, down = (x - new.width / 2) * pixel_ratio, (y - new.height / 2) * pixel_ratio
        if abs(right - round(right)) > _A_PIXEL or abs(down - round(down)) > _A_PIXEL:
            return None
        return QPoint(round(right), round(down))

    def _move(self, shift: QPoint, sight: Sight, pixel_ratio: float) -> None:
        """Move the picture along; what comes in at its edges is stale."""
        exposed = QRegion()
        self._stale.translate(round(shift.x() / pixel_ratio), round(shift.y() / pixel_ratio))
        self._picture.scroll(shift.x(), shift.y(), self._picture.rect(), exposed)
        for bare in _rectangles(exposed):
            self._stale += _in_view_pixels(bare, pixel_ratio)
        self._sight = _widened(sight)

    def _mend(self, place: QRect) -> None:
        stale = self._stale.intersected(place)
        if stale.isEmpty() or self._sight is None:
            return
        self._stale -= QRegion(place)
        painter = QPainter(self._picture)
        for part in _rectangles(stale):
            painter.setClipRect(part)
            box = (float(part.left()), float(part.top()), float(part.right() + 1), float(part.bottom() + 1))
            self._paint_part(painter, self._sight, box)
        painter.end()


def _widened(sight: Sight) -> Sight:
    return replace(sight, width=sight.width + 2 * MARGIN_PX, height=sight.height + 2 * MARGIN_PX)


def _in_view_pixels(place: QRect, pixel_ratio: float) -> QRect:
    """A rectangle of the device's pixels in those of the view, and no smaller."""
    return QRectF(
        place.x() / pixel_ratio, place.y() / pixel_ratio, place.width() / pixel_ratio, place.height() / pixel_ratio
    ).toAlignedRect()


def _rectangles(region: QRegion) -> Iterable[QRect]:
    """PySide iterates over a region, but its type stubs do not say so."""
    return cast("Iterable[QRect]", region)
