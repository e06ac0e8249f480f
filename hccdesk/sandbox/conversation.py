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


class WorkerSlowError(Exception):
    """The time limit passed without an answer."""


def await_start(worker: WorkerProcess) -> None:
    """Wait until the worker is ready; its own start does not count against a file's time limit."""
    message = worker.receive(_START_S, at_most_bytes=0)
    if message is None:
        raise WorkerSlowError
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
    deadline_s = time.monotonic() + limits.timeout_s
    last_step: tuple[int, int, str] | None = None
    while (remaining_s := deadline_s - time.monotonic()) > 0:
        message = worker.receive(min(remaining_s, _BEAT_S), limits.memory_mib * 1024 * 1024)
        if message is not None and _is_answer(message):
            return message
        if message is not None:
            last_step = _step(message)
        if progress is not None and last_step is not None:
            progress.step(*last_step)  # repeated on every beat: it is also how the user stops a silent job
    raise WorkerSlowError


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
            return done, total, label
    raise HostileValueError("a message out of turn")
