"""One call to the worker: the request, the progress on the way, and what came of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from hccdesk.domain.errors import HccdeskError
from hccdesk.domain.progress import Progress
from hccdesk.sandbox.limits import Limits
from hccdesk.sandbox.process import WorkerProcess
from hccdesk.sandbox.transport import Message
from hccdesk.sandbox.values import HostileValueError

_START_S = 120.0
_BEAT_S = 0.25
_LONGEST_LABEL = 200


class WorkerSlowError(Exception):
    """`allowed_s` seconds passed without an answer, or without a step forward."""

    def __init__(self, allowed_s: float) -> None:
        super().__init__(allowed_s)
        self.allowed_s = allowed_s


def await_start(worker: WorkerProcess) -> None:
    """Wait until the worker is ready; its own start does not count against a file's time limit."""
    message = worker.receive(_START_S, at_most_bytes=0)
    if message is None:
        raise WorkerSlowError(_START_S)
    if message.kind != "ready":
        raise HostileValueError("a worker that does not start with a greeting")


@dataclass(frozen=True, slots=True)
class Call:
    """A function of an importable module with its arguments."""

    function: Callable[..., object]
    positional: tuple[Any, ...]
    keywords: Mapping[str, Any]


def converse(worker: WorkerProcess, call: Call, limits: Limits, progress: Progress | None) -> Message:
    """The worker's answer to one call.

    Raises `WorkerSlowError`, `WorkerGoneError`, `HostileValueError`, and whatever `progress.step` raises;
    after any of them the worker cannot be used again.
    """
    request = {
        "function": f"{call.function.__module__}:{call.function.__qualname__}",
        "positional": call.positional,
        "keywords": call.keywords,
        "limits": limits,
        "progress": progress is not None,
    }
    worker.send("call", request)
    return _answer(worker, limits, progress)


def _answer(worker: WorkerProcess, limits: Limits, progress: Progress | None) -> Message:
    clock = _Clock(limits)
    last_step: tuple[int, int, str] | None = None
    while (remaining_s := clock.remaining_s()) > 0:
        message = worker.receive(min(remaining_s, _BEAT_S), limits.memory_mib * 1024 * 1024)
        if message is not None and _is_answer(message):
            return message
        if message is not None:
            before, last_step = last_step, _step(message)
            if progress is not None and last_step != before:  # the same step again is no way forward
                clock.restart()
        if progress is not None and last_step is not None:
            progress.step(*last_step)  # repeated on every beat: it is also how the user stops a silent job
    raise WorkerSlowError(clock.passed_limit_s())


class _Clock:
    """When patience with a call ends: `timeout_s` after its last step, and `total_s` after its beginning."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._begun_s = self._stepped_s = time.monotonic()

    def restart(self) -> None:
        """A step was made."""
        self._stepped_s = time.monotonic()

    def remaining_s(self) -> float:
        """Seconds to the nearer end; not positive once it has passed."""
        ends_s = self._stepped_s + self._limits.timeout_s, self._begun_s + self._limits.total_s
        return min(ends_s) - time.monotonic()

    def passed_limit_s(self) -> float:
        """The limit that was passed."""
        in_all = time.monotonic() >= self._begun_s + self._limits.total_s
        return self._limits.total_s if in_all else self._limits.timeout_s


def _is_answer(message: Message) -> bool:
    match message:
        case Message("result" | "memory"):
            return True
        case (
            Message("refused", HccdeskError())
            | Message("unsendable", str())
            | Message("fault" | "broken", (str(), str()))
        ):
            return True
    return False


def _step(message: Message) -> tuple[int, int, str]:
    match message:
        case Message("progress", (int() as done, int() as total, str() as label)):
            return done, total, label[:_LONGEST_LABEL]
    raise HostileValueError("a message out of turn")
