"""The validation of a survival model: its order of patients, its horizons, its risk groups and its optimism."""

from __future__ import annotations

from hccdesk.domain.result import NotComputed
from hccdesk.domain.validation import HorizonValidation, Optimism, SurvivalValidation
from hccdesk.report import numbers
from hccdesk.report.blocks import Block, Cell, Heading, Paragraph, Table
from hccdesk.report.chart_blocks import ChartPair, SquareChart
from hccdesk.report.document import Section
from hccdesk.report.survival_discrimination import discrimination
from hccdesk.report.survival_groups import horizon_words, survival_chart, survival_table
from hccdesk.report.tone import Tone
from hccdesk.report.validation_calibration import calibration_chart, calibration_words, missing_measures
from hccdesk.report.validation_decision import decision_chart
from hccdesk.report.validation_response import not_computed
from hccdesk.report.voice import Voice


def survival_sections(survival: SurvivalValidation, voice: Voice) -> tuple[Section, ...]:
    """Discrimination, each horizon, risk groups, optimism."""
    return (
        Section(Heading(voice.say("Discrimination"), 1), discrimination(survival, voice), new_page=True),
        Section(Heading(voice.say("Calibration and usefulness by horizon"), 1), _horizons(survival, voice)),
        Section(Heading(voice.say("Groups of predicted risk"), 1), _risk_groups(survival, voice)),
        *_optimism(survival.optimism, voice),
    )


def _horizons(survival: SurvivalValidation, voice: Voice) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for horizon in survival.horizons:
        blocks += _horizon(horizon, voice)
    return tuple(blocks) or (Paragraph(voice.say("The model gives no horizon."), Tone.MUTED),)


def _horizon(horizon: HorizonValidation, voice: Voice) -> list[Block]:
    name = horizon_words(horizon.months, voice)
    calibration = horizon.calibration
    charts: list[SquareChart] = []
    said: list[Block] = []
    if isinstance(calibration, NotComputed):
        said.append(not_computed(voice.say("Calibration"), calibration, voice))
    else:
        charts += calibration_chart(calibration, voice, f"{name} · {calibration_words(calibration, voice)}")
        said += missing_measures(calibration, voice)
    if horizon.decision_curve is not None:
        charts.append(decision_chart((horizon.decision_curve,), voice, name))
    return [Heading(name), *([ChartPair(tuple(charts))] if charts else []), *said]


def _risk_groups(survival: SurvivalValidation, voice: Voice) -> tuple[Block, ...]:
    if not survival.risk_groups:
        return (Paragraph(voice.say("No risk groups were formed."), Tone.MUTED),)
    chart = survival_chart(survival.endpoint, survival.risk_groups, survival.at_risk_months, survival.log_rank, voice)
    blocks: tuple[Block, ...] = (chart, survival_table(survival.risk_groups, voice))
    if isinstance(survival.log_rank, NotComputed):
        blocks = (*blocks, not_computed(voice.say("Log-rank test"), survival.log_rank, voice))
    return blocks


def _optimism(optimism: Optimism | None, voice: Voice) -> tuple[Section, ...]:
    if optimism is None:
        return ()
    header = (voice.say("Measure"), voice.say("Apparent"), voice.say("Optimism"), voice.say("Corrected"))
    rows = tuple(_optimism_row(name, optimism, voice) for name in optimism.apparent if name in optimism.corrected)
    said = voice.say(
        "The whole fit repeated in {resamples} bootstrap samples (Harrell); corrected = apparent − optimism.",
        resamples=optimism.resamples,
    )
    table = Table(header, rows, (3.0, 1.2, 1.2, 1.2), compact=True, whole=True)
    return (Section(Heading(voice.say("Optimism of the fit"), 1), (Paragraph(said), table)),)


def _optimism_row(name: str, optimism: Optimism, voice: Voice) -> tuple[Cell, ...]:
    apparent, corrected = optimism.apparent[name], optimism.corrected[name]
    values = (apparent, apparent - corrected, corrected)
    return (Cell(voice.label(name)), *(Cell(numbers.decimal(v, 3)) for v in values))
