"""Univariate, then multivariate regression: the table of ratios and the same as a forest plot."""

from __future__ import annotations

from hccdesk.domain.cohort_description import Regression, RegressionRow
from hccdesk.domain.estimate import Estimate
from hccdesk.domain.result import NotComputed
from hccdesk.report.blocks import Block, Bullets, Cell, Heading, Paragraph, Table
from hccdesk.report.chart_blocks import ForestChart, ForestMark, ForestRow
from hccdesk.report.document import Section
from hccdesk.report.footnotes import Footnotes
from hccdesk.report.statistics_words import DASH, p_value, ratio
from hccdesk.report.tone import Tone
from hccdesk.report.voice import Voice


def regressions(found: tuple[Regression | NotComputed, ...], voice: Voice) -> tuple[Section, ...]:
    """A section for each regression, or why it was not fitted."""
    return tuple(_section(regression, voice) for regression in found)


def _section(regression: Regression | NotComputed, voice: Voice) -> Section:
    if isinstance(regression, NotComputed):
        said = voice.say("Not computed: {reason}", reason=voice.tell(regression.reason))
        return Section(Heading(voice.say("Regression"), 1), (Paragraph(said, Tone.CAUTION),))
    outcome = voice.words(regression.outcome)
    heading = Heading(voice.say("Regression: {outcome}", outcome=outcome), 1)
    of = voice.say("{events} events in {patients} patients.", events=regression.events, patients=regression.patients)
    return Section(
        heading, (Paragraph(of), _table(regression, voice), *_cautions(regression, voice), *_forest(regression, voice))
    )


def _table(regression: Regression, voice: Voice) -> Table:
    notes = Footnotes()
    name = voice.words(regression.ratio)
    header = (
        voice.say("Term"),
        voice.say("Univariate {ratio} (95% interval)", ratio=name),
        voice.say("p"),
        voice.say("Multivariate {ratio} (95% interval)", ratio=name),
        voice.say("p"),
    )
    rows = tuple(_row(row, notes, voice) for row in regression.rows)
    entered = voice.say("Multivariate: entered together; a dash without a note: not entered")
    return Table(header, rows, (3.0, 2.2, 0.8, 2.2, 0.8), compact=True, notes=notes.text(entered))


def _row(row: RegressionRow, notes: Footnotes, voice: Voice) -> tuple[Cell, ...]:
    return (
        Cell(voice.words(row.title)),
        _ratio(row.univariate, notes, voice),
        Cell(p_value(row.univariate_p)),
        _ratio(row.multivariate, notes, voice),
        Cell(p_value(row.multivariate_p)),
    )


def _ratio(estimate: Estimate | NotComputed | None, notes: Footnotes, voice: Voice) -> Cell:
    if estimate is None:
        return Cell(DASH)
    return notes.missing(estimate, voice) if isinstance(estimate, NotComputed) else Cell(ratio(estimate))


def _cautions(regression: Regression, voice: Voice) -> tuple[Block, ...]:
    if not regression.cautions:
        return ()
    return (Bullets(voice.say("Cautions"), tuple(voice.tell(c) for c in regression.cautions), Tone.CAUTION),)


def _forest(regression: Regression, voice: Voice) -> tuple[Block, ...]:
    rows = tuple(row for row in (_forest_row(r, voice) for r in regression.rows) if row.marks)
    if not rows:
        return ()
    name = voice.words(regression.ratio)
    return (
        ForestChart(
            voice.say("Term"),
            (),
            rows,
            True,
            1.0,
            voice.say("{ratio}, log scale", ratio=name),
            voice.say("outcome less likely"),
            voice.say("outcome more likely"),
            voice.say("multivariate"),
            voice.say("univariate"),
            voice.say("Ratios with 95% intervals; an arrow marks an interval that goes on beyond the axis."),
        ),
    )


def _forest_row(row: RegressionRow, voice: Voice) -> ForestRow:
    marks = [_mark(row.univariate, True)] if isinstance(row.univariate, Estimate) else []
    marks += [_mark(row.multivariate, False)] if isinstance(row.multivariate, Estimate) else []
    return ForestRow(voice.words(row.title), (), tuple(marks))


def _mark(estimate: Estimate, hollow: bool) -> ForestMark:
    return ForestMark(estimate.value, estimate.low, estimate.high, hollow)
