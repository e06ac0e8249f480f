"""Long jobs off the GUI thread: the only bridge from threads to Qt.

A worker thread holds plain Python only (`job_work.Work`). What it says goes into a queue, and one signal of the runner,
which outlives every thread, wakes the GUI thread to read it. A `RunningJob` is made, heard and let go on the GUI
thread: jobs whose Qt object a worker thread could still hold corrupted memory now and then.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import partial
from queue import Empty, SimpleQueue
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from shiboken6 import isValid

from hccdesk.ui.job_work import Job, JobStep, Message, Work
from hccdesk.ui.running_job import RunningJob

__all__ = ["Job", "JobRunner", "JobStep", "RunningJob", "deliver"]


_BEAT_MS = 250


def deliver(job: RunningJob, owner: QObject, receive: Callable[[Any], None]) -> None:
    """Call `receive` with the job's value, unless `owner` is gone by then.

    For screens, which may be built anew while a job runs: use it wherever `receive` is no plain method of `owner`.
    """

    def take(value: object) -> None:
        if isValid(owner):
            receive(value)

    job.succeeded.connect(take)


class JobRunner(QObject):
    """Starts jobs on its own threads. One with a single worker for compute, another with several for tiles.

    Signals: `started(RunningJob)`; `all_ended()` when the last of them has ended.
    """

    started = Signal(object)
    all_ended = Signal()
    _told = Signal()

    def __init__(self, workers: int = 1, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workers = workers
        self._pool = self._new_pool()
        self._pools_left: list[ThreadPoolExecutor] = []
        self._jobs: dict[int, RunningJob] = {}
        self._waiting: dict[int, tuple[Work, Future[None]]] = {}
        self._mail: SimpleQueue[tuple[int, Message]] = SimpleQueue()
        self._ended: list[RunningJob] = []
        self._numbers = 0
        self._closed = False
        self._beat = QTimer(self, interval=_BEAT_MS)
        self._beat.timeout.connect(self._look_round)
        self._told.connect(self._read_mail, Qt.ConnectionType.QueuedConnection)

    @property
    def running(self) -> tuple[RunningJob, ...]:
        """Jobs that have not ended, the one that was started first in front."""
        return tuple(self._jobs.values())

    def start(self, job: Job, name: str = "") -> RunningJob:
        """Queue `job`, a function of a `Progress`; connect to the returned job before the event loop turns."""
        self._numbers += 1
        number = self._numbers
        work = Work(job, partial(_post, self._mail, self._told.emit, number))
        running = RunningJob(name, work)
        self._jobs[number] = running
        self._waiting[number] = work, self._pool.submit(work.run)
        if not self._beat.isActive():
            self._beat.start()
        self.started.emit(running)
        return running

    def cancel_all(self) -> None:
        """Ask every job to stop."""
        for job in self.running:
            job.cancel()

    def drain(self, longest_s: float) -> bool:
        """Wait for everything that was asked for, but not longer; whether it is done."""
        return not wait([future for _, future in self._waiting.values()], longest_s).not_done

    def close(self, longest_s: float | None = None) -> bool:
        """Cancel everything and wait for the threads; no signal arrives afterwards.

        Where `longest_s` is given, a thread that does not come back in that time is left behind: False then.
        """
        self._closed = True
        self.cancel_all()
        futures = [future for _, future in self._waiting.values() if not future.cancel()]
        all_back = longest_s is None or not wait(futures, longest_s).not_done
        for pool in (self._pool, *self._pools_left):
            pool.shutdown(wait=all_back, cancel_futures=True)
        self._beat.stop()
        return all_back

    @Slot()
    def _read_mail(self) -> None:
        while not self._closed:
            try:
                number, message = self._mail.get_nowait()
            except Empty:
                return
            job = self._jobs.get(number)
            if job is not None:
                self._hand_on(number, job, partial(job.take, message))

    def _hand_on(self, number: int, job: RunningJob, act: Callable[[], None]) -> None:
        """Let a job hear something; one that is over by then is taken off the list, whatever its listeners raise."""
        try:
            act()
        finally:
            if job.is_over:
                self._take_off(number, job)

    def _take_off(self, number: int, job: RunningJob) -> None:
        if self._jobs.pop(number, None) is None:
            return
        _, future = self._waiting.pop(number)
        self._ended.append(job)  # its signal may still be on the stack: it is let go in a later turn
        QTimer.singleShot(0, self._let_go)
        if job.was_given_up and not future.cancel() and not future.done():
            self._leave_pool()
        if not self._jobs:
            self._beat.stop()
            self.all_ended.emit()

    @Slot()
    def _let_go(self) -> None:
        ended, self._ended = self._ended, []
        for job in ended:
            job.forget_listeners()

    @Slot()
    def _look_round(self) -> None:
        for number, job in tuple(self._jobs.items()):
            self._hand_on(number, job, job.give_up_if_late)

    def _leave_pool(self) -> None:
        """Go on without the thread that a job still holds which was given up: jobs that wait for it get another."""
        left, self._pool = self._pool, self._new_pool()
        self._pools_left.append(left)
        for number, (work, future) in self._waiting.items():
            if future.cancel():
                self._waiting[number] = work, self._pool.submit(work.run)
        left.shutdown(wait=False)

    def _new_pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(self._workers, thread_name_prefix="job")


def _post(mail: SimpleQueue[tuple[int, Message]], wake: Callable[[], None], number: int, message: Message) -> None:
    """Called on a worker thread."""
    mail.put((number, message))
    try:
        wake()
    except RuntimeError:  # the window went away while a job that was given up came to its end: nobody is left to tell
        return
