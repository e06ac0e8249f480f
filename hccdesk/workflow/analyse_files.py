"""The whole job on one patient's files: open, analyse, write."""

from __future__ import annotations

from pathlib import Path

from hccdesk.domain.progress import Progress
from hccdesk.domain.result import CaseResult
from hccdesk.report.fonts import require_glyphs
from hccdesk.workflow.analyse_case import analyse_case
from hccdesk.workflow.case_request import CaseRequest
from hccdesk.workflow.open_case import open_case
from hccdesk.workflow.workbench import Workbench
from hccdesk.workflow.write_outputs import Outputs, write_outputs

CHINESE = "肝细胞癌治疗反应报告"
"""Characters of the Chinese report: no font for these, no report."""


def analyse_files(
    request: CaseRequest, workbench: Workbench, out: Path, language: str, progress: Progress
) -> tuple[CaseResult, Outputs]:
    """The result and where it was written; nothing is written unless everything was.

    A name that no font here can print is refused before the long part begins.
    """
    case = open_case(request, workbench, progress)
    require_glyphs([case.clinical.name or "", case.clinical.patient_id or "", CHINESE if language == "zh" else ""])
    result = analyse_case(case, workbench, progress)
    return result, write_outputs(result, out, language)
