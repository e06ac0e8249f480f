"""One endpoint of a cohort: the curves, the table beside them, and the hazard ratios between the groups."""

from __future__ import annotations

from hccdesk.domain.cohort_description import SurvivalDescription
from hccdesk.domain.estimate import Estimate
from hccdesk.domain.result import NotComputed
from hccdesk.report.blocks import Block, Cell, Heading, Paragraph, Table
from hccdesk.report.document import Section
from hccdesk.report.footnotes import Footnotes
from hccdesk.report.statistics_words import DASH, p_value, ratio
from hccdesk.report.survival_groups import ENDPOINT_WORDS, group_name, survival_chart, survival_table
from hccdesk.report.tone import Tone
from hccdesk.report.voice import Voice


def survival(description: SurvivalDescription, voice: Voice) -> Section:
    """A page for one endpoint."""
    heading = Heading(voice.say(ENDPOINT_WORDS[description.endpoint]), 1)
    if not description.groups:
        return Section(heading, (Paragraph(voice.say("No patient has a follow-up for this endpoint."), Tone.CAUTION),))
    chart = survival_chart(
        description.endpoint,
        description.groups,
        description.at_risk_months,
        description.log_rank,
        voice,
        is_incidence=description.is_incidence,
    )
    table = survival_table(description.groups, voice)
    return Section(heading, (chart, table, *_log_rank(description, voice), *_hazard_ratios(description, voice)))


def _log_rank(description: SurvivalDescription, voice: Voice) -> tuple[Block, ...]:
    test = description.log_rank
    if not isinstance(test, NotComputed):
        return ()  # its words stand in the chart
    reason = voice.tell(test.reason)
    return (Paragraph(voice.say("Log-rank test not computed: {reason}", reason=reason), Tone.CAUTION),)


def _hazard_ratios(description: SurvivalDescription, voice: Voice) -> tuple[Block, ...]:
    if not description.hazard_ratios:
        return ()
    notes = Footnotes()
    first = group_name(description.groups[0].group, voice)
    heading = Heading(voice.say("Hazard ratio against {group}", group=first), 3)
    reference = (Cell(first), Cell(voice.say("1 (reference)")), Cell(DASH))
    header = (voice.say("Group"), voice.say("Hazard ratio (95% interval)"), voice.say("p"))
    rows = tuple(
        (Cell(group_name(group, voice)), _ratio(estimate, notes, voice), Cell(p_value(p)))
        for group, estimate, p in description.hazard_ratios
    )
    return heading, Table(header, (reference, *rows), (2.5, 2.0, 2.5), compact=True, whole=True, notes=notes.text())


def _ratio(estimate: Estimate | NotComputed, notes: Footnotes, voice: Voice) -> Cell:
    return notes.missing(estimate, voice) if isinstance(estimate, NotComputed) else Cell(ratio(estimate))
