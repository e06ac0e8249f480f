"""One process at a time in a folder: an operating-system lock, which ends with the process however it ends."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from hccdesk.domain.errors import StoreError
from hccdesk.domain.sentence import Sentence

LOCK_NAME = ".lock"


class FolderLock:
    """Holds `folder`, which is made where it is not there; the empty lock file stays behind."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._descriptor: int | None = None

    def __enter__(self) -> Self:
        """Take it. Raises `StoreError` where another process has it, or the folder cannot be written to."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self._folder / LOCK_NAME, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise _unwritable(self._folder, error) from error
        try:
            _take(descriptor)
        except OSError as error:
            os.close(descriptor)
            raise StoreError(
                "another run is at work in this folder.",
                where=self._folder,
                what_to_do="Wait until it has ended, or choose another folder.",
            ) from error
        self._descriptor = descriptor
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.let_go()

    def let_go(self) -> None:
        """Others may work there."""
        if self._descriptor is not None:
            os.close(self._descriptor)  # the lock goes with it
            self._descriptor = None


def _take(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - there is none elsewhere

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl  # noqa: PLC0415 - there is none on Windows

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _unwritable(folder: Path, error: OSError) -> StoreError:
    return StoreError(
        Sentence.of("the results cannot be written ({why}).", why=error.strerror or Sentence.of("disk error")),
        where=folder,
        what_to_do="Choose a folder that can be written to and has space.",
    )
