"""Where the library is, how much there is in it, on which kind of disk, and whether it can be written to."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from hccdesk.ui.library.library_presenter import LibraryView
from hccdesk.ui.library.sizes import size_words
from hccdesk.ui.spoken import say
from hccdesk.ui.widgets.pieces import button, column, empty, label, row


class PlacePage(QWidget):
    """The page.

    Signals: `folder_chosen(Path | None)` another library, None for the user's own.
    """

    folder_chosen = Signal(object)

    def __init__(self, is_own: bool) -> None:
        super().__init__()
        self._folder = label("", "group", wrap=True)
        self._folder.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._holds, self._disk = label("", wrap=True), label("", wrap=True)
        self._read_only = label("", "warning", wrap=True)
        self._notices = column(spacing=8)
        self._other = button(self.tr("Open another library …"), "", "folder-open-outline")
        self._own = button(self.tr("Use my own library again"))
        self._own.setVisible(not is_own)
        self._read_only.hide()
        acts = row(spacing=8)
        acts.addWidget(self._other)
        acts.addWidget(self._own)
        acts.addStretch(1)
        layout = column(self, 16, 12)
        for part in (self._folder, self._holds, self._disk, self._read_only):
            layout.addWidget(part)
        layout.addLayout(self._notices)
        layout.addStretch(1)
        layout.addLayout(acts)
        self._other.clicked.connect(self._choose)
        self._own.clicked.connect(lambda: self.folder_chosen.emit(None))

    def show_view(self, view: LibraryView) -> None:
        """As it is now."""
        self._folder.setText(str(view.state.folder))
        self._holds.setText(self._holds_words(view))
        self._disk.setText(self._disk_words(view))
        reason = view.state.read_only
        self._read_only.setText(self._read_only_words(say(reason)) if reason else "")
        self._read_only.setVisible(reason is not None)
        empty(self._notices)
        for notice in view.state.notices:
            self._notices.addWidget(label("• " + say(notice), wrap=True))

    def _holds_words(self, view: LibraryView) -> str:
        cases = self.tr("1 case") if view.n_cases == 1 else self.tr("{n} cases").format(n=view.n_cases)
        if view.facts is None:
            return cases
        text = self.tr("{cases} · database {database} · copied images {copies} · {free} free on this disk")
        return text.format(
            cases=cases,
            database=size_words(view.facts.database_bytes),
            copies=size_words(view.facts.copies_bytes),
            free=size_words(view.facts.free_bytes),
        )

    def _disk_words(self, view: LibraryView) -> str:
        if view.facts is None:
            return ""
        if view.facts.is_on_own_disk:
            return self.tr(
                "It lies on a disk of this computer. What is saved goes to a second file beside the database first "
                "(write-ahead log): a power cut leaves every case as it was saved last."
            )
        return self.tr(
            "It lies on a network disk, or on one that cannot be told from it. Every save waits until the server has "
            "it (rollback journal, no write-ahead log). Who has a case open is shown to everybody else, who can then "
            "only read it."
        )

    def _read_only_words(self, reason: str) -> str:
        advice = self.tr("Cases can be opened and read, nothing is saved. “Export case …” saves a copy elsewhere.")
        return f"{reason} {advice}"

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Folder of the library"))
        if chosen:
            self.folder_chosen.emit(Path(chosen))
