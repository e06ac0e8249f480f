"""Annex D: how each model did on patients whose outcome was known, patient by patient."""

from __future__ import annotations

from hccdesk.domain.estimate import Estimate
from hccdesk.domain.manifest import ModelKind
from hccdesk.domain.result import CaseResult, NotComputed
from hccdesk.domain.validation import ResponseValidation, SurvivalValidation, ValidationReport
from hccdesk.report import numbers
from hccdesk.report.blocks import Block, Cell, Heading, Paragraph, Table
from hccdesk.report.chart_blocks import ChartPair, SquareChart
from hccdesk.report.document import Section
from hccdesk.report.image_facts import Fact, fact_table
from hccdesk.report.standing import of_model
from hccdesk.report.statistics_words import share, signed
from hccdesk.report.survival_groups import horizon_words
from hccdesk.report.tone import Tone
from hccdesk.report.validation_calibration import calibration_chart, calibration_words
from hccdesk.report.validation_comparison import subgroup_name
from hccdesk.report.validation_response import roc_chart
from hccdesk.report.validation_words import calibration_verdict, main_measure, separation
from hccdesk.report.voice import Voice, value

CHARTS_SHOWN = 2


def annex_validation(result: CaseResult, voice: Voice) -> Section:
    """One part for each model that may speak and was validated."""
    blocks: list[Block] = []
    for model_id, report in result.validations:
        blocks += _model(of_model(result, model_id).title(voice), report, voice)
    told = {model_id for model_id, _ in result.validations}
    silent = [m for m in result.models if m.offered and m.kind is not ModelKind.BACKBONE and m.model_id not in told]
    for manifest in silent:
        name = of_model(result, manifest.model_id).title(voice)
        blocks.append(Paragraph(voice.say("■ {model}: no validation on record.", model=name), Tone.PROBLEM))
    if not blocks:
        blocks.append(Paragraph(voice.say("No model was used."), Tone.MUTED))
    return Section(Heading(voice.say("Annex D – Validation of the models"), 1), tuple(blocks))


def _model(title: str, report: ValidationReport, voice: Voice) -> list[Block]:
    return [
        Heading(f"{title} ({value(report.model_id)} {value(report.model_version)})"),
        fact_table(_facts(report, voice)),
        *_charts(report, voice),
        *_subgroups(report, voice),
    ]


def _facts(report: ValidationReport, voice: Voice) -> list[Fact]:
    name, measure = main_measure(report)
    return [
        (voice.say("Cohort"), Cell(voice.words(report.cohort))),
        (voice.say("Kind of validation"), Cell(voice.tell(report.how))),
        (voice.say("Date"), Cell(voice.say("not on record; made with hccdesk {v}", v=value(report.program_version)))),
        (voice.say("Patients and events"), Cell(_counts(report, voice))),
        (voice.say("Unit of analysis"), Cell(voice.words(report.unit_of_analysis))),
        (voice.say("{measure} (95% interval)", measure=name), _estimate(measure, voice)),
        ("", separation(measure, voice)),
        (voice.say("Calibration"), Cell(_calibration(report, voice))),
        *(("", cell) for cell in _verdicts(report, voice)),
        (voice.say("Brier score, lower is better"), Cell(_brier(report, voice))),
        ("TRIPOD+AI", Cell(_checklist(report, voice))),
    ]


def _counts(report: ValidationReport, voice: Voice) -> str:
    n, events = _patients_and_events(report)
    return voice.say(
        "{n} patients scored of {table}, {events} with the outcome", n=n, table=report.patients_in_table, events=events
    )


def _patients_and_events(report: ValidationReport) -> tuple[int, int]:
    if report.response is not None:
        return report.response.patients, report.response.positives
    survival = _survival(report)
    return survival.patients, survival.events


def _estimate(measure: Estimate | NotComputed, voice: Voice) -> Cell:
    if isinstance(measure, NotComputed):
        return Cell(voice.say("not computed: {reason}", reason=voice.tell(measure.reason)), Tone.CAUTION)
    return Cell(share(measure))


