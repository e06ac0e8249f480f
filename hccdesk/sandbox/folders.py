"""Private folders for what passes between program and worker: in memory where the system has such a place.

They hold patients' images for moments. A program that is killed together with its worker leaves them behind;
the next one to start clears them away, knowing them by the lock that their owner no longer holds.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_PREFIX = "hccdesk-worker-"
_OWNER = "owner"
_IN_MEMORY = Path("/dev/shm")  # noqa: S108 - a private folder is made inside
_YOUNG_S = 60.0


@dataclass(frozen=True, slots=True)
class PrivateFolders:
    """Folders that only this user can enter, best first: in memory, then on disk for when memory is full."""

    paths: tuple[Path, ...]
    locks: tuple[int, ...]

    def remove(self) -> None:
        """Remove them with all they hold; what another program still reads on Windows stays."""
        for path in self.paths:
            shutil.rmtree(path, ignore_errors=True)
        for lock in self.locks:
            with contextlib.suppress(OSError):
                os.close(lock)


def make_folders() -> PrivateFolders:
    """New folders, owned by this process until it ends."""
    paths = tuple(Path(tempfile.mkdtemp(prefix=_PREFIX, dir=place)) for place in _places())
    return PrivateFolders(paths, tuple(_locked(path / _OWNER) for path in paths))


def clear_abandoned(now_s: float | None = None) -> None:
    """Remove folders whose owner has died. Does nothing on Windows, where locks are of another kind."""
    now_s = time.time() if now_s is None else now_s
    for place in _places():
        for path in place.glob(f"{_PREFIX}*"):
            if _is_abandoned(path, now_s):
                shutil.rmtree(path, ignore_errors=True)


def _places() -> Iterator[Path]:
    if _IN_MEMORY.is_dir() and os.access(_IN_MEMORY, os.W_OK):
        yield _IN_MEMORY
    yield Path(tempfile.gettempdir())


if sys.platform == "win32":

    def _locked(path: Path) -> int:
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)

    def _is_abandoned(path: Path, now_s: float) -> bool:
        return False

else:
    import fcntl

    def _locked(path: Path) -> int:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        with contextlib.suppress(OSError):  # a file system without locks: never cleared, never wrongly cleared
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return descriptor

    def _is_abandoned(path: Path, now_s: float) -> bool:
        try:
            # Young ones may be between being made and being locked.
            if path.stat().st_uid != os.getuid() or now_s - path.stat().st_mtime < _YOUNG_S:
                return False
            descriptor = os.open(path / _OWNER, os.O_RDWR | os.O_NOFOLLOW)
        except OSError:
            return False
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        else:
            return True
        finally:
            os.close(descriptor)
