"""The audit trail as a file: CSV for a spreadsheet, JSON Lines for a program, each with what checking found."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from hccdesk.atomic_file import write_whole
from hccdesk.domain.audit import AuditFinding, AuditRow, AuditVerdict
from hccdesk.domain.errors import InputError, StoreError
from hccdesk.domain.sentence import Sentence
from hccdesk.store.audit_chain import COLUMNS
from hccdesk.store.csv_table import Cell, write_csv_table

FINDING = "finding"
CSV, JSON_LINES = ".csv", ".jsonl"


def write_audit(path: Path, rows: Sequence[AuditRow], verdict: AuditVerdict) -> str:
    """Write the rows and the verdict, whole or not at all; the ending of `path` says how. Gives the file's sha256.

    In CSV what was found stands beside the row it was found at; the verdict on the whole is the last line.
    In JSON Lines each line is an object: `row` for every row, then one `verdict`.
    """
    refuse_ending(path)
    try:
        if path.suffix.lower() == CSV:
            write_csv_table(path, (*COLUMNS, FINDING), _csv_lines(rows, verdict))
        else:
            write_whole(path, "".join(f"{json.dumps(line)}\n" for line in _json_lines(rows, verdict)).encode("ascii"))
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise StoreError(
            Sentence.of(
                "the audit trail cannot be written ({reason}).", reason=error.strerror or Sentence.of("disk error")
            ),
            where=path,
            what_to_do="Choose a folder that can be written to and has space.",
        ) from error


def refuse_ending(path: Path) -> None:
    """Raises `InputError` for a name that does not say how to write."""
    if path.suffix.lower() not in (CSV, JSON_LINES):
        raise InputError(
            "the audit trail is written as .csv or .jsonl.", where=path, what_to_do="Give the file one of these names."
        )


def _csv_lines(rows: Sequence[AuditRow], verdict: AuditVerdict) -> Iterator[dict[str, Cell]]:
    findings = defaultdict[int | None, list[str]](list)
    for finding in verdict.findings:
        findings[finding.sequence].append(finding.what.text)
    for row in rows:
        yield {**_cells(row), FINDING: " ".join(findings.pop(row.sequence, ())) or None}
    for sequence, said in findings.items():  # of rows that are not there any more, or of none
        yield {"sequence": sequence, FINDING: " ".join(said)}
    yield {"action": "verdict", FINDING: "whole" if verdict.is_whole else "TAMPERED WITH"}


def _json_lines(rows: Sequence[AuditRow], verdict: AuditVerdict) -> Iterator[dict[str, Any]]:
    for row in rows:
        yield {"row": {**_cells(row), "models": list(row.event.models)}}
    yield {
        "verdict": {
            "is_whole": verdict.is_whole,
            "n_rows": verdict.n_rows,
            "head_sha256": verdict.head_sha256,
            "findings": [_finding(finding) for finding in verdict.findings],
        }
    }


def _cells(row: AuditRow) -> dict[str, Cell]:
    return {
        "sequence": row.sequence,
        "at": row.at.isoformat(timespec="microseconds"),
        "ticks_ns": row.ticks_ns,
        "os_user": row.os_user,
        "computer": row.computer,
        "software_version": row.software_version,
        "action": row.event.action.value,
        "case_id": row.event.case_id,
        "object_sha256": row.event.object_sha256,
        "models": "; ".join(row.event.models),
        "reason": row.event.reason,
        "detail": row.event.detail,
        "previous_sha256": row.previous_sha256,
        "sha256": row.sha256,
    }


def _finding(finding: AuditFinding) -> dict[str, Any]:
    return {"sequence": finding.sequence, "what": finding.what.text, "is_tampering": finding.is_tampering}
