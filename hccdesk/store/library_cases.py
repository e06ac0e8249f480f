"""Cases in the library's tables: the row of each, what it points at, and every state of its regions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import apsw

from hccdesk.domain.case_snapshot import CaseEntry, CaseSnapshot, SeriesRegions, entry_of
from hccdesk.domain.errors import StoreError
from hccdesk.domain.patient import PatientIdentity
from hccdesk.domain.roi_set import RoiSet
from hccdesk.store import objects
from hccdesk.store.case_file import FORMAT, VERSION, NewerFileError
from hccdesk.store.case_file_arrays import Entries, ReadEntries, check_sizes
from hccdesk.store.case_file_values import UnknownFieldError, as_plain, from_plain
from hccdesk.store.sealed import DamagedError, sealed, unsealed
from hccdesk.store.written_objects import WrittenObjects

SNAPSHOT, REGIONS = "snapshot", "regions"
_CASE_ID_LENGTH = 32
DAMAGE = (
    DamagedError, KeyError, ValueError, TypeError, IndexError, AttributeError, OverflowError, RuntimeError, MemoryError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DrawnState:
    """All regions of a case at one time."""

    rois: RoiSet
    other_regions: tuple[SeriesRegions, ...] = ()


@dataclass(frozen=True, slots=True)
class WrittenCase:
    """A case ready to be written: its line of the list, its objects by sha256, and what each is needed for."""

    case_id: str
    snapshot: CaseSnapshot
    entry: CaseEntry
    snapshot_sha256: str
    regions_sha256: str
    content: Mapping[str, bytes]
    uses: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A row of `cases`, found to be what was written."""

    case_id: str
    sequence: int
    is_removed: bool
    snapshot: str
    entry: CaseEntry


def check_case_id(case_id: str) -> None:
    """Raises `StoreError` for what is no name of a case."""
    if len(case_id) != _CASE_ID_LENGTH or not set(case_id) <= set("0123456789abcdef"):
        raise StoreError("this is no name of a case.")


def written_case(case_id: str, snapshot: CaseSnapshot, saved_at: datetime, into: WrittenObjects) -> WrittenCase:
    """Encode a case, before any transaction. Raises `StoreError` for a number that is none."""
    snapshot_sha256, used = into.json(snapshot)
    regions_sha256, drawn = into.json(DrawnState(snapshot.rois, snapshot.other_regions))
    entry = entry_of(case_id, snapshot, saved_at)
    uses = {SNAPSHOT: used, REGIONS: drawn}
    return WrittenCase(case_id, snapshot, entry, snapshot_sha256, regions_sha256, into.content, uses)


def write(connection: apsw.Connection, case: WrittenCase) -> tuple[int, list[str]]:
    """Keep the case within a transaction; gives its place among all savings, and the objects that were new."""
    new = [sha256 for sha256, content in case.content.items() if objects.put(connection, content, sha256)]
    sequence = next_number(connection, "savings")
    _put_row(connection, CaseRow(case.case_id, sequence, False, case.snapshot_sha256, case.entry))
    put_patient(connection, case.case_id, case.snapshot.patient)
    before = _uses(connection, case.case_id, SNAPSHOT)
    now = case.uses[SNAPSHOT]
    connection.executemany(
        "DELETE FROM object_uses WHERE case_id = ? AND purpose = ? AND object = ?",
        [(case.case_id, SNAPSHOT, sha256) for sha256 in before - now],
    )
    add_uses(connection, case.case_id, SNAPSHOT, now - before)
    _append_regions(connection, case, sequence)
    objects.drop_unused(connection, tuple(before - now))
    return sequence, new


def check_back(connection: apsw.Connection, case: WrittenCase, sequence: int, new: Iterable[str]) -> None:
    """Raises `DamagedError` or `StoreError` where the disk gives back something else than was just written.

    Another window may have saved the case meanwhile; then its state counts.
    """
    row = row_of(connection, case.case_id)
    if row.sequence > sequence:
        return
    if (row.sequence, row.snapshot, row.entry) != (sequence, case.snapshot_sha256, case.entry):
        raise DamagedError
    for sha256 in {*new, case.snapshot_sha256, case.regions_sha256}:
        objects.get(connection, sha256)


