"""The main numbers of a validation as sentences that need no statistics to be read."""

from __future__ import annotations

from hccdesk.domain.estimate import Estimate
from hccdesk.domain.result import NotComputed
from hccdesk.domain.validation import ResponseValidation, ValidationReport
from hccdesk.report import numbers
from hccdesk.report.blocks import Cell
from hccdesk.report.statistics_words import p_equation, share, signed
from hccdesk.report.tone import Tone
from hccdesk.report.validation_words import main_measure
from hccdesk.report.voice import Voice


def in_plain_words(report: ValidationReport, voice: Voice) -> tuple[Cell, ...]:
    """What the measure means for pairs of patients, what the threshold found, and how far the truth itself goes."""
    cells = list(_pairs(report, voice))
    if report.response is not None:
        cells += [*_threshold(report.response, voice), *_truth(report.response, voice)]
    return tuple(cells)


def beside_others(report: ValidationReport, voice: Voice) -> tuple[str, ...]:
    """A line for each model that was compared with the first."""
    lines = []
    for comparison in report.comparisons:
        if comparison.difference is None or isinstance(comparison.estimate, NotComputed):
            continue
        said = voice.say(
            "{name}: {measure} {value}; difference to this model {difference}",
            name=voice.words(comparison.name),
            measure=voice.words(comparison.measure),
            value=share(comparison.estimate),
            difference=signed(comparison.difference),
        )
        lines.append(said if comparison.test is None else f"{said}, {p_equation(comparison.test.p)}")
    return tuple(lines)


def _pairs(report: ValidationReport, voice: Voice) -> tuple[Cell, ...]:
    _, measure = main_measure(report)
    if isinstance(measure, NotComputed):
        return ()
    n = round(100 * measure.value)
    if report.response is not None:
        said = voice.say(
            "Of 100 pairs of patients, one with and one without the outcome, the score tells {n} apart rightly.",
            n=n,
        )
    else:
        said = voice.say("Of 100 pairs of patients, {n} had their events in the order predicted.", n=n)
    return (Cell(said),)


def _threshold(response: ResponseValidation, voice: Voice) -> tuple[Cell, ...]:
    matrix = response.confusion
    if isinstance(matrix, NotComputed):
        return ()
    said = voice.say(
        "At the threshold {threshold}: recognised {hits} of {positives} with the outcome and {passed} of {negatives} "
        "without it.",
        threshold=numbers.threshold(matrix.threshold),
        hits=matrix.true_positive,
        positives=matrix.true_positive + matrix.false_negative,
        passed=matrix.true_negative,
        negatives=matrix.true_negative + matrix.false_positive,
    )
    return (Cell(said),)


def _truth(response: ResponseValidation, voice: Voice) -> tuple[Cell, ...]:
    best, auc = response.best_reachable_auc, response.auc
    if best is None or not isinstance(auc, Estimate):
        return ()
    said = voice.say(
        "The outcomes of these phantoms are partly chance: knowing their true probability gives AUC {best}, "
        "the model {auc}.",
        best=numbers.decimal(best.value, 2),
        auc=numbers.decimal(auc.value, 2),
    )
    return (Cell(said, Tone.CAUTION),)
