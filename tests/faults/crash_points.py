"""A process that kills itself at its n-th change of the disk: the database's writes, and what Python does to files."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

import apsw

from hccdesk.store import library_opening

_CHANGES = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.link", "os.symlink")


class CrashPoints:
    """Counts changes of the disk from when it is made; at `die_at` the process is gone.

    With `torn`, the first half of what was to be written gets there. 0 never dies, and only counts. Without `database`
    only what Python does to files counts, and SQLite keeps its log as on a disk of one's own.
    """

    def __init__(self, die_at: int, torn: bool, folder: Path, *, database: bool = True) -> None:
        self.passed, self._die_at, self.torn, self._folder = 0, die_at, torn, str(folder)
        if database:
            # A layer of Python's beneath SQLite has no shared memory, so the journal is the file that it is on a share.
            library_opening.is_local = lambda _: False  # type: ignore[assignment]
            self._vfs = _CountingVfs(self)
        sys.addaudithook(self._on_event)
        self._fsync, os.fsync = os.fsync, self._sync

    def is_last(self) -> bool:
        """Count a change; whether the process must not live to do it."""
        self.passed += 1
        return self.passed == self._die_at

    def die(self) -> None:
        """Now."""
        os.kill(os.getpid(), signal.SIGKILL)

    def _on_event(self, event: str, values: tuple[Any, ...]) -> None:
        changes = event in _CHANGES or (event == "open" and isinstance(values[2], int) and values[2] & os.O_CREAT)
        if changes and str(values[0]).startswith(self._folder) and self.is_last():
            self.die()

    def _sync(self, descriptor: int) -> None:
        if self.is_last():
            self.die()
        self._fsync(descriptor)


class _CountingVfs(apsw.VFS):
    def __init__(self, points: CrashPoints) -> None:
        self._points = points
        self._beneath = apsw.vfs_names()[0]
        super().__init__("counting", base=self._beneath, makedefault=True)

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:
        return _CountingFile(self._points, self._beneath, name, flags)

    def xDelete(self, name: str, syncdir: bool) -> None:
        if self._points.is_last():
            self._points.die()
        super().xDelete(name, syncdir)


class _CountingFile(apsw.VFSFile):
    def __init__(self, points: CrashPoints, beneath: str, name: Any, flags: list[int]) -> None:
        self._points = points
        super().__init__(beneath, name, flags)

    def xWrite(self, content: bytes, offset: int) -> None:
        if self._points.is_last():
            if self._points.torn:
                super().xWrite(content[: len(content) // 2], offset)
            self._points.die()
        super().xWrite(content, offset)

    def xSync(self, flags: int) -> None:
        if self._points.is_last():
            self._points.die()
        super().xSync(flags)

    def xTruncate(self, size: int) -> None:
        if self._points.is_last():
            self._points.die()
        super().xTruncate(size)
