"""Objects of the library by the sha256 of their content: what is there already is not written again."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable
from typing import Any

import apsw
import numpy as np
from numpy.typing import NDArray

from hccdesk.store.case_file_arrays import ReadEntries
from hccdesk.store.sealed import DamagedError

LARGEST_OBJECT = 1 << 30
_DEFLATE_LEVEL = 6


def digest(content: bytes) -> str:
    """The name of an object."""
    return hashlib.sha256(content).hexdigest()


def is_there(connection: apsw.Connection, sha256: str) -> bool:
    """Whether the object is kept."""
    return bool(connection.execute("SELECT 1 FROM objects WHERE sha256 = ?", (sha256,)).get)


def put(connection: apsw.Connection, content: bytes, sha256: str) -> bool:
    """Keep an object within a transaction; False where it was there already."""
    if is_there(connection, sha256):
        return False
    deflated = zlib.compress(content, _DEFLATE_LEVEL)
    smaller = len(deflated) < len(content)
    row = (sha256, len(content), int(smaller), deflated if smaller else content)
    connection.execute("INSERT INTO objects (sha256, size_bytes, is_deflated, content) VALUES (?, ?, ?, ?)", row)
    return True


def get(connection: apsw.Connection, sha256: str) -> bytes:
    """The object; `DamagedError` where it is not there, or not what its name says."""
    query = "SELECT size_bytes, is_deflated, content FROM objects WHERE sha256 = ?"
    row = connection.execute(query, (sha256,)).fetchone()
    if row is None:
        raise DamagedError
    return content_of(row, sha256)


def content_of(row: tuple[Any, ...], sha256: str) -> bytes:
    """The content in a row (`size_bytes, is_deflated, content`); `DamagedError` where it is another."""
    content = _inflated(row[2], row[0]) if row[1] else bytes(row[2])
    if digest(content) != sha256:
        raise DamagedError
    return content


def drop_unused(connection: apsw.Connection, among: Iterable[str]) -> None:
    """Delete those objects that no case needs any more."""
    connection.executemany(
        """DELETE FROM objects WHERE sha256 = ?1
           AND NOT EXISTS (SELECT 1 FROM object_uses WHERE object = ?1)""",
        [(sha256,) for sha256 in among],
    )


def _inflated(content: bytes, size_bytes: int) -> bytes:
    if not 0 <= size_bytes <= LARGEST_OBJECT:
        raise DamagedError
    try:
        inflating = zlib.decompressobj()
        whole = inflating.decompress(content, size_bytes + 1)
    except zlib.error as error:
        raise DamagedError from error
    if len(whole) != size_bytes:
        raise DamagedError
    return whole


class KeptEntries(ReadEntries):
    """The binary entries of a case in the library, read when they are asked for: `<sha256>.<kind>`."""

    def __init__(self, connection: apsw.Connection) -> None:
        super().__init__({})
        self._connection = connection

    def __missing__(self, name: str) -> bytes:
        return get(self._connection, name.partition(".")[0])


def is_frozen(array: NDArray[Any]) -> bool:
    """Whether nobody can change the array any more, so that what it was encoded to still holds."""
    base: Any = array
    while isinstance(base, np.ndarray):
        if base.flags.writeable:
            return False
        base = base.base
    return base is None or isinstance(base, bytes)
