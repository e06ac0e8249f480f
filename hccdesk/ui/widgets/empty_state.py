"""What an empty screen says: what belongs here, and the one thing to do."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from hccdesk.ui import theme
from hccdesk.ui.widgets.pieces import button, column, label

TEXT_PX = 420


class EmptyState(QWidget):
    """An icon, a title, a sentence, and a button where there is something to do.

    Signals: `asked` when the button is pressed.
    """

    asked = Signal()

    def __init__(self, icon: str, title: str, text: str, action: str = "") -> None:
        super().__init__()
        layout = column(self, 32, 12)
        picture = QLabel()
        picture.setPixmap(theme.current().icon(icon, "disabled").pixmap(48, 48))
        heading, body = label(title, "section"), label(text, "muted", wrap=True)
        body.setFixedWidth(TEXT_PX)
        body.ensurePolished()  # the sheet decides the size of the letters
        body.setMinimumHeight(body.heightForWidth(TEXT_PX))  # an aligned widget is not asked for it
        layout.addStretch(1)
        for widget in (picture, heading, body):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
            if isinstance(widget, QLabel):
                widget.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        if action:
            ask = button(action, "primary")
            ask.clicked.connect(self.asked)
            layout.addWidget(ask, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(2)
