"""Blocks that stand where a finding will be, of its size, so that nothing moves when it comes."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from hccdesk.ui import theme
from hccdesk.ui.widgets.pieces import column


class Block(QWidget):
    """A grey rounded block; `width_px` 0 takes what there is."""

    def __init__(self, height_px: int, width_px: int = 0) -> None:
        super().__init__()
        self.setFixedHeight(height_px)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        if width_px:
            self.setMaximumWidth(width_px)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.current()["raised"])
        painter.drawRoundedRect(QRectF(self.rect()), 4, 4)
        painter.end()


def lines(count: int, height_px: int = 12, spacing: int = 12) -> QWidget:
    """As many lines of text that are not there yet, of uneven length."""
    owner = QWidget()
    layout = column(owner, 0, spacing)
    for number in range(count):
        layout.addWidget(Block(height_px, (420, 320, 380)[number % 3]))
    return owner
