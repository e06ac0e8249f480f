"""One worker process as the program sees it: started, spoken to, ended; nothing of it is left behind."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from hccdesk.sandbox.child import WORKER_FLAG
from hccdesk.sandbox.folders import PrivateFolders, make_folders
from hccdesk.sandbox.transport import Message, Outbox, read_frame, unpack, write_frame

_BOOTSTRAP = (
    "import json, sys; setup = json.loads(sys.argv[1]); sys.path[:] = setup['path']; "
    "from hccdesk.sandbox.child import main; main(setup)"
)
_THREADS = "2"
_THREAD_VARIABLES = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "ITK_GLOBAL_DEFAULT_NUMBER_OF_THREADS",
)
_PASSED_ON = {
    *("PATH", "HOME", "LANG", "LANGUAGE", "TZ", "TMPDIR", "TEMP", "TMP", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"),
    *("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT", "USERPROFILE", "NUMBER_OF_PROCESSORS"),
    "PROCESSOR_ARCHITECTURE",
}
_PASSED_ON_BEGINNINGS = ("LC_", "_PYI", "_MEIPASS")  # the last two: how a frozen app finds its own files
_FRAMES_HELD = 16
_PATIENCE_S = 3.0


class WorkerGoneError(Exception):
    """The worker process has ended."""


class WorkerProcess:
    """A started worker. Messages are read by a thread, since pipes cannot be waited for on Windows.

    Ended with `end`, when it is garbage, or when the program exits; if the program is killed, the worker
    notices that its pipe closes and ends itself.
    """

    def __init__(self, preload: Sequence[str] = ()) -> None:
        owned = make_folders()
        self._folders = owned.paths
        self._outbox = Outbox("program", self._folders)
        self._frames: queue.Queue[bytes | None] = queue.Queue(_FRAMES_HELD)
        self._process, self._requests, replies = self._start(preload)
        reader = threading.Thread(target=_forward, args=(replies, self._frames), daemon=True)
        reader.start()
        self.end = weakref.finalize(self, _end, self._process, reader, self._frames, owned)

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    @property
    def printed(self) -> str:
        """The last of what libraries printed in the worker; may name patients, so never to be logged unasked."""
        return (self._folders[-1] / "printed.txt").read_text(encoding="utf-8", errors="replace")[-4000:]

    def send(self, kind: str, value: object) -> None:
        """Send one message; raises `WorkerGoneError` when nobody reads it."""
        frame = self._outbox.pack(kind, value)
        try:
            write_frame(self._requests, frame)
        except OSError as error:
            raise WorkerGoneError from error

    def receive(self, timeout_s: float, at_most_bytes: int) -> Message | None:
        """The next message, None when none came in time; raises `WorkerGoneError`, or `HostileValueError`."""
        try:
            frame = self._frames.get(timeout=max(timeout_s, 0.0))
        except queue.Empty:
            return None
        if frame is None:
            raise WorkerGoneError
        return unpack(frame, "worker", self._folders, at_most_bytes)

    def _start(self, preload: Sequence[str]) -> tuple[subprocess.Popen[bytes], IO[bytes], IO[bytes]]:
        setup = {
            "path": [str(Path(entry).absolute()) for entry in sys.path],
            "folders": [str(folder) for folder in self._folders],
            "preload": list(preload),
        }
        with (self._folders[-1] / "printed.txt").open("ab") as printed:
            process = subprocess.Popen(  # noqa: S603 - our own interpreter with our own arguments
                _command(setup),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=printed,
                env=_environment(),
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        assert process.stdin is not None
        assert process.stdout is not None
        return process, process.stdin, process.stdout


def _command(setup: dict[str, Any]) -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, WORKER_FLAG, json.dumps(setup)]
    # -I: neither the environment nor a numpy.py in the current folder decides what the worker imports.
    encoding = ["-X", "utf8"] if sys.flags.utf8_mode else []
    return [sys.executable, "-I", *encoding, "-c", _BOOTSTRAP, json.dumps(setup)]


def _environment() -> dict[str, str]:
    """Only what a decoder needs to start: keys and passwords of other programs often lie in the rest."""
    kept = {name: value for name, value in os.environ.items() if _is_passed_on(name.upper())}
    # glibc reserves 64 MiB of address space per thread arena, which the memory cap would count.
    return {**kept, **dict.fromkeys(_THREAD_VARIABLES, _THREADS), "MALLOC_ARENA_MAX": "2"}


def _is_passed_on(name: str) -> bool:
    return name in _PASSED_ON or name.startswith(_PASSED_ON_BEGINNINGS)


def _forward(replies: IO[bytes], frames: queue.Queue[bytes | None]) -> None:
    frame: bytes | None = b""
    while frame is not None:
        try:
            frame = read_frame(replies)
        except (OSError, ValueError):
            frame = None
        frames.put(frame)
    replies.close()


def _end(
    process: subprocess.Popen[bytes],
    reader: threading.Thread,
    frames: queue.Queue[bytes | None],
    folders: PrivateFolders,
) -> None:
    process.kill()
    with contextlib.suppress(subprocess.TimeoutExpired):  # a read from a dead network share cannot be killed
        process.wait(_PATIENCE_S)
    if process.stdin is not None:
        with contextlib.suppress(OSError):
            process.stdin.close()
    _let_finish(reader, frames)
    folders.remove()


def _let_finish(reader: threading.Thread, frames: queue.Queue[bytes | None]) -> None:
    """Take what the reading thread still has, so that it does not wait for ever to hand it over."""
    end_s = time.monotonic() + _PATIENCE_S
    while reader.is_alive() and time.monotonic() < end_s:
        with contextlib.suppress(queue.Empty):
            frames.get(timeout=0.02)
