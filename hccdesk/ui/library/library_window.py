"""Library and privacy: where cases are kept, what is copied, backups, encryption, the lock of the screen."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QTabWidget, QWidget

from hccdesk.ui.library.backup_page import BackupPage
from hccdesk.ui.library.encryption_page import EncryptionPage
from hccdesk.ui.library.images_page import ImagesPage
from hccdesk.ui.library.library_presenter import LibraryPresenter, LibraryView
from hccdesk.ui.library.place_page import PlacePage
from hccdesk.ui.screen_lock.lock_settings import LockSettings
from hccdesk.ui.session import Session
from hccdesk.ui.widgets.pieces import button, column, label, row, set_role

SIZE_PX = (720, 560)


class LibraryWindow(QDialog):
    """A page each; one line at the foot says what was done."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Library and privacy"))
        self.resize(*SIZE_PX)
        self._presenter = LibraryPresenter(session, self)
        self._place, self._images = PlacePage(session.settings.library is None), ImagesPage()
        self._backups, self._encryption, self._lock = BackupPage(), EncryptionPage(), LockSettings(session)
        self._pages = QTabWidget()
        self._said = label(self.tr("Looking at the library …"), "muted", wrap=True)
        self._lay_out()
        presenter = self._presenter
        presenter.view_changed.connect(self._show)
        presenter.busy.connect(self._set_busy)
        presenter.said.connect(self._say)
        presenter.failed.connect(self._say_fault)
        self._place.folder_chosen.connect(presenter.open_next)
        self._images.copying_chosen.connect(presenter.set_copying)
        self._images.keep_asked.connect(presenter.keep_inputs)
        self._backups.backup_asked.connect(presenter.back_up)
        self._encryption.encrypt_asked.connect(presenter.encrypt)
        self._encryption.decrypt_asked.connect(presenter.decrypt)
        self._pages.setEnabled(False)
        presenter.look()
        if session.library_state is None:
            self._say(self.tr("The library is not open; the problem list says why."))

    def show_page(self, number: int) -> None:
        """One of the pages, counted from 0."""
        self._pages.setCurrentIndex(number)

    def _show(self, view: LibraryView) -> None:
        if not self._pages.isEnabled():
            self._pages.setEnabled(True)
            self._said.setText("")
        for page in (self._place, self._images, self._backups, self._encryption):
            page.show_view(view)

    def _set_busy(self, busy: bool) -> None:
        self._pages.setEnabled(not busy)
        if busy:
            self._say(self.tr("Working …"))

    def _say(self, text: str) -> None:
        set_role(self._said, "muted")
        self._said.setText(text)

    def _say_fault(self, text: str) -> None:
        set_role(self._said, "problem")
        self._said.setText(text)

    def _lay_out(self) -> None:
        self._pages.addTab(self._place, self.tr("Library"))
        self._pages.addTab(self._images, self.tr("Images"))
        self._pages.addTab(self._backups, self.tr("Backups"))
        self._pages.addTab(self._encryption, self.tr("Encryption"))
        self._pages.addTab(self._lock, self.tr("Screen lock"))
        close = button(self.tr("Close"))
        close.clicked.connect(self.accept)
        foot = row(spacing=12)
        foot.addWidget(self._said, 1)
        foot.addWidget(close)
        layout = column(self, 16, 12)
        layout.addWidget(self._pages, 1)
        layout.addLayout(foot)
