"""Whether somebody else has the library open: a lock that any number of windows share, or one has alone.

It is an SQLite database of its own: SQLite's locks are the same on every system, and end with the process.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import apsw

from hccdesk.store.database import as_uri, run
from hccdesk.store.library_faults import LOCKED, told
from hccdesk.store.library_places import give_rights

_WAIT_ALONE_MS, _WAIT_SHARED_MS = 300, 60_000
"""Whoever has the library alone is opening it, and may be making the backup of the day."""


class LibraryLock:
    """Nobody can replace or restore the library's file while another has it open."""

    def __init__(self, path: Path) -> None:
        self._folder, self._path = path.parent, path
        with told(path.parent):
            flags = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE | apsw.SQLITE_OPEN_URI
            self._connection = apsw.Connection(as_uri(path), flags=flags)
            self._connection.set_busy_timeout(_WAIT_ALONE_MS)
            self._fill()

    def _fill(self) -> None:
        """A page, once: locking a file of no length would write one, for which a full disk has no room."""
        try:
            if not self._connection.pragma("user_version"):
                run(self._connection, "PRAGMA journal_mode = MEMORY", "PRAGMA user_version = 1")
                give_rights(self._path)
        except LOCKED:
            return  # whoever made it has it

    def take_alone(self) -> bool:
        """Whether nobody else has the library open, and nobody can open it from now on."""
        self._let_go()
        with told(self._folder, self._connection):
            self._connection.set_busy_timeout(_WAIT_ALONE_MS)
            try:
                self._connection.execute("BEGIN EXCLUSIVE")
            except LOCKED:
                return False
            return True

    def share(self) -> None:
        """Others may open the library too. Raises `StoreError` while somebody has it alone."""
        self._let_go()
        with told(self._folder, self._connection):
            self._connection.set_busy_timeout(_WAIT_SHARED_MS)
            run(self._connection, "BEGIN", "SELECT count(*) FROM sqlite_schema")

    def release(self) -> None:
        """Have nothing to do with it any more."""
        self._let_go()
        with suppress(apsw.Error):
            self._connection.close(True)

    def _let_go(self) -> None:
        if self._connection.in_transaction:
            with suppress(apsw.Error):
                self._connection.execute("ROLLBACK")
