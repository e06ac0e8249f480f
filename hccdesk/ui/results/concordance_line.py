"""One line below the two response cards: whether they agree."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame

from hccdesk.ui import theme
from hccdesk.ui.results.concordance import Concordance
from hccdesk.ui.widgets.pieces import label, row, set_role

ICON_PX = 20
HEIGHT_PX = 56


class ConcordanceLine(QFrame):
    """The line."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self._icon, self._words = label(), label("", "group", wrap=True)
        self._icon.setFixedSize(ICON_PX, ICON_PX)
        self.setMinimumHeight(HEIGHT_PX)
        line = row(self, 0, 8)
        line.setContentsMargins(16, 8, 16, 8)
        line.addWidget(self._icon)
        line.addWidget(self._words, 1)
        self.show_skeleton()

    def show_skeleton(self) -> None:
        """Nothing is known yet."""
        self._show("minus-circle-outline", "disabled", self.tr("The two readings are compared here."))

    def show_content(self, content: Concordance) -> None:
        """What they say together."""
        self._show(content.icon, content.role, content.words)

    def _show(self, icon: str, role: str, words: str) -> None:
        self._icon.setPixmap(theme.current().icon(icon, role).pixmap(ICON_PX, ICON_PX))
        self._words.setText(words)
        self._words.setEnabled(role != "disabled")
        set_role(self._words, "group" if role in ("text", "caution") else "muted")
