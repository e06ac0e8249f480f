"""The file of the library: two connections, one that works and one that reads back what the other wrote."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import apsw

from hccdesk.store.library_faults import keep_number, read_only, told, unreachable

CIPHER = "chacha20"
BUSY_TIMEOUT_MS = 5000
LARGEST_LEFT_WAL = 64 * 2**20
_READ_WRITE = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_URI
_READ_ONLY = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI


@dataclass(frozen=True, slots=True)
class Access:
    """How the file is opened. `key` is 64 hexadecimal digits; `immutable` where no other can write to it either."""

    path: Path
    key: str | None = None
    writable: bool = True
    wal: bool = False
    immutable: bool = False


def connect(access: Access, *, create: bool = False) -> apsw.Connection:
    """A connection with everything set that is not kept in the file. Raises apsw's errors."""
    flags = (_READ_WRITE if access.writable else _READ_ONLY) | (apsw.SQLITE_OPEN_CREATE if create else 0)
    connection = apsw.Connection(as_uri(access.path, immutable=access.immutable), flags=flags)
    try:
        _prepare(connection, access)
    except BaseException:
        connection.close(True)
        raise
    return connection


def as_uri(path: Path, *, immutable: bool = False) -> str:
    """The file as SQLite's URI."""
    place = quote(os.fsencode(path.absolute().as_posix()))  # any bytes a file system takes
    return f"file:{'' if place.startswith('/') else '/'}{place}{'?immutable=1' if immutable else ''}"


def keyed_uri(path: Path, key: str | None, salt: str) -> str:
    """Where `VACUUM INTO` writes with another key, or with none; not to be said or logged."""
    return f"{as_uri(path)}?key=" + (f"raw:{key}{salt}&cipher={CIPHER}" if key else "")


def run(connection: apsw.Connection, *statements: str) -> None:
    """Carry out each to its end, whatever rows it gives."""
    for statement in statements:
        for _ in connection.execute(statement):
            pass


def _prepare(connection: apsw.Connection, access: Access) -> None:
    connection.set_busy_timeout(BUSY_TIMEOUT_MS)
    use_key(connection, access.key)
    connection.config(apsw.SQLITE_DBCONFIG_DEFENSIVE, 1)
    connection.config(apsw.SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0)
    for name in ("foreign_keys", "recursive_triggers", "cell_size_check", "secure_delete"):
        run(connection, f"PRAGMA {name} = ON")
    if access.writable:
        _make_durable(connection, wal=access.wal)


def use_key(connection: apsw.Connection, key: str | None) -> None:
    """Before anything is read."""
    if key is not None:
        run(connection, f"PRAGMA cipher = '{CIPHER}'", f"PRAGMA key = 'raw:{key}'")


def _make_durable(connection: apsw.Connection, *, wal: bool) -> None:
    """Several computers share no memory, so without a disk of one's own the journal is a plain file."""
    wanted = "wal" if wal else "delete"
    if connection.pragma("journal_mode") != wanted:
        connection.pragma("journal_mode", wanted)
    connection.pragma("synchronous", "full" if wal else "extra")
    connection.pragma("journal_size_limit", LARGEST_LEFT_WAL)


class Database:
    """An open library file. Not to be opened by other means meanwhile: closing those would let go of SQLite's locks."""

    def __init__(self, access: Access) -> None:
        self.access = access
        self.folder = access.path.parent
        with told(self.folder):
            self._identity = _identity(access.path)
            self.connection = connect(access)
            try:
                self._reader = connect(access)
            except BaseException:
                self.connection.close(True)
                raise

    @contextmanager
    def reading(self) -> Iterator[apsw.Connection]:
        """The connection, for looking things up."""
        with told(self.folder, self.connection):
            yield self.connection

    @contextmanager
    def reading_back(self) -> Iterator[apsw.Connection]:
        """The other connection, which has nothing in memory of what the first one wrote."""
        with told(self.folder, self._reader):
            yield self._reader

    @contextmanager
    def transaction(self) -> Iterator[apsw.Connection]:
        """All of it is kept, or nothing. Refused where the file is not the one that was opened."""
        if not self.access.writable:
            raise read_only(self.folder)
        self._check_identity()
        with told(self.folder, self.connection):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield self.connection
                self.connection.execute("COMMIT")
            except BaseException as error:
                keep_number(error, self.connection)
                with suppress(apsw.Error):
                    self.connection.execute("ROLLBACK")
                raise
        self._check_identity()

    def close(self) -> None:
        """Let go of the file."""
        for connection in (self._reader, self.connection):
            with suppress(apsw.Error):
                connection.close(True)

    def _check_identity(self) -> None:
        # What is written to a file that was deleted or unmounted is lost without an error.
        try:
            same = _identity(self.access.path) == self._identity
        except OSError:
            same = False
        if not same:
            raise unreachable(self.folder)


def _identity(path: Path) -> tuple[int, int]:
    found = os.stat(path)  # noqa: PTH116 - follows a link, as SQLite does
    return found.st_dev, found.st_ino
