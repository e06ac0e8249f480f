"""One job as the GUI thread sees it: how far it is, how it ends, and how it is stopped."""

from __future__ import annotations

from time import monotonic
from typing import Any

from PySide6.QtCore import SIGNAL, QObject, Signal

from hccdesk.domain.errors import Cancelled
from hccdesk.ui.job_work import Message, Raised, Returned, Work

PATIENCE_MS = 1500
"""How long a cancelled job may take to its next step; then it counts as cancelled and its thread is left alone."""


class RunningJob(QObject):
    """One job under way. It lives on the GUI thread alone, and all signals are sent there, in this order.

    Signals: `progressed(JobStep)` any number of times, then exactly one of `succeeded(value)`,
    `failed(exception)` and `cancelled()`, then `ended()`. After `cancel()` it is never `succeeded`, and it is
    `cancelled` within `PATIENCE_MS` even where a library does not come back (a model being compiled, a dead share);
    whatever its thread brings later is nobody's.
    """

    progressed = Signal(object)
    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    ended = Signal()

    def __init__(self, name: str, work: Work) -> None:
        super().__init__()
        self.name = name
        self._work = work
        self._over = self._given_up = False
        self._asked_at: float | None = None

    def cancel(self) -> None:
        """Ask the job to stop; it does so at its next step, or is given up."""
        if not self._work.stop.is_set():
            self._asked_at = monotonic()
            self._work.stop.set()

    @property
    def is_cancelling(self) -> bool:
        """Whether it was asked to stop."""
        return self._work.stop.is_set()

    @property
    def is_over(self) -> bool:
        """Whether its end was said."""
        return self._over

    @property
    def was_given_up(self) -> bool:
        """Whether it counts as cancelled although it never came to a step."""
        return self._given_up

    def take(self, message: Message) -> None:
        """What its thread says."""
        if self._over:
            return
        self._show_step()
        # The wish to stop may come between the last step and this line: it still wins.
        if isinstance(message, Raised):
            if isinstance(message.error, Cancelled) or self.is_cancelling:
                self._end(self.cancelled)
            else:
                self._end(self.failed, message.error)
        elif isinstance(message, Returned):
            if self.is_cancelling:
                self._end(self.cancelled)
            else:
                self._end(self.succeeded, message.value)

    def give_up_if_late(self) -> None:
        """Count as cancelled where the wish to stop is older than `PATIENCE_MS`; the runner asks this now and then."""
        late = self._asked_at is not None and monotonic() - self._asked_at > PATIENCE_MS / 1000
        if late and not self._over:
            self._given_up = True
            self._end(self.cancelled)

    def forget_listeners(self) -> None:
        """Nobody hears of it any more; what they held of it, and it of them, is let go."""
        for name in ("progressed", "succeeded", "failed", "cancelled", "ended"):
            arguments = "" if name in ("cancelled", "ended") else "PyObject"
            # QMetaMethod.fromSignal would say so too, but holds on to the job for ever.
            if self.receivers(SIGNAL(f"{name}({arguments})")):
                getattr(self, name).disconnect()

    def _show_step(self) -> None:
        step = self._work.watch.take()
        if step:
            self.progressed.emit(step)

    def _end(self, outcome: Any, *values: object) -> None:
        self._over = True
        try:
            outcome.emit(*values)
        finally:
            self.ended.emit()
