"""Survival curves of groups as a chart and as a table: medians, horizons and events beside the picture."""

from __future__ import annotations

from dataclasses import replace

from hccdesk.domain.cohort import Endpoint
from hccdesk.domain.cohort_description import SurvivalGroup, TestOutcome
from hccdesk.domain.estimate import Estimate
from hccdesk.domain.result import NotComputed
from hccdesk.report import numbers
from hccdesk.report.blocks import Cell, Table
from hccdesk.report.chart_blocks import ChartCurve, SurvivalChart
from hccdesk.report.footnotes import Footnotes
from hccdesk.report.statistics_words import DASH, months, outcome_words, percent
from hccdesk.report.voice import Voice

ENDPOINT_WORDS = {
    Endpoint.PFS: "Progression-free survival",
    Endpoint.OS: "Overall survival",
    Endpoint.TTP: "Time to progression",
}
NOT_REACHED = "not reached"
_MOST_HORIZONS = 5


def group_name(name: str, voice: Voice) -> str:
    """A group as it is printed, "Cirrhosis: yes" word by word; the nameless one is all patients."""
    if not name:
        return voice.say("All patients")
    return (": " if voice.language == "en" else "：").join(voice.words(part) for part in name.split(": "))


def survival_chart(
    endpoint: Endpoint,
    groups: tuple[SurvivalGroup, ...],
    at_risk_months: tuple[float, ...],
    log_rank: TestOutcome | NotComputed | None,
    voice: Voice,
    *,
    is_incidence: bool = False,
) -> SurvivalChart:
    """The curves of all groups with their numbers at risk."""
    curves = tuple(_curve(group, voice) for group in groups)
    return SurvivalChart(
        curves,
        is_incidence,
        at_risk_months,
        voice.say("Months"),
        voice.say("Cumulative incidence") if is_incidence else voice.say(ENDPOINT_WORDS[endpoint]),
        voice.say("Numbers at risk"),
        outcome_words(log_rank, voice) if isinstance(log_rank, TestOutcome) else "",
        _caption(is_incidence, voice),
    )


def survival_table(groups: tuple[SurvivalGroup, ...], voice: Voice) -> Table:
    """A line for each group: patients, events, median, and the probability at each horizon, with 95 % limits."""
    notes = Footnotes()
    horizons = sorted({month for group in groups for month in group.at_horizons}, key=float)[:_MOST_HORIZONS]
    header = (
        voice.say("Group"),
        voice.say("n"),
        voice.say("Events"),
        voice.say("Median, months (95% interval)"),
        *(voice.say("At {months} months (95% interval)", months=month) for month in horizons),
    )
    rows = tuple(_row(group, horizons, notes, voice) for group in groups)
    table = Table(header, rows, (1.8, 0.6, 0.7, 2.0, *(1.7 for _ in horizons)), compact=True, whole=True)
    return replace(table, notes=notes.text())


def _curve(group: SurvivalGroup, voice: Voice) -> ChartCurve:
    return ChartCurve(
        group_name(group.group, voice),
        group.months,
        group.probability,
        group.low,
        group.high,
        group.censored_months,
        group.end_months,
        group.at_risk,
    )


def _caption(is_incidence: bool, voice: Voice) -> str:
    if is_incidence:
        return voice.say(
            "Aalen–Johansen cumulative incidence with 95% bands; death before it counts as a competing event. "
            "Ticks: censored patients."
        )
    return voice.say("Kaplan-Meier estimate with 95% bands. Ticks: censored patients.")


def _row(group: SurvivalGroup, horizons: list[str], notes: Footnotes, voice: Voice) -> tuple[Cell, ...]:
    median = group.median_months
    said = _not_reached(median, notes, voice) if isinstance(median, NotComputed) else Cell(months(median, voice))
    return (
        Cell(group_name(group.group, voice)),
        Cell(str(group.patients)),
        Cell(str(group.events)),
        said,
        *(Cell(_at(group.at_horizons.get(month))) for month in horizons),
    )


def _not_reached(median: NotComputed, notes: Footnotes, voice: Voice) -> Cell:
    """The one reason that is an answer in itself is printed in its place."""
    if median.reason.template == NOT_REACHED:
        return Cell(voice.tell(median.reason))
    return notes.missing(median, voice)


def _at(estimate: Estimate | None) -> str:
    return DASH if estimate is None else percent(estimate)


def horizon_words(months_after: float, voice: Voice) -> str:
    """`12 months`."""
    return voice.say("{months} months", months=numbers.months(months_after))
