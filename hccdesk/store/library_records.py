"""What is recorded of a case for good: results, reports and opinions."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import apsw

from hccdesk.domain.board_opinion import BoardEntry, BoardOpinion
from hccdesk.domain.case_library import KeptReport, KeptResult
from hccdesk.domain.errors import StoreError
from hccdesk.domain.provenance import Provenance
from hccdesk.domain.result import CaseResult
from hccdesk.store import objects
from hccdesk.store.case_file_arrays import Entries, ReadEntries
from hccdesk.store.case_file_values import as_plain, from_plain
from hccdesk.store.library_cases import add_uses, check_case_id, read_object, refused, row_of
from hccdesk.store.sealed import DamagedError, sealed, unsealed
from hccdesk.store.written_objects import WrittenObjects

RESULTS, REPORTS, OPINIONS = "results", "reports", "opinions"


@dataclass(frozen=True, slots=True)
class WrittenResult:
    """A result ready to be written: its objects by sha256, its own among them, and all that it needs."""

    made: Provenance
    sha256: str
    used: frozenset[str]
    content: Mapping[str, bytes]


def written_result(result: CaseResult, into: WrittenObjects) -> WrittenResult:
    """Encode a result, before any transaction. Raises `StoreError` for a number that is none."""
    sha256, used = into.json(result)
    return WrittenResult(result.provenance, sha256, used, into.content)


def append_result(connection: apsw.Connection, case_id: str, result: WrittenResult) -> KeptResult:
    """Add a result within a transaction."""
    row_of(connection, case_id)
    for name, content in result.content.items():
        objects.put(connection, content, name)
    made = result.made
    kept = KeptResult(
        _next(connection, RESULTS, case_id),
        _moment(made.finished_at),
        result.sha256,
        made.software_version,
        tuple(f"{model.model_id} {model.version}" for model in made.models),
    )
    _append(connection, RESULTS, case_id, kept, kept.number, kept.sha256)
    add_uses(connection, case_id, RESULTS, result.used)
    return kept


def append_report(connection: apsw.Connection, case_id: str, pdf: bytes, facts: KeptReport) -> KeptReport:
    """Add a report within a transaction."""
    row_of(connection, case_id)
    sha256 = hashlib.sha256(pdf).hexdigest()
    objects.put(connection, pdf, sha256)
    kept = replace(facts, number=_next(connection, REPORTS, case_id), sha256=sha256)
    _append(connection, REPORTS, case_id, kept, kept.number, sha256)
    add_uses(connection, case_id, REPORTS, (sha256,))
    return kept


def append_opinion(connection: apsw.Connection, case_id: str, entry: BoardEntry) -> tuple[int, str]:
    """Add a line of the board's record within a transaction; gives its number and the sha256 of its row."""
    row_of(connection, case_id)
    number = _next(connection, OPINIONS, case_id)
    return number, _append(connection, OPINIONS, case_id, entry, number, hint=BoardEntry)


def results(connection: apsw.Connection, case_id: str) -> tuple[KeptResult, ...]:
    """Every result of a case, the oldest first."""
    return tuple(_facts(connection, RESULTS, case_id, KeptResult))


def reports(connection: apsw.Connection, case_id: str) -> tuple[KeptReport, ...]:
    """Every report of a case, the oldest first."""
    return tuple(_facts(connection, REPORTS, case_id, KeptReport))


def opinions(connection: apsw.Connection, case_id: str) -> tuple[BoardEntry, ...]:
    """The board's record of a case, the oldest line first."""
    return tuple(_facts(connection, OPINIONS, case_id, BoardEntry))


def result(connection: apsw.Connection, case_id: str, number: int) -> CaseResult:
    """One result, equal to what was kept."""
    sha256 = next((kept.sha256 for kept in results(connection, case_id) if kept.number == number), None)
    if sha256 is None:
        raise _no_such(case_id)
    found: CaseResult = read_object(connection, case_id, sha256, CaseResult)
    return found


def report(connection: apsw.Connection, case_id: str, number: int) -> bytes:
    """The bytes of one report."""
    sha256 = next((kept.sha256 for kept in reports(connection, case_id) if kept.number == number), None)
    if sha256 is None:
        raise _no_such(case_id)
    with refused(case_id):
        return objects.get(connection, sha256)


def check_back(connection: apsw.Connection, case_id: str, table: str, number: int) -> None:
    """Raises `DamagedError` or `StoreError` where what was just added cannot be read from the disk."""
    query = f"SELECT body, sha256 FROM {table} WHERE case_id = ? AND number = ?"  # noqa: S608 - our own names
    row = connection.execute(query, (case_id, number)).fetchone()
    if row is None:
        raise DamagedError
    told = unsealed(row[0], row[1])
    if told["object"] is not None:
        objects.get(connection, told["object"])


def _append(  # noqa: PLR0917 - a row
    connection: apsw.Connection,
    table: str,
    case_id: str,
    facts: Any,
    number: int,
    sha256: str | None = None,
    hint: Any = None,
) -> str:
    told = {"case_id": case_id, "number": number, "object": sha256, "facts": as_plain(facts, Entries(), hint)}
    body, seal = sealed(told)
    columns, values = "case_id, number, body, sha256", [case_id, number, body, seal]
    if sha256 is not None:
        columns, values = f"{columns}, object", [*values, sha256]
    places = ", ".join("?" * len(values))
    connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({places})", values)  # noqa: S608 - our own names
    return seal


def _next(connection: apsw.Connection, table: str, case_id: str) -> int:
    query = f"SELECT coalesce(max(number), 0) + 1 FROM {table} WHERE case_id = ?"  # noqa: S608 - our own names
    return int(connection.execute(query, (case_id,)).get)


def _facts(connection: apsw.Connection, table: str, case_id: str, kind: Any) -> list[Any]:
    check_case_id(case_id)
    query = f"SELECT number, body, sha256 FROM {table} WHERE case_id = ? ORDER BY number"  # noqa: S608 - our own names
    found = []
    for number, body, sha256 in connection.execute(query, (case_id,)):
        with refused(case_id):
            told = unsealed(body, sha256)
            if (told["case_id"], told["number"]) != (case_id, number):
                raise DamagedError
            of = BoardOpinion if kind is BoardEntry and _is_of_first_layout(told["facts"]) else kind
            found.append(from_plain(of, told["facts"], ReadEntries({})))
    return found


def _is_of_first_layout(entry: Any) -> bool:
    """Opinions alone were kept before there were decisions, so without a word of what they are."""
    return "reader" in entry


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return datetime.now(UTC)


def _no_such(case_id: str) -> StoreError:
    return StoreError("the case has no such result or report.", where=case_id)
