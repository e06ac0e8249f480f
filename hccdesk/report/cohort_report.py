"""The description of a cohort on paper: who the patients are, how they responded and how long it lasted."""

from __future__ import annotations

from hccdesk.domain.cohort_description import CohortDescription
from hccdesk.domain.manifest import CohortKind
from hccdesk.report.blocks import Bullets, Cell, Heading
from hccdesk.report.cohort_baseline import baseline
from hccdesk.report.cohort_regression import regressions
from hccdesk.report.cohort_response import response
from hccdesk.report.cohort_survival import survival
from hccdesk.report.document import ReportOutline, Section
from hccdesk.report.image_facts import Fact, fact_table
from hccdesk.report.statistics_frame import PHANTOM_COHORT, kind_cell, short_sha, statistics_frame
from hccdesk.report.survival_groups import group_name
from hccdesk.report.voice import Voice, value


def outline(description: CohortDescription, language: str) -> ReportOutline:
    """The document of `description` in `language` ("en" or "zh"); nothing is computed here.

    Raises `ValueError` for another language.
    """
    voice = Voice(language)
    title = voice.say("Cohort description")
    phantom = description.kind is CohortKind.PHANTOM
    return ReportOutline(
        language,
        title,
        f"hccdesk {description.program_version}",
        statistics_frame(
            description,
            title,
            _detail(description, voice),
            voice.say(PHANTOM_COHORT) if phantom else "",
            voice,
        ),
        (
            _cohort(description, voice),
            response(description, voice),
            *(survival(endpoint, voice) for endpoint in description.survival),
            *regressions(description.regressions, voice),
            *_notes(description, voice),
        ),
    )


def _detail(description: CohortDescription, voice: Voice) -> str:
    patients = voice.say("{n} patients", n=description.patients)
    return " · ".join((f"sha256 {short_sha(description.sha256)}", patients, value(description.table)))


def _cohort(description: CohortDescription, voice: Voice) -> Section:
    facts: list[Fact] = [
        (voice.say("Table"), Cell(value(description.table))),
        ("sha256", Cell(value(description.sha256))),
        (voice.say("Made of"), kind_cell(description.kind, voice)),
        (voice.say("Patients"), Cell(str(description.patients))),
        (voice.say("Unit of analysis"), Cell(voice.say("the patient: every patient counts once"))),
        *_grouping(description, voice),
    ]
    heading = Heading(voice.say("The cohort"), 1)
    return Section(heading, (fact_table(facts), *baseline(description, voice)))


def _grouping(description: CohortDescription, voice: Voice) -> list[Fact]:
    if description.by is None:
        return []
    groups = ", ".join(f"{group_name(name, voice)} ({n})" for name, n in description.groups)
    return [(voice.say("Grouped by"), Cell(f"{voice.label(description.by)}: {groups}"))]


def _notes(description: CohortDescription, voice: Voice) -> tuple[Section, ...]:
    if not description.notes:
        return ()
    notes = Bullets("", tuple(voice.tell(note) for note in description.notes))
    return (Section(Heading(voice.say("Notes"), 1), (notes,)),)
