"""What a site chose for its library, in the library itself."""

from __future__ import annotations

import apsw

from hccdesk.domain.case_library import LibrarySettings
from hccdesk.store.case_file_arrays import Entries, ReadEntries
from hccdesk.store.case_file_values import as_plain, from_plain
from hccdesk.store.sealed import DamagedError, sealed, unsealed

_NAME = "library"


def write(connection: apsw.Connection, settings: LibrarySettings) -> str:
    """Keep what was chosen, within a transaction; gives its sha256."""
    body, sha256 = sealed(as_plain(settings, Entries()))
    connection.execute(
        """INSERT INTO settings (name, body, sha256) VALUES (?, ?, ?)
           ON CONFLICT (name) DO UPDATE SET body = excluded.body, sha256 = excluded.sha256""",
        (_NAME, body, sha256),
    )
    return sha256


def read(connection: apsw.Connection) -> LibrarySettings | None:
    """What was chosen; None where nothing was, or it is damaged or of a newer version."""
    row = connection.execute("SELECT body, sha256 FROM settings WHERE name = ?", (_NAME,)).fetchone()
    if row is None:
        return None
    try:
        found: LibrarySettings = from_plain(LibrarySettings, unsealed(row[0], row[1]), ReadEntries({}))
    except (ValueError, TypeError, KeyError):
        return None
    return found


def are_damaged(connection: apsw.Connection) -> bool:
    """Whether something was chosen that cannot be read."""
    return bool(connection.execute("SELECT count(*) FROM settings").get) and read(connection) is None


def check_back(connection: apsw.Connection, settings: LibrarySettings) -> None:
    """Raises `DamagedError` where they are not what was written."""
    if read(connection) != settings:
        raise DamagedError
