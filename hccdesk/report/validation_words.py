"""What a validation's numbers mean, in words: how well the model separates, and whether its probabilities are right."""

from __future__ import annotations

from hccdesk.domain.estimate import Estimate
from hccdesk.domain.result import NotComputed
from hccdesk.domain.validation import ValidationReport
from hccdesk.report.blocks import Cell
from hccdesk.report.tone import Tone
from hccdesk.report.voice import Voice

_CHANCE = 0.5


def main_measure(report: ValidationReport) -> tuple[str, Estimate | NotComputed]:
    """The name of the measure that answers for the model, and its value."""
    if report.response is not None:
        return "AUC", report.response.auc
    if report.survival is not None:
        return "C-index", report.survival.c_index
    raise ValueError("a validation is of a response or of a survival model")


def separation(measure: Estimate | NotComputed, voice: Voice) -> Cell:
    """Whether the interval of an AUC or C-index lies above chance."""
    if isinstance(measure, NotComputed):
        return Cell(voice.say("■ not computed: {reason}", reason=voice.tell(measure.reason)), Tone.PROBLEM)
    if measure.low is None or measure.high is None:
        return Cell(voice.say("▲ no interval: whether it is better than chance cannot be said"), Tone.CAUTION)
    if measure.low > _CHANCE:
        return Cell(voice.say("● better than chance: the interval lies above 0.5"))
    if measure.high < _CHANCE:
        return Cell(
            voice.say("■ worse than chance: the interval lies below 0.5; is the direction right?"), Tone.PROBLEM
        )
    return Cell(voice.say("■ not shown to be better than chance: the interval holds 0.5"), Tone.PROBLEM)


def calibration_verdict(
    slope: Estimate | NotComputed, in_the_large: Estimate | NotComputed | None, voice: Voice
) -> tuple[Cell, ...]:
    """Whether the predicted probabilities are too high, too low, too extreme or too narrow; in words.

    After Van Calster et al., BMC Med 2019;17:230: calibration in the large, then the slope.
    """
    level = () if in_the_large is None else (_level(in_the_large, voice),)
    return (*level, _slope(slope, voice))


def _level(in_the_large: Estimate | NotComputed, voice: Voice) -> Cell:
    if isinstance(in_the_large, NotComputed):
        reason = voice.tell(in_the_large.reason)
        return Cell(voice.say("■ calibration in the large not computed: {reason}", reason=reason), Tone.PROBLEM)
    if in_the_large.low is None or in_the_large.high is None:
        return Cell(voice.say("▲ calibration in the large has no interval"), Tone.CAUTION)
    if in_the_large.low > 0:
        return Cell(voice.say("▲ predictions too low on average: more patients had the outcome"), Tone.CAUTION)
    if in_the_large.high < 0:
        return Cell(voice.say("▲ predictions too high on average: fewer patients had the outcome"), Tone.CAUTION)
    return Cell(voice.say("● on average not shown to be too high or too low (interval holds 0)"))


def _slope(slope: Estimate | NotComputed, voice: Voice) -> Cell:
    if isinstance(slope, NotComputed):
        reason = voice.tell(slope.reason)
        return Cell(voice.say("■ calibration slope not computed: {reason}", reason=reason), Tone.PROBLEM)
    if slope.low is None or slope.high is None:
        return Cell(voice.say("▲ the calibration slope has no interval"), Tone.CAUTION)
    return _slope_between(slope.low, slope.high, voice)


def _slope_between(low: float, high: float, voice: Voice) -> Cell:
    if high <= 0:
        return Cell(voice.say("■ predictions point the wrong way: the slope lies below 0"), Tone.PROBLEM)
    if high < 1:
        return Cell(voice.say("▲ predictions too extreme: the slope lies below 1 (overfitting)"), Tone.CAUTION)
    if low > 1:
        return Cell(voice.say("▲ predictions not extreme enough: the slope lies above 1"), Tone.CAUTION)
    if low <= 0:
        return Cell(voice.say("▲ slope too uncertain to judge: its interval holds both 0 and 1"), Tone.CAUTION)
    return Cell(voice.say("● slope not shown to differ from 1 (interval holds 1)"))
