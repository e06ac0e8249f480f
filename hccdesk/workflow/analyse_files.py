"""The whole job on one patient's files: open, analyse, write."""

from __future__ import annotations

from pathlib import Path

from hccdesk.domain.progress import Progress
from hccdesk.domain.report_options import ReportOptions
from hccdesk.domain.result import CaseResult
from hccdesk.workflow.analyse_case import analyse_case
from hccdesk.workflow.case_request import CaseRequest
from hccdesk.workflow.open_case import open_case
from hccdesk.workflow.printable_case import require_printable
from hccdesk.workflow.workbench import Workbench
from hccdesk.workflow.write_outputs import Outputs, require_writable, write_outputs


def analyse_files(
    request: CaseRequest, workbench: Workbench, out: Path, language: str, progress: Progress
) -> tuple[CaseResult, Outputs]:
    """The result and where it was written; a refusal leaves `out` as it was.

    A folder that cannot be written to, and a name that no font here can print, are refused before the long part.
    """
    require_writable(out)
    case = open_case(request, workbench, progress)
    require_printable(case, language)
    result = analyse_case(case, workbench, progress)
    return result, write_outputs(result, out, ReportOptions(language))
