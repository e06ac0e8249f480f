"""A slice painted with all that belongs to it: on the screen, and the same way for a key image."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QTransform

from hccdesk.ui.ct_viewer.halo_text import PLATE
from hccdesk.ui.ct_viewer.pane_sight import PaneSight
from hccdesk.ui.ct_viewer.saliency_marks import paint_saliency, paint_saliency_scale
from hccdesk.ui.ct_viewer.slice_banners import paint_warning
from hccdesk.ui.ct_viewer.slice_content import Outline, SliceContent
from hccdesk.ui.ct_viewer.slice_marks import LETTERS, paint_corners, paint_letters, paint_outlines
from hccdesk.ui.widgets.scale_bar import LONGEST_PX, paint_scale_bar, round_length

Lines = list[tuple[int, list[QLineF]]]
BAR_HIGH_PX = 40


@dataclass(frozen=True, slots=True)
class PaintedSlice:
    """A slice ready to paint: its content, its pixels in grey, its outlines, the window's name."""

    content: SliceContent
    image: QImage
    lines: Lines
    window: str


def lines_of(outlines: tuple[Outline, ...]) -> Lines:
    """Outlines as Qt paints them."""
    return [(outline.colour, [QLineF(*segment) for segment in outline.segments.tolist()]) for outline in outlines]


def paint_slice(painter: QPainter, size: QSizeF, shown: PaintedSlice, sight: PaneSight) -> QTransform:
    """The image with explanation and outlines; returns where its pixels lie in the widget."""
    transform = sight.to_widget(shown.content, size)
    _fill_beside(painter, QRectF(QPointF(0, 0), size), transform.mapRect(QRectF(shown.image.rect())))
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.save()
    painter.setTransform(transform, combine=True)
    painter.drawImage(QPointF(0, 0), shown.image)
    if shown.content.saliency:
        paint_saliency(painter, shown.content.saliency)
    paint_outlines(painter, shown.lines)
    painter.restore()
    return transform


def _fill_beside(painter: QPainter, view: QRectF, image: QRectF) -> None:
    """Black where the image does not reach: filling the whole view costs as much as the slice itself."""
    left, top = max(image.left() + 1, 0.0), max(image.top() + 1, 0.0)
    right, bottom = min(image.right() - 1, view.right()), min(image.bottom() - 1, view.bottom())
    if right <= left or bottom <= top:
        painter.fillRect(view, QColor(0, 0, 0))
        return
    for beside in (
        QRectF(0, 0, left, view.height()),
        QRectF(right, 0, view.right() - right, view.height()),
        QRectF(left, 0, right - left, top),
        QRectF(left, bottom, right - left, view.bottom() - bottom),
    ):
        if not beside.isEmpty():
            painter.fillRect(beside.toAlignedRect(), QColor(0, 0, 0))


def paint_words(painter: QPainter, size: QSizeF, shown: PaintedSlice, sight: PaneSight) -> float:
    """Banner, letters, corner texts, scales; returns how far the banner reaches down."""
    content, px_per_mm = shown.content, sight.px_per_mm(shown.content, size)
    top = paint_warning(painter, size, content.warning)
    paint_letters(painter, size, content.letters, top)
    zoom = f"{100 * px_per_mm * content.spacing_mm[1]:.0f} %"
    paint_corners(painter, size, content, (zoom, shown.window), top)
    bar = _scale_bar(round(px_per_mm, 5), painter.device().devicePixelRatio())
    painter.drawImage(QPointF(0, size.height() - BAR_HIGH_PX), bar)
    if content.saliency:
        paint_saliency_scale(painter, size, content.saliency)
    return top


@lru_cache(maxsize=16)
def _scale_bar(px_per_mm: float, ratio: float) -> QImage:
    """Drawn once for a zoom: it is painted with every slice."""
    wide = LONGEST_PX + 80
    image = QImage(round(wide * ratio), round(BAR_HIGH_PX * ratio), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(0)
    painter = QPainter(image)
    corner, long_px = QPointF(10, BAR_HIGH_PX - 8), round_length(LONGEST_PX / px_per_mm) * px_per_mm
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(PLATE)
    painter.drawRoundedRect(QRectF(5, 4, long_px + 10, BAR_HIGH_PX - 8), 2, 2)
    paint_scale_bar(painter, corner, 1 / px_per_mm, {1.0: "mm", 10.0: "cm"}, QColor(LETTERS))
    painter.end()
    return image
