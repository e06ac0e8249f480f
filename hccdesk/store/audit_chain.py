"""The audit trail in its table: rows that are only ever added, each with the sha256 of the one before.

The sha256 of a row covers every column of it but itself, as canonical JSON. The first row has no row before it: its
`previous_sha256` is random, and names the chain (`library_id`), so that a chain computed anew from other rows is either
one that nobody signed or one that contradicts the head that was (`audit_head`).
"""

from __future__ import annotations

import hashlib
import json
import platform
import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import apsw
import psutil

from hccdesk import __version__
from hccdesk.domain.audit import AuditAction, AuditEvent, AuditRow
from hccdesk.domain.errors import StoreError
from hccdesk.domain.sentence import Sentence

COLUMNS = (
    "sequence",
    "at",
    "ticks_ns",
    "os_user",
    "computer",
    "software_version",
    "action",
    "case_id",
    "object_sha256",
    "models",
    "reason",
    "detail",
    "previous_sha256",
    "sha256",
)
PROTECTING_TRIGGERS = frozenset({"audit_keeps_its_rows", "audit_loses_no_rows", "audit_adds_at_the_end"})

RawRow = dict[str, Any]
"""A row as the table holds it, by column."""


@dataclass(frozen=True, slots=True)
class Recorder:
    """Who records, on which computer, with what software and by which clocks.

    `ticks_ns` counts from the computer's start and cannot be set: it tells a clock that was.
    """

    os_user: str
    computer: str
    software_version: str
    now: Callable[[], datetime]
    ticks_ns: Callable[[], int]


def this_recorder() -> Recorder:
    """The user that this process runs as, which no environment variable can change, on this computer."""
    return Recorder(
        os_user=_text(psutil.Process().username()),
        computer=_text(platform.node()),
        software_version=__version__,
        now=lambda: datetime.now(UTC),
        ticks_ns=time.monotonic_ns,
    )


def append(connection: apsw.Connection, event: AuditEvent, recorder: Recorder | None = None) -> AuditRow:
    """Record an act at the end of the chain; the caller opens and commits the transaction."""
    by = recorder or this_recorder()
    last = last_link(connection)
    row: RawRow = {
        "sequence": last[0] + 1 if last else 1,
        "at": by.now().astimezone(UTC).isoformat(timespec="microseconds"),
        "ticks_ns": by.ticks_ns(),
        "os_user": by.os_user,
        "computer": by.computer,
        "software_version": by.software_version,
        **_of_event(event),
        "previous_sha256": last[1] if last else secrets.token_hex(32),
    }
    row["sha256"] = row_sha256(row)
    places = ", ".join(f":{name}" for name in COLUMNS)
    connection.execute(f"INSERT INTO audit ({', '.join(COLUMNS)}) VALUES ({places})", row)  # noqa: S608 - our own names
    return as_audit_row(row)


def rows(connection: apsw.Connection, case_id: str | None = None) -> tuple[AuditRow, ...]:
    """Every act, or those of one case, in their order."""
    try:
        return tuple(as_audit_row(row) for row in raw_rows(connection, case_id))
    except UnicodeDecodeError as error:
        raise StoreError(
            "a row of the audit trail holds no text.", what_to_do="`hccdesk audit verify` says which rows were changed."
        ) from error


def raw_rows(connection: apsw.Connection, case_id: str | None = None) -> Iterator[RawRow]:
    """The rows as the table holds them, whatever was done to them."""
    return _selected(connection, "1" if case_id is None else "case_id = ?", () if case_id is None else (case_id,))


def beginnings(connection: apsw.Connection) -> Iterator[RawRow]:
    """The rows that say that the library was made, or restored from a backup, the newest first."""
    actions = (AuditAction.LIBRARY_RESTORED.value, AuditAction.LIBRARY_MADE.value)
    return _selected(connection, "action IN (?, ?)", actions, "DESC")


def last_link(connection: apsw.Connection) -> tuple[int, str] | None:
    """Sequence and sha256 of the last row."""
    query = "SELECT sequence, sha256 FROM audit ORDER BY sequence DESC LIMIT 1"
    return next(((int(sequence), str(sha256)) for sequence, sha256 in connection.execute(query)), None)


def last_moment(connection: apsw.Connection) -> datetime | None:
    """When the last act was done, as it says itself."""
    return moment_of(connection.execute("SELECT at FROM audit ORDER BY sequence DESC LIMIT 1").get)


def library_id(connection: apsw.Connection) -> str | None:
    """What names this chain and no other; None while nothing was recorded."""
    query = "SELECT previous_sha256 FROM audit ORDER BY sequence LIMIT 1"
    return next((str(start)[:32] for (start,) in connection.execute(query)), None)


def moment_of(at: object) -> datetime | None:
    """The time in a row; None where there is none to read."""
    try:
        moment = datetime.fromisoformat(str(at))
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def sha256_at(connection: apsw.Connection, sequence: int) -> str | None:
    """The sha256 that the row with this sequence has; None where there is none."""
    query = "SELECT sha256 FROM audit WHERE sequence = ?"
    return next((str(sha256) for (sha256,) in connection.execute(query, (sequence,))), None)


def row_sha256(row: RawRow) -> str:
    """The sha256 that a row with these values has."""
    covered = {name: row[name] for name in COLUMNS if name != "sha256"}
    return hashlib.sha256(_canonical(covered).encode("ascii")).hexdigest()


def as_audit_row(row: RawRow) -> AuditRow:
    """The row as a value; an act that this version does not know is `UNKNOWN`, its word kept in the detail."""
    try:
        return AuditRow(
            sequence=row["sequence"],
            at=datetime.fromisoformat(row["at"]),
            os_user=row["os_user"],
            computer=row["computer"],
            software_version=row["software_version"],
            event=_event(row),
            previous_sha256=row["previous_sha256"],
            sha256=row["sha256"],
            ticks_ns=row["ticks_ns"],
        )
    except (ValueError, TypeError) as error:
        raise StoreError(
            Sentence.of("row {sequence} of the audit trail cannot be read.", sequence=row["sequence"]),
            what_to_do="`hccdesk audit verify` says which rows were changed.",
        ) from error


def _selected(connection: apsw.Connection, where: str, values: tuple[str, ...], order: str = "") -> Iterator[RawRow]:
    query = f"SELECT {', '.join(COLUMNS)} FROM audit WHERE {where} ORDER BY sequence {order}"  # noqa: S608 - our own
    for row in connection.execute(query, values):
        yield dict(zip(COLUMNS, row, strict=True))


def _of_event(event: AuditEvent) -> RawRow:
    return {
        "action": event.action.value,
        "case_id": _text(event.case_id),
        "object_sha256": event.object_sha256,
        "models": _canonical(list(event.models)),
        "reason": _text(event.reason),
        "detail": _text(event.detail),
    }


def _event(row: RawRow) -> AuditEvent:
    known = row["action"] in AuditAction.__members__.values()
    return AuditEvent(
        action=AuditAction(row["action"]) if known else AuditAction.UNKNOWN,
        case_id=row["case_id"],
        object_sha256=row["object_sha256"],
        models=tuple(str(model) for model in json.loads(row["models"])),
        reason=row["reason"],
        detail=row["detail"] if known else " ".join(filter(None, (row["action"], row["detail"]))),
    )


def _canonical(value: Any) -> str:
    # Bytes, which only somebody else can have put there, are hashed as what they are not: the row is found changed.
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, default=repr)


def _text(value: Any) -> Any:
    # A user or file name may hold bytes that are no text; the database takes UTF-8 only.
    return value if value is None else str(value).encode("utf-8", "backslashreplace").decode("utf-8")
