"""How a survival model puts patients in order, and how far its probabilities are off: C-index, AUC, Brier scores."""

from __future__ import annotations

from hccdesk.domain.estimate import Estimate
from hccdesk.domain.result import NotComputed
from hccdesk.domain.validation import HorizonValidation, SurvivalValidation
from hccdesk.report import numbers
from hccdesk.report.blocks import Block, Cell, Table
from hccdesk.report.chart_blocks import ChartPair, ChartPoint, HorizonChart
from hccdesk.report.footnotes import Footnotes
from hccdesk.report.statistics_words import DASH, share, signed
from hccdesk.report.voice import Voice


def discrimination(survival: SurvivalValidation, voice: Voice) -> tuple[Block, ...]:
    """The table of all measures, then the AUC by horizon as a chart."""
    notes = Footnotes()
    header = (
        voice.say("Measure"),
        voice.say("Value (95% interval)"),
        voice.say("Brier score"),
        voice.say("Brier score without a model"),
    )
    rows = (
        _measure(voice.say("Harrell's C-index"), survival.c_index, notes, voice),
        *(_horizon_row(horizon, notes, voice) for horizon in survival.horizons),
        _integrated(survival, notes, voice),
        _measure(voice.say("Calibration slope (1 is right)"), survival.calibration_slope, notes, voice, signs=True),
        *_in_the_large(survival, notes, voice),
    )
    how = voice.say(
        "AUC: cumulative/dynamic, with weights for censoring; Brier scores likewise, lower is better; without a model: "
        "every patient is told the cohort's own Kaplan-Meier estimate"
    )
    table = Table(header, rows, (3.0, 2.4, 1.4, 1.6), compact=True, whole=True, notes=notes.text(how))
    return (table, *_auc_chart(survival, voice))


def _measure(
    name: str, measure: Estimate | NotComputed, notes: Footnotes, voice: Voice, signs: bool = False
) -> tuple[Cell, ...]:
    return Cell(name), _estimate(measure, notes, voice, signs), Cell(DASH), Cell(DASH)


def _in_the_large(survival: SurvivalValidation, notes: Footnotes, voice: Voice) -> tuple[tuple[Cell, ...], ...]:
    if survival.in_the_large is None:
        return ()
    name = voice.say("Calibration in the large (0 is right)")
    return (_measure(name, survival.in_the_large, notes, voice, signs=True),)


def _integrated(survival: SurvivalValidation, notes: Footnotes, voice: Voice) -> tuple[Cell, ...]:
    name = voice.say("Integrated Brier score")
    if survival.integrated_brier_months is not None:
        months = numbers.months(survival.integrated_brier_months)
        name = voice.say("Integrated Brier score, 0 to {months} months", months=months)
    without = _without_model(survival.integrated_brier_of_kaplan_meier)
    return Cell(name), Cell(DASH), _number(survival.integrated_brier, notes, voice), without


def _horizon_row(horizon: HorizonValidation, notes: Footnotes, voice: Voice) -> tuple[Cell, ...]:
    return (
        Cell(voice.say("AUC at {months} months", months=numbers.months(horizon.months))),
        _estimate(horizon.auc, notes, voice),
        _number(horizon.brier, notes, voice),
        _without_model(horizon.brier_of_kaplan_meier),
    )


def _without_model(brier: float | None) -> Cell:
    return Cell(DASH if brier is None else numbers.decimal(brier, 3))


def _estimate(measure: Estimate | NotComputed, notes: Footnotes, voice: Voice, signs: bool = False) -> Cell:
    if isinstance(measure, NotComputed):
        return notes.missing(measure, voice)
    return Cell(signed(measure) if signs else share(measure))


def _number(measure: float | NotComputed, notes: Footnotes, voice: Voice) -> Cell:
    return notes.missing(measure, voice) if isinstance(measure, NotComputed) else Cell(numbers.decimal(measure, 3))


def _auc_chart(survival: SurvivalValidation, voice: Voice) -> tuple[Block, ...]:
    points = tuple(
        ChartPoint(h.months, h.auc.value, h.auc.low, h.auc.high)
        for h in survival.horizons
        if isinstance(h.auc, Estimate)
    )
    if len(points) < 2:
        return ()
    chart = HorizonChart(
        points,
        0.5,
        voice.say("chance"),
        voice.say("Months"),
        voice.say("AUC"),
        voice.say("Time-dependent AUC by horizon, with 95% intervals."),
    )
    return (ChartPair((chart,)),)
