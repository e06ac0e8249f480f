"""Cases kept in memory, for as long as the program runs: where no folder was given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from hccdesk import __version__
from hccdesk.domain.audit import AuditEvent
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
from hccdesk.domain.case_snapshot import CaseEntry, CaseListing, CaseSnapshot, entry_of
from hccdesk.domain.errors import StoreError
from hccdesk.domain.progress import Progress
from hccdesk.domain.result import CaseResult
from hccdesk.ui.case_keeping.memory_trail import MemoryTrail

T = TypeVar("T")
Kept = tuple[CaseEntry, CaseSnapshot]


class MemoryLibrary(MemoryTrail):
    """A `domain.case_library.CaseLibrary` without a disk; inputs stay where they are."""

    def __init__(self) -> None:
        super().__init__()
        self._kept: dict[str, Kept] = {}
        self._away: dict[str, Kept] = {}
        self._results: dict[str, list[tuple[KeptResult, CaseResult]]] = {}
        self._reports: dict[str, list[tuple[KeptReport, bytes]]] = {}
        self._opinions: dict[str, list[BoardEntry]] = {}
        self._inputs: dict[str, dict[str, KeptInput]] = {}
        self._settings = LibrarySettings(copy_inputs=False)

    def open(self, passphrase: str | None = None) -> LibraryState:
        """It is open."""
        return LibraryState(Path())

    def close(self) -> None:
        """Nothing is held."""

    def list(self) -> CaseListing:
        """The cases there are, the one saved last in front."""
        entries = sorted((entry for entry, _ in self._kept.values()), key=lambda entry: entry.saved_at, reverse=True)
        return CaseListing(tuple(entries))

    def save(
        self, case_id: str, snapshot: CaseSnapshot, saved_at: datetime, acts: Sequence[AuditEvent] = ()
    ) -> CaseEntry:
        """Keep the case."""
        entry = entry_of(case_id, snapshot, saved_at)
        self._kept[case_id] = entry, snapshot
        self._away.pop(case_id, None)
        self._record_all(acts)
        return entry

    def load(self, case_id: str) -> CaseSnapshot:
        """The case as it was kept."""
        self._require(case_id)
        return self._kept[case_id][1]

    def forget(self, case_id: str) -> None:
        """Take it from the list."""
        _move(case_id, self._kept, self._away)

    def put_back(self, case_id: str) -> None:
        """Put it back."""
        _move(case_id, self._away, self._kept)

    def purge(self) -> None:
        """Forget for good what was taken from the list."""
        for case_id in self._away:
            for what in (self._results, self._reports, self._opinions, self._inputs):
                what.pop(case_id, None)
        self._away.clear()

    def hold(self, case_id: str) -> CaseHolder | None:
        """Nobody else is there."""
        return None

    def let_go(self, case_id: str) -> None:
        """Nobody else is there."""

    def keep_result(self, case_id: str, result: CaseResult, acts: Sequence[AuditEvent] = ()) -> KeptResult:
        """Append a result."""
        self._require(case_id)
        row = self._results.setdefault(case_id, [])
        models = tuple(f"{model.model_id} {model.version}" for model in result.provenance.models)
        kept = KeptResult(len(row) + 1, datetime.now(UTC), _sha256(result), __version__, models)
        row.append((kept, result))
        self._record_all(acts)
        return kept

    def results(self, case_id: str) -> tuple[KeptResult, ...]:
        """Every result of the case."""
        return tuple(kept for kept, _ in self._results.get(case_id, ()))

    def load_result(self, case_id: str, number: int) -> CaseResult:
        """One of them."""
        return _numbered(self._results.get(case_id, []), number)[1]

    def keep_report(self, case_id: str, pdf: bytes, facts: KeptReport, acts: Sequence[AuditEvent] = ()) -> KeptReport:
        """Append a report."""
        self._require(case_id)
        row = self._reports.setdefault(case_id, [])
        kept = replace(facts, number=len(row) + 1, sha256=sha256(pdf).hexdigest())
        row.append((kept, pdf))
        self._record_all(acts)
        return kept

    def reports(self, case_id: str) -> tuple[KeptReport, ...]:
        """Every report of the case."""
        return tuple(kept for kept, _ in self._reports.get(case_id, ()))

    def load_report(self, case_id: str, number: int) -> bytes:
        """The bytes of one."""
        return _numbered(self._reports.get(case_id, []), number)[1]

    def keep_opinion(self, case_id: str, entry: BoardEntry, acts: Sequence[AuditEvent] = ()) -> None:
        """Append a line of the board's record."""
        self._require(case_id)
        self._opinions.setdefault(case_id, []).append(entry)
        self._record_all(acts)

    def opinions(self, case_id: str) -> tuple[BoardEntry, ...]:
        """The board's record of the case."""
        return tuple(self._opinions.get(case_id, ()))

    def keep_inputs(
        self, case_id: str, found: Sequence[InputFiles], progress: Progress, copies: bool | None = None
    ) -> tuple[KeptInput, ...]:
        """Note where they are."""
        self._require(case_id)
        row = self._inputs.setdefault(case_id, {})
        for one in found:
            size = sum(path.stat().st_size for path in one.files)
            row[one.role] = KeptInput(
                one.role, one.root, None, one.sha256, len(one.files), size, one.uids, datetime.now(UTC)
            )
        return self.inputs(case_id)

    def inputs(self, case_id: str) -> tuple[KeptInput, ...]:
        """The inputs of the case."""
        return tuple(self._inputs.get(case_id, {}).values())

    def settings(self) -> LibrarySettings:
        """What was chosen."""
        return self._settings

    def keep_settings(self, settings: LibrarySettings) -> None:
        """Choose; nothing is ever copied into memory."""
        self._settings = settings

    def set_passphrase(self, passphrase: str | None, current: str | None = None) -> LibraryState:
        """Refused: what is never written needs no cipher."""
        raise StoreError("this library is in memory only and cannot be encrypted.")

    def back_up(self) -> Path:
        """Refused: there is nothing on a disk."""
        raise StoreError("this library is in memory only and has no backup.")

    def back_up_if_due(self) -> LibraryState | None:
        """None is."""
        return None

    def _require(self, case_id: str) -> None:
        if case_id not in self._kept:
            raise StoreError("this case is no longer there.")


def _move(case_id: str, source: dict[str, Kept], to: dict[str, Kept]) -> None:
    if case_id not in source:
        raise StoreError("this case is no longer there.")
    to[case_id] = source.pop(case_id)


def _numbered(row: list[T], number: int) -> T:
    if not 1 <= number <= len(row):
        raise StoreError("this is no longer in the library.")
    return row[number - 1]


def _sha256(result: CaseResult) -> str:
    return sha256(repr(result).encode()).hexdigest()
