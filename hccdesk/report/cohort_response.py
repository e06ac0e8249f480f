"""Tumour response by group: CR, PR, SD and PD, with the rates of response and of disease control."""

from __future__ import annotations

from hccdesk.domain.cohort_description import CohortDescription, ResponseRow
from hccdesk.domain.result import NotComputed
from hccdesk.report import numbers
from hccdesk.report.blocks import Block, Cell, Heading, Paragraph, Table
from hccdesk.report.document import Section
from hccdesk.report.statistics_words import outcome_words, percent
from hccdesk.report.survival_groups import group_name
from hccdesk.report.tone import Tone
from hccdesk.report.voice import Voice

_CATEGORIES = ("CR", "PR", "SD", "PD")


def response(description: CohortDescription, voice: Voice) -> Section:
    """The table, what the rates are, and the test between the groups; or why there is none."""
    heading = Heading(voice.say("Tumour response (mRECIST)"), 1)
    return Section(heading, _blocks(description, voice))


def _blocks(description: CohortDescription, voice: Voice) -> tuple[Block, ...]:
    if isinstance(description.response, NotComputed):
        return (_not_computed(description.response, voice),)
    header = (
        voice.say("Group"),
        voice.say("n"),
        *_CATEGORIES,
        voice.say("Objective response rate (95% interval)"),
        voice.say("Disease control rate (95% interval)"),
    )
    rows = tuple(_row(row, voice) for row in description.response)
    table = Table(header, rows, (2.0, 0.6, 1.2, 1.2, 1.2, 1.2, 2.2, 2.2), compact=True, notes=_conventions(voice))
    return table, *_test(description, voice)


def _row(row: ResponseRow, voice: Voice) -> tuple[Cell, ...]:
    return (
        Cell(group_name(row.group, voice)),
        Cell(str(row.n)),
        *(Cell(_count(row, category)) for category in _CATEGORIES),
        Cell(percent(row.objective_response_rate)),
        Cell(percent(row.disease_control_rate)),
    )


def _count(row: ResponseRow, category: str) -> str:
    n = {name.upper(): n for name, n in row.counts.items()}.get(category, 0)
    return f"{n} ({numbers.decimal(100 * n / row.n, 1)}%)" if row.n else str(n)


def _conventions(voice: Voice) -> str:
    return voice.say(
        "n: patients whose response is known. Objective response: CR + PR; disease control: CR + PR + SD. "
        "Intervals after Wilson."
    )


def _test(description: CohortDescription, voice: Voice) -> tuple[Block, ...]:
    test = description.response_test
    if test is None:
        return ()
    if isinstance(test, NotComputed):
        return (_not_computed(test, voice),)
    said = voice.say("Difference in objective response between the groups: {test}.", test=outcome_words(test, voice))
    return (Paragraph(said),)


def _not_computed(value: NotComputed, voice: Voice) -> Paragraph:
    return Paragraph(voice.say("Not computed: {reason}", reason=voice.tell(value.reason)), Tone.CAUTION)
