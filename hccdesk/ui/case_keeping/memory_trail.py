"""Acts recorded in memory, in the same chain as on a disk."""

from __future__ import annotations

import getpass
import platform
from collections.abc import Sequence
from dataclasses import astuple, replace
from datetime import UTC, datetime
from hashlib import sha256

from hccdesk import __version__
from hccdesk.domain.audit import AuditEvent, AuditFinding, AuditRow, AuditVerdict
from hccdesk.domain.sentence import Sentence

FIRST = "0" * 64


class MemoryTrail:
    """A `domain.audit.AuditTrail` without a disk."""

    def __init__(self) -> None:
        self._rows: list[AuditRow] = []

    def record(self, event: AuditEvent) -> None:
        """Keep an act."""
        previous = self._rows[-1].sha256 if self._rows else FIRST
        row = AuditRow(
            len(self._rows) + 1, datetime.now(UTC), _user(), platform.node(), __version__, event, previous, ""
        )
        self._rows.append(replace(row, sha256=_digest(row)))

    def audit_rows(self, case_id: str | None = None) -> tuple[AuditRow, ...]:
        """Every act, or those of one case."""
        return tuple(row for row in self._rows if case_id in (None, row.event.case_id))

    def verify_audit(self) -> AuditVerdict:
        """Check the chain."""
        findings, previous = [], FIRST
        for place, row in enumerate(self._rows, start=1):
            if (row.sequence, row.previous_sha256, row.sha256) != (place, previous, _digest(row)):
                what = Sentence.of("row {sequence} of the audit trail was changed", sequence=row.sequence)
                findings.append(AuditFinding(row.sequence, what, is_tampering=True))
            previous = row.sha256
        return AuditVerdict(len(self._rows), self._rows[-1].sha256 if self._rows else None, tuple(findings))

    def _record_all(self, acts: Sequence[AuditEvent]) -> None:
        for act in acts:
            self.record(act)


def _digest(row: AuditRow) -> str:
    return sha256(repr(astuple(replace(row, sha256=""))).encode()).hexdigest()


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account without a name, as in some containers
        return ""
