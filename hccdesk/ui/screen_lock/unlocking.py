"""Whether what was typed unlocks the screen: compared in the background, with a pause after wrong tries."""

from __future__ import annotations

import hmac
import secrets
import unicodedata
from collections.abc import Callable
from math import ceil

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from hccdesk.ui.jobs import JobRunner, deliver
from hccdesk.ui.screen_lock.host import LockHost
from hccdesk.ui.screen_lock.idle_watch import Moment
from hccdesk.ui.screen_lock.tries import wait_after
from hccdesk.ui.screen_lock.unlock_panel import UnlockPanel, Way

TICK_MS = 500


class Unlocking(QObject):
    """Makes the panel, and answers it.

    Signals: `unlocked(str)` with the way it was done.
    """

    unlocked = Signal(str)

    def __init__(self, session: LockHost, now: Callable[[], Moment], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._now = session, now
        self._panel: UnlockPanel | None = None
        self._salt = secrets.token_bytes(32)
        self._passphrase: bytes | None = None
        self._checks = JobRunner(1, self)
        self._wrong_at: Moment | None = now() if session.settings.wrong_unlocks else None
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self._show_wait)
        self.may_switch: Callable[[], bool] = lambda: True
        self.switch: Callable[[], None] = lambda: None
        session.library_changed.connect(self.refresh)

    @property
    def way(self) -> Way:
        """The passphrase of an encrypted library, else the PIN where there is one, else nothing is asked for."""
        state = self._session.library_state
        if state is not None and state.is_encrypted and self._passphrase is not None:
            return Way.PASSPHRASE
        return Way.PIN if self._session.settings.screen_pin else Way.CONTINUE

    def remember(self, passphrase: str | None) -> None:
        """The library was opened, or encrypted, with this; only a keyed digest of it is held, and only in memory."""
        self._passphrase = None if passphrase is None else self._digest(passphrase)
        self.refresh()

    def panel(self) -> UnlockPanel:
        """A new one, for the way there is now."""
        made = self._panel = UnlockPanel()
        made.tried.connect(self._try)
        made.language_asked.connect(self._switch)
        made.destroyed.connect(self._tick.stop)
        self.refresh()
        self._show_wait()
        return made

    @Slot()
    def refresh(self) -> None:
        """The way, or what runs, may be another now."""
        if self._panel is not None:
            self._panel.show_way(self.way, may_switch=self.may_switch())
            self._panel.show_jobs(len(self._session.compute.running))

    def forget_panel(self) -> None:
        """The screen is open."""
        self._panel = None
        self._tick.stop()

    def close(self) -> None:
        """No thread stays behind."""
        self._tick.stop()
        self._checks.close()

    @Slot(str)
    def _try(self, typed: str) -> None:
        way, kept = self.way, self._session.settings.screen_pin
        if way is Way.CONTINUE:
            self._answer(way, right=True)
        elif self._seconds_left() <= 0 and self._panel is not None:
            self._panel.show_busy()
            if way is Way.PASSPHRASE:
                wanted = self._passphrase or b""
                self._answer(way, right=hmac.compare_digest(self._digest(typed), wanted))
            else:
                job = self._checks.start(lambda _: _is_pin(typed, kept))
                deliver(job, self, lambda right: self._answer(way, right=bool(right)))
                job.failed.connect(lambda _: self._answer(way, right=False))

    def _answer(self, way: Way, *, right: bool) -> None:
        settings = self._session.settings
        if right:
            settings.wrong_unlocks, self._wrong_at = 0, None
            self.unlocked.emit(way.value)
            return
        settings.wrong_unlocks, self._wrong_at = settings.wrong_unlocks + 1, self._now()
        if self._panel is not None:
            self._panel.show_wrong(self._seconds_left())
            self._tick.start()

    def _show_wait(self) -> None:
        left = self._seconds_left()
        if left <= 0:
            self._tick.stop()
        elif not self._tick.isActive():
            self._tick.start()
        if self._panel is not None:
            self._panel.show_wait(left)

    def _seconds_left(self) -> int:
        if self._wrong_at is None:
            return 0
        # By the steady clock alone: setting the computer's forward shortens nothing.
        since = self._now().steady_s - self._wrong_at.steady_s
        return max(0, ceil(wait_after(self._session.settings.wrong_unlocks) - since))

    def _digest(self, passphrase: str) -> bytes:
        text = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
        return hmac.digest(self._salt, text, "sha256")

    @Slot()
    def _switch(self) -> None:
        self.switch()


def _is_pin(typed: str, kept: str) -> bool:
    from hccdesk.workflow.screen_pin import is_screen_pin  # noqa: PLC0415 - on the worker

    return is_screen_pin(typed, kept)
