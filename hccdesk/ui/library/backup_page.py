"""The backups of the library: the last verified one, all there are, and one more now."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from hccdesk.ui.library.library_presenter import LibraryView
from hccdesk.ui.library.sizes import moment_words, size_words
from hccdesk.ui.widgets.pieces import button, card, column, label, row


class BackupPage(QWidget):
    """The page.

    Signals: `backup_asked`.
    """

    backup_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._last = label("", "group", wrap=True)
        self._now = button(self.tr("Back up now"), "", "content-save-outline")
        self._table = QTreeWidget()
        self._table.setHeaderLabels([self.tr("File"), self.tr("Made"), self.tr("Size")])
        self._table.setRootIsDecorated(False)
        self._table.setAccessibleName(self.tr("Backups"))
        self._table.header().setStretchLastSection(False)
        self._table.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self._table.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        text = self.tr(
            "The first start of each day makes a backup of the database and checks it page by page; those of the last "
            "seven days and of four weeks before are kept. "
            "A damaged database is put aside and restored from it by itself, with all that can still be read of the "
            "damaged one. Backups lie on the same disk and hold no images: have the whole folder in the backup of "
            "your computer too."
        )
        head = row(spacing=12)
        head.addWidget(self._last, 1)
        head.addWidget(self._now)
        frame, inside = card(4, 0)
        inside.addWidget(self._table)
        layout = column(self, 16, 12)
        layout.addLayout(head)
        layout.addWidget(label(text, "muted", wrap=True))
        layout.addWidget(frame, 1)
        self._now.clicked.connect(self.backup_asked)

    def show_view(self, view: LibraryView) -> None:
        """As it is now."""
        last = view.state.last_backup
        files = view.facts.backups if view.facts else ()
        moment = max([file.made_at for file in files], default=last) if files else last
        text = self.tr("Last verified backup: {time}").format(time=moment_words(moment)) if moment else ""
        self._last.setText(text or self.tr("There is no backup yet."))
        self._now.setEnabled(view.state.read_only is None)
        self._table.clear()
        for file in files:
            line = QTreeWidgetItem([file.name, moment_words(file.made_at), size_words(file.size_bytes)])
            self._table.addTopLevelItem(line)
