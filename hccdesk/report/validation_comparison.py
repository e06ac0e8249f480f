"""A model beside others on the same patients, and its measure in subgroups."""

from __future__ import annotations

from itertools import groupby

from hccdesk.domain.estimate import Estimate
from hccdesk.domain.result import NotComputed
from hccdesk.domain.validation import Comparison, SubgroupRow, ValidationReport
from hccdesk.report.blocks import Cell, Heading, Table
from hccdesk.report.chart_blocks import ForestChart, ForestMark, ForestRow
from hccdesk.report.cohort_baseline import level_words
from hccdesk.report.document import Section
from hccdesk.report.footnotes import Footnotes
from hccdesk.report.statistics_words import DASH, p_value, share, signed
from hccdesk.report.validation_words import main_measure
from hccdesk.report.voice import Voice

SUBGROUP_WORDS = {
    "sex": "Sex",
    "age": "Age",
    "age_years": "Age",
    "bclc": "BCLC stage",
    "centre": "Centre",
    "arm": "Arm",
}


def comparison_sections(report: ValidationReport, voice: Voice) -> tuple[Section, ...]:
    """Comparisons and subgroups, those there are."""
    found = []
    if report.comparisons:
        heading = Heading(voice.say("Beside other models, on the same patients"), 1)
        found.append(Section(heading, (_comparisons(report.comparisons, voice),)))
    if report.subgroups:
        found.append(Section(Heading(voice.say("Subgroups"), 1), (_subgroups(report, voice),)))
    return tuple(found)


def _comparisons(comparisons: tuple[Comparison, ...], voice: Voice) -> Table:
    notes = Footnotes()
    header = (
        voice.say("Model"),
        voice.say("Measure"),
        voice.say("Value (95% interval)"),
        voice.say("Difference to the first (95% interval)"),
        voice.say("p"),
    )
    rows = tuple(_row(comparison, notes, voice) for comparison in comparisons)
    return Table(header, rows, (2.6, 1.2, 2.2, 2.6, 1.0), compact=True, whole=True, notes=notes.text())


def _row(comparison: Comparison, notes: Footnotes, voice: Voice) -> tuple[Cell, ...]:
    estimate, test = comparison.estimate, comparison.test
    p = Cell(DASH) if test is None else Cell(p_value(test.p), note=notes.mark(voice.words(test.test)))
    return (
        Cell(voice.words(comparison.name)),
        Cell(voice.words(comparison.measure)),
        notes.missing(estimate, voice) if isinstance(estimate, NotComputed) else Cell(share(estimate)),
        Cell(DASH if comparison.difference is None else signed(comparison.difference)),
        p,
    )


def _subgroups(report: ValidationReport, voice: Voice) -> ForestChart:
    name, overall = main_measure(report)
    notes = Footnotes()
    rows: list[ForestRow] = [_overall(report, overall, voice)]
    for variable, levels in groupby(report.subgroups, key=lambda row: row.variable):
        title = _variable(variable, voice)
        rows.append(ForestRow(title, (), ()))
        rows += [_level(row, notes, voice) for row in levels]
    said = voice.say("Dashed: all patients. Many subgroups, few patients each: differences arise by chance.")
    return ForestChart(
        voice.say("Subgroup"),
        (voice.say("n"), _with_outcome(report, voice), voice.say("{measure} (95% interval)", measure=name)),
        tuple(rows),
        False,
        overall.value if isinstance(overall, Estimate) else None,
        voice.words(name),
        "",
        "",
        "",
        "",
        notes.text(said),
    )


def subgroup_name(row: SubgroupRow, voice: Voice) -> str:
    """A subgroup in one line: what it was divided by, and which part it is."""
    return f"{_variable(row.variable, voice)}: {level_words(row.level, voice)}"


def _variable(variable: str, voice: Voice) -> str:
    return voice.say(SUBGROUP_WORDS[variable]) if variable in SUBGROUP_WORDS else voice.label(variable)


def _with_outcome(report: ValidationReport, voice: Voice) -> str:
    return voice.say("Events") if report.response is None else voice.say("With outcome")


def _overall(report: ValidationReport, overall: Estimate | NotComputed, voice: Voice) -> ForestRow:
    patients, events = _counts(report)
    words = DASH if isinstance(overall, NotComputed) else share(overall)
    return ForestRow(voice.say("All patients"), (str(patients), str(events), words), _marks(overall))


def _counts(report: ValidationReport) -> tuple[int, int]:
    if report.response is not None:
        return report.response.patients, report.response.positives
    assert report.survival is not None
    return report.survival.patients, report.survival.events


def _level(row: SubgroupRow, notes: Footnotes, voice: Voice) -> ForestRow:
    estimate = row.estimate
    if isinstance(estimate, NotComputed):
        words = f"{DASH} ({notes.mark(voice.tell(estimate.reason))})"
    else:
        words = share(estimate)
    columns = (str(row.patients), str(row.events), words)
    return ForestRow(level_words(row.level, voice), columns, _marks(estimate), indented=True)


def _marks(estimate: Estimate | NotComputed) -> tuple[ForestMark, ...]:
    return () if isinstance(estimate, NotComputed) else (ForestMark(estimate.value, estimate.low, estimate.high),)
