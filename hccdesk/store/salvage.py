"""What can still be read in a damaged library, row by row, and is newer than what its backup had."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import apsw

from hccdesk.domain.audit import AuditAction
from hccdesk.domain.errors import StoreError
from hccdesk.domain.result import CaseResult
from hccdesk.store import audit_chain, library_cases, objects
from hccdesk.store.database import as_uri, use_key
from hccdesk.store.sealed import DamagedError, unsealed
from hccdesk.store.written_objects import objects_in

_MOST_ROWS = 200_000
_LARGEST_GAP = 20_000
"""Rows that one damaged page within a table can hide; where nobody knows how many there are, it ends behind that."""
_RECORDED = {"roi_states": "object", "results": "object", "reports": "object", "opinions": None}


@dataclass(frozen=True, slots=True)
class Salvaged:
    """How many states were brought out of the damaged file, of how many cases, and how many could not be read.

    `is_all`: False where nobody can tell how many there were.
    """

    cases: int = 0
    states: int = 0
    lost: int = 0
    is_all: bool = False


def salvage(source: Path, key: str | None, target: apsw.Connection) -> Salvaged:
    """Bring over what is newer, within a transaction of the caller's; every value is verified by its sha256."""
    try:
        damaged = _open(source, key)
    except apsw.Error:
        return Salvaged()
    with closing(damaged):
        return _Salvage(damaged, target).run()


def _open(source: Path, key: str | None) -> apsw.Connection:
    flags = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_URI  # what is in its WAL is wanted too
    connection = apsw.Connection(as_uri(source), flags=flags)
    use_key(connection, key)
    connection.pragma("query_only", True)
    return connection


