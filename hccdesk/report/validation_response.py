"""The validation of a response model: ROC, the confusion matrix at the threshold, calibration, decision curves."""

from __future__ import annotations

from hccdesk.domain.estimate import Estimate
from hccdesk.domain.result import NotComputed
from hccdesk.domain.validation import ConfusionMatrix, ResponseValidation
from hccdesk.report import numbers
from hccdesk.report.blocks import Block, Cell, Heading, Paragraph, Table
from hccdesk.report.chart_blocks import ChartPair, RocChart, SquareChart
from hccdesk.report.document import Section
from hccdesk.report.statistics_words import DASH, percent, share
from hccdesk.report.tone import Tone
from hccdesk.report.validation_calibration import calibration_chart, calibration_table, calibration_words
from hccdesk.report.validation_decision import decision_chart
from hccdesk.report.voice import Voice

MEASURE_WORDS = {
    "accuracy": "Accuracy",
    "sensitivity": "Sensitivity",
    "specificity": "Specificity",
    "ppv": "Positive predictive value",
    "npv": "Negative predictive value",
    "f1": "F1 score",
}


def response_sections(response: ResponseValidation, voice: Voice) -> tuple[Section, ...]:
    """Discrimination, threshold, calibration, and usefulness."""
    return (
        Section(Heading(voice.say("Discrimination and calibration"), 1), _curves(response, voice), new_page=True),
        Section(Heading(voice.say("At the threshold of the bundle"), 1), _confusion(response, voice)),
        Section(Heading(voice.say("Usefulness: decision curves"), 1), _decision(response, voice)),
    )


def _curves(response: ResponseValidation, voice: Voice) -> tuple[Block, ...]:
    calibration = response.calibration
    charts: list[SquareChart] = [roc_chart(response, voice)] if response.roc is not None else []
    if not isinstance(calibration, NotComputed):
        before = calibration_words(calibration, voice)
        charts += calibration_chart(calibration, voice, before[:1].upper() + before[1:])
    said: list[Block] = [ChartPair(tuple(charts))] if charts else []
    if isinstance(response.auc, NotComputed):
        said.append(not_computed("AUC", response.auc, voice))
    if isinstance(calibration, NotComputed):
        said.append(not_computed(voice.say("Calibration"), calibration, voice))
        return tuple(said)
    return (*said, *calibration_table(calibration, voice))


def not_computed(name: str, value: NotComputed, voice: Voice) -> Paragraph:
    """Why a measure is not there."""
    reason = voice.tell(value.reason)
    return Paragraph(voice.say("{measure} not computed: {reason}", measure=name, reason=reason), Tone.CAUTION)


def roc_chart(response: ResponseValidation, voice: Voice) -> RocChart:
    """The ROC curve with its area in words and the bundle's threshold; it must have been computed."""
    assert response.roc is not None
    return RocChart(
        response.roc.false_positive_rate,
        response.roc.true_positive_rate,
        _threshold_point(response.confusion),
        voice.say("threshold of the bundle"),
        _auc_words(response, voice),
        voice.say("1 − specificity"),
        voice.say("Sensitivity"),
        voice.say("ROC curve; the dashed diagonal is chance. DeLong interval."),
    )


def _auc_words(response: ResponseValidation, voice: Voice) -> tuple[str, ...]:
    words = [] if isinstance(response.auc, NotComputed) else [f"AUC {share(response.auc)}"]
    if response.best_reachable_auc is not None:
        words.append(voice.say("truth itself: {auc}", auc=share(response.best_reachable_auc)))
    return tuple(words)


def _threshold_point(confusion: ConfusionMatrix | NotComputed) -> tuple[float, float] | None:
    if isinstance(confusion, NotComputed):
        return None
    positives = confusion.true_positive + confusion.false_negative
    negatives = confusion.true_negative + confusion.false_positive
    if not positives or not negatives:
        return None
    return confusion.false_positive / negatives, confusion.true_positive / positives


def _confusion(response: ResponseValidation, voice: Voice) -> tuple[Block, ...]:
    matrix = response.confusion
    if isinstance(matrix, NotComputed):
        return (not_computed(voice.say("Confusion matrix"), matrix, voice),)
    positive = voice.words(response.positive)
    said = voice.say(
        "A score of {threshold} or more predicts: {positive}.",
        threshold=numbers.threshold(matrix.threshold),
        positive=positive,
    )
    return Paragraph(said), _matrix(matrix, positive, voice), _measures(matrix, voice)


def _matrix(matrix: ConfusionMatrix, positive: str, voice: Voice) -> Table:
    header = ("", voice.say("Observed: {positive}", positive=positive), voice.say("Observed: not so"), voice.say("All"))
    predicted = (
        voice.say("Predicted: {positive}", positive=positive),
        voice.say("Predicted: not so"),
        voice.say("All"),
    )
    yes, no = (matrix.true_positive, matrix.false_negative), (matrix.false_positive, matrix.true_negative)
    counts = zip(predicted, (*yes, sum(yes)), (*no, sum(no)), strict=True)
    rows = [(Cell(name), Cell(str(y)), Cell(str(n)), Cell(str(y + n))) for name, y, n in counts]
    return Table(header, tuple(rows), (2.4, 2.0, 2.0, 1.0), whole=True)


def _measures(matrix: ConfusionMatrix, voice: Voice) -> Table:
    header = (voice.say("Measure"), voice.say("Value (95% interval)"))
    known = [*MEASURE_WORDS, *(name for name in matrix.measures if name not in MEASURE_WORDS)]
    rows = tuple(
        (Cell(_name(name, voice)), _measured(name, matrix.measures[name], voice))
        for name in known
        if name in matrix.measures
    )
    notes = voice.say("Shares with Wilson's interval; the F1 score with a bootstrap interval.")
    return Table(header, rows, (2.4, 5.0), compact=True, whole=True, notes=notes)


def _name(name: str, voice: Voice) -> str:
    return voice.say(MEASURE_WORDS[name]) if name in MEASURE_WORDS else voice.label(name)


def _measured(name: str, measure: Estimate | NotComputed, voice: Voice) -> Cell:
    if isinstance(measure, NotComputed):
        return Cell(f"{DASH} {voice.tell(measure.reason)}", Tone.MUTED)
    return Cell(share(measure) if name == "f1" else percent(measure))


def _decision(response: ResponseValidation, voice: Voice) -> tuple[Block, ...]:
    if not response.decision_curves:
        return (Paragraph(voice.say("No decision curve was computed."), Tone.MUTED),)
    return (ChartPair((decision_chart(response.decision_curves, voice),)),)