def _calibration(report: ValidationReport, voice: Voice) -> str:
    slope, level = _slope_and_level(report)
    said = []
    if isinstance(slope, Estimate):
        said.append(voice.say("slope {value}", value=signed(slope)))
    if isinstance(level, Estimate):
        said.append(voice.say("in the large {value}", value=signed(level)))
    return ("; " if voice.language == "en" else "；").join(said) or "–"


def _verdicts(report: ValidationReport, voice: Voice) -> tuple[Cell, ...]:
    slope, level = _slope_and_level(report)
    return calibration_verdict(slope, level, voice)


def _slope_and_level(report: ValidationReport) -> tuple[Estimate | NotComputed, Estimate | NotComputed | None]:
    if report.response is None:
        survival = _survival(report)
        return survival.calibration_slope, survival.in_the_large
    calibration = report.response.calibration
    if isinstance(calibration, NotComputed):
        return calibration, None
    return calibration.slope, calibration.in_the_large


def _brier(report: ValidationReport, voice: Voice) -> str:
    if report.response is not None:
        return _beaten(report.response.brier, report.response.brier_of_prevalence, voice)
    survival = _survival(report)
    brier = survival.integrated_brier
    return _beaten(brier if isinstance(brier, float) else None, survival.integrated_brier_of_kaplan_meier, voice)


def _beaten(brier: float | None, without: float | None, voice: Voice) -> str:
    if brier is None:
        return "–"
    if without is None:
        return numbers.decimal(brier, 3)
    return voice.say("{brier}; without a model {without}", brier=numbers.decimal(brier, 3), without=f"{without:.3f}")


def _checklist(report: ValidationReport, voice: Voice) -> str:
    unknown = [item.number for item in report.checklist if item.answer is None]
    if not report.checklist:
        return voice.say("not on record")
    said = voice.say("{n} of {all} items answered", n=len(report.checklist) - len(unknown), all=len(report.checklist))
    if not unknown:
        return said
    return said + voice.say("; not known: {items}", items=", ".join(map(value, unknown)))


def _charts(report: ValidationReport, voice: Voice) -> tuple[Block, ...]:
    """Predicted beside observed: of the response, or at the first horizons."""
    charts = _of_response(report.response, voice) if report.response else _of_survival(_survival(report), voice)
    return (ChartPair(tuple(charts[:CHARTS_SHOWN])),) if charts else ()


def _of_response(response: ResponseValidation, voice: Voice) -> list[SquareChart]:
    charts: list[SquareChart] = [roc_chart(response, voice)] if response.roc is not None else []
    if isinstance(response.calibration, NotComputed):
        return charts
    before = calibration_words(response.calibration, voice)
    return [*charts, *calibration_chart(response.calibration, voice, before[:1].upper() + before[1:])]


def _of_survival(survival: SurvivalValidation, voice: Voice) -> list[SquareChart]:
    charts: list[SquareChart] = []
    for horizon in survival.horizons:
        if not isinstance(horizon.calibration, NotComputed):
            before = f"{horizon_words(horizon.months, voice)} · {calibration_words(horizon.calibration, voice)}"
            charts += calibration_chart(horizon.calibration, voice, before)
    return charts


def _subgroups(report: ValidationReport, voice: Voice) -> tuple[Block, ...]:
    if not report.subgroups:
        return ()
    name, _ = main_measure(report)
    header = (
        voice.say("Subgroup"),
        voice.say("Patients"),
        voice.say("With outcome"),
        voice.say("{measure} (95% interval)", measure=name),
    )
    rows = tuple(
        (
            Cell(subgroup_name(row, voice)),
            Cell(str(row.patients)),
            Cell(str(row.events)),
            _estimate(row.estimate, voice),
        )
        for row in report.subgroups
    )
    said = voice.say("Many subgroups, few patients each: differences arise by chance.")
    return (Table(header, rows, (2.6, 1.0, 1.2, 3.2), (1, 2), compact=True, notes=said),)


def _survival(report: ValidationReport) -> SurvivalValidation:
    if report.survival is None:
        raise ValueError("a validation is of a response or of a survival model")
    return report.survival
