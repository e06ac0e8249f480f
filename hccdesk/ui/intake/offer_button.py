"""A quiet button below a field: what is known of it from elsewhere, and is filled in only when it is pressed."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

_BESIDE_PX = 10


class OfferButton(QPushButton):
    """The offer; a text longer than the field ends in …, and the tooltip has the whole."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "offer")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.said = ""
        self.hide()

    def say(self, text: str) -> None:
        """The words of the offer."""
        self.said = text
        self.setToolTip(text)
        self.setAccessibleName(text)
        self._elide()

    def minimumSizeHint(self) -> QSize:
        """As narrow as the field."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As much of the words as there is room for."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        room = self.width() - _BESIDE_PX
        self.setText(self.fontMetrics().elidedText(self.said, Qt.TextElideMode.ElideRight, room))
