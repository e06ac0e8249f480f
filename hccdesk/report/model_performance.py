"""How well a model did, from its manifest: a row for each measure, a column for each cohort it was measured on."""

from __future__ import annotations

from hccdesk.domain.manifest import Performance
from hccdesk.report import numbers
from hccdesk.report.blocks import Block, Cell, Paragraph, Table
from hccdesk.report.tone import Tone
from hccdesk.report.voice import Voice

COHORTS_ABREAST = 3
LONGEST_WHOLE = 20
"""Rows that stay on one page."""
_Cohort = tuple[str, int, str]
"""Its name, how many, and of what: patients, slices."""


def performance(measured: tuple[Performance, ...], voice: Voice) -> tuple[Block, ...]:
    """Every measure on every cohort, with its 95 % limits."""
    if not measured:
        return (Paragraph(voice.say("No performance has been measured."), Tone.CAUTION),)
    cohorts = list(dict.fromkeys(_cohort(one) for one in measured))
    starts = range(0, len(cohorts), COHORTS_ABREAST)
    return tuple(_table(measured, tuple(cohorts[at : at + COHORTS_ABREAST]), voice) for at in starts)


def limits(interval: tuple[float, float]) -> str:
    """Both ends; a comma between them where a dash would run into a minus."""
    low, high = (numbers.decimal(end, 2) for end in interval)
    return f"{low}, {high}" if "−" in low + high else f"{low}–{high}"


def _table(measured: tuple[Performance, ...], cohorts: tuple[_Cohort, ...], voice: Voice) -> Table:
    found: dict[str, dict[_Cohort, list[str]]] = {}
    for one in measured:
        if _cohort(one) in cohorts:
            found.setdefault(one.metric, {}).setdefault(_cohort(one), []).append(_value(one))
    rows = tuple(
        (Cell(voice.words(metric)), *(Cell(" · ".join(by_cohort.get(cohort, ["–"]))) for cohort in cohorts))
        for metric, by_cohort in found.items()
    )
    header = (voice.say("Measure (95% interval)"), *(_named(cohort, voice) for cohort in cohorts))
    return Table(header, rows, (3.4, *[2.0] * len(cohorts)), compact=True, whole=len(rows) <= LONGEST_WHOLE)


def _cohort(one: Performance) -> _Cohort:
    return one.cohort, one.n, one.unit_of_analysis


def _named(cohort: _Cohort, voice: Voice) -> str:
    name, n, unit = cohort
    return voice.say("{cohort} (n = {n}, unit: {unit})", cohort=voice.words(name), n=n, unit=voice.words(unit))


def _value(one: Performance) -> str:
    said = numbers.decimal(one.value, 2)
    return said if one.interval is None else f"{said} ({limits(one.interval)})"
