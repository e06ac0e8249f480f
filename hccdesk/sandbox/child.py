"""The worker process: reads calls from its standard input, runs them one by one, writes what came of them.

Started as `python -c`, or, in a frozen app, as the app itself with `WORKER_FLAG`; the caller's main module is
never imported.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import queue
import shutil
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from hccdesk.domain.errors import HccdeskError
from hccdesk.sandbox.limits import Limits
from hccdesk.sandbox.memory_cap import cap_memory, forbid_core_dumps, lift_cap
from hccdesk.sandbox.transport import Outbox, read_frame, unpack, write_frame
from hccdesk.sandbox.values import UnsendableError

WORKER_FLAG = "--hccdesk-worker"
_PROGRESS_INTERVAL_S = 0.05
_GRACE_S = 5.0
_LONGEST_TRACE = 20_000


def serve_if_asked(arguments: Sequence[str] | None = None) -> None:
    """Become a worker where the command line asks for one; does nothing otherwise.

    A frozen app must call this before anything else: there is no interpreter to start but the app itself.
    """
    given = sys.argv[1:] if arguments is None else list(arguments)
    if len(given) > 1 and given[0] == WORKER_FLAG:
        main(json.loads(given[1]))


def main(setup: dict[str, Any]) -> NoReturn:
    """Serve until the program closes its end; `setup` holds `folders` for blocks and modules to `preload`."""
    requests, replies = _private_pipes()
    _keep_to_ourselves()
    folders = [Path(folder) for folder in setup["folders"]]
    line = _Line(replies, Outbox("worker", folders), folders)
    frames: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(requests, frames, folders), daemon=True).start()
    for module in setup["preload"]:
        with contextlib.suppress(Exception):  # the call that needs it will say so
            importlib.import_module(module)
    line.say("ready", os.getpid())
    while True:
        line.answer(frames.get())


class _Line:
    """The worker's end of the conversation."""

    def __init__(self, replies: BinaryIO, outbox: Outbox, folders: Sequence[Path]) -> None:
        self._replies = replies
        self._outbox = outbox
        self._folders = folders

    def say(self, kind: str, value: object) -> None:
        """Send one message; the program being gone is the end of this process."""
        frame = self._outbox.pack(kind, value)
        try:
            write_frame(self._replies, frame)
        except OSError:
            _leave(self._folders)

    def answer(self, frame: bytes) -> None:
        """Run the call in `frame` and say what came of it."""
        try:
            self.say("result", self._run(frame))
        except HccdeskError as error:
            self.say("refused", error)
        except MemoryError:
            lift_cap()
            self.say("memory", None)
        except _NotLoadedError as error:
            self.say("broken", error.args)
        except UnsendableError as error:
            self.say("unsendable", str(error))
        except BaseException as error:  # also SystemExit: a library must not end the worker unheard
            lift_cap()
            self.say("fault", (type(error).__name__, _frames_of(error)))

    def _run(self, frame: bytes) -> object:
        call, function = self._understood(frame)
        keywords = dict(call["keywords"])
        limits: Limits = call["limits"]
        if call["progress"]:
            keywords["progress"] = _ForwardedProgress(self.say, limits.timeout_s)
        _end_by_alarm(limits.timeout_s + _GRACE_S)
        cap_memory(limits.memory_mib)
        try:
            return function(*call["positional"], **keywords)
        finally:
            lift_cap()
            _end_by_alarm(0)

    def _understood(self, frame: bytes) -> tuple[dict[str, Any], Callable[..., object]]:
        try:
            call = unpack(frame, "program", self._folders, at_most_bytes=sys.maxsize).value
            return call, _function(call["function"])
        except Exception as error:
            raise _NotLoadedError(type(error).__name__, _frames_of(error)) from error


class _NotLoadedError(Exception):
    """A call that could not be begun: a module that is not there, or does not start on this machine."""


class _ForwardedProgress:
    """Progress that travels to the program, at most twenty times a second; stopping is the program's to do.

    A step that is sent gives the call `timeout_s` again.
    """

    def __init__(self, say: Callable[[str, object], None], timeout_s: float) -> None:
        self._say = say
        self._timeout_s = timeout_s
        self._next_s = 0.0

    def step(self, done: int, total: int, label: str) -> None:
        """Tell the program."""
        now_s = time.monotonic()
        if now_s >= self._next_s or done >= total:
            self._next_s = now_s + _PROGRESS_INTERVAL_S
            _end_by_alarm(self._timeout_s + _GRACE_S)
            self._say("progress", (int(done), int(total), str(label)))


def _private_pipes() -> tuple[BinaryIO, BinaryIO]:
    """The two pipes, moved away from descriptors 0 and 1, where C libraries read and print."""
    requests, replies = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - Windows only

        msvcrt.setmode(requests, os.O_BINARY)
        msvcrt.setmode(replies, os.O_BINARY)
    return os.fdopen(requests, "rb"), os.fdopen(replies, "wb")


def _keep_to_ourselves() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the program's to handle
    forbid_core_dumps()


def _listen(requests: BinaryIO, frames: queue.SimpleQueue[bytes], folders: Sequence[Path]) -> None:
    while (frame := read_frame(requests)) is not None:
        frames.put(frame)
    _leave(folders)


def _leave(folders: Sequence[Path]) -> NoReturn:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
    os._exit(0)


def _end_by_alarm(seconds: float) -> None:
    # For a decoder that hangs without releasing the interpreter when the program has already died: the
    # kernel ends us. In ordinary life the program is quicker.
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _function(name: str) -> Callable[..., object]:
    module, _, attribute = name.partition(":")
    function: Callable[..., object] = getattr(importlib.import_module(module), attribute)
    return function


def _frames_of(error: BaseException) -> str:
    """Where it happened, without the error's own words: they may quote the file, and so the patient."""
    return "".join(traceback.format_tb(error.__traceback__))[-_LONGEST_TRACE:]
