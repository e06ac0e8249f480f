"""The numbers of a result that the reference case is checked by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from hccdesk.domain.leaning import ScoreInterval
from hccdesk.domain.result import (
    CaseResult,
    ClinicalResponseFinding,
    CtResponseFinding,
    HaimFinding,
    NotComputed,
    ScoreFinding,
    SurvivalFinding,
)

Numbers = dict[str, dict[str, float]]


def reference_numbers(result: CaseResult) -> Numbers:
    """Numbers by what they are about; a class is 1 where response is favoured, 0 where not.

    What was not computed is left out.
    """
    found: Numbers = {"tumour": _tumour(result)}
    if isinstance(result.ct_response, CtResponseFinding):
        found["CT response"] = _ct(result.ct_response)
    if isinstance(result.slide_response, HaimFinding):
        found["slide response"] = _slide(result.slide_response)
    if isinstance(result.clinical_response, ClinicalResponseFinding):
        found["clinical response"] = {"probability": result.clinical_response.probability_of_objective_response}
    for model_id, finding in result.survival:
        if isinstance(finding, SurvivalFinding):
            found[model_id] = _survival(finding)
    found["scores"] = {name: one.value for name, one in result.scores if isinstance(one, ScoreFinding)}
    return found


def _tumour(result: CaseResult) -> dict[str, float]:
    sizes = result.ct_roi
    if sizes is None:
        return {}
    named = {field.name: getattr(sizes, field.name) for field in fields(sizes)}
    return {name: float(size) for name, size in named.items() if isinstance(size, int | float)}


def _ct(finding: CtResponseFinding) -> dict[str, float]:
    slices = {f"slice {index}": p for index, p in zip(finding.slice_indices, finding.slice_probabilities, strict=True)}
    return {
        "probability": finding.probability_of_objective_response,
        "class": float(finding.favours_response),
        **_limits(finding.interval),
        **slices,
    }


def _slide(finding: HaimFinding) -> dict[str, float]:
    return {
        "PRPS": finding.post_treatment_risk_prediction_score,
        "class": float(finding.favours_response),
        "patches": float(finding.patches_kept),
        **_limits(finding.interval),
    }


def _limits(interval: ScoreInterval | NotComputed) -> dict[str, float]:
    return {} if isinstance(interval, NotComputed) else {"interval from": interval.low, "interval to": interval.high}


def _survival(finding: SurvivalFinding) -> dict[str, float]:
    at: Mapping[str, float] = finding.probability_at_months
    numbers = {f"{months} months": probability for months, probability in at.items()}
    for months, (low, high) in finding.interval_at_months.items():
        numbers |= {f"{months} months from": low, f"{months} months to": high}
    numbers["points"] = finding.nomogram.total_points
    if finding.median_months is not None:
        numbers["median months"] = finding.median_months
    return numbers
