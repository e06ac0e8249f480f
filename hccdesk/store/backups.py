"""Copies of the library of each day: verified whole, of the last seven days and of the last four weeks."""

from __future__ import annotations

import re
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import apsw

from hccdesk.domain.errors import StoreError
from hccdesk.store.database import Access, connect, keyed_uri
from hccdesk.store.library_check import is_whole
from hccdesk.store.library_faults import damaged, told
from hccdesk.store.library_key import LibraryKey
from hccdesk.store.library_places import give_rights, make_folder, put_in_place
from hccdesk.store.library_schema import APPLICATION_ID, layout_of, newest_layout

DAILY, WEEKLY = 7, 4
_NAME = re.compile(r"library-(?P<day>\d{4}-\d{2}-\d{2})\.sqlite")
_TABLES = ("objects", "cases", "results", "reports", "opinions", "inputs", "roi_states", "audit", "settings")


@dataclass(frozen=True, slots=True)
class Backup:
    """A verified copy: the day in its name, and how many savings it knows of."""

    path: Path
    day: date
    savings: int
    made_at: datetime


def back_up(connection: apsw.Connection, key: LibraryKey | None, folder: Path, day: date) -> Path:
    """A verified copy of what is committed, in the place of an earlier one of that day; old ones are deleted.

    Raises `StoreError`; then no half copy is left, and the earlier ones are there.
    """
    path = folder / f"library-{day.isoformat()}.sqlite"
    with told(folder):
        make_folder(folder)
    write_copy(connection, key, path)
    _delete_old(folder, path)
    return path


def write_copy(connection: apsw.Connection, key: LibraryKey | None, path: Path) -> None:
    """A copy with this key (None: to be read by anybody), verified before it takes its name."""
    part = path.with_name(f".{path.name}.part")
    with told(path.parent):
        part.unlink(missing_ok=True)
    try:
        with told(path.parent, connection):
            place = keyed_uri(part, key.key if key else None, key.salt if key else "")
            before = _counts(connection)
            connection.execute("VACUUM INTO ?", (place,))
            give_rights(part)
        with told(path.parent):
            _check(part, key, (before, _counts(connection)))
            put_in_place(part, path)
    except StoreError:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise


def backups(folder: Path) -> list[Path]:
    """Every copy there is, by name."""
    return sorted(path for path in folder.glob("library-*.sqlite") if _NAME.fullmatch(path.name))


def last_backup(folder: Path) -> datetime | None:
    """When the last copy was made."""
    with suppress(OSError):
        times = [path.stat().st_mtime for path in backups(folder)]
        return datetime.fromtimestamp(max(times), UTC) if times else None
    return None


def is_due(folder: Path, day: date) -> bool:
    """Whether there is no copy of this day yet."""
    return not (folder / f"library-{day.isoformat()}.sqlite").exists()


def known_backups(folder: Path, key: LibraryKey | None) -> list[Backup]:
    """The copies that open with this key, whole or not, the one that knows most in front."""
    known = [found for path in backups(folder) if (found := _known(path, key)) is not None]
    return sorted(known, key=lambda one: (one.savings, one.day), reverse=True)


def is_whole_backup(backup: Backup, key: LibraryKey | None) -> bool:
    """Whether it can be relied on: a bit that flipped within a value is in no page's structure."""
    try:
        with closing(connect(access(backup.path, key))) as copy:
            if layout_of(copy) == newest_layout():
                return is_whole(copy, thoroughly=True)
            return bool(copy.pragma("integrity_check") == "ok")
    except (apsw.Error, UnicodeDecodeError):
        return False


def access(path: Path, key: LibraryKey | None) -> Access:
    """A copy, only to be read; nobody else writes to it."""
    return Access(path, key.key if key else None, writable=False, immutable=True)


def _check(part: Path, key: LibraryKey | None, counts: tuple[list[int], ...]) -> None:
    """Another window may have saved meanwhile: the copy is as it was before or after that."""
    with closing(connect(access(part, key))) as copy:
        if copy.pragma("integrity_check") != "ok" or _counts(copy) not in counts:
            raise damaged(part.parent)


def _counts(connection: apsw.Connection) -> list[int]:
    there = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    counted = [name for name in _TABLES if name in there]
    return [int(connection.execute(f"SELECT count(*) FROM {name}").get) for name in counted]  # noqa: S608 - our names


def _known(path: Path, key: LibraryKey | None) -> Backup | None:
    named = _NAME.fullmatch(path.name)
    try:
        with closing(connect(access(path, key))) as copy:
            if named is None or copy.pragma("application_id") != APPLICATION_ID:
                return None
            savings = copy.execute("SELECT value FROM counters WHERE name = 'savings'").get or 0
        made_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        return Backup(path, date.fromisoformat(named["day"]), int(savings), made_at)
    except (apsw.Error, OSError, ValueError):
        return None


def _delete_old(folder: Path, just_made: Path) -> None:
    with told(folder):
        for path in set(backups(folder)) - _to_keep(backups(folder)) - {just_made}:
            path.unlink(missing_ok=True)


def _to_keep(paths: list[Path]) -> set[Path]:
    """The last days, and of the weeks before them the last of each."""
    by_day = {date.fromisoformat(path.name[8:18]): path for path in paths}
    days = sorted(by_day, reverse=True)
    weeks: dict[tuple[int, int], Path] = {}
    for day in days[DAILY:]:
        weeks.setdefault(day.isocalendar()[:2], by_day[day])
    return {by_day[day] for day in days[:DAILY]} | set(list(weeks.values())[:WEEKLY])
