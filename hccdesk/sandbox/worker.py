"""Functions run on untrusted files in a process of their own, so that a bad file costs one sentence."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from hccdesk.domain.errors import HccdeskError, UntrustedFileError
from hccdesk.domain.progress import Progress
from hccdesk.domain.sentence import Sentence
from hccdesk.sandbox.conversation import Call, WorkerSlowError, await_start, converse
from hccdesk.sandbox.folders import clear_abandoned
from hccdesk.sandbox.limits import Limits
from hccdesk.sandbox.process import WorkerGoneError, WorkerProcess
from hccdesk.sandbox.transport import Message
from hccdesk.sandbox.values import HostileValueError, UnsendableError

_Result = TypeVar("_Result")

_ADVICE = "Ask for the file to be exported again; if it stays so, do not open it."

_INSTALL_AGAIN = "Start hccdesk again; if it stays so, install it again."


class WorkerFaultError(Exception):
    """What went wrong inside the worker, for the log: `details` holds stack frames, never an error's own words."""

    def __init__(self, kind: str, details: str) -> None:
        super().__init__(kind, details)
        self.kind = kind
        self.details = details

    def __str__(self) -> str:
        return f"{self.kind} in the worker\n{self.details}"


class Sandbox:
    """A worker process that runs one call at a time; a process that dies is replaced by a fresh one.

    Starting takes no time here: the process warms up on its own, importing the modules named in `preload`.
    Calls from several threads wait for each other; use two sandboxes to work in parallel.
    """

    def __init__(self, limits: Limits | None = None, preload: Sequence[str] = ()) -> None:
        self._limits = limits or Limits()
        self._preload = tuple(preload)
        self._turn = threading.Lock()
        self._closed = False
        self._greeted = False
        clear_abandoned()
        self._worker = WorkerProcess(self._preload)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the worker; a call under way in another thread ends with `UntrustedFileError`."""
        self._closed = True
        self._worker.end()

    @property
    def pid(self) -> int:
        """The worker's process id; it changes when the worker was replaced."""
        return self._worker.pid

    @property
    def printed(self) -> str:
        """The last of what libraries printed in this worker; may name patients, so never to be logged unasked."""
        return self._worker.printed

    def call(
        self,
        function: Callable[..., _Result],
        *args: Any,
        progress: Progress | None = None,
        limits: Limits | None = None,
        **kwargs: Any,
    ) -> _Result:
        """`function(*args, **kwargs)`, run in the worker; a `progress` is handed on under that name.

        `function` is module-level and importable; arguments and result are what `sandbox.values` encodes.
        `HccdeskError`s are raised again here. A crash, the time or memory limit, any other exception or an
        answer that is not ours is an `UntrustedFileError` about the first path among the arguments. What
        `progress.step` raises ends the worker and is raised on. The time limit begins anew with every step that
        `progress` is told (see `Limits`).
        """
        _check_importable(function)
        allowed = limits or self._limits
        where = _file_among((*args, *kwargs.values()))
        with self._turn:
            answer = self._ask(Call(function, args, kwargs), where, allowed, progress)
        return _result_of(answer, where, allowed)  # type: ignore[no-any-return]

    def _ask(self, call: Call, where: Path | None, limits: Limits, progress: Progress | None) -> Message:
        self._prepare()
        try:
            answer = converse(self._worker, call, limits, progress)
        except (WorkerGoneError, WorkerSlowError, HostileValueError) as fault:
            self._replace()
            raise _refusal(fault, where) from fault
        except UnsendableError:
            raise  # nothing was sent
        except BaseException:
            self._replace()
            raise
        if answer.kind == "memory":
            self._replace()  # who knows in what state it is
        return answer

    def _prepare(self) -> None:
        """Have a worker that is alive and has greeted; one that died idle is nobody's fault."""
        if self._closed:
            raise RuntimeError("the sandbox is closed")
        if not self._worker.alive:
            self._replace()
        if self._greeted:
            return
        try:
            await_start(self._worker)
        except (WorkerGoneError, WorkerSlowError, HostileValueError) as fault:
            printed = self._worker.printed
            self._replace()
            raise HccdeskError(
                "The process that reads files could not be started.",
                what_to_do=_INSTALL_AGAIN,
            ) from WorkerFaultError(type(fault).__name__, printed)
        self._greeted = True

    def _replace(self) -> None:
        self._worker.end()
        self._greeted = False
        if not self._closed:
            self._worker = WorkerProcess(self._preload)


def _result_of(answer: Message, where: Path | None, limits: Limits) -> Any:
    match answer:
        case Message("result", value):
            return value
        case Message("refused", HccdeskError() as error):
            raise error
        case Message("unsendable", str() as reason):
            raise UnsendableError(reason)
        case Message("memory"):
            raise UntrustedFileError(
                Sentence.of(
                    "Reading it needed more memory than allowed ({memory_mib} MiB).", memory_mib=limits.memory_mib
                ),
                where=where,
                what_to_do=_ADVICE,
            )
        case Message("broken", (str() as kind, str() as details)):
            raise HccdeskError(
                Sentence.of("A part of hccdesk that reads files could not be loaded ({kind}).", kind=kind),
                what_to_do=_INSTALL_AGAIN,
            ) from WorkerFaultError(kind, details)
        case Message("fault", (str() as kind, str() as details)):
            raise UntrustedFileError(
                Sentence.of("It could not be decoded ({kind}).", kind=kind), where=where, what_to_do=_ADVICE
            ) from WorkerFaultError(kind, details)
    raise AssertionError(f"converse let an answer of kind {answer.kind!r} pass")


def _refusal(fault: Exception, where: Path | None) -> UntrustedFileError:
    return UntrustedFileError(_what_went_wrong(fault), where=where, what_to_do=_ADVICE)


def _what_went_wrong(fault: Exception) -> Sentence:
    match fault:
        case WorkerGoneError():
            return Sentence.of("Its decoder crashed.")
        case WorkerSlowError():
            return Sentence.of("Reading it took longer than allowed ({seconds:g} s).", seconds=fault.allowed_s)
        case HostileValueError():
            return Sentence.of("Its decoder sent an answer that is not ours.")
    raise AssertionError("no fault of a worker")


def _file_among(values: Sequence[Any]) -> Path | None:
    """The file that a call is about: the first path, or the path or folder of the first image."""
    for value in values:
        if isinstance(value, Path):
            return value
        if isinstance(path := getattr(value, "path", None), Path):
            return path
        files = getattr(value, "files", None)
        if isinstance(files, tuple) and files and isinstance(files[0], Path):
            return files[0].parent
    return None


def _check_importable(function: Callable[..., object]) -> None:
    if function.__module__ == "__main__" or "." in function.__qualname__ or "<" in function.__qualname__:
        raise UnsendableError(f"{function.__qualname__} is not a function of an importable module")
