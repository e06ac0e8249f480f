"""Objects that wait for a PACS, in a folder of their own beside the library: a small database, and their copies."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import apsw

from hccdesk.domain.delivery import ChartObject, DeliveryState, QueuedDelivery
from hccdesk.domain.errors import StoreError
from hccdesk.domain.sentence import Sentence
from hccdesk.private_files import private_folder, write_private
from hccdesk.store.database import Access, Database, connect
from hccdesk.store.delivery_claims import is_due, is_free
from hccdesk.store.delivery_copies import keep_copy, sweep
from hccdesk.store.delivery_rows import (
    APPLICATION_ID,
    CLAIM,
    COLUMNS,
    LAYOUT,
    TABLES,
    delivery_of,
    kept,
    kept_process,
)
from hccdesk.store.disk_kind import is_local
from hccdesk.store.library_faults import told
from hccdesk.store.running_process import this_process

FOLDER, FILE, COPIES = "deliveries", "deliveries.sqlite", "objects"
_ON_THE_WAY = (DeliveryState.WAITING.value, DeliveryState.SENT.value)
_AT_THE_END = (DeliveryState.DELIVERED.value, DeliveryState.FAILED.value)


@dataclass(frozen=True, slots=True)
class Claim:
    """An entry that this process alone works on, until `Deliveries.settle`."""

    entry: QueuedDelivery
    token: str


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a try."""

    state: DeliveryState
    attempts: int
    fault: Sentence | None = None
    note: Sentence | None = None
    next_try_at: datetime | None = None
    delivered_at: datetime | None = None


