"""A report that was written to a file of the user's goes on record with its case, byte for byte."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from hccdesk.domain.case_library import KeptReport
from hccdesk.domain.errors import StoreError
from hccdesk.domain.report_options import ReportOptions
from hccdesk.domain.result import CaseResult
from hccdesk.ui.jobs import RunningJob
from hccdesk.ui.session import Session


@dataclass(frozen=True, slots=True)
class WrittenReport:
    """The file, and what is in it; None where it could not be read back."""

    path: Path
    pdf: bytes | None


def written(path: Path) -> WrittenReport:
    """What was just written there; for worker threads."""
    try:
        return WrittenReport(path, path.read_bytes())
    except OSError:  # the user's file may be on a stick that was pulled; it was written all the same
        return WrittenReport(path, None)


def keep_when_written(session: Session, job: RunningJob, result: CaseResult, options: ReportOptions) -> None:
    """Once `job` gives a `WrittenReport`, it is kept with the case that is on the desk now."""
    case_id = session.keeper.case_id
    if case_id is not None and not session.keeper.is_read_only:
        job.succeeded.connect(partial(_keep, session, case_id, result, options))


def _keep(session: Session, case_id: str, result: CaseResult, options: ReportOptions, report: WrittenReport) -> None:
    if report.pdf is None:
        session.records.tell(StoreError("the report was written, but could not be read back for the record."))
        return
    number = session.keeper.result_number if result is session.model.result else None
    facts = KeptReport(0, session.now(), number, options.language, options.paper.value, report.path.name, "")
    session.records.keep_report(case_id, report.pdf, facts, result)
