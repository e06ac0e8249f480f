"""Audit trails as the library keeps them, and what somebody with the file does to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import apsw

from hccdesk.domain.audit import AuditAction, AuditEvent
from hccdesk.store import audit_chain
from hccdesk.store.audit_chain import COLUMNS, RawRow, Recorder, raw_rows, row_sha256

MIGRATION = Path(audit_chain.__file__).parent / "migrations" / "0003_audit.sql"
SOME_EVENTS = (
    AuditEvent(AuditAction.LIBRARY_MADE),
    AuditEvent(AuditAction.CASE_SAVED, "aa" * 16, "11" * 32),
    AuditEvent(AuditAction.ANALYSED, "aa" * 16, "22" * 32, ("haim-demo 1.2.0", "ct-demo 1.0.0")),
    AuditEvent(AuditAction.OVERRIDDEN, "aa" * 16, reason="The board knows of the TACE; 已知"),
    AuditEvent(AuditAction.CASE_OPENED, "bb" * 16, detail="Open …"),
)


def an_empty_trail(path: str | Path = ":memory:") -> apsw.Connection:
    connection = apsw.Connection(str(path))
    connection.execute(MIGRATION.read_text(encoding="utf-8"))
    return connection


def a_trail(n_rows: int = 5, path: str | Path = ":memory:") -> apsw.Connection:
    connection = an_empty_trail(path)
    by = a_recorder()
    with connection:
        for number in range(n_rows):
            audit_chain.append(connection, SOME_EVENTS[number % len(SOME_EVENTS)], by)
    return connection


def a_recorder(
    computer: str = "board-1",
    now: Callable[[], datetime] | None = None,
    ticks_ns: Callable[[], int] | None = None,
) -> Recorder:
    """Clocks that agree, a second further each time they are read."""
    seconds, ticks = count(), count(7)
    start = datetime(2026, 11, 22, 8, tzinfo=UTC)
    return Recorder(
        os_user="li",
        computer=computer,
        software_version="1.0",
        now=now or (lambda: start + timedelta(seconds=next(seconds))),
        ticks_ns=ticks_ns or (lambda: next(ticks) * 10**9),
    )


def rewrite(connection: apsw.Connection, rows: list[RawRow]) -> None:
    """Put these rows in the place of all others, as somebody does who has the file and knows SQL."""
    triggers = [sql for (sql,) in connection.execute("SELECT sql FROM sqlite_schema WHERE type = 'trigger'")]
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")]
    with connection:
        for name in names:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("DELETE FROM audit")
        places = ", ".join(f":{name}" for name in COLUMNS)
        for row in rows:
            connection.execute(f"INSERT INTO audit ({', '.join(COLUMNS)}) VALUES ({places})", row)
        for sql in triggers:
            connection.execute(sql)


def computed_anew(rows: list[RawRow]) -> list[RawRow]:
    """The rows with numbers and hashes as an honest chain has them."""
    return list(_computed_anew(rows))


def _computed_anew(rows: list[RawRow]) -> Iterator[RawRow]:
    previous = rows[0]["previous_sha256"] if rows else ""
    for number, row in enumerate(rows, 1):
        made = {**row, "sequence": number, "previous_sha256": previous}
        made["sha256"] = previous = row_sha256(made)
        yield made


def all_rows(connection: apsw.Connection) -> list[RawRow]:
    return list(raw_rows(connection))
