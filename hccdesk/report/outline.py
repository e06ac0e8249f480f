"""What a report says, decided from the result alone; how it looks is `report.pdf`'s affair."""

from __future__ import annotations

from collections.abc import Callable

from hccdesk.domain.board_opinion import BoardRecord
from hccdesk.domain.report_options import ALL_PARTS, NOTHING_ON_RECORD, ReportOptions, ReportPart
from hccdesk.domain.result import CaseResult, Figure
from hccdesk.report.annex_applicability import annex_applicability
from hccdesk.report.annex_inputs import annex_inputs
from hccdesk.report.annex_limitations import annex_limitations, limitations
from hccdesk.report.annex_models import annex_models
from hccdesk.report.annex_traceability import annex_traceability
from hccdesk.report.annex_validation import annex_validation
from hccdesk.report.document import ReportOutline, Section
from hccdesk.report.evidence import evidence
from hccdesk.report.identity import report_id
from hccdesk.report.key_images import key_images as key_image_page
from hccdesk.report.moment import moment_of
from hccdesk.report.page_frame import page_frame
from hccdesk.report.patient_page import patient_section
from hccdesk.report.summary import summary
from hccdesk.report.voice import Voice


def outline(
    result: CaseResult,
    language: str,
    report_number: str | None = None,
    *,
    parts: frozenset[ReportPart] = ALL_PARTS,
    key_images: tuple[Figure, ...] = (),
    board: BoardRecord = NOTHING_ON_RECORD,
    patient_page: bool = False,
) -> ReportOutline:
    """The report of `result` in `language` ("en" or "zh"), page 1 to annex F, then the patient's page if asked for.

    `parts` are those that may be left out; every page then names what was. `key_images` come after the summary.
    `board` fills the clinicians' part; a signed decision about this result makes the report final.
    `report_number` is the report's id; without one it is a UUIDv5 of what is told, in whatever language: the
    same result with the same choices always gets the same. Nothing is said that the result does not hold.
    Raises `ValueError` for another language.
    """
    voice = Voice(language)
    chosen = ReportOptions(language, parts=parts, key_images=key_images, board=board, patient_page=patient_page)
    number = report_number or str(report_id(result, chosen))
    return ReportOutline(
        language,
        voice.say("Tumour board report: unresectable hepatocellular carcinoma"),
        f"hccdesk {result.provenance.software_version}",
        page_frame(result, number, voice, parts, board),
        (
            summary(result, voice, board),
            *key_image_page(key_images, voice),
            *_chosen(result, number, voice, chosen),
            *([patient_section(result, voice, board)] if patient_page else []),
        ),
        dated=moment_of(result.provenance.finished_at),
    )


def _chosen(result: CaseResult, number: str, voice: Voice, options: ReportOptions) -> tuple[Section, ...]:
    """The parts asked for, in their order; of annex F the limitations themselves always stay."""
    made: dict[ReportPart, Callable[[], Section]] = {
        ReportPart.EVIDENCE: lambda: evidence(result, voice),
        ReportPart.INPUTS: lambda: annex_inputs(result, voice),
        ReportPart.APPLICABILITY: lambda: annex_applicability(result, voice),
        ReportPart.MODELS: lambda: annex_models(result, voice),
        ReportPart.VALIDATION: lambda: annex_validation(result, voice),
        ReportPart.TRACEABILITY: lambda: annex_traceability(result, number, voice, options.board),
        ReportPart.LIMITATIONS: lambda: annex_limitations(result, voice),
    }
    told = tuple(make() for part, make in made.items() if part in options.parts)
    return told if ReportPart.LIMITATIONS in options.parts else (*told, limitations(voice))