class Deliveries:
    """The entries in `library`/deliveries. Nothing is made there before something is added."""

    def __init__(self, library: Path) -> None:
        self._folder = library / FOLDER
        self._path, self._copies = self._folder / FILE, self._folder / COPIES

    def add(
        self, node: str, things: Sequence[ChartObject], case_id: str | None, at: datetime
    ) -> tuple[QueuedDelivery, ...]:
        """Keep copies of these, all or none.

        What is on its way to that PACS already is not added again; what failed there for good makes room.
        """
        self._make()
        waiting = {entry.thing.path.name for entry in self.entries() if entry.state is not DeliveryState.DELIVERED}
        with told(self._folder):
            sweep(self._copies, waiting)
        for thing in things:
            self._forget_failed(node, thing, at)
        before, numbers = {entry.number for entry in self.entries()}, list[int]()
        try:
            for thing in things:
                numbers.append(self._known(node, thing) or self._add(node, thing, case_id, at))
        except BaseException:  # part of a report must not arrive without the rest
            for number in set(numbers) - before:
                self.forget(number, at)
            raise
        by_number = {entry.number: entry for entry in self.entries()}
        return tuple(by_number[number] for number in numbers)

    def entries(self) -> tuple[QueuedDelivery, ...]:
        """Everything, the oldest first."""
        if not self._path.exists():
            return ()
        with self._open() as database, database.reading() as connection:
            rows = connection.execute(f"SELECT {COLUMNS} FROM deliveries ORDER BY number").fetchall()  # noqa: S608
        return tuple(delivery_of(row, self._copies) for row in rows)

    def claim(
        self, at: datetime, *, all_now: bool, but: Collection[int], only: Collection[int] | None = None
    ) -> Claim | None:
        """Take the next entry that is due for this process alone; None where none is.

        `all_now`: any that is not delivered; `only`: any of these that is not.
        """
        if not self._path.exists():
            return None
        moment = _column(at)
        with self._open() as database, database.transaction() as connection:
            query = f"SELECT {COLUMNS}, {CLAIM} FROM deliveries WHERE state != ? ORDER BY number"  # noqa: S608
            for row in connection.execute(query, (DeliveryState.DELIVERED.value,)).fetchall():
                entry = delivery_of(row[:-3], self._copies)
                wanted = (all_now or is_due(entry, at)) if only is None else entry.number in only
                if entry.number in but or not wanted or not is_free(row[-3:], at):
                    continue
                token = secrets.token_hex(16)
                connection.execute(
                    "UPDATE deliveries SET claim = ?, claimed_at = ?, claimed_by = ? WHERE number = ?",
                    (token, moment, kept_process(this_process()), entry.number),
                )
                return Claim(entry, token)
        return None

    def content(self, claim: Claim) -> bytes:
        """The copy of a claimed entry. Raises `StoreError` where it is not what was queued."""
        thing = claim.entry.thing
        with told(self._folder), suppress(FileNotFoundError):
            found = thing.path.read_bytes()
            if hashlib.sha256(found).hexdigest() == thing.sha256:
                return found
        raise StoreError(
            "the copy that waits for the PACS is gone or was altered, so it is not sent.",
            what_to_do="Take it from the list, and make the objects again.",
        )

    def mark_sent(self, claim: Claim) -> None:
        """The PACS said that it took it; what is missing is that it is found there."""
        self._update(claim, "state = ?", (DeliveryState.SENT.value,))

    def settle(self, claim: Claim, settled: Settled) -> QueuedDelivery:
        """Write down what became of it, and let go of it; the copy of a delivered one is deleted."""
        values = (
            settled.state.value,
            settled.attempts,
            kept(settled.fault),
            kept(settled.note),
            _column(settled.next_try_at),
            _column(settled.delivered_at),
        )
        columns = "state = ?, attempts = ?, fault = ?, note = ?, next_try_at = ?, delivered_at = ?, is_told = 0"
        self._update(claim, f"{columns}, claim = NULL, claimed_at = NULL, claimed_by = NULL", values)
        if settled.state is DeliveryState.DELIVERED:
            claim.entry.thing.path.unlink(missing_ok=True)
        return next(entry for entry in self.entries() if entry.number == claim.entry.number)

    def untold(self) -> tuple[QueuedDelivery, ...]:
        """What arrived or failed for good and was not told yet, e.g. as somebody stopped before the end of a run."""
        if not self._path.exists():
            return ()
        query = f"SELECT {COLUMNS} FROM deliveries WHERE is_told = 0 AND state IN (?, ?) ORDER BY number"  # noqa: S608
        with self._open() as database, database.reading() as connection:
            rows = connection.execute(query, _AT_THE_END).fetchall()
        return tuple(delivery_of(row, self._copies) for row in rows)

    def mark_told(self, entries: Sequence[QueuedDelivery]) -> None:
        """They are told from now on."""
        if not entries:
            return
        with self._open() as database, database.transaction() as connection:
            connection.executemany(
                "UPDATE deliveries SET is_told = 1 WHERE number = ? AND state = ?",
                [(entry.number, entry.state.value) for entry in entries],
            )

    def let_go(self, claim: Claim) -> None:
        """Others may take it, as it is."""
        self._update(claim, "claim = NULL, claimed_at = NULL, claimed_by = NULL", ())

    def forget(self, number: int, at: datetime) -> None:
        """Take an entry and its copy away. Raises `StoreError` while somebody works on it."""
        if not self._path.exists():
            return
        with self._open() as database, database.transaction() as connection:
            query = f"SELECT {CLAIM}, copy FROM deliveries WHERE number = ?"  # noqa: S608
            row = connection.execute(query, (number,)).fetchone()
            if row is None:
                return
            if not is_free(row[:3], at):
                raise StoreError("this object is being sent just now.", what_to_do="Wait until it was tried.")
            connection.execute("DELETE FROM deliveries WHERE number = ?", (number,))
        with told(self._folder):
            (self._copies / row[3]).unlink(missing_ok=True)

    def _forget_failed(self, node: str, thing: ChartObject, at: datetime) -> None:
        for entry in self.entries():
            same = entry.node == node and entry.thing.sop_instance_uid == thing.sop_instance_uid
            if same and entry.thing.sha256 == thing.sha256 and entry.state is DeliveryState.FAILED:
                with suppress(StoreError):  # it is being tried by hand just now
                    self.forget(entry.number, at)

    def _known(self, node: str, thing: ChartObject) -> int | None:
        with self._open() as database, database.reading() as connection:
            return _number_of(connection, node, thing)

    def _add(self, node: str, thing: ChartObject, case_id: str | None, at: datetime) -> int:
        with told(self._folder):
            name = keep_copy(self._copies, thing)
        row = (
            *(case_id, node, thing.kind.value, thing.sha256, thing.sop_class_uid, thing.sop_instance_uid),
            *(thing.series_instance_uid, thing.study_instance_uid, name, DeliveryState.WAITING.value, _column(at)),
        )
        with self._open() as database, database.transaction() as connection:
            if (known := _number_of(connection, node, thing)) is not None:  # another window was quicker
                (self._copies / name).unlink()
                return known
            connection.execute(
                "INSERT INTO deliveries (case_id, node, kind, sha256, sop_class_uid, sop_instance_uid, "
                "series_instance_uid, study_instance_uid, copy, state, queued_at) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                row,
            )
            return int(connection.last_insert_rowid())

    def _update(self, claim: Claim, columns: str, values: tuple[object, ...]) -> None:
        with self._open() as database, database.transaction() as connection:
            connection.execute(
                f"UPDATE deliveries SET {columns} WHERE number = ? AND claim = ?",  # noqa: S608 - columns of our own
                (*values, claim.entry.number, claim.token),
            )

    def _make(self) -> None:
        with told(self._folder):
            private_folder(self._folder)
            private_folder(self._copies)
            if self._path.exists():
                return
            with suppress(FileExistsError):  # whose size of nothing is a database of nothing
                write_private(self._path, b"")
            with closing(connect(self._access(), create=True)) as connection, connection:
                connection.execute(TABLES)
                connection.pragma("application_id", APPLICATION_ID)
                connection.pragma("user_version", LAYOUT)

    @contextmanager
    def _open(self) -> Iterator[Database]:
        database = Database(self._access())
        try:
            with database.reading() as connection:
                _refuse_other(connection, self._path)
            yield database
        finally:
            database.close()

    def _access(self) -> Access:
        return Access(self._path, wal=is_local(self._folder))


def _number_of(connection: apsw.Connection, node: str, thing: ChartObject) -> int | None:
    """The entry with which an object is on its way to a PACS."""
    query = "SELECT number FROM deliveries WHERE node = ? AND sop_instance_uid = ? AND sha256 = ? AND state IN (?, ?)"
    row = connection.execute(query, (node, thing.sop_instance_uid, thing.sha256, *_ON_THE_WAY)).fetchone()
    return None if row is None else int(row[0])


def _refuse_other(connection: apsw.Connection, path: Path) -> None:
    if (connection.pragma("application_id"), connection.pragma("user_version")) != (APPLICATION_ID, LAYOUT):
        raise StoreError(
            "the list of deliveries is of a later version of hccdesk, or no such list.",
            where=path,
            what_to_do="Start the newer version, or move the file away.",
        )


def _column(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).isoformat()