def purge(connection: apsw.Connection) -> list[str]:
    """Delete what was taken from the list, within a transaction; gives which cases that were."""
    purged = [case_id for (case_id,) in connection.execute("SELECT case_id FROM cases WHERE is_removed")]
    purge_these(connection, purged)
    return purged


def purge_these(connection: apsw.Connection, purged: Iterable[str]) -> None:
    """Delete cases for good, within a transaction; one that is not there is no matter."""
    for case_id in purged:
        used = [name for (name,) in connection.execute("SELECT object FROM object_uses WHERE case_id = ?", (case_id,))]
        connection.execute("INSERT INTO purging (case_id) VALUES (?)", (case_id,))
        connection.execute("DELETE FROM cases WHERE case_id = ?", (case_id,))
        objects.drop_unused(connection, used)
    connection.execute("DELETE FROM purging")


def rows(connection: apsw.Connection) -> tuple[list[CaseRow], list[StoreError]]:
    """Every case, the one saved last in front, and those whose row is damaged."""
    found, faults = [], []
    for row in connection.execute("SELECT case_id, body, sha256 FROM cases ORDER BY sequence DESC"):
        try:
            found.append(_as_row(row[1], row[2]))
        except (UnknownFieldError, NewerFileError):
            faults.append(newer(row[0]))
        except DAMAGE:
            faults.append(damaged(row[0]))
    return found, faults


def row_of(connection: apsw.Connection, case_id: str) -> CaseRow:
    """The row of a case. Raises `StoreError` for one that is gone or damaged."""
    check_case_id(case_id)
    row = connection.execute("SELECT body, sha256 FROM cases WHERE case_id = ?", (case_id,)).fetchone()
    if row is None:
        raise gone(case_id)
    return read_row(case_id, row[0], row[1])


def read_row(case_id: str, body: str, sha256: str) -> CaseRow:
    """What a row says. Raises `StoreError` where it is damaged or of a newer program."""
    with refused(case_id):
        return _as_row(body, sha256)


def set_removed(connection: apsw.Connection, case_id: str, *, removed: bool) -> None:
    """Take a case from the list, or put it back, within a transaction."""
    row = row_of(connection, case_id)
    if row.is_removed == removed:
        raise gone(case_id)
    _put_row(connection, CaseRow(row.case_id, row.sequence, removed, row.snapshot, row.entry))


def read_snapshot(connection: apsw.Connection, row: CaseRow) -> CaseSnapshot:
    """The case that a row points at."""
    snapshot: CaseSnapshot = read_object(connection, row.case_id, row.snapshot, CaseSnapshot)
    return snapshot


def read_object(connection: apsw.Connection, case_id: str, sha256: str, hint: Any) -> Any:
    """A value that was kept as an object. Raises `StoreError` for one that is damaged or of a newer program."""
    with refused(case_id):
        told = json.loads(objects.get(connection, sha256))
        if told["format"] != FORMAT:
            raise DamagedError
        if told["version"] > VERSION:
            raise NewerFileError
        check_sizes(told["value"])
        return from_plain(hint, told["value"], objects.KeptEntries(connection))


def add_uses(connection: apsw.Connection, case_id: str, purpose: str, used: Iterable[str]) -> None:
    """Remember what a case needs objects for."""
    connection.executemany(
        "INSERT OR IGNORE INTO object_uses (case_id, purpose, object) VALUES (?, ?, ?)",
        [(case_id, purpose, sha256) for sha256 in used],
    )


def next_number(connection: apsw.Connection, name: str) -> int:
    """The next of a sequence that never goes back, whatever is deleted and whatever the clock says."""
    last = "(SELECT coalesce(max(sequence), 0) FROM cases)"
    query = f"""INSERT INTO counters (name, value) VALUES (?, {last} + 1)
               ON CONFLICT (name) DO UPDATE SET value = max(value, {last}) + 1 RETURNING value"""  # noqa: S608
    return int(connection.execute(query, (name,)).get)


