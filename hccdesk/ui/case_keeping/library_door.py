"""The way to the library: it is opened in the background before it is first used, and what it says is told."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from hccdesk.domain.case_library import CaseLibrary, LibraryState, PassphraseNeededError
from hccdesk.ui.jobs import JobRunner, RunningJob


class LibraryDoor(QObject):
    """One library, and the one thread that uses it.

    Signals: `changed` once the library is open, or says something else of itself; `passphrase_needed` where it is
    encrypted and none, or a wrong one, was given.
    """

    changed = Signal()
    passphrase_needed = Signal()

    def __init__(self, library: CaseLibrary, runner: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.library, self._runner = library, runner
        self.state: LibraryState | None = None
        self._opened: LibraryState | None = None
        self._lock = threading.Lock()

    @property
    def is_read_only(self) -> bool:
        """Whether the library is open and nothing can be written to it."""
        return self._opened is not None and self._opened.read_only is not None

    def open(self, passphrase: str | None = None) -> RunningJob:
        """Open it in the background, where it is not open."""
        return self._heard(self._runner.start(lambda _: self.opened(passphrase)))

    def start(self, use: Callable[[CaseLibrary], Any]) -> RunningJob:
        """Use the library in the background, after everything that was asked of it before."""
        return self._heard(self._runner.start(lambda _: use(self.opened())))

    def opened(self, passphrase: str | None = None) -> CaseLibrary:
        """The open library; for worker threads, as opening it may take long."""
        with self._lock:
            if self._opened is None:
                self._opened = self.library.open(passphrase)
        return self.library

    def take(self, state: LibraryState) -> None:
        """The library is now as this says, e.g. encrypted."""
        with self._lock:
            self._opened = state
        self._tell()

    def hear(self, error: BaseException) -> None:
        """Something could not be done in the library."""
        self._tell()
        if isinstance(error, PassphraseNeededError):
            self.passphrase_needed.emit()

    def close(self) -> None:
        """Let go of the library; it is opened again where it is used again."""
        with self._lock:
            if self._opened is not None:
                self._opened = None
                self.library.close()

    def _heard(self, job: RunningJob) -> RunningJob:
        job.succeeded.connect(lambda _: self._tell())
        job.failed.connect(self.hear)
        return job

    def _tell(self) -> None:
        if self._opened is not None and self._opened is not self.state:
            self.state = self._opened
            self.changed.emit()
            if self.state.backup_is_due:  # behind what was asked of it just now, such as the list
                self._runner.start(lambda _: self.library.back_up_if_due()).succeeded.connect(self._on_backup)

    @Slot(object)
    def _on_backup(self, state: LibraryState | None) -> None:
        if state is not None and self._opened is not None:
            self.take(state)
