"""What the library says of itself, above the list of its cases."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from hccdesk.domain.case_library import LibraryState
from hccdesk.ui.shell.in_place import show_in_place
from hccdesk.ui.spoken import say
from hccdesk.ui.widgets.pieces import column, empty, label


class LibraryLines(QWidget):
    """That nothing can be saved, and why; what happened on opening; what cannot be read. Hidden where all is well."""

    def __init__(self) -> None:
        super().__init__()
        self._lines = column(self, 0, 4)
        self.hide()

    def show_state(self, state: LibraryState | None, faults: Sequence[str]) -> None:
        """As it is now."""
        empty(self._lines)
        if state and state.read_only:
            advice = self.tr("Nothing is saved. “Export case …” saves a copy elsewhere.")
            self._lines.addWidget(label(f"{say(state.read_only)} {advice}", "warning", wrap=True))
        for fault in faults:
            self._lines.addWidget(label(f"▲ {fault}", "problem", wrap=True))
        for notice in state.notices if state else ():
            self._lines.addWidget(label(f"• {say(notice)}", "muted", wrap=True))
        show_in_place(self, bool(self._lines.count()))
