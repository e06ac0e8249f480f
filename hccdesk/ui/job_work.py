"""The worker thread's half of a job: no Qt object in it, so that none can ever go away on the wrong thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any

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


@dataclass(frozen=True, slots=True)
class Stepped:
    """The job came to a step; its `Watch` holds the newest."""


@dataclass(frozen=True, slots=True)
class Returned:
    """The job ended with a value."""

    value: Any


@dataclass(frozen=True, slots=True)
class Raised:
    """The job ended with an exception."""

    error: BaseException


Message = Stepped | Returned | Raised


class Work:
    """One job as its thread does it; `post` carries a message to the GUI thread."""

    def __init__(self, job: Job, post: Callable[[Message], None]) -> None:
        self.stop = threading.Event()
        self.watch = Watch(self.stop, lambda: post(Stepped()))
        self._job: Job | None = job
        self._post = post

    def run(self) -> None:
        """Do the work, and say how it ended; nothing of it is kept."""
        job, self._job = self._job, None
        message: Message
        try:
            if self.stop.is_set() or job is None:
                raise Cancelled  # noqa: TRY301 - a job cancelled while it waited never starts
            message = Returned(job(self.watch))
        except BaseException as error:  # whatever ends a job is said on the GUI thread
            message = Raised(error)
        del job
        self._post(message)


class Watch:
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
