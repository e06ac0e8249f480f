"""Raw buffers from one process to the other through files in memory (see `sandbox.folders`).

Plain reads and writes, not mappings: a mapping dies of SIGBUS when the other side truncates the file or the
memory file system is full (64 MB in a default container), a read returns an error.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Sequence
from io import BufferedReader
from pathlib import Path

import numpy as np

from hccdesk.sandbox.values import Buffer

# O_SHORT_LIVED tells Windows to keep the file in its cache and not on the disk, if it can.
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_SHORT_LIVED", 0)


def write_block(buffers: Sequence[Buffer], name: str, folders: Sequence[Path]) -> int:
    """Write the buffers one after another into a new file `name`; the index of the folder that had room."""
    for index, folder in enumerate(folders):
        path = folder / name
        try:
            with os.fdopen(os.open(path, _NEW_FILE, 0o600), "wb") as file:
                for buffer in buffers:
                    file.write(buffer.data)
        except OSError as error:
            path.unlink(missing_ok=True)
            if error.errno != errno.ENOSPC or index + 1 == len(folders):
                raise
        else:
            return index
    raise ValueError("no folder to write to")


def read_block(path: Path, sizes: Sequence[int], at_most_bytes: int) -> list[Buffer]:
    """The buffers of a file that `write_block` made, copied; the file is removed whatever happens.

    Raises `ValueError` for what is not a plain file, not as long as `sizes` say, or longer than `at_most_bytes`.
    """
    try:
        facts = path.lstat()
        # A named pipe in its place would keep us waiting for ever.
        if not stat.S_ISREG(facts.st_mode) or facts.st_size != sum(sizes) or min(sizes, default=0) < 0:
            raise ValueError("a block that is not what was announced")
        if facts.st_size > at_most_bytes:
            raise ValueError("a block larger than the limit")
        with path.open("rb") as file:
            return [_read(file, size) for size in sizes]
    finally:
        path.unlink(missing_ok=True)


def _read(file: BufferedReader, size: int) -> Buffer:
    buffer = np.empty(size, np.uint8)
    if file.readinto(buffer.data) != size:
        raise ValueError("a block that ends early")
    return buffer
