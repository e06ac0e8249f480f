"""One file copied to the disk and read back from it; tells a source that is gone from a disk that refuses."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

PIECE_BYTES = 1 << 22
_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG)


class SourceGoneError(Exception):
    """The file to copy cannot be read any more."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(path.name)


class DiskRefusedError(Exception):
    """The disk does not take the copy, or does not give it back."""

    def __init__(self, error: OSError, size_bytes: int) -> None:
        self.error, self.size_bytes = error, size_bytes
        super().__init__(error.strerror)

    @property
    def is_full(self) -> bool:
        """Whether there is no room on it."""
        return self.error.errno in _FULL


def copy_file(source: Path, place: Path, told: Callable[[int], None]) -> str:
    """Copy a file to `place`, which must not be there yet; gives its sha256. `told` hears of the bytes, and may raise.

    It is on the disk, readable by this user only, when this returns.
    """
    digest = sha256()
    with _reading(source) as source_stream, _writing(place) as stream:
        while piece := _read(source_stream, source):
            digest.update(piece)
            _write(stream, piece)
            told(len(piece))
        _flush(stream)
    return digest.hexdigest()


def sha256_on_disk(path: Path, told: Callable[[], None]) -> str:
    """The sha256 of what the disk holds, not of what the system remembers of it where it can be made to forget."""
    digest = sha256()
    try:
        with path.open("rb") as stream:
            _forget(stream)
            while piece := stream.read(PIECE_BYTES):
                digest.update(piece)
                told()
    except OSError as error:
        raise DiskRefusedError(error, 0) from error
    return digest.hexdigest()


def sync_folder(folder: Path) -> None:
    """That names in a folder are on the disk; Windows has no such thing."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _reading(source: Path) -> Iterator[BinaryIO]:
    try:
        stream = source.open("rb")
    except OSError as error:
        raise SourceGoneError(source) from error
    with stream:
        yield stream


@contextmanager
def _writing(place: Path) -> Iterator[BinaryIO]:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(place, flags, 0o600)
    except OSError as error:
        raise DiskRefusedError(error, 0) from error
    with os.fdopen(handle, "wb", buffering=0) as stream:
        yield stream  # raw, so that a full disk is told by `write`, never by `close`


def _read(stream: BinaryIO, source: Path) -> bytes:
    try:
        return stream.read(PIECE_BYTES)
    except OSError as error:
        raise SourceGoneError(source) from error


def _write(stream: BinaryIO, piece: bytes) -> None:
    rest = memoryview(piece)
    try:
        while rest:
            rest = rest[stream.write(rest) :]
    except OSError as error:
        raise DiskRefusedError(error, len(piece)) from error


def _flush(stream: BinaryIO) -> None:
    try:
        os.fsync(stream.fileno())
    except OSError as error:
        raise DiskRefusedError(error, 0) from error


def _forget(stream: BinaryIO) -> None:
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
