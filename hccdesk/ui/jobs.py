"""Long jobs off the GUI thread: the only bridge from threads to Qt."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from time import monotonic
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from hccdesk.domain.errors import Cancelled
from hccdesk.domain.progress import Progress

Job = Callable[[Progress], Any]


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
    `failed(exception)` and `cancelled()`, then `ended()`. After `cancel()` it is never `succeeded`.
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
        self._over = False
        self._stepped.connect(self._on_step)
        self._returned.connect(self._on_return)
        self._raised.connect(self._on_raise)

    def cancel(self) -> None:
        """Ask the job to stop; it does so at its next step."""
        self._stop.set()

    @property
    def is_cancelling(self) -> bool:
        """Whether it was asked to stop."""
        return self._stop.is_set()

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
        self._on_step()
        # The wish to stop may come between the last step and this line: it still wins.
        if self._stop.is_set():
            self._end(self.cancelled)
        else:
            self._end(self.succeeded, value)

    @Slot(object)
    def _on_raise(self, error: BaseException) -> None:
        self._on_step()
        if isinstance(error, Cancelled) or self._stop.is_set():
            self._end(self.cancelled)
        else:
            self._end(self.failed, error)

    def _end(self, outcome: Any, *values: object) -> None:
        self._over = True
        try:
            outcome.emit(*values)
        finally:
            self.ended.emit()


class _Delivery(QObject):
    """Hands a value on, and goes away with its owner; Qt then drops the connection, as it cannot for a closure."""

    def __init__(self, owner: QObject, receive: Callable[[Any], None]) -> None:
        super().__init__(owner)
        self._receive = receive

    @Slot(object)
    def take(self, value: object) -> None:
        self._receive(value)


def deliver(job: RunningJob, owner: QObject, receive: Callable[[Any], None]) -> None:
    """Call `receive` with the job's value, unless `owner` is gone by then.

    For screens, which may be built anew while a job runs: use it wherever `receive` is no plain method of `owner`.
    """
    delivery = _Delivery(owner, receive)
    job.succeeded.connect(delivery.take)
    job.ended.connect(delivery.deleteLater)


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


class JobRunner(QObject):
    """Starts jobs on its own threads. One with a single worker for compute, another with several for tiles.

    Signals: `started(RunningJob)`; `all_ended()` when the last of them has ended.
    """

    started = Signal(object)
    all_ended = Signal()

    def __init__(self, workers: int = 1, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="job")
        self._running: list[RunningJob] = []

    @property
    def running(self) -> tuple[RunningJob, ...]:
        """Jobs that have not ended, the one that was started first in front."""
        return tuple(self._running)

    def start(self, job: Job, name: str = "") -> RunningJob:
        """Queue `job`, a function of a `Progress`; connect to the returned job before the event loop turns."""
        running = RunningJob(name, job, self)
        self._running.append(running)
        running.ended.connect(self._on_ended)
        self._pool.submit(running.run)
        self.started.emit(running)
        return running

    def cancel_all(self) -> None:
        """Ask every job to stop."""
        for job in self._running:
            job.cancel()

    def close(self) -> None:
        """Cancel everything and wait for the threads; no signal arrives afterwards."""
        self.cancel_all()
        for job in self._running:
            job.blockSignals(True)  # a value that is already on its way has nobody left to go to
        self._pool.shutdown(wait=True, cancel_futures=True)

    @Slot()
    def _on_ended(self) -> None:
        job = self.sender()
        if isinstance(job, RunningJob) and job in self._running:
            self._running.remove(job)
            job.deleteLater()
        if not self._running:
            self.all_ended.emit()
