"""Page 1 of a validation: which model, on whom, how many were scored, and what came out, for a board to read."""

from __future__ import annotations

from hccdesk.domain.validation import UNIT_OF_ANALYSIS, ValidationReport
from hccdesk.report.blocks import Block, Bullets, CardRow, Cell, Heading, Paragraph, StatusCell, StatusStrip, Table
from hccdesk.report.document import Section
from hccdesk.report.image_facts import Fact, fact_table
from hccdesk.report.statistics_frame import kind_cell
from hccdesk.report.summary import KIND_SHORT
from hccdesk.report.tone import Tone
from hccdesk.report.validation_card import card
from hccdesk.report.validation_plain import beside_others
from hccdesk.report.voice import Voice, value


def summary(report: ValidationReport, voice: Voice) -> Section:
    """Page 1."""
    blocks: list[Block] = [_strip(report, voice), CardRow((card(report, voice),))]
    others = beside_others(report, voice)
    blocks += [Heading(voice.say("Beside other models")), Bullets("", others)] if others else []
    blocks += [Heading(voice.say("Who was scored")), *_scored(report, voice)]
    blocks += [Heading(voice.say("What was validated")), fact_table(_facts(report, voice))]
    return Section(Heading(voice.say("Summary"), 1), tuple(blocks))


def _strip(report: ValidationReport, voice: Voice) -> StatusStrip:
    model = Cell(f"{value(report.model_id)} {value(report.model_version)}")
    return StatusStrip(
        (
            StatusCell(voice.say("Model"), (model, kind_cell(report.model_cohort_kind, voice))),
            StatusCell(voice.say("Cohort"), (Cell(value(report.cohort)), kind_cell(report.cohort_kind, voice))),
            StatusCell(voice.say("Unit of analysis"), (_unit(report, voice), Cell(voice.tell(report.how)))),
        )
    )


def _unit(report: ValidationReport, voice: Voice) -> Cell:
    if report.unit_of_analysis == UNIT_OF_ANALYSIS:
        return Cell(voice.say("PATIENT: one score and one outcome each; slices and patches are never counted"))
    return Cell(voice.words(report.unit_of_analysis), Tone.PROBLEM)


def _scored(report: ValidationReport, voice: Voice) -> tuple[Block, ...]:
    said = voice.say("{scored} of {n} patients of the table.", scored=report.scored, n=report.patients_in_table)
    if not report.not_scored:
        return (Paragraph(said),)
    header = (voice.say("Not scored, because"), voice.say("Patients"))
    rows = tuple((Cell(voice.tell(reason)), Cell(str(n))) for reason, n in report.not_scored)
    return Paragraph(said), Table(header, rows, (5.0, 1.0), (1,), compact=True)


def _facts(report: ValidationReport, voice: Voice) -> list[Fact]:
    return [
        (voice.say("Model"), Cell(_model(report, voice))),
        (voice.say("Manifest sha256"), Cell(value(report.model_manifest_sha256))),
        (voice.say("Made from"), kind_cell(report.model_cohort_kind, voice)),
        (voice.say("Cohort"), Cell(value(report.cohort))),
        (voice.say("Cohort sha256"), Cell(value(report.cohort_sha256))),
        (voice.say("Kind of validation"), Cell(voice.tell(report.how))),
    ]


def _model(report: ValidationReport, voice: Voice) -> str:
    kind = voice.say(KIND_SHORT[report.model_kind])
    return f"{value(report.model_id)} {value(report.model_version)} ({kind})"
