"""The button that lays a model's explanation over its image, in the viewer. No session."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from hccdesk.ui import theme


class OverlaySwitch(QPushButton):
    """Pressed: the overlay is shown in the viewer.

    Signals: `asked(bool)` when the user wants it shown or hidden.
    """

    asked = Signal(bool)

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setCheckable(True)
        self.setProperty("kind", "toggle")
        self.setIconSize(theme.icon_size())
        self.clicked.connect(self.asked)
        self.show_state(False, "")

    def show_state(self, shown: bool, blocked_by: str) -> None:
        """Whether the overlay is shown; `blocked_by` says why it cannot be."""
        self.setChecked(shown and not blocked_by)
        self.setEnabled(not blocked_by)
        self.setToolTip(
            blocked_by or self.tr("Lies over the image in the viewer; shows what moved the score, no cause")
        )
        role = "disabled" if blocked_by else "on_accent" if shown else "text"
        self.setIcon(theme.current().icon("layers" if shown else "layers-outline", role))
