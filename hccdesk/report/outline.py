"""What a report says, decided from the result alone; how it looks is `report.pdf`'s affair."""

from __future__ import annotations

from hccdesk.domain.result import CaseResult
from hccdesk.report.annex_applicability import annex_applicability
from hccdesk.report.annex_inputs import annex_inputs
from hccdesk.report.annex_limitations import annex_limitations
from hccdesk.report.annex_models import annex_models
from hccdesk.report.annex_traceability import annex_traceability
from hccdesk.report.document import ReportOutline
from hccdesk.report.evidence import evidence
from hccdesk.report.identity import report_id
from hccdesk.report.page_frame import page_frame
from hccdesk.report.summary import summary
from hccdesk.report.voice import Voice


def outline(result: CaseResult, language: str, report_number: str | None = None) -> ReportOutline:
    """The report of `result` in `language` ("en" or "zh"), page 1 to annex F.

    `report_number` is the report's id; without one it is a UUIDv5 of the result's content, so the same
    result always gets the same. Nothing is said that the result does not hold. Raises `ValueError` for
    another language.
    """
    voice = Voice(language)
    number = report_number or str(report_id(result))
    return ReportOutline(
        language,
        voice.say("Tumour board report: unresectable hepatocellular carcinoma"),
        f"hccdesk {result.provenance.software_version}",
        page_frame(result, number, voice),
        (
            summary(result, voice),
            evidence(result, voice),
            annex_inputs(result, voice),
            annex_applicability(result, voice),
            annex_models(result, voice),
            annex_traceability(result, number, voice),
            annex_limitations(voice),
        ),
    )