def _put_row(connection: apsw.Connection, row: CaseRow) -> None:
    body, sha256 = sealed(
        {
            "case_id": row.case_id,
            "sequence": row.sequence,
            "is_removed": row.is_removed,
            "snapshot": row.snapshot,
            "entry": as_plain(row.entry, Entries()),
        }
    )
    connection.execute(
        """INSERT INTO cases (case_id, sequence, is_removed, snapshot, body, sha256) VALUES (?, ?, ?, ?, ?, ?)
           ON CONFLICT (case_id) DO UPDATE SET sequence = excluded.sequence, is_removed = excluded.is_removed,
           snapshot = excluded.snapshot, body = excluded.body, sha256 = excluded.sha256""",
        (row.case_id, row.sequence, int(row.is_removed), row.snapshot, body, sha256),
    )


def _as_row(body: str, sha256: str) -> CaseRow:
    told = unsealed(body, sha256)
    entry: CaseEntry = from_plain(CaseEntry, told["entry"], ReadEntries({}))
    return CaseRow(told["case_id"], told["sequence"], told["is_removed"], told["snapshot"], entry)


def put_patient(connection: apsw.Connection, case_id: str, patient: PatientIdentity) -> None:
    """Who the patient is, as the case tells; for those who ask the database itself."""
    connection.execute(
        """INSERT INTO patients (case_id, patient_id, name, sex, birth_date, sha256) VALUES (?, ?, ?, ?, ?, ?)
           ON CONFLICT (case_id) DO UPDATE SET patient_id = excluded.patient_id, name = excluded.name,
           sex = excluded.sex, birth_date = excluded.birth_date, sha256 = excluded.sha256""",
        patient_row(case_id, patient),
    )


def patient_row(case_id: str, patient: PatientIdentity) -> tuple[str | None, ...]:
    """A row of `patients`, the sha256 over the rest of it at its end."""
    birth = patient.birth_date.isoformat() if patient.birth_date else None
    told = (patient.patient_id, patient.name, patient.sex.value if patient.sex else None, birth)
    row = (case_id, *(None if text is None else _storable(text) for text in told))
    return (*row, patient_seal(row))


def patient_seal(row: tuple[str | None, ...]) -> str:
    """The sha256 of a row of `patients`."""
    return sealed({"row": list(row)})[1]


def _storable(text: str) -> str:
    # A header may hold bytes that are no text; the case itself keeps them as they are.
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _append_regions(connection: apsw.Connection, case: WrittenCase, sequence: int) -> None:
    last = connection.execute(
        "SELECT number, object FROM roi_states WHERE case_id = ? ORDER BY number DESC LIMIT 1", (case.case_id,)
    ).fetchone()
    if last is not None and last[1] == case.regions_sha256:
        return
    number = last[0] + 1 if last else 1
    saved_at = case.entry.saved_at.isoformat()
    body, sha256 = sealed(
        {
            "case_id": case.case_id,
            "number": number,
            "object": case.regions_sha256,
            "saved_at": saved_at,
            "saving": sequence,
        }
    )
    connection.execute(
        "INSERT INTO roi_states (case_id, number, object, body, sha256) VALUES (?, ?, ?, ?, ?)",
        (case.case_id, number, case.regions_sha256, body, sha256),
    )
    add_uses(connection, case.case_id, REGIONS, case.uses[REGIONS])


def _uses(connection: apsw.Connection, case_id: str, purpose: str) -> frozenset[str]:
    query = "SELECT object FROM object_uses WHERE case_id = ? AND purpose = ?"
    return frozenset(sha256 for (sha256,) in connection.execute(query, (case_id, purpose)))


@contextmanager
def refused(case_id: str) -> Iterator[None]:
    """Raises what is wrong with a kept value as `StoreError`, about that case only."""
    try:
        yield
    except (apsw.Error, StoreError):
        raise
    except (NewerFileError, UnknownFieldError) as error:
        raise newer(case_id) from error
    except DAMAGE as error:
        raise damaged(case_id) from error


def gone(case_id: str) -> StoreError:
    """There is no such case."""
    return StoreError("this case is no longer there.", where=case_id)


def newer(case_id: str) -> StoreError:
    """A later version wrote it."""
    return StoreError("this case was saved by a newer version of hccdesk.", where=case_id, what_to_do="Update hccdesk.")


def damaged(case_id: str) -> StoreError:
    """A value is not what was written."""
    return StoreError(
        "what was kept of this case is damaged; the other cases are not.",
        where=case_id,
        what_to_do="Bring it back from a backup.",
    )
