"""Copies of inputs that no record tells of any more: what a crash left between a change of the record and of the disk.

- A case that was deleted for good: its copies go at once, whatever their age.
- Any other copy without a record, of a case that was never kept or in the place of another: it goes only where the
  library was used for a day after it was made and was not restored since. So an older copy of the library that somebody
  put in its place to look at, or a restoration that lost a record, deletes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import apsw

from hccdesk.domain.audit import AuditAction
from hccdesk.store.audit_chain import moment_of
from hccdesk.store.input_copies import DIGITS
from hccdesk.store.library_places import Places

USED_SINCE = timedelta(days=1)
_CASE, _COPY = re.compile(r"[0-9a-f]{32}"), re.compile(rf"[0-9a-f]{{{DIGITS}}}")


def stray_copies(connection: apsw.Connection, places: Places, known_until: datetime | None) -> list[Path]:
    """The folders to be deleted; `known_until` is when the library was last used. For who has the library alone."""
    cases = {case_id for (case_id,) in connection.execute("SELECT case_id FROM cases")}
    recorded = {
        places.folder / kept for (kept,) in connection.execute("SELECT kept FROM inputs WHERE kept IS NOT NULL")
    }
    purged = {case_id for (case_id,) in _acts(connection, "case_id", AuditAction.CASE_PURGED)}
    restored = [moment_of(at) for (at,) in _acts(connection, "at", AuditAction.LIBRARY_RESTORED)]
    strays = []
    for case in _folders(places.inputs, _CASE):
        if case.name in purged - cases:
            strays.append(case)
            continue
        for copy in (copy for role in _folders(case) for copy in _folders(role, _COPY)):
            is_recorded = any(copy == kept or copy in kept.parents for kept in recorded)
            if not is_recorded and _is_forgotten(copy, known_until, restored):
                strays.append(copy)
    return strays


def _acts(connection: apsw.Connection, column: str, action: AuditAction) -> Iterator[tuple[str]]:
    query = f"SELECT {column} FROM audit WHERE action = ?"  # noqa: S608 - our own names
    yield from connection.execute(query, (action.value,))


def _is_forgotten(copy: Path, known_until: datetime | None, restored: list[datetime | None]) -> bool:
    with suppress(OSError):
        made_at = datetime.fromtimestamp(copy.stat().st_mtime, UTC)
        is_used = known_until is not None and made_at + USED_SINCE < known_until
        return is_used and not any(at is None or at > made_at for at in restored)
    return False


def _folders(folder: Path, named: re.Pattern[str] | None = None) -> list[Path]:
    with suppress(OSError):
        found = [one for one in folder.iterdir() if one.is_dir() and not one.is_symlink()]
        return sorted(one for one in found if named is None or named.fullmatch(one.name))
    return []
