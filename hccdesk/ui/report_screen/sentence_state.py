"""A sentence where the pages would be."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from hccdesk.ui import theme
from hccdesk.ui.widgets.pieces import column, label

TEXT_PX = 460


class SentenceState(QWidget):
    """An icon, a title and a sentence in the middle."""

    def __init__(self, icon: str) -> None:
        super().__init__()
        picture = QLabel()
        picture.setPixmap(theme.current().icon(icon, "disabled").pixmap(48, 48))
        self._title, self._text = label("", "section"), label("", "muted", wrap=True)
        self._text.setFixedWidth(TEXT_PX)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout = column(self, 32, 12)
        layout.addStretch(1)
        for widget in (picture, self._title, self._text):
            widget.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(2)

    def show_sentence(self, title: str, text: str) -> None:
        """What is so."""
        self._title.setText(title)
        self._title.setVisible(bool(title))
        self._text.setText(text)
        self._text.ensurePolished()  # the sheet decides the size of the letters
        self._text.setMinimumHeight(self._text.heightForWidth(TEXT_PX))

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.text()
