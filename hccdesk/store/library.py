"""The library of cases in one SQLite file; see docs/adr/0008-the-library.md."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from hccdesk.domain.audit import BOARD_ACTS, AuditAction, AuditEvent, AuditRow, AuditVerdict
from hccdesk.domain.board_opinion import BoardEntry
from hccdesk.domain.case_library import (
    CaseHolder,
    InputFiles,
    KeptInput,
    KeptReport,
    KeptResult,
    LibrarySettings,
    LibraryState,
)
from hccdesk.domain.case_snapshot import CaseEntry, CaseListing, CaseSnapshot
from hccdesk.domain.progress import Progress
from hccdesk.domain.result import CaseResult
from hccdesk.store import audit_chain, audit_verdict, library_cases, library_inputs, library_records, library_rekeying
from hccdesk.store import library_settings as kept_settings
from hccdesk.store.brought_over import faults
from hccdesk.store.input_copies import remove_copies, sweep
from hccdesk.store.library_core import LibraryCore
from hccdesk.store.library_opening import Opening


class SqliteLibrary(LibraryCore):
    """A `domain.case_library.CaseLibrary`. Whatever it says is kept was read back over a second connection."""

    def list(self) -> CaseListing:
        """The cases there are, the one saved last in front; what cannot be read is told beside them."""
        with self._using() as database, database.reading() as connection:
            rows, damaged = library_cases.rows(connection)
        entries = tuple(row.entry for row in rows if not row.is_removed)
        return CaseListing(entries, (*damaged, *faults(self._places.folder)))

    def save(
        self, case_id: str, snapshot: CaseSnapshot, saved_at: datetime, acts: Sequence[AuditEvent] = ()
    ) -> CaseEntry:
        """Keep the case in the place of an earlier state; it was read back when this returns."""
        library_cases.check_case_id(case_id)
        with self._using(writing=case_id) as database:
            with database.reading() as connection:
                snapshot = library_inputs.with_originals(snapshot, connection, self._places.folder)
                written = library_cases.written_case(case_id, snapshot, saved_at, self._objects(connection))
            with database.transaction() as connection:
                sequence, new = library_cases.write(connection, written)
                told = acts or (AuditEvent(AuditAction.CASE_SAVED),)
                self._append(connection, told, case_id, written.snapshot_sha256)
            self._read_back(database, lambda back: library_cases.check_back(back, written, sequence, new))
            self._sign(database)
            return written.entry

    def load(self, case_id: str) -> CaseSnapshot:
        """The case as it was kept, its inputs where they are now."""
        with self._using() as database, database.reading() as connection:
            row = library_cases.row_of(connection, case_id)
            if row.is_removed:
                raise library_cases.gone(case_id)
            snapshot = library_cases.read_snapshot(connection, row)
            inputs = library_inputs.of_case(connection, self._places.folder, case_id)
        return library_inputs.with_copies(snapshot, inputs)

    def forget(self, case_id: str) -> None:
        """Take the case from the list."""
        self._set_removed(case_id, AuditEvent(AuditAction.CASE_REMOVED), removed=True)

    def put_back(self, case_id: str) -> None:
        """Put it back."""
        self._set_removed(case_id, AuditEvent(AuditAction.CASE_PUT_BACK), removed=False)

    def purge(self) -> None:
        """Delete for good what was taken from the list, with its copied inputs."""
        with self._using(writing="") as database:
            with database.transaction() as connection:
                purged = library_cases.purge(connection)
                for case_id in purged:
                    self._append(connection, (AuditEvent(AuditAction.CASE_PURGED),), case_id, None)
            self._sign(database)
            for case_id in purged:
                remove_copies(self._places.inputs / case_id)
            sweep(self._places.inputs)

    def hold(self, case_id: str) -> CaseHolder | None:
        """Take the case for this window; gives who has it where somebody else does."""
        with self._lock:
            if self._opening is not None and self._opening.read_only is not None:
                return None  # nothing can be saved over what anybody does
            return self._holds.hold(case_id)

    def let_go(self, case_id: str) -> None:
        """Others may have the case."""
        with self._lock:
            self._holds.let_go(case_id)

    def keep_result(self, case_id: str, result: CaseResult, acts: Sequence[AuditEvent] = ()) -> KeptResult:
        """Append a result."""
        with self._using(writing=case_id) as database:
            with database.reading() as connection:
                written = library_records.written_result(result, self._objects(connection))
            with database.transaction() as connection:
                kept = library_records.append_result(connection, case_id, written)
                told = acts or (AuditEvent(AuditAction.ANALYSED, models=kept.models),)
                self._append(connection, told, case_id, kept.sha256)
            self._check_record(database, case_id, library_records.RESULTS, kept.number)
            return kept

    def results(self, case_id: str) -> tuple[KeptResult, ...]:
        """Every result of the case, the oldest first."""
        with self._using() as database, database.reading() as connection:
            return library_records.results(connection, case_id)

    def load_result(self, case_id: str, number: int) -> CaseResult:
        """One of them, equal to what was kept."""
        with self._using() as database, database.reading() as connection:
            return library_records.result(connection, case_id, number)

    def keep_report(self, case_id: str, pdf: bytes, facts: KeptReport, acts: Sequence[AuditEvent] = ()) -> KeptReport:
        """Append a report."""
        with self._using(writing=case_id) as database:
            with database.transaction() as connection:
                kept = library_records.append_report(connection, case_id, pdf, facts)
                told = acts or (AuditEvent(AuditAction.REPORT_WRITTEN),)
                self._append(connection, told, case_id, kept.sha256)
            self._check_record(database, case_id, library_records.REPORTS, kept.number)
            return kept

    def reports(self, case_id: str) -> tuple[KeptReport, ...]:
        """Every report of the case, the oldest first."""
        with self._using() as database, database.reading() as connection:
            return library_records.reports(connection, case_id)

    def load_report(self, case_id: str, number: int) -> bytes:
        """The bytes of one."""
        with self._using() as database, database.reading() as connection:
            return library_records.report(connection, case_id, number)

    def keep_opinion(self, case_id: str, entry: BoardEntry, acts: Sequence[AuditEvent] = ()) -> None:
        """Append a line of the board's record."""
        with self._using(writing=case_id) as database:
            with database.transaction() as connection:
                number, sha256 = library_records.append_opinion(connection, case_id, entry)
                told = acts or (AuditEvent(BOARD_ACTS[type(entry)]),)
                self._append(connection, told, case_id, sha256)
            self._check_record(database, case_id, library_records.OPINIONS, number)

    def opinions(self, case_id: str) -> tuple[BoardEntry, ...]:
        """The board's record of the case, the oldest line first."""
        with self._using() as database, database.reading() as connection:
            return library_records.opinions(connection, case_id)

    def keep_inputs(
        self, case_id: str, found: Sequence[InputFiles], progress: Progress, copies: bool | None = None
    ) -> tuple[KeptInput, ...]:
        """Copy inputs into the library, or reference them, in the place of earlier ones of the same role."""
        if copies is None:
            copies = self.settings().copy_inputs
        with self._using(writing=case_id) as database:
            with database.reading() as connection:
                library_cases.row_of(connection, case_id)
            folder = self._places.inputs / case_id
            kept, refusal = library_inputs.copy_all(found, folder if copies else None, progress)
            with database.transaction() as connection:
                library_inputs.put(connection, self._places.folder, case_id, kept)
                for one in kept:
                    event = AuditEvent(
                        AuditAction.INPUT_KEPT, detail=one.role if one.kept else f"{one.role} referenced"
                    )
                    self._append(connection, (event,), case_id, one.sha256)
            self._sign(database)
            library_inputs.drop_former(kept, folder)
            if refusal is not None:
                raise refusal
            return self._inputs(database, case_id)

    def inputs(self, case_id: str) -> tuple[KeptInput, ...]:
        """The inputs of the case."""
        with self._using() as database:
            return self._inputs(database, case_id)

    def settings(self) -> LibrarySettings:
        """What was chosen; what it is without a choice where that is damaged, as was told on opening."""
        with self._using() as database, database.reading() as connection:
            return kept_settings.read(connection) or LibrarySettings()

    def keep_settings(self, settings: LibrarySettings) -> None:
        """Choose."""
        with self._using(writing="") as database:
            with database.transaction() as connection:
                sha256 = kept_settings.write(connection, settings)
                self._append(connection, (AuditEvent(AuditAction.SETTINGS_CHANGED),), None, sha256)
            self._read_back(database, lambda back: kept_settings.check_back(back, settings))
            self._sign(database)

    def set_passphrase(self, passphrase: str | None, current: str | None = None) -> LibraryState:
        """Encrypt the library, change its passphrase, or (None) decrypt it; the backups follow."""
        with self._using(writing="") as database:
            library_rekeying.refuse_others(self._opening, current)
            opening = self._begun_anew()
            try:
                library_rekeying.prepare(opening, database, passphrase)
                self._drop()
                self._is_settled = False
                library_rekeying.exchange(opening)
                self._follow_rekeying(opening)
            finally:
                self._is_settled = True
                if opening.lock is not None:
                    opening.lock.share()
            return self._state()

    def back_up(self) -> Path:
        """A verified backup, now."""
        with self._using(writing="") as database:
            return self._back_up(database)

    def back_up_if_due(self) -> LibraryState | None:
        """The backup of the day where `open` left it for later; how the library is then, None where none was due."""
        with self._using():
            return self._state() if self._back_up_if_due() else None

    def record(self, event: AuditEvent) -> None:
        """Keep an act that changes nothing else."""
        with self._using(writing="") as database:
            with database.transaction() as connection:
                audit_chain.append(connection, event)
            self._sign(database)

    def audit_rows(self, case_id: str | None = None) -> tuple[AuditRow, ...]:
        """Every act, or those of one case, in their order."""
        with self._using() as database, database.reading() as connection:
            return audit_chain.rows(connection, case_id)

    def verify_audit(self) -> AuditVerdict:
        """Check the whole chain, and its last row against what this workstation signed."""
        with self._using() as database, database.reading() as connection:
            return audit_verdict.verify(connection, self._heads.found(connection))

    def _follow_rekeying(self, opening: Opening) -> None:
        """The backups get the new key, the act is recorded, and a backup with the act in it is made."""
        database = self._connected()
        library_rekeying.carry_backups(opening)
        with database.transaction() as connection:
            for event in opening.events:
                audit_chain.append(connection, event)
        self._sign(database)
        self._back_up(database)
        library_rekeying.end(opening)
