"""A ruler with its title and labels, painted; labels never touch one another."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from hccdesk.ui import theme

LABEL_GAP_PX = 6
BELOW_PX, ABOVE_PX = 5.0, -19.0
MARK_PX = 6.0

Labels = Sequence[tuple[str, float]]
"""(text, x) of each tick."""


def paint_title(painter: QPainter, y: float, width_px: int, title: str) -> None:
    """The title left of a ruler at height `y`, shortened to `width_px`."""
    painter.setPen(theme.current()["muted"])
    place = QRectF(0, y - 8, width_px, 16)
    elided = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, width_px)
    painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, elided)


def paint_ruler(painter: QPainter, y: float, labels: Labels) -> None:
    """The line from the first to the last tick, the ticks, and as many labels as have room."""
    if not labels:
        return
    places = [x for _, x in labels]
    painter.setPen(QPen(theme.current()["muted"], 1))
    painter.drawLine(QPointF(min(places), y), QPointF(max(places), y))
    for x in places:
        painter.drawLine(QPointF(x, y), QPointF(x, y + 4))
    painter.setPen(theme.current()["text"])
    for text, place in placed_labels(painter, y, labels):
        painter.fillRect(place, theme.current()["panel"])  # the line of the total may cross it
        painter.drawText(place, Qt.AlignmentFlag.AlignHCenter, text)


def placed_labels(painter: QPainter, y: float, labels: Labels) -> list[tuple[str, QRectF]]:
    """Labels below the ruler, the ends first; the second end goes above where both would touch."""
    taken: dict[float, list[tuple[float, float]]] = {BELOW_PX: [], ABOVE_PX: []}
    placed = []
    for rank, (text, x) in enumerate(_by_importance(sorted(labels, key=lambda tick: tick[1]))):
        shown = text.replace("-", "−")
        half = theme.text_width(shown, painter.font()) / 2 + LABEL_GAP_PX / 2
        sides = (BELOW_PX, ABOVE_PX) if rank < 2 else (BELOW_PX,)
        side = next((s for s in sides if all(x + half <= a or b <= x - half for a, b in taken[s])), None)
        if side is not None:
            placed.append((shown, QRectF(x - half, y + side, 2 * half, 14)))
            taken[side].append((x - half, x + half))
    return placed


def paint_mark(painter: QPainter, x: float, y: float, colour: QColor, *, hollow: bool) -> None:
    """A diamond; `hollow` for what is not the patient's."""
    panel = theme.current()["panel"]
    painter.setPen(QPen(colour, 2) if hollow else QPen(panel, 1))
    painter.setBrush(panel if hollow else colour)
    d = MARK_PX
    painter.drawPolygon(QPolygonF([QPointF(x, y - d), QPointF(x + d, y), QPointF(x, y + d), QPointF(x - d, y)]))


def _by_importance(ticks: Labels) -> list[tuple[str, float]]:
    """Both ends, then the middle, then the middles of the halves, so that what is left out is left out evenly."""
    if len(ticks) <= 2:
        return list(ticks)
    spans, ordered = [(0, len(ticks) - 1)], [ticks[0], ticks[-1]]
    while spans:
        first, last = spans.pop(0)
        if last - first > 1:
            middle = (first + last) // 2
            ordered.append(ticks[middle])
            spans += [(first, middle), (middle, last)]
    return ordered
