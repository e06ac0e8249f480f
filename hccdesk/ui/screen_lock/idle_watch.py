"""How long nobody has touched the program: keys, mouse, pen and fingers in any of its windows."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QWindow

from hccdesk.ui.screen_lock.touches import TOUCHES

LOOK_MS = 5_000
DEFAULT_MINUTES = 15
_SIGNS_OF_LIFE = TOUCHES | {QEvent.Type.DragMove, QEvent.Type.Drop}


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment by the clock that never goes back (it may stand still while the computer sleeps) and by the wall's."""

    steady_s: float
    wall_s: float

    def seconds_to(self, later: Moment) -> float:
        """How long, whichever of the two says more."""
        return max(later.steady_s - self.steady_s, later.wall_s - self.wall_s)


def moment_now() -> Moment:
    """By the clocks of this computer."""
    return Moment(time.monotonic(), time.time())


class IdleWatch(QObject):
    """Watches the native windows, not every widget: painting is not slowed down.

    Signals: `fell_idle` once nobody touched anything for `minutes`, again with every look until somebody does.
    """

    fell_idle = Signal()

    def __init__(self, now: Callable[[], Moment] = moment_now, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now, self._touched = now, now()
        self.minutes = DEFAULT_MINUTES
        """0 for never."""
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._watch)

    def touch(self) -> None:
        """Somebody is there."""
        self._touched = self._now()

    @Slot()
    def look(self) -> None:
        """Watch windows that are new, and say where the time is over."""
        for window in QGuiApplication.allWindows():
            self._watch(window)
        if self.minutes > 0 and self._touched.seconds_to(self._now()) >= self.minutes * 60:
            self.fell_idle.emit()

    def stop(self) -> None:
        """No more; at the end of the session."""
        self._timer.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Everything goes on to where it belongs."""
        if event.type() in _SIGNS_OF_LIFE:
            self.touch()
        return False

    @Slot(object)
    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)  # Qt keeps one, however often it is asked
