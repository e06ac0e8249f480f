"""Write what a check of the installation found, to be filed: as text, as JSON or as a PDF."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hccdesk.atomic_file import write_whole
from hccdesk.domain.errors import InputError, StoreError
from hccdesk.domain.selftest import SelftestReport
from hccdesk.domain.sentence import Sentence
from hccdesk.report.pdf import pdf_bytes
from hccdesk.report.selftest_report import outline
from hccdesk.report.selftest_text import text_lines

FORMAT_VERSION = 1
SUFFIXES = (".txt", ".json", ".pdf")


def write_selftest(report: SelftestReport, path: Path, language: str) -> Path:
    """The summary at `path`, whole or not at all; its suffix says how."""
    refuse_other_suffix(path)
    try:
        write_whole(path, _content(report, path.suffix.lower(), language))
    except OSError as error:
        raise StoreError(
            Sentence.of(
                "the summary cannot be written ({reason}).", reason=error.strerror or Sentence.of("disk error")
            ),
            where=path,
            what_to_do="Choose another folder.",
        ) from error
    return path


def refuse_other_suffix(path: Path) -> None:
    """Raises `InputError` for a file that is neither text, nor JSON, nor PDF: before the check, not after it."""
    if path.suffix.lower() not in SUFFIXES:
        raise InputError(
            "the summary is written as .txt, .json or .pdf.", where=path, what_to_do="Give the file one of these."
        )


def _content(report: SelftestReport, suffix: str, language: str) -> bytes:
    if suffix == ".pdf":
        return pdf_bytes(outline(report, language))
    if suffix == ".json":
        return (json.dumps(_document(report), indent=1, ensure_ascii=False) + "\n").encode("utf-8")
    return ("\n".join(text_lines(report, language, whole=True)) + "\n").encode("utf-8")


def _document(report: SelftestReport) -> dict[str, Any]:
    machine = report.machine
    return {
        "format_version": FORMAT_VERSION,
        "program": "hccdesk",
        "version": report.software_version,
        "at": report.at.isoformat(timespec="seconds"),
        "seconds": round(report.seconds, 1),
        "passed": report.passed,
        "quick": report.quick,
        "machine": {
            "system": machine.system,
            "processor": machine.processor,
            "cores": machine.cores,
            "memory_mib": machine.memory_mib,
            "devices": list(machine.devices),
            "python": machine.python,
            "installed_as": machine.installed_as.text,
            "libraries": dict(machine.libraries),
        },
        "sections": [
            {
                "key": section.key,
                "title": section.title.text,
                "state": section.state.value,
                "checks": [
                    {
                        "name": check.name.text,
                        "state": check.state.value,
                        "finding": check.finding.text,
                        "seconds": round(check.seconds, 3),
                    }
                    for check in section.checks
                ],
            }
            for section in report.sections
        ],
    }
