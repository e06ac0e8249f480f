"""What a validation found, in a few lines for the terminal."""

from __future__ import annotations

from hccdesk.domain.estimate import Estimate
from hccdesk.domain.result import NotComputed
from hccdesk.domain.validation import ResponseValidation, SurvivalValidation, ValidationReport


def validation_lines(report: ValidationReport) -> tuple[str, ...]:
    """Who was scored, the main measures with their intervals, and the notes."""
    measured = _response(report.response) if report.response else _survival(report.survival)
    return (
        f"{report.model_id} {report.model_version} (made from {report.model_cohort_kind.value} patients) "
        f"on {report.cohort} ({report.cohort_kind.value} patients)",
        f"unit of analysis: {report.unit_of_analysis}; {report.scored} of {report.patients_in_table} scored",
        *(f"  not scored: {n} × {why.text}" for why, n in report.not_scored),
        report.how.text,
        *measured,
        *(f"{c.name}: {c.measure} {_words(c.estimate)}{_p(c.test.p if c.test else None)}" for c in report.comparisons),
        *(note.text for note in report.notes),
    )


def _response(response: ResponseValidation) -> tuple[str, ...]:
    best = response.best_reachable_auc
    slope = None if isinstance(response.calibration, NotComputed) else response.calibration.slope
    large = None if isinstance(response.calibration, NotComputed) else response.calibration.in_the_large
    return (
        f"positive: {response.positive}, {response.positives} of {response.patients}",
        f"AUC {_words(response.auc)}" + (f"; the truth itself reaches {_words(best)}" if best else ""),
        *((f"calibration in the large {_words(large)}",) if large else ()),
        *((f"calibration slope {_words(slope)}",) if slope else ()),
    )


def _survival(survival: SurvivalValidation | None) -> tuple[str, ...]:
    assert survival is not None
    return (
        f"{survival.endpoint.label}: {survival.events} events in {survival.patients} patients",
        f"C-index {_words(survival.c_index)}",
        *(f"AUC at {horizon.months:g} months {_words(horizon.auc)}" for horizon in survival.horizons),
        *((f"calibration in the large {_words(survival.in_the_large)}",) if survival.in_the_large else ()),
        f"calibration slope {_words(survival.calibration_slope)}",
    )


def _words(measure: Estimate | NotComputed) -> str:
    if isinstance(measure, NotComputed):
        return f"not estimable: {measure.reason.text}"
    if measure.low is None or measure.high is None:
        return f"{measure.value:.3f}"
    return f"{measure.value:.3f} ({measure.low:.3f} to {measure.high:.3f})"


def _p(p: float | None) -> str:
    return "" if p is None else f", p = {p:.3f}" if p >= 0.001 else ", p < 0.001"
