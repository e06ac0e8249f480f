"""Calibration as a chart and a table: predicted beside observed, slope and calibration in the large."""

from __future__ import annotations

from hccdesk.domain.estimate import Estimate
from hccdesk.domain.result import NotComputed
from hccdesk.domain.validation import Calibration
from hccdesk.report import numbers
from hccdesk.report.blocks import Block, Cell, Paragraph, Table
from hccdesk.report.chart_blocks import CalibrationChart, ChartPoint
from hccdesk.report.statistics_words import DASH, percent, signed
from hccdesk.report.tone import Tone
from hccdesk.report.validation_words import calibration_verdict
from hccdesk.report.voice import Voice

MEASURE_WORDS = {"slope": "Calibration slope", "in the large": "Calibration in the large"}


def calibration_chart(calibration: Calibration, voice: Voice, before: str) -> list[CalibrationChart]:
    """The chart, if there is a point to draw; `before` stands at the head of its caption."""
    points = tuple(
        ChartPoint(point.predicted, point.observed.value, point.observed.low, point.observed.high, point.patients)
        for point in calibration.points
    )
    if not points:
        return []
    said = voice.say("Points: groups of patients of like prediction, 95% intervals; bars: patients in each group.")
    return [
        CalibrationChart(
            points,
            voice.say("ideal"),
            voice.say("Predicted probability"),
            voice.say("Observed share"),
            voice.say("n"),
            f"{before} {said}",
        )
    ]


def calibration_words(calibration: Calibration, voice: Voice) -> str:
    """Slope and calibration in the large in one line, as far as they were computed."""
    said = []
    if isinstance(calibration.slope, Estimate):
        said.append(voice.say("slope {value}", value=signed(calibration.slope)))
    if isinstance(calibration.in_the_large, Estimate):
        said.append(voice.say("in the large {value}", value=signed(calibration.in_the_large)))
    listed = ("; " if voice.language == "en" else "；").join(said)
    return voice.say("calibration {measures}.", measures=listed) if said else voice.say("calibration.")


def missing_measures(calibration: Calibration, voice: Voice) -> list[Block]:
    """Why slope or calibration in the large is not there."""
    measures = (("slope", calibration.slope), ("in the large", calibration.in_the_large))
    return [
        Paragraph(
            voice.say(
                "{measure} not computed: {reason}",
                measure=voice.say(MEASURE_WORDS[name]),
                reason=voice.tell(value.reason),
            ),
            Tone.CAUTION,
        )
        for name, value in measures
        if isinstance(value, NotComputed)
    ]


def calibration_table(calibration: Calibration, voice: Voice) -> tuple[Block, ...]:
    """Slope and calibration in the large with what they mean, then the points."""
    verdicts = calibration_verdict(calibration.slope, calibration.in_the_large, voice)
    header = (voice.say("Calibration"), voice.say("Value (95% interval)"), voice.say("In words"))
    rows = (
        (Cell(voice.say("In the large (0 is right)")), _measured(calibration.in_the_large, voice), verdicts[0]),
        (Cell(voice.say("Slope (1 is right)")), _measured(calibration.slope, voice), verdicts[1]),
    )
    made = Table(header, rows, (2.0, 1.9, 4.0), compact=True, whole=True)
    return (made, _points(calibration, voice)) if calibration.points else (made,)


def _measured(measure: Estimate | NotComputed, voice: Voice) -> Cell:
    return Cell(DASH, Tone.MUTED) if isinstance(measure, NotComputed) else Cell(signed(measure))


def _points(calibration: Calibration, voice: Voice) -> Table:
    header = (voice.say("Predicted, mean"), voice.say("Observed (95% interval)"), voice.say("Patients"))
    rows = tuple(
        (Cell(f"{numbers.decimal(100 * p.predicted, 1)}%"), Cell(percent(p.observed)), Cell(str(p.patients)))
        for p in calibration.points
    )
    return Table(header, rows, (1.6, 3.0, 2.0), compact=True, whole=True)
