"""A slice painted with all that belongs to it: on the screen, and the same way for a key image."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF
from PySide6.QtGui import QColor, QImage, QPainter, QTransform

from hccdesk.ui.ct_viewer.pane_sight import PaneSight
from hccdesk.ui.ct_viewer.saliency_marks import paint_saliency, paint_saliency_scale
from hccdesk.ui.ct_viewer.slice_banners import paint_warning
from hccdesk.ui.ct_viewer.slice_content import Outline, SliceContent
from hccdesk.ui.ct_viewer.slice_marks import LETTERS, paint_corners, paint_letters, paint_outlines
from hccdesk.ui.widgets.scale_bar import LONGEST_PX, paint_scale_bar

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
    painter.fillRect(QRectF(QPointF(0, 0), size), QColor(0, 0, 0))
    transform = sight.to_widget(shown.content, size)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.save()
    painter.setTransform(transform, combine=True)
    painter.drawImage(QPointF(0, 0), shown.image)
    if shown.content.saliency:
        paint_saliency(painter, shown.content.saliency)
    paint_outlines(painter, shown.lines)
    painter.restore()
    return transform


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
    corner = QPointF(10, BAR_HIGH_PX - 8)
    paint_scale_bar(painter, corner, 1 / px_per_mm, {1.0: "mm", 10.0: "cm"}, QColor(LETTERS))
    painter.end()
    return image
