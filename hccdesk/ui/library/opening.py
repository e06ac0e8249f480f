"""Opens the library when the program starts: asks for its passphrase, and goes on once there is an answer."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from hccdesk.domain.case_library import PassphraseNeededError
from hccdesk.ui.library.passphrase_dialog import PassphraseDialog
from hccdesk.ui.session import Session


class LibraryOpening(QObject):
    """Lives as long as the window: a library that was let go of may need its passphrase again."""

    def __init__(self, session: Session, window: QWidget, then: Callable[[], None]) -> None:
        super().__init__(window)
        self._session, self._window = session, window
        self._then: Callable[[], None] | None = then
        self._dialog: PassphraseDialog | None = None
        self._tried = False
        session.library_changed.connect(self._on_open)
        session.passphrase_needed.connect(self._ask)

    def start(self) -> None:
        """Open it, in the background."""
        self._open(None)

    def _open(self, passphrase: str | None) -> None:
        job = self._session.open_library(passphrase)
        job.failed.connect(self._on_failed)

    def _give(self, passphrase: str) -> None:
        self._tried = True
        self._open(passphrase)

    @Slot()
    def _ask(self) -> None:
        if self._dialog is None:
            folder = str(self._session.settings.library or "")
            self._dialog = PassphraseDialog(folder, self._window)
            self._dialog.given.connect(self._give)
            self._dialog.quit_asked.connect(self._quit)
            self._dialog.open()
        elif self._tried:
            self._dialog.show_fault(self.tr("This is not the passphrase of this library. Nothing was opened."))
        self._tried = False

    @Slot()
    def _on_open(self) -> None:
        if self._session.library_state is not None:
            self._close_dialog()
            self._go_on()

    def _on_failed(self, error: BaseException) -> None:
        """Anything but a passphrase is a line on the problem list: one can look at files all the same."""
        if not isinstance(error, PassphraseNeededError):
            self._close_dialog()
            self._go_on()

    def _go_on(self) -> None:
        then, self._then = self._then, None
        if then:
            then()

    def _close_dialog(self) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog:
            dialog.hide()
            dialog.deleteLater()

    def _quit(self) -> None:
        self._close_dialog()
        self._window.close()
