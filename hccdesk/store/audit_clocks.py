"""Clocks that went back, as the rows of the audit trail tell them: honest rows all the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from hccdesk.domain.audit import AuditFinding
from hccdesk.domain.sentence import Sentence
from hccdesk.store.audit_chain import RawRow, moment_of

NEGLIGIBLE = timedelta(seconds=2)
"""Between two computers: less is what clocks that are set over a network differ by."""

CORRECTED = timedelta(seconds=60)
"""Between a clock and the count since the computer's start: less is a clock being corrected."""


@dataclass(frozen=True, slots=True)
class _Reading:
    sequence: int
    computer: str
    at: datetime
    ticks: timedelta


class Clocks:
    """Looks at the rows one by one, in their order."""

    def __init__(self) -> None:
        self._latest: dict[str, _Reading] = {}
        self._last: _Reading | None = None
        self._differing: dict[tuple[str, str], tuple[timedelta, AuditFinding]] = {}
        self._found: list[AuditFinding] = []

    def look_at(self, row: RawRow) -> None:
        """One more row; one whose time cannot be read says nothing."""
        reading = _reading(row)
        if reading is None:
            return
        before = self._latest.get(reading.computer)
        if before and _went_back(before, reading):
            self._found.append(_moved_back(before, reading))
        elif self._last and self._last.computer != reading.computer:
            self._compare(self._last, reading)
        self._latest[reading.computer] = self._last = reading

    @property
    def findings(self) -> tuple[AuditFinding, ...]:
        """Every clock that was moved back, and one finding for two computers whose clocks differ."""
        return (*self._found, *(finding for _, finding in self._differing.values()))

    def _compare(self, before: _Reading, after: _Reading) -> None:
        behind = before.at - after.at
        pair = (before.computer, after.computer)
        if behind > max(NEGLIGIBLE, self._differing.get(pair, (NEGLIGIBLE,))[0]):
            self._differing[pair] = behind, _differ(before, after, behind)


def _reading(row: RawRow) -> _Reading | None:
    at = moment_of(row["at"])
    if at is None or not isinstance(row["ticks_ns"], int):
        return None
    return _Reading(row["sequence"], str(row["computer"]), at, timedelta(microseconds=row["ticks_ns"] // 1000))


def _went_back(before: _Reading, after: _Reading) -> bool:
    """Even a clock that shows a later time was moved back where less time passed by it than by the count since start.

    A count that began anew between the two is smaller than what passed, so a restart never looks like it.
    """
    passed = after.at - before.at
    return passed < timedelta(0) or passed < after.ticks - before.ticks - CORRECTED


def _moved_back(before: _Reading, after: _Reading) -> AuditFinding:
    said = Sentence.of(
        "The clock of {computer} was moved back between rows {first} ({earlier}) and {second} ({later}).",
        computer=after.computer,
        first=before.sequence,
        earlier=f"{before.at:%Y-%m-%d %H:%M:%S} UTC",
        second=after.sequence,
        later=f"{after.at:%Y-%m-%d %H:%M:%S} UTC",
    )
    return AuditFinding(after.sequence, said, is_tampering=False)


def _differ(before: _Reading, after: _Reading, behind: timedelta) -> AuditFinding:
    said = Sentence.of(
        "The clock of {behind} is {seconds:.0f} s or more behind that of {ahead} (rows {first} and {second}).",
        behind=after.computer,
        seconds=behind.total_seconds(),
        ahead=before.computer,
        first=before.sequence,
        second=after.sequence,
    )
    return AuditFinding(after.sequence, said, is_tampering=False)
