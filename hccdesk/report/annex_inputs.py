"""Annex A: everything that went in, with dates, and everything that did not."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

from hccdesk.domain.clinical_record import CLINICAL_FIELDS, ClinicalRecord, PreviousSession
from hccdesk.domain.problem import Severity
from hccdesk.domain.result import CaseResult
from hccdesk.domain.sentence import Sentence
from hccdesk.report import numbers
from hccdesk.report.blocks import Block, Bullets, Cell, Heading, Paragraph, Table
from hccdesk.report.clinical_labels import (
    DATED_BY,
    FIELD_LABELS,
    FIELD_UNITS,
    PREVIOUS_SESSION_LABELS,
    VALUE_LABELS,
)
from hccdesk.report.document import Section
from hccdesk.report.drivers import assumed
from hccdesk.report.image_facts import ct_facts, slide_facts
from hccdesk.report.person_name import person
from hccdesk.report.scores import full_scores
from hccdesk.report.tone import Tone
from hccdesk.report.voice import Voice, value

TYPED = "entered on the screen"
"""The name of a clinical row that came from no file."""
SEVERITY_WORDS = {Severity.NOTE: "Note", Severity.WARNING: "Warning", Severity.STOP: "Stop"}
SEVERITY_TONES = {Severity.NOTE: Tone.PLAIN, Severity.WARNING: Tone.CAUTION, Severity.STOP: Tone.PROBLEM}


def annex_inputs(result: CaseResult, voice: Voice) -> Section:
    """Clinical row, CT, slide, scores and problems."""
    blocks: tuple[Block, ...] = (
        Heading(voice.say("Clinical row")),
        *_source(result, voice),
        clinical_table(result.clinical, voice),
        *ct_facts(result, voice),
        *slide_facts(result, voice),
        *full_scores(result, voice),
        *_assumed(result, voice),
        *_problems(result, voice),
    )
    return Section(Heading(voice.say("Annex A – Inputs"), 1), blocks)


def _source(result: CaseResult, voice: Voice) -> tuple[Block, ...]:
    """Whether the row was typed or imported; numbers of images are measured, scores and models' numbers computed."""
    fact = next((one for one in result.provenance.inputs if one.role == "clinical"), None)
    if fact is None:
        return ()
    if fact.name == TYPED:
        return (Paragraph(voice.say("Source: typed on the screen."), Tone.MUTED, small=True),)
    said = voice.say("Source: imported from {file}.", file=Sentence.literally(value(fact.name)))
    return (Paragraph(said, Tone.MUTED, small=True),)


def clinical_table(record: ClinicalRecord, voice: Voice) -> Table:
    """Every field with its value or "unknown" and the date it was taken, two fields to a line."""
    rows = [_row(record, name, voice) for name in CLINICAL_FIELDS if name not in ("previous_session", *_DATES)]
    rows += _previous(record.previous_session, voice)
    rows += [_row(record, name, voice) for name in _DATES]
    rows += [(Cell(""), Cell(""), Cell(""))] * (len(rows) % 2)
    half = len(rows) // 2
    header = (voice.say("Field"), voice.say("Value"), voice.say("Date"))
    pairs = tuple((*left, *right) for left, right in zip(rows[:half], rows[half:], strict=True))
    return Table((*header, *header), pairs, (1.8, 1.8, 1.0) * 2, compact=True)


_DATES = tuple(name for name in CLINICAL_FIELDS if name.endswith("_date"))


def _row(record: ClinicalRecord, name: str, voice: Voice) -> tuple[Cell, Cell, Cell]:
    dated_by = DATED_BY.get(name) if getattr(record, name) is not None else None
    day = getattr(record, dated_by) if dated_by else None
    return (
        Cell(voice.say(FIELD_LABELS[name])),
        said(getattr(record, name), name, voice),
        Cell(_day(day, dated_by, voice)),
    )


def _day(day: date | None, dated_by: str | None, voice: Voice) -> str:
    if day is not None:
        return day.isoformat()
    return voice.say("date unknown") if dated_by else ""


def said(content: object, name: str, voice: Voice) -> Cell:
    """A clinical value in words with its unit; "unknown" where there is none."""
    if content is None:
        return Cell(voice.say("unknown"), Tone.MUTED)
    if isinstance(content, bool):
        return Cell(voice.say("yes") if content else voice.say("no"))
    if isinstance(content, date):
        return Cell(content.isoformat())
    if isinstance(content, int | float):
        unit = FIELD_UNITS.get(name, "")
        return Cell(f"{numbers.general(float(content))} {voice.words(unit)}".strip())
    if name == "name" and "^" in str(content):
        return Cell(value(person(str(content))))
    return Cell(voice.words(VALUE_LABELS[content]) if content in VALUE_LABELS else value(str(content)))


def _previous(session: PreviousSession | None, voice: Voice) -> list[tuple[Cell, Cell, Cell]]:
    if session is None:
        return [(Cell(voice.say(FIELD_LABELS["previous_session"])), Cell(voice.say("unknown"), Tone.MUTED), Cell(""))]
    title = voice.say(FIELD_LABELS["previous_session"])
    return [
        (
            Cell(f"{title}: {voice.say(PREVIOUS_SESSION_LABELS[f.name])}"),
            said(getattr(session, f.name), f.name, voice),
            Cell(""),
        )
        for f in fields(session)
    ]


def _assumed(result: CaseResult, voice: Voice) -> tuple[Block, ...]:
    rules = tuple(assumed(result, voice))
    title = voice.say("Unknown inputs that a model's own fitted rule stood in for")
    return (Bullets(title, rules, Tone.CAUTION),) if rules else ()


def _problems(result: CaseResult, voice: Voice) -> tuple[Block, ...]:
    heading = Heading(voice.say("Problems found"))
    if not result.problems:
        return (heading, Paragraph(voice.say("None."), Tone.MUTED))
    rows = tuple(
        (
            Cell(voice.say(SEVERITY_WORDS[p.severity]), SEVERITY_TONES[p.severity]),
            Cell(voice.label(value(p.where)) if p.where in FIELD_LABELS else voice.words(value(p.where))),
            Cell(voice.tell(p.what)),
            Cell(voice.tell(p.what_to_do) if p.what_to_do else "–"),
        )
        for p in result.problems
    )
    header = (voice.say("Severity"), voice.say("Where"), voice.say("What"), voice.say("What to do"))
    return (heading, Table(header, rows, (0.8, 1.8, 3.2, 2.6), compact=True))
