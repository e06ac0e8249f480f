"""Cases kept in memory, for as long as the program runs: where no folder was given."""

from __future__ import annotations

from datetime import datetime

from hccdesk.domain.case_snapshot import CaseEntry, CaseListing, CaseSnapshot, entry_of
from hccdesk.domain.errors import StoreError


class MemoryLibrary:
    """A `domain.case_snapshot.CaseLibrary` without a disk."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[CaseEntry, CaseSnapshot]] = {}
        self._away: dict[str, tuple[CaseEntry, CaseSnapshot]] = {}

    def list(self) -> CaseListing:
        """The cases there are, the one saved last in front."""
        entries = sorted((entry for entry, _ in self._kept.values()), key=lambda entry: entry.saved_at, reverse=True)
        return CaseListing(tuple(entries))

    def save(self, case_id: str, snapshot: CaseSnapshot, saved_at: datetime) -> CaseEntry:
        """Keep the case."""
        entry = entry_of(case_id, snapshot, saved_at)
        self._kept[case_id] = entry, snapshot
        return entry

    def load(self, case_id: str) -> CaseSnapshot:
        """The case as it was kept."""
        if case_id not in self._kept:
            raise StoreError("this case is no longer there.")
        return self._kept[case_id][1]

    def forget(self, case_id: str) -> None:
        """Take it from the list."""
        self._move(case_id, self._kept, self._away)

    def put_back(self, case_id: str) -> None:
        """Put it back."""
        self._move(case_id, self._away, self._kept)

    def purge(self) -> None:
        """Forget for good what was taken from the list."""
        self._away.clear()

    @staticmethod
    def _move(
        case_id: str,
        source: dict[str, tuple[CaseEntry, CaseSnapshot]],
        to: dict[str, tuple[CaseEntry, CaseSnapshot]],
    ) -> None:
        if case_id not in source:
            raise StoreError("this case is no longer there.")
        to[case_id] = source.pop(case_id)
