"""Hand out the record of what was done."""

from __future__ import annotations

from pathlib import Path

from hccdesk.domain.audit import AuditAction, AuditEvent, AuditTrail
from hccdesk.domain.errors import StoreError
from hccdesk.domain.sentence import Sentence
from hccdesk.store.audit_export import refuse_ending, write_audit


def export_audit(trail: AuditTrail, path: Path) -> int:
    """Write every act and what checking the trail found to `path` (.csv or .jsonl); that is recorded too.

    Gives how many acts there were. Raises `StoreError` also where the file was written and recording it failed.
    """
    refuse_ending(path)
    rows, verdict = trail.audit_rows(), trail.verify_audit()
    sha256 = write_audit(path, rows, verdict)
    try:
        trail.record(AuditEvent(AuditAction.AUDIT_EXPORTED, object_sha256=sha256, detail=f"{len(rows)} rows"))
    except StoreError as error:
        raise StoreError(
            Sentence.of(
                "the audit trail was written, but that it was could not be recorded: {why}", why=error.said.unfinished
            ),
            where=path,
            what_to_do=error.advice,
        ) from error
    return len(rows)
