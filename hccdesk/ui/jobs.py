"""Long jobs off the GUI thread: the only bridge from threads to Qt."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from shiboken6 import isValid

from hccdesk.ui.running_job import Job, JobStep, RunningJob

__all__ = ["Job", "JobRunner", "JobStep", "RunningJob", "deliver"]


_BEAT_MS = 250


class _Delivery(QObject):
    """Hands a value on unless its owner is gone by then; it goes away with its job.

    Not a child of the owner that is deleted when the job ends: that crashed PySide6 6.12 now and then.
    """

    def __init__(self, job: RunningJob, owner: QObject, receive: Callable[[Any], None]) -> None:
        super().__init__(job)
        self._owner, self._receive = owner, receive

    @Slot(object)
    def take(self, value: object) -> None:
        if isValid(self._owner):
            self._receive(value)


def deliver(job: RunningJob, owner: QObject, receive: Callable[[Any], None]) -> None:
    """Call `receive` with the job's value, unless `owner` is gone by then.

    For screens, which may be built anew while a job runs: use it wherever `receive` is no plain method of `owner`.
    """
    job.succeeded.connect(_Delivery(job, owner, receive).take)


class JobRunner(QObject):
    """Starts jobs on its own threads. One with a single worker for compute, another with several for tiles.

    Signals: `started(RunningJob)`; `all_ended()` when the last of them has ended.
    """

    started = Signal(object)
    all_ended = Signal()

    def __init__(self, workers: int = 1, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workers = workers
        self._pool = self._new_pool()
        self._pools_left: list[ThreadPoolExecutor] = []
        self._running: list[RunningJob] = []
        self._waiting: dict[RunningJob, Future[None]] = {}
        self._retired: list[tuple[RunningJob, Future[None]]] = []
        self._beat = QTimer(self, interval=_BEAT_MS)
        self._beat.timeout.connect(self._look_round)

    @property
    def running(self) -> tuple[RunningJob, ...]:
        """Jobs that have not ended, the one that was started first in front."""
        return tuple(self._running)

    def start(self, job: Job, name: str = "") -> RunningJob:
        """Queue `job`, a function of a `Progress`; connect to the returned job before the event loop turns."""
        running = RunningJob(name, job, self)
        self._running.append(running)
        running.ended.connect(self._on_ended)
        self._waiting[running] = self._pool.submit(running.run)
        if not self._beat.isActive():
            self._beat.start()
        self.started.emit(running)
        return running

    def cancel_all(self) -> None:
        """Ask every job to stop."""
        for job in self._running:
            job.cancel()

    def close(self) -> None:
        """Cancel everything and wait for the threads; no signal arrives afterwards."""
        self.cancel_all()
        for job in (*self._running, *(job for job, _ in self._retired)):
            job.blockSignals(True)  # a value that is already on its way has nobody left to go to
        for pool in (self._pool, *self._pools_left):
            pool.shutdown(wait=True, cancel_futures=True)

    @Slot()
    def _on_ended(self) -> None:
        job = self.sender()
        if isinstance(job, RunningJob) and job in self._running:
            self._running.remove(job)
            future = self._waiting.pop(job)
            self._retired.append((job, future))
            if job.was_given_up and not future.cancel() and not future.done():
                self._leave_pool()
        if not self._running:
            self.all_ended.emit()

    @Slot()
    def _look_round(self) -> None:
        for job in tuple(self._running):
            job.give_up_if_late()
        self._sweep()
        if not (self._running or self._retired):
            self._beat.stop()

    def _sweep(self) -> None:
        """Delete ended jobs that no thread is in any more: one may be inside a job's signal while it is delivered."""
        done = [job for job, future in self._retired if future.done()]
        self._retired = [(job, future) for job, future in self._retired if job not in done]
        for job in done:
            job.deleteLater()

    def _leave_pool(self) -> None:
        """Go on without the thread that a job still holds which was given up: jobs that wait for it get another."""
        left, self._pool = self._pool, self._new_pool()
        self._pools_left.append(left)
        for waiting, future in self._waiting.items():
            if future.cancel():
                self._waiting[waiting] = self._pool.submit(waiting.run)
        left.shutdown(wait=False)

    def _new_pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(self._workers, thread_name_prefix="job")
