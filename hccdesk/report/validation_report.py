"""The validation of a model on paper: a page for the board, then everything a statistician asks for."""

from __future__ import annotations

from hccdesk.domain.manifest import CohortKind
from hccdesk.domain.validation import ChecklistItem, ValidationReport
from hccdesk.report.blocks import Bullets, Cell, Heading, Paragraph, Table
from hccdesk.report.document import ReportOutline, Section
from hccdesk.report.statistics_frame import PHANTOM_COHORT, PHANTOM_MODEL, short_sha, statistics_frame
from hccdesk.report.tone import Tone
from hccdesk.report.validation_comparison import comparison_sections
from hccdesk.report.validation_response import response_sections
from hccdesk.report.validation_summary import summary
from hccdesk.report.validation_survival import survival_sections
from hccdesk.report.voice import Voice, value


def outline(report: ValidationReport, language: str) -> ReportOutline:
    """The document of `report` in `language` ("en" or "zh"); nothing is computed here.

    Raises `ValueError` for another language, or where the report is of neither a response nor a survival model.
    """
    voice = Voice(language)
    title = voice.say("Validation of a model")
    frame = statistics_frame(report, title, _detail(report, voice), _demonstration(report, voice), voice)
    response = response_sections(report.response, voice) if report.response else ()
    survival = survival_sections(report.survival, voice) if report.survival else ()
    sections = (
        summary(report, voice),
        *response,
        *survival,
        *comparison_sections(report, voice),
        *_notes(report, voice),
        *_checklist(report.checklist, voice),
    )
    return ReportOutline(language, title, f"hccdesk {report.program_version}", frame, sections)


def _detail(report: ValidationReport, voice: Voice) -> str:
    model = f"{value(report.model_id)} {value(report.model_version)} ({short_sha(report.model_manifest_sha256)})"
    cohort = f"{short_sha(report.cohort_sha256)} {value(report.cohort)}"
    return f"{model} · {voice.say('on {cohort}', cohort=cohort)}"


def _demonstration(report: ValidationReport, voice: Voice) -> str:
    if report.cohort_kind is CohortKind.PHANTOM:
        return voice.say(PHANTOM_COHORT)
    return voice.say(PHANTOM_MODEL) if report.model_cohort_kind is CohortKind.PHANTOM else ""


def _checklist(items: tuple[ChecklistItem, ...], voice: Voice) -> tuple[Section, ...]:
    if not items:
        return ()
    unknown = sum(item.answer is None for item in items)
    said = voice.say(
        "TRIPOD+AI (Collins et al., BMJ 2024;385:e078378). {unknown} of {n} items are not known to the program and "
        "stay with the authors of the study.",
        unknown=unknown,
        n=len(items),
    )
    header = (voice.say("Item"), voice.say("Section"), voice.say("Asks for"), voice.say("What is known"))
    rows = tuple(_item(item, voice) for item in items)
    table = Table(header, rows, (0.6, 1.4, 3.0, 4.0), compact=True)
    return (Section(Heading(voice.say("TRIPOD+AI checklist"), 1), (Paragraph(said), table)),)


def _item(item: ChecklistItem, voice: Voice) -> tuple[Cell, ...]:
    answer = Cell(voice.say("■ not known"), Tone.PROBLEM) if item.answer is None else Cell(voice.tell(item.answer))
    return Cell(item.number), Cell(voice.words(item.section)), Cell(voice.words(item.asks)), answer


def _notes(report: ValidationReport, voice: Voice) -> tuple[Section, ...]:
    if not report.notes:
        return ()
    notes = Bullets("", tuple(voice.tell(note) for note in report.notes))
    return (Section(Heading(voice.say("Notes"), 1), (notes,)),)
