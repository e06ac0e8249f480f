"""The CT model's explanation painted over a slice, with its scale in words."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter

from hccdesk.ui import theme
from hccdesk.ui.ct_viewer.halo_text import paint_halo_text
from hccdesk.ui.ct_viewer.slice_content import SliceSaliency
from hccdesk.ui.ct_viewer.slice_marks import LETTERS, QUIET
from hccdesk.ui.demonstration import demonstration_word
from hccdesk.ui.language import translate

BAR_PX, BAR_HIGH_PX = 160, 8
FROM_BOTTOM_PX = 112
_LEFT = Qt.AlignmentFlag.AlignLeft


def paint_saliency(painter: QPainter, saliency: SliceSaliency) -> None:
    """The map, in the slice's own pixels; nothing where the model did not look."""
    if saliency.rgba is None or saliency.box is None:
        return
    rows, columns, _ = saliency.rgba.shape
    image = QImage(saliency.rgba.data, columns, rows, 4 * columns, QImage.Format.Format_RGBA8888)
    row0, column0, row1, column1 = saliency.box
    painter.setOpacity(saliency.opacity)
    painter.drawImage(QRectF(column0, row0, column1 - column0, row1 - row0), image)
    painter.setOpacity(1.0)


def paint_saliency_scale(painter: QPainter, size: QSizeF, saliency: SliceSaliency) -> None:
    """Colours and what they mean, or that the model did not see this slice; at the bottom left."""
    top, ink, quiet = size.height() - FROM_BOTTOM_PX, QColor(LETTERS), QColor(QUIET)
    half = size.width() / 2 - 24

    def say(line: int, text: str, colour: QColor) -> None:
        paint_halo_text(painter, QRectF(10, top + 16 * line, half, 16), _LEFT, text, colour)

    if saliency.rgba is None:
        say(3, translate("CtView", "Explanation: not seen by the model"), ink)
        return
    if saliency.demonstration:
        say(-1, demonstration_word(), theme.Theme(theme.DARK)["demonstration"])
    say(0, translate("CtView", "What moved the CT model"), ink)
    _paint_bar(painter, QPointF(10, top + 20), min(BAR_PX, half))
    say(2, translate("CtView", "orange against, blue for response"), ink)
    say(3, translate("CtView", "An explanation is not a cause"), quiet)


def _paint_bar(painter: QPainter, corner: QPointF, wide: float) -> None:
    bar, dark = QRectF(corner.x(), corner.y(), wide, BAR_HIGH_PX), theme.Theme(theme.DARK)
    colours = QLinearGradient(bar.topLeft(), bar.topRight())
    for place, colour in (
        (0.0, dark["favours_no_response"]),
        (0.5, QColor("#FFFFFF")),
        (1.0, dark["favours_response"]),
    ):
        colours.setColorAt(place, colour)
    painter.setPen(QColor(0, 0, 0, 200))
    painter.setBrush(colours)
    painter.drawRect(bar)
