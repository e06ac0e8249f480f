"""An open library: its connections, who else may use it, and what follows each act."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import apsw

from hccdesk.domain.audit import AuditAction, AuditEvent
from hccdesk.domain.case_library import KeptInput, LibraryState
from hccdesk.domain.case_snapshot import CaseEntry, CaseSnapshot
from hccdesk.domain.errors import StoreError
from hccdesk.store import audit_chain, library_cases, library_inputs, library_records, objects
from hccdesk.store.audit_head import AuditHeads
from hccdesk.store.backups import back_up, last_backup
from hccdesk.store.case_holds import CaseHolds
from hccdesk.store.database import Database
from hccdesk.store.library_faults import LibraryUnreachableError, read_only
from hccdesk.store.library_lock import LibraryLock
from hccdesk.store.library_opening import Opening, find_library
from hccdesk.store.library_places import Places
from hccdesk.store.library_settling import back_up_if_due, settle
from hccdesk.store.sealed import DamagedError
from hccdesk.store.written_objects import EncodedArrays, WrittenObjects


class LibraryCore:
    """One thread at a time; `site_folder` has the key that signs the end of the audit trail."""

    def __init__(self, folder: Path, site_folder: Path) -> None:
        self._places = Places(folder)
        self._heads, self._holds = AuditHeads(site_folder, folder), CaseHolds(folder)
        self._encoded = EncodedArrays()
        self._opening: Opening | None = None
        self._database: Database | None = None
        self._is_settled = False
        self._lock = threading.RLock()

    def open(self, passphrase: str | None = None) -> LibraryState:
        """Make, migrate, check, back up or restore, as it needs."""
        with self._lock:
            self.close()
            self._opening = find_library(self._places.folder, passphrase)
            try:
                settle(self._opening, self._connected(), self._heads, self._keep_old)
                if self._opening.lock is not None:
                    self._opening.lock.share()
                self._is_settled = True
            except BaseException:
                self.close()
                raise
            return self._state()

    def close(self) -> None:
        """Let go of the file and of the cases that are held here; it can be opened again."""
        with self._lock:
            self._holds.let_go_all()
            with suppress(StoreError):  # a disk that is gone, or full: the next start of the day will do
                self._back_up_if_due()
            self._drop()
            self._is_settled = False
            if self._opening is not None:
                self._opening.end()
                self._opening = None

    def save(
        self, case_id: str, snapshot: CaseSnapshot, saved_at: datetime, acts: Sequence[AuditEvent] = ()
    ) -> CaseEntry:
        """Keep the case in the place of an earlier state."""
        raise NotImplementedError

    @contextmanager
    def _using(self, writing: str | None = None) -> Iterator[Database]:
        """The database; `writing` names the case that is written to, or is empty for what is of no case."""
        with self._lock:
            database = self._connected()
            if writing is not None:
                self._refuse_writing(writing)
            try:
                yield database
            except LibraryUnreachableError:
                self._drop()  # a share that comes back needs new connections
                raise

    def _connected(self) -> Database:
        if self._opening is None or self._opening.access is None:
            raise StoreError("the library is not open.", where=self._places.folder)
        if self._database is None:
            self._database = Database(self._opening.access)
            if self._is_settled and self._opening.lock is not None:  # the share is back, its locks are not
                self._opening.lock.release()
                self._opening.lock = LibraryLock(self._places.lock)
                self._opening.lock.share()
        return self._database

    def _drop(self) -> None:
        if self._database is not None:
            self._database.close()
            self._database = None

    def _refuse_writing(self, case_id: str) -> None:
        if self._opening is not None and self._opening.read_only is not None:
            raise read_only(self._places.folder)
        if case_id:
            library_cases.check_case_id(case_id)
            self._holds.refuse_others(case_id)

    def _begun_anew(self) -> Opening:
        """What is to be told and recorded from now on."""
        assert self._opening is not None
        self._opening.notices, self._opening.events = [], []
        return self._opening

    def _state(self) -> LibraryState:
        assert self._opening is not None
        return LibraryState(
            self._places.folder,
            self._opening.read_only,
            self._opening.key is not None,
            tuple(self._opening.notices),
            last_backup(self._places.backups),
            self._opening.backup_is_due,
        )

    def _objects(self, connection: apsw.Connection) -> WrittenObjects:
        return WrittenObjects(self._encoded, lambda sha256: objects.is_there(connection, sha256))

    def _append(
        self, connection: apsw.Connection, acts: Sequence[AuditEvent], case_id: str | None, sha256: str | None
    ) -> None:
        """Record acts, each with the case and the object that it led to where it does not tell them itself."""
        for act in acts:
            audit_chain.append(
                connection,
                replace(act, case_id=act.case_id or case_id, object_sha256=act.object_sha256 or sha256),
            )

    def _sign(self, database: Database) -> None:
        with database.reading() as connection:
            self._heads.sign(connection)

    def _set_removed(self, case_id: str, act: AuditEvent, *, removed: bool) -> None:
        with self._using(writing=case_id) as database:
            with database.transaction() as connection:
                library_cases.set_removed(connection, case_id, removed=removed)
                self._append(connection, (act,), case_id, None)
            self._sign(database)

    def _read_back(self, database: Database, check: Callable[[apsw.Connection], None]) -> None:
        """Raises `StoreError` where the other connection reads something else than was written."""
        try:
            with database.reading_back() as connection:
                check(connection)
        except (DamagedError, KeyError, TypeError) as error:
            raise not_read_back(self._places.folder) from error

    def _check_record(self, database: Database, case_id: str, table: str, number: int) -> None:
        self._read_back(database, lambda back: library_records.check_back(back, case_id, table, number))
        self._sign(database)

    def _inputs(self, database: Database, case_id: str) -> tuple[KeptInput, ...]:
        with database.reading() as connection:
            return library_inputs.of_case(connection, self._places.folder, case_id)

    def _back_up_if_due(self) -> bool:
        if self._opening is None or not (self._is_settled and self._opening.backup_is_due):
            return False
        return back_up_if_due(self._opening, self._connected(), self._heads)

    def _back_up(self, database: Database) -> Path:
        assert self._opening is not None
        with database.reading() as connection:
            return back_up(connection, self._opening.key, self._places.backups, datetime.now(UTC).date())

    def _keep_old(self, case_id: str, snapshot: CaseSnapshot, entry: CaseEntry) -> None:
        """Keep a case of an earlier release, unless it is there already; what is read back must be the same."""
        with self._using() as database, database.reading() as connection:
            there = {row.case_id: row for row in library_cases.rows(connection)[0]}
            if case_id in there and _moment(there[case_id].entry.saved_at) >= _moment(entry.saved_at):
                return
        act = AuditEvent(AuditAction.CASE_IMPORTED, detail="earlier release")
        self.save(case_id, snapshot, entry.saved_at, (act,))
        with self._using() as database, database.reading() as connection:
            row = library_cases.row_of(connection, case_id)
            back = library_cases.read_snapshot(connection, row)
            again = library_cases.written_case(case_id, back, entry.saved_at, self._objects(connection))
        if (again.snapshot_sha256, row.entry) != (row.snapshot, entry):
            raise not_read_back(self._places.folder)


def not_read_back(folder: Path) -> StoreError:
    """The disk does not keep what it is given."""
    return StoreError(
        "this could not be saved: the disk gave back something else than was written.",
        where=folder,
        what_to_do="Save a copy of the case elsewhere, and have the disk checked.",
    )


def _moment(time: datetime) -> datetime:
    return time if time.tzinfo else time.astimezone()