class _Salvage:
    def __init__(self, source: apsw.Connection, target: apsw.Connection) -> None:
        self._source, self._target = source, target
        self._cases, self._states, self._lost = set[str](), 0, 0
        self._is_all = True
        self._objects: dict[str, int] | None = None
        self._purged = set[str]()

    def run(self) -> Salvaged:
        self._audit()
        library_cases.purge_these(self._target, self._purged)
        for body, sha256 in self._rows("cases", "body, sha256"):
            self._try(lambda body=body, sha256=sha256: self._case(body, sha256))
        for body, sha256, kept, role in self._rows("inputs", "body, sha256, kept, role"):
            self._try(lambda given=(body, sha256, kept, role): self._input(*given))
        for table in _RECORDED:
            for body, sha256 in self._rows(table, "body, sha256"):
                self._try(lambda given=(table, body, sha256): self._recorded(*given))
        for name, body, sha256 in self._rows("settings", "name, body, sha256"):
            self._try(lambda given=(name, body, sha256): self._setting(*given))
        self._counters()
        return Salvaged(len(self._cases), self._states, self._lost, self._is_all)

    def _try(self, bring: Any) -> None:
        """One value, wholly or not at all."""
        self._target.execute("SAVEPOINT salvage")
        try:
            bring()
        except (apsw.Error, StoreError, *library_cases.DAMAGE):
            self._target.execute("ROLLBACK TO salvage")
            self._lost += 1
        finally:
            self._target.execute("RELEASE salvage")

    def _case(self, body: str, sha256: str) -> None:
        row = library_cases.read_row("", body, sha256)
        sequence, known = self._known(row.case_id)
        if row.sequence < sequence or known == sha256:
            return  # of the same saving, it was taken from the list or put back since
        told = self._objects_of(row.snapshot)
        self._target.execute(
            """INSERT INTO cases (case_id, sequence, is_removed, snapshot, body, sha256) VALUES (?, ?, ?, ?, ?, ?)
               ON CONFLICT (case_id) DO UPDATE SET sequence = excluded.sequence, is_removed = excluded.is_removed,
               snapshot = excluded.snapshot, body = excluded.body, sha256 = excluded.sha256""",
            (row.case_id, row.sequence, int(row.is_removed), row.snapshot, body, sha256),
        )
        library_cases.add_uses(self._target, row.case_id, library_cases.SNAPSHOT, told)
        snapshot = library_cases.read_snapshot(self._target, row)
        library_cases.put_patient(self._target, row.case_id, snapshot.patient)
        self._count(row.case_id)

    def _input(self, body: str, sha256: str, kept: str | None, role: str) -> None:
        case_id = unsealed(body, sha256)["case_id"]
        known = self._target.execute("SELECT sha256 FROM inputs WHERE case_id = ? AND role = ?", (case_id, role)).get
        if known != sha256 and self._has_case(case_id):
            self._target.execute(
                "INSERT OR REPLACE INTO inputs (case_id, role, kept, body, sha256) VALUES (?, ?, ?, ?, ?)",
                (case_id, role, kept, body, sha256),
            )

    def _recorded(self, table: str, body: str, sha256: str) -> None:
        told = unsealed(body, sha256)
        case_id, number, name = told["case_id"], told["number"], told.get("object")
        query = f"SELECT 1 FROM {table} WHERE case_id = ? AND number = ?"  # noqa: S608 - our own names
        if self._target.execute(query, (case_id, number)).get:
            return
        if not self._has_case(case_id):
            raise DamagedError
        columns, values = "case_id, number, body, sha256", [case_id, number, body, sha256]
        if name is not None:
            used = self._bring(name) if table == "reports" else self._objects_of(name)
            columns, values = f"{columns}, object", [*values, name]
            purpose = library_cases.REGIONS if table == "roi_states" else table
            library_cases.add_uses(self._target, case_id, purpose, used)
        places = ", ".join("?" * len(values))
        self._target.execute(f"INSERT INTO {table} ({columns}) VALUES ({places})", values)  # noqa: S608 - our own names
        self._check(table, case_id, name)
        self._count(case_id)

    def _check(self, table: str, case_id: str, name: str | None) -> None:
        if table == "results" and name is not None:
            library_cases.read_object(self._target, case_id, name, CaseResult)

    def _setting(self, name: str, body: str, sha256: str) -> None:
        unsealed(body, sha256)
        query = "INSERT OR REPLACE INTO settings (name, body, sha256) VALUES (?, ?, ?)"
        self._target.execute(query, (name, body, sha256))

    def _counters(self) -> None:
        for name, value in self._rows("counters", "name, value"):
            with suppress(apsw.Error):
                self._target.execute(
                    """INSERT INTO counters (name, value) VALUES (?, ?)
                       ON CONFLICT (name) DO UPDATE SET value = max(value, excluded.value)""",
                    (name, value),
                )
        self._target.execute(
            """INSERT INTO counters (name, value) SELECT 'savings', coalesce(max(sequence), 0) FROM cases WHERE true
               ON CONFLICT (name) DO UPDATE SET value = max(value, excluded.value)"""
        )

    def _audit(self) -> None:
        """Acts follow each other without a gap: the first that cannot be read is the end."""
        columns = ", ".join(audit_chain.COLUMNS)
        places = ", ".join("?" * len(audit_chain.COLUMNS))
        last = audit_chain.last_link(self._target)
        sequence = last[0] if last else 0
        while True:
            sequence += 1
            try:
                row = self._row(f"SELECT {columns} FROM audit WHERE sequence = ?", sequence)  # noqa: S608 - our names
            except DamagedError:
                return
            raw = dict(zip(audit_chain.COLUMNS, row, strict=True)) if row else {}
            if not raw or audit_chain.row_sha256(raw) != raw["sha256"]:
                return
            try:
                query = f"INSERT INTO audit ({columns}) VALUES ({places})"  # noqa: S608 - our own names
                self._target.execute(query, row)
            except apsw.Error:
                return
            self._note_purge(raw)

    def _note_purge(self, act: audit_chain.RawRow) -> None:
        """What was deleted for good since the backup is not to come back with it."""
        if act["action"] == AuditAction.CASE_PURGED.value:
            self._purged.add(act["case_id"])
        else:
            self._purged.discard(act["case_id"])  # made anew, e.g. from a file of an earlier release

    def _objects_of(self, name: str) -> frozenset[str]:
        """Bring over an object of JSON and all that it tells of."""
        self._bring(name)
        told = json.loads(objects.get(self._target, name))
        used = {name, *objects_in(told["value"])}
        for one in used:
            self._bring(one)
        return frozenset(used)

    def _bring(self, name: str) -> frozenset[str]:
        if not objects.is_there(self._target, name):
            number = self._object_numbers().get(name, 0)
            query = "SELECT size_bytes, is_deflated, content FROM objects WHERE id = ?"
            row = self._row(query, number)
            if row is None:
                raise DamagedError
            content = objects.content_of(row, name)
            objects.put(self._target, content, name)
        objects.get(self._target, name)
        return frozenset((name,))

    def _object_numbers(self) -> dict[str, int]:
        """Where each object lies in the damaged file: its index may be what is damaged."""
        if self._objects is None:
            self._objects = {str(sha256): int(number) for number, sha256 in self._rows("objects", "id, sha256")}
        return self._objects

    def _rows(self, table: str, columns: str) -> Iterator[Any]:
        """Every row that can still be read, each looked for by itself."""
        last, is_known = self._last(table)
        unreadable, found = 0, 0
        for number in range(1, last + 1):
            if not is_known and number - found > _LARGEST_GAP:
                break
            try:
                row = self._row(f"SELECT {columns} FROM {table} WHERE rowid = ?", number)  # noqa: S608 - our own names
            except DamagedError:
                unreadable += 1
                continue
            if row is not None:
                found = number
                yield row
        if table in ("cases", *_RECORDED) and is_known:
            self._lost += unreadable

    def _last(self, table: str) -> tuple[int, bool]:
        """The number of the last row, and whether that is known."""
        try:
            return int(self._source.execute(f"SELECT max(rowid) FROM {table}").get or 0), True  # noqa: S608 - our names
        except (apsw.CorruptError, apsw.IOError):
            self._is_all = False
            return _MOST_ROWS, False
        except apsw.Error:
            self._is_all = False
            return 0, False

    def _row(self, query: str, number: int) -> Any:
        """A row, None where there is none; `DamagedError` where that cannot be told."""
        try:
            return self._source.execute(query, (number,)).fetchone()
        except (apsw.Error, UnicodeDecodeError) as error:
            raise DamagedError from error

    def _known(self, case_id: str) -> tuple[int, str]:
        query = "SELECT sequence, sha256 FROM cases WHERE case_id = ?"
        return self._target.execute(query, (case_id,)).fetchone() or (0, "")

    def _has_case(self, case_id: str) -> bool:
        return bool(self._target.execute("SELECT 1 FROM cases WHERE case_id = ?", (case_id,)).get)

    def _count(self, case_id: str) -> None:
        self._cases.add(case_id)
        self._states += 1
