"""Plays the slices, one after another, over and over. No widgets."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer, Signal

SLOWEST_FPS, USUAL_FPS, FASTEST_FPS = 1, 12, 60


class Cine(QObject):
    """The player.

    Signals: `advanced` time for the next slice, `changed` it began or stopped.
    """

    advanced = Signal()
    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.advanced)
        self.set_rate(USUAL_FPS)

    @property
    def playing(self) -> bool:
        """Whether it plays."""
        return self._timer.isActive()

    @property
    def rate_fps(self) -> int:
        """Slices a second."""
        return self._rate_fps

    def set_rate(self, slices_per_second: int) -> None:
        """Faster or slower, also while it plays."""
        self._rate_fps = min(max(slices_per_second, SLOWEST_FPS), FASTEST_FPS)
        self._timer.setInterval(round(1000 / self._rate_fps))

    def toggle(self) -> None:
        """Begin or stop."""
        self.stop() if self.playing else self._start()

    def stop(self) -> None:
        """Stop where it is."""
        if self.playing:
            self._timer.stop()
            self.changed.emit()

    def _start(self) -> None:
        self._timer.start()
        self.changed.emit()
