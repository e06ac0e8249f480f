"""Annex E: what exactly ran, on what, when, and what was overridden."""

from __future__ import annotations

from hccdesk.domain.board_opinion import BoardRecord
from hccdesk.domain.provenance import Provenance, RuntimeFacts
from hccdesk.domain.report_options import NOTHING_ON_RECORD
from hccdesk.domain.result import CaseResult
from hccdesk.domain.sentence import Sentence
from hccdesk.report import numbers
from hccdesk.report.blocks import Block, Cell, Heading, Paragraph, Table
from hccdesk.report.board_part import board_table
from hccdesk.report.document import Section
from hccdesk.report.image_facts import Fact, fact_table
from hccdesk.report.moment import seconds_between, utc
from hccdesk.report.tone import Tone
from hccdesk.report.voice import Voice, value

ROLE_WORDS = {
    "ct": "CT",
    "ct_roi": "CT tumour region",
    "ct_roi_reader": "CT tumour region of another reader",
    "slide": "Slide",
    "slide_roi": "Slide region",
    "clinical": "Clinical row",
}
COHORT_KIND_WORDS = {"phantom": "phantom (synthetic)", "public": "public", "site": "site"}


def annex_traceability(
    result: CaseResult, report_number: str, voice: Voice, board: BoardRecord = NOTHING_ON_RECORD
) -> Section:
    """Software, machine, times, hashes of inputs and weights, overrides."""
    provenance = result.provenance
    blocks: tuple[Block, ...] = (
        fact_table([(voice.say("Report ID"), Cell(report_number)), *_run(provenance, voice)]),
        Heading(voice.say("Inputs")),
        *_inputs(provenance, voice),
        Heading(voice.say("Model weights")),
        *_models(provenance, voice),
        Heading(voice.say("Stops that were overridden")),
        *_overrides(provenance, voice),
        *board_table(board, voice),
    )
    return Section(Heading(voice.say("Annex E – Traceability"), 1), blocks)


def _run(provenance: Provenance, voice: Voice) -> list[Fact]:
    seconds = seconds_between(provenance.started_at, provenance.finished_at)
    lasted = voice.say("{seconds} s", seconds=numbers.decimal(seconds, 0)) if seconds is not None else "–"
    return [
        (voice.say("Software"), Cell(f"hccdesk {value(provenance.software_version)}")),
        (voice.say("Started"), Cell(utc(provenance.started_at))),
        (voice.say("Finished"), Cell(utc(provenance.finished_at))),
        (voice.say("Run time"), Cell(lasted)),
        *_machine(provenance.runtime, voice),
    ]


def _machine(runtime: RuntimeFacts | None, voice: Voice) -> list[Fact]:
    if runtime is None:
        return [(voice.say("Device"), Cell(voice.say("No network was run"), Tone.MUTED))]
    device = voice.tell(runtime.device_said)
    ran = " · ".join((device, *(value(part) for part in (runtime.runtime, runtime.provider, runtime.precision))))
    notes = [(voice.say("Note"), Cell(voice.words(note), Tone.CAUTION)) for note in runtime.notes]
    return [(voice.say("Device"), Cell(ran)), *notes]


def _inputs(provenance: Provenance, voice: Voice) -> tuple[Block, ...]:
    if not provenance.inputs:
        return (Paragraph(voice.say("None."), Tone.MUTED),)
    header = (voice.say("Role"), voice.say("File name"), "SHA-256", voice.say("Detail"))
    rows = tuple(
        (
            Cell(voice.words(ROLE_WORDS.get(fact.role, fact.role))),
            Cell(value(fact.name)),
            Cell(value(fact.sha256)),
            Cell(voice.tell(fact.detail) if isinstance(fact.detail, Sentence) else voice.words(fact.detail) or "–"),
        )
        for fact in provenance.inputs
    )
    return (Table(header, rows, (1.1, 1.3, 4.3, 1.8), compact=True),)


def _models(provenance: Provenance, voice: Voice) -> tuple[Block, ...]:
    if not provenance.models:
        return (Paragraph(voice.say("None."), Tone.MUTED),)
    header = (
        voice.say("Model"),
        voice.say("Version"),
        voice.say("Made from"),
        voice.say("SHA-256 of weights and manifest"),
    )
    rows = tuple(
        (
            Cell(value(fact.model_id)),
            Cell(value(fact.version)),
            Cell(voice.words(COHORT_KIND_WORDS.get(fact.cohort_kind, fact.cohort_kind))),
            Cell(value(f"{fact.sha256} {fact.manifest_sha256}".strip())),
        )
        for fact in provenance.models
    )
    return (Table(header, rows, (1.5, 0.6, 1.3, 4.4), compact=True),)


def _overrides(provenance: Provenance, voice: Voice) -> tuple[Block, ...]:
    if not provenance.overrides:
        return (Paragraph(voice.say("None."), Tone.MUTED),)
    rows = tuple((Cell(voice.tell(o.stop), Tone.PROBLEM), Cell(value(o.reason))) for o in provenance.overrides)
    return (Table((voice.say("Stop"), voice.say("Reason given by the user")), rows, (2.0, 4.0)),)
