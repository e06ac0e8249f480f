"""Whether a library is whole: its pages, and the sha256 of everything that was kept.

Acts that were recorded are left to the verification of the audit trail: a row that was changed there is to be told, and
not to be undone in silence.
"""

from __future__ import annotations

from collections.abc import Iterator

import apsw

from hccdesk.store import objects
from hccdesk.store.library_cases import patient_seal
from hccdesk.store.sealed import DamagedError, unsealed

MOST_LOOKED_AT_BYTES = 256 * 2**20
"""More than this is looked through at the first start of a day only; what is read later is verified anyway."""
_COLUMNS = {
    "cases": ("case_id", "sequence", "is_removed", "snapshot"),
    "roi_states": ("case_id", "number", "object"),
    "results": ("case_id", "number", "object"),
    "reports": ("case_id", "number", "object"),
    "opinions": ("case_id", "number"),
}


def is_whole(connection: apsw.Connection, *, thoroughly: bool) -> bool:
    """Whether everything is as it was written."""
    if connection.pragma("integrity_check") != "ok" or list(connection.execute("PRAGMA foreign_key_check")):
        return False
    try:
        for _ in _rows(connection):
            pass
        if thoroughly or _size_bytes(connection) <= MOST_LOOKED_AT_BYTES:
            for row in connection.execute("SELECT size_bytes, is_deflated, content, sha256 FROM objects"):
                objects.content_of(row[:3], row[3])
    except (ValueError, TypeError, KeyError):
        return False
    return True


def _rows(connection: apsw.Connection) -> Iterator[None]:
    """Every row that is sealed, compared with its seal. Raises `DamagedError`."""
    for table, columns in _COLUMNS.items():
        query = f"SELECT body, sha256, {', '.join(columns)} FROM {table}"  # noqa: S608 - our own names
        for body, sha256, *values in connection.execute(query):
            told = unsealed(body, sha256)
            if [told[name] for name in columns] != values:
                raise DamagedError
            yield
    for body, sha256, case_id, role, kept in connection.execute("SELECT body, sha256, case_id, role, kept FROM inputs"):
        told = unsealed(body, sha256)
        if (told["case_id"], told["input"]["role"], told["input"]["kept"]) != (case_id, role, kept):
            raise DamagedError
        yield
    for row in connection.execute("SELECT case_id, patient_id, name, sex, birth_date, sha256 FROM patients"):
        if patient_seal(row[:5]) != row[5]:
            raise DamagedError
        yield


def _size_bytes(connection: apsw.Connection) -> int:
    return int(connection.execute("SELECT coalesce(sum(size_bytes), 0) FROM objects").get)
