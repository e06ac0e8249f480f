"""The patches in the inspector: the bar, what is lacking, and the check before any run."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from hccdesk.ui.slide_viewer.patch_bar import PatchBar
from hccdesk.ui.widgets.pieces import button, column, label


class PatchPanel(QWidget):
    """The panel.

    Signals: `check_asked`, `cancel_asked`, `chosen(str)` a fate to show alone.
    """

    check_asked = Signal()
    cancel_asked = Signal()
    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._is_checking = False
        self._bar, self._note = PatchBar(), label("", "warning", wrap=True)
        self._hint = label("", "caption", wrap=True)
        self._check = button(self.tr("Check tissue"), "", "grid")
        self._bar.chosen.connect(self.chosen)
        self._check.clicked.connect(self._on_click)
        body = column(self, 0, 8)
        body.addWidget(label(self.tr("Patches"), "section"))
        for widget in (self._bar, self._note, self._hint, self._check):
            body.addWidget(widget)

    def show_patches(self, counts: dict[str, int], only: str, shortage: str) -> None:
        """How many patches have which fate; nothing before they were judged."""
        self._bar.setVisible(bool(counts))
        self._bar.show_counts(counts, only)
        self._note.setVisible(bool(shortage))
        self._note.setText(shortage)

    def show_check(self, *, checking: bool, why_not: str, judged: bool) -> None:
        """Whether the tissue can be checked, and whether it is under way."""
        self._is_checking = checking
        self._check.setText(self.tr("Stop checking") if checking else self.tr("Check tissue"))
        self._check.setVisible(checking or not judged)
        self._check.setEnabled(checking or not why_not)
        self._check.setToolTip(why_not)
        explained = self.tr("Shows which patches the slide model would be given, without running it.")
        self._hint.setText(why_not or explained)
        self._hint.setVisible(not judged or bool(why_not))

    def _on_click(self) -> None:
        (self.cancel_asked if self._is_checking else self.check_asked).emit()
