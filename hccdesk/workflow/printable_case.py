"""Whether the fonts here can print a case: asked before the long part, not after it."""

from __future__ import annotations

from hccdesk.domain.case import Case
from hccdesk.domain.patient import PatientIdentity
from hccdesk.report.fonts import require_glyphs

CHINESE = "肝细胞癌治疗反应报告"
"""Characters of the Chinese report: no font for these, no report."""


def require_printable(case: Case, language: str) -> None:
    """Raises `ReportError` for a name or an ID that would print blanks."""
    require_glyphs([*_texts_of(case), CHINESE if language == "zh" else ""])


def _texts_of(case: Case) -> list[str]:
    people = [PatientIdentity(case.clinical.patient_id, case.clinical.name)]
    people += [case.ct.series.patient] if case.ct else []
    people += [case.slide.facts.patient] if case.slide else []
    named = [text or "" for person in people for text in (person.name, person.patient_id)]
    return [*named, case.ct.series.description if case.ct else ""]
