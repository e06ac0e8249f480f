"""The report alone: set as PDF, and written to a file of the user's choice."""

from __future__ import annotations

from pathlib import Path

from hccdesk.domain.neutral_result import neutral_result
from hccdesk.domain.progress import NoProgress, Progress
from hccdesk.domain.report_options import ReportOptions
from hccdesk.domain.result import CaseResult
from hccdesk.report.outline import outline
from hccdesk.report.pdf import pdf_bytes, save_pdf

WHOLE_REPORT = ReportOptions()


def set_report(result: CaseResult, options: ReportOptions = WHOLE_REPORT, progress: Progress | None = None) -> bytes:
    """The PDF of a result; the same result with the same options gives the same bytes."""
    watched = progress or NoProgress()
    watched.step(0, 2, "Report")
    said = outline(
        neutral_result(result),
        options.language,
        parts=options.parts,
        key_images=options.key_images,
        board=options.board,
        patient_page=options.patient_page,
    )
    watched.step(1, 2, "Report")
    return pdf_bytes(said, options.paper)


def write_report(result: CaseResult, path: Path, options: ReportOptions = WHOLE_REPORT) -> Path:
    """The PDF at `path`, whole or not at all."""
    save_pdf(set_report(result, options), path)
    return path
