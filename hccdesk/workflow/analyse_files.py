"""The whole job on one patient's files: open, analyse, write."""

from __future__ import annotations

from pathlib import Path

from hccdesk.domain.case import Case
from hccdesk.domain.patient import PatientIdentity
from hccdesk.domain.progress import Progress
from hccdesk.domain.report_options import ReportOptions
from hccdesk.domain.result import CaseResult
from hccdesk.report.fonts import require_glyphs
from hccdesk.workflow.analyse_case import analyse_case
from hccdesk.workflow.case_request import CaseRequest
from hccdesk.workflow.open_case import open_case
from hccdesk.workflow.workbench import Workbench
from hccdesk.workflow.write_outputs import Outputs, require_writable, write_outputs

CHINESE = "肝细胞癌治疗反应报告"
"""Characters of the Chinese report: no font for these, no report."""


def analyse_files(
    request: CaseRequest, workbench: Workbench, out: Path, language: str, progress: Progress
) -> tuple[CaseResult, Outputs]:
    """The result and where it was written; a refusal leaves `out` as it was.

    A folder that cannot be written to, and a name that no font here can print, are refused before the long part.
    """
    require_writable(out)
    case = open_case(request, workbench, progress)
    require_glyphs([*_texts_of(case), CHINESE if language == "zh" else ""])
    result = analyse_case(case, workbench, progress)
    return result, write_outputs(result, out, ReportOptions(language))


def _texts_of(case: Case) -> list[str]:
    people = [PatientIdentity(case.clinical.patient_id, case.clinical.name)]
    people += [case.ct.series.patient] if case.ct else []
    people += [case.slide.facts.patient] if case.slide else []
    named = [text or "" for person in people for text in (person.name, person.patient_id)]
    return [*named, case.ct.series.description if case.ct else ""]
