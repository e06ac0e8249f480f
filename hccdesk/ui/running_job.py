"""One job off the GUI thread: how far it is, how it ends, and how it is stopped."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from hccdesk.domain.errors import Cancelled
from hccdesk.domain.progress import Progress

Job = Callable[[Progress], Any]

PATIENCE_MS = 1500
"""How long a cancelled job may take to its next step; then it counts as cancelled and its thread is left alone."""


@dataclass(frozen=True, slots=True)
class JobStep:
    """How far a job is: `done` of `total` in the stage named `label`, since `stage_seconds`."""

    done: int
    total: int
    label: str
    stage_seconds: float

    @property
    def seconds_left(self) -> float | None:
        """Time left in this stage at the pace so far; None before there is a pace."""
        if self.done <= 0 or self.stage_seconds < 1.0:
            return None
        return self.stage_seconds * (self.total - self.done) / self.done


class RunningJob(QObject):
    """One job under way. All signals arrive on the GUI thread, in this order.

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
    _stepped = Signal()
    _returned = Signal(object)
    _raised = Signal(object)

    def __init__(self, name: str, job: Job, parent: QObject) -> None:
        super().__init__(parent)
        self.name = name
        self._job = job
        self._stop = threading.Event()
        self._progress = _Watch(self._stop, self._stepped.emit)
        self._over = self._given_up = False
        self._asked_at: float | None = None
        self._stepped.connect(self._on_step)
        self._returned.connect(self._on_return)
        self._raised.connect(self._on_raise)

    def cancel(self) -> None:
        """Ask the job to stop; it does so at its next step, or is given up."""
        if not self._stop.is_set():
            self._asked_at = monotonic()
            self._stop.set()

    @property
    def is_cancelling(self) -> bool:
        """Whether it was asked to stop."""
        return self._stop.is_set()

    @property
    def was_given_up(self) -> bool:
        """Whether it counts as cancelled although it never came to a step."""
        return self._given_up

    def run(self) -> None:
        """Do the work; called on a worker thread, which only posts to private signals."""
        try:
            if self._stop.is_set():
                raise Cancelled  # noqa: TRY301 - a job cancelled while it waited never starts
            outcome, value = self._returned, self._job(self._progress)
        except BaseException as error:  # whatever ends a job is said on the GUI thread
            outcome, value = self._raised, error
        try:
            outcome.emit(value)
        except RuntimeError:  # the window went away while the job was finishing: nobody is left to tell
            return

    @Slot()
    def _on_step(self) -> None:
        step = self._progress.take()
        if step and not self._over:
            self.progressed.emit(step)

    @Slot(object)
    def _on_return(self, value: object) -> None:
        if self._over:
            return
        self._on_step()
        # The wish to stop may come between the last step and this line: it still wins.
        if self._stop.is_set():
            self._end(self.cancelled)
        else:
            self._end(self.succeeded, value)

    @Slot(object)
    def _on_raise(self, error: BaseException) -> None:
        if self._over:
            return
        self._on_step()
        if isinstance(error, Cancelled) or self._stop.is_set():
            self._end(self.cancelled)
        else:
            self._end(self.failed, error)

    def give_up_if_late(self) -> None:
        """Count as cancelled where the wish to stop is older than `PATIENCE_MS`; the runner asks this now and then."""
        late = self._asked_at is not None and monotonic() - self._asked_at > PATIENCE_MS / 1000
        if late and not self._over:
            self._given_up = True
            self._end(self.cancelled)

    def _end(self, outcome: Any, *values: object) -> None:
        self._over = True
        try:
            outcome.emit(*values)
        finally:
            self.ended.emit()


class _Watch:
    """The job's `Progress`: keeps the newest step and posts once until it has been taken."""

    def __init__(self, stop: threading.Event, post: Callable[[], None]) -> None:
        self._stop = stop
        self._post = post
        self._lock = threading.Lock()
        self._newest: JobStep | None = None
        self._stage: tuple[str, float] = ("", 0.0)

    def step(self, done: int, total: int, label: str) -> None:
        """Report `done` of `total`; raises `Cancelled` when the job was asked to stop."""
        if self._stop.is_set():
            raise Cancelled
        with self._lock:
            if label != self._stage[0]:
                self._stage = (label, monotonic())
            waiting = self._newest is not None
            self._newest = JobStep(done, total, label, monotonic() - self._stage[1])
        if not waiting:
            self._post()

    def take(self) -> JobStep | None:
        """The newest step not yet shown."""
        with self._lock:
            step, self._newest = self._newest, None
        return step
