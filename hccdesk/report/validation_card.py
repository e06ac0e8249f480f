"""The card on page 1 of a validation: the main measure large, what stands beside it, and all of it in words."""

from __future__ import annotations

from hccdesk.domain.estimate import Estimate
from hccdesk.domain.manifest import CohortKind
from hccdesk.domain.result import NotComputed
from hccdesk.domain.validation import SurvivalValidation, ValidationReport
from hccdesk.report import numbers
from hccdesk.report.blocks import Card, Cell, KeyNumber
from hccdesk.report.statistics_words import DASH
from hccdesk.report.survival_groups import ENDPOINT_WORDS
from hccdesk.report.tone import Tone
from hccdesk.report.validation_plain import in_plain_words
from hccdesk.report.validation_words import calibration_verdict, main_measure, separation
from hccdesk.report.voice import Voice


def card(report: ValidationReport, voice: Voice) -> Card:
    """The card of page 1."""
    name, measure = main_measure(report)
    return Card(
        _question(report, voice),
        _of_whom(report, voice),
        _badges(report, voice),
        (_main(name, measure, voice), *_beside(report, voice)),
        None,
        None,
        (separation(measure, voice), *_calibration(report, voice), *in_plain_words(report, voice)),
    )


def _question(report: ValidationReport, voice: Voice) -> str:
    if report.response is not None:
        return voice.say("Does the score separate the patients?")
    return voice.say("Does the score put the patients in order?")


def _of_whom(report: ValidationReport, voice: Voice) -> str:
    if report.response is not None:
        r = report.response
        return voice.say(
            "{positives} of {patients} patients: {positive}",
            positives=r.positives,
            patients=r.patients,
            positive=voice.words(r.positive),
        )
    s = _survival(report)
    endpoint = voice.say(ENDPOINT_WORDS[s.endpoint])
    return voice.say(
        "{endpoint}: {events} events in {patients} patients", endpoint=endpoint, events=s.events, patients=s.patients
    )


def _badges(report: ValidationReport, voice: Voice) -> tuple[Cell, ...]:
    if CohortKind.PHANTOM not in (report.cohort_kind, report.model_cohort_kind):
        return ()
    return (Cell(voice.say("DEMONSTRATION – synthetic patients"), Tone.CAUTION),)


def _main(name: str, measure: Estimate | NotComputed, voice: Voice) -> KeyNumber:
    if isinstance(measure, NotComputed):
        return KeyNumber(DASH, voice.say("{measure}: not computed", measure=name))
    return KeyNumber(
        numbers.decimal(measure.value, 2), voice.say("{measure} (95% {limits})", measure=name, limits=_limits(measure))
    )


def _limits(estimate: Estimate) -> str:
    low, high = (DASH if v is None else numbers.decimal(v, 2) for v in (estimate.low, estimate.high))
    return f"{low}–{high}" if not low.startswith("−") and not high.startswith("−") else f"{low}, {high}"


def _beside(report: ValidationReport, voice: Voice) -> tuple[KeyNumber, ...]:
    found = []
    best = report.response.best_reachable_auc if report.response else None
    if best is not None:
        words = voice.say("best AUC that the truth itself reaches (95% {limits})", limits=_limits(best))
        found.append(KeyNumber(numbers.decimal(best.value, 2), words))
    slope = _slope(report)
    if isinstance(slope, Estimate):
        words = voice.say("calibration slope, 1 is right (95% {limits})", limits=_limits(slope))
        found.append(KeyNumber(numbers.decimal(slope.value, 2), words))
    brier = report.response.brier if report.response else _survival(report).integrated_brier
    if isinstance(brier, float):
        found.append(KeyNumber(numbers.decimal(brier, 3), _brier_words(report, voice)))
    return tuple(found)


def _brier_words(report: ValidationReport, voice: Voice) -> str:
    if report.response is not None:
        without = report.response.brier_of_prevalence
        return _beaten(voice.say("Brier score, lower is better"), without, voice)
    without = _survival(report).integrated_brier_of_kaplan_meier
    return _beaten(voice.say("integrated Brier score, lower is better"), without, voice)


def _beaten(words: str, without_model: float | None, voice: Voice) -> str:
    """With what one has without any model: telling every patient the same."""
    if without_model is None:
        return words
    return voice.say("{measure} (without a model {value})", measure=words, value=numbers.decimal(without_model, 3))


def _slope(report: ValidationReport) -> Estimate | NotComputed:
    if report.response is None:
        return _survival(report).calibration_slope
    calibration = report.response.calibration
    return calibration if isinstance(calibration, NotComputed) else calibration.slope


def _calibration(report: ValidationReport, voice: Voice) -> tuple[Cell, ...]:
    if report.response is None:
        survival = _survival(report)
        return calibration_verdict(survival.calibration_slope, survival.in_the_large, voice)
    calibration = report.response.calibration
    if isinstance(calibration, NotComputed):
        reason = voice.tell(calibration.reason)
        return (Cell(voice.say("■ calibration not computed: {reason}", reason=reason), Tone.PROBLEM),)
    return calibration_verdict(calibration.slope, calibration.in_the_large, voice)


def _survival(report: ValidationReport) -> SurvivalValidation:
    if report.survival is None:
        raise ValueError("a validation is of a response or of a survival model")
    return report.survival
