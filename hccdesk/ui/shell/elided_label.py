"""A text that takes what room there is and ends in … where there is too little; the whole of it is the tooltip."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from hccdesk.ui.widgets.pieces import label

LEAST_PX = 24


class ElidedLabel(QLabel):
    """One line of plain text, as the sheet paints labels of the role; `middle` leaves out there, not at the end."""

    def __init__(self, text: str = "", role: str = "", *, middle: bool = False) -> None:
        super().__init__()
        self._mode = Qt.TextElideMode.ElideMiddle if middle else Qt.TextElideMode.ElideRight
        self.setTextFormat(label().textFormat())
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Another text; line breaks become blanks."""
        super().setText(" ".join(text.split()))
        self._show_tip()

    def minimumSizeHint(self) -> QSize:
        """Hardly any room."""
        return QSize(LEAST_PX, super().minimumSizeHint().height())

    def resizeEvent(self, event: object) -> None:
        """The tooltip is there only where something is left out."""
        self._show_tip()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The text, or what of it has room."""
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self.palette().color(self.foregroundRole()))
        shown = self._metrics().elidedText(self.text(), self._mode, self.width())
        painter.drawText(self.rect(), self.alignment() | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()

    def _metrics(self) -> QFontMetrics:
        self.ensurePolished()
        return QFontMetrics(self.font())

    def _show_tip(self) -> None:
        self.setToolTip(self.text() if self._metrics().horizontalAdvance(self.text()) > self.width() else "")
