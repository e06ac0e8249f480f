"""The lock of the screen: after a while without a touch, and when somebody asks for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import cast

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QMainWindow

from hccdesk.domain.audit import AuditAction, AuditEvent
from hccdesk.domain.case_library import CaseLibrary
from hccdesk.ui.jobs import deliver
from hccdesk.ui.screen_lock.curtains import Curtains
from hccdesk.ui.screen_lock.host import LockHost
from hccdesk.ui.screen_lock.idle_watch import IdleWatch, Moment, moment_now
from hccdesk.ui.screen_lock.unlocking import Unlocking

ASKED, IDLE, STARTED = "asked", "idle", "started"
"""Why it was locked, as the record has it."""


class ScreenLock(QObject):
    """Locks every window of the program. What runs goes on, and so does saving.

    Signals: `changed` when it was locked or unlocked.
    """

    changed = Signal()

    def __init__(self, session: LockHost, now: Callable[[], Moment] = moment_now) -> None:
        super().__init__(cast(QObject, session))
        self._session = session
        self._locked = False
        self._waiting: list[Callable[[], None]] = []
        self._unrecorded: list[AuditEvent] = []
        self.idle = IdleWatch(now, self)
        self._unlocking = Unlocking(session, now, self)
        self._unlocking.may_switch, self._unlocking.switch = self._may_switch, self._switch_language
        self._curtains = Curtains(self._unlocking.panel, self)
        self._unlocking.unlocked.connect(self._on_unlocked, Qt.ConnectionType.QueuedConnection)
        self.idle.fell_idle.connect(partial(self._lock, IDLE))
        session.library_changed.connect(self._on_library)
        for runner in (session.compute, session.keeping):
            runner.started.connect(self._on_jobs)
            runner.all_ended.connect(self._on_jobs)
        if session.settings.screen_locked and session.settings.screen_pin:
            self._lock(STARTED)  # ending the program and starting it again unlocks nothing

    @property
    def is_locked(self) -> bool:
        """Whether it is locked."""
        return self._locked

    def lock(self) -> None:
        """Cover everything of the patient."""
        self._lock(ASKED)

    def when_open(self, act: Callable[[], None]) -> None:
        """Do it now, or once the screen is unlocked: for what comes from outside, e.g. files of a second start."""
        if self._locked:
            self._waiting.append(act)
        else:
            act()

    def remember_passphrase(self, passphrase: str | None) -> None:
        """The library was opened, or encrypted, with this: it unlocks the screen from now on."""
        self._unlocking.remember(passphrase)

    def close(self) -> None:
        """At the end of the session; a locked screen stays locked for the next start, where a PIN was set."""
        self.idle.stop()
        self._curtains.draw_back()
        self._unlocking.close()

    def _lock(self, why: str) -> None:
        if self._locked or self._session.is_closed:
            return
        self._locked = True
        self._remember_locked()
        self._curtains.draw()
        self._unlocking.refresh()
        self._record(AuditEvent(AuditAction.SCREEN_LOCKED, detail=why))
        self.changed.emit()

    @Slot(str)
    def _on_unlocked(self, way: str) -> None:
        if not self._locked:
            return
        self._locked = False
        self._remember_locked()
        self.idle.touch()
        self._unlocking.forget_panel()
        self._curtains.draw_back()
        self._record(AuditEvent(AuditAction.SCREEN_UNLOCKED, detail=way))
        self.changed.emit()
        waiting, self._waiting = self._waiting, []
        for act in waiting:
            act()

    def _remember_locked(self) -> None:
        self._session.settings.screen_locked = self._locked

    def _record(self, event: AuditEvent) -> None:
        """At once, or when the library is open: locking a screen asks for no passphrase of a library."""
        self._unrecorded.append(event)
        self._flush_record()

    def _flush_record(self) -> None:
        if self._session.library_state is not None:
            events, self._unrecorded = self._unrecorded, []
            for event in events:
                self._session.record(event)

    @Slot()
    def _on_library(self) -> None:
        self._flush_record()
        job = self._session.in_library(_minutes)
        deliver(job, self, self._use_minutes)

    def _use_minutes(self, minutes: int) -> None:
        self.idle.minutes = minutes

    @Slot()
    def _on_jobs(self) -> None:
        if self._locked:
            QTimer.singleShot(0, self._unlocking.refresh)

    def _may_switch(self) -> bool:
        """Building the window anew closes what stands beside it, so not while a dialog waits for an answer."""
        modal = QApplication.activeModalWidget()
        return modal is None and self._main() is not None

    def _switch_language(self) -> None:
        main = self._main()
        if main is not None and self._may_switch():
            main.switch_language()  # type: ignore[attr-defined]

    @staticmethod
    def _main() -> QMainWindow | None:
        windows = QApplication.topLevelWidgets() if isinstance(QApplication.instance(), QApplication) else []
        return next((w for w in windows if isinstance(w, QMainWindow) and hasattr(w, "switch_language")), None)


def _minutes(library: CaseLibrary) -> int:
    return library.settings().lock_after_minutes
