"""The findings of a result as JSON objects; one that is not given is `{"not_computed": reason}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hccdesk.domain.result import CtResponseFinding, HaimFinding, NotComputed, ScoreFinding, SurvivalFinding
from hccdesk.domain.slide import SlideExplanation
from hccdesk.domain.survival import NomogramAxis, NomogramLayout, SurvivalAxis, SurvivalCurve

CT_DIRECTION = "higher favours objective response"
SLIDE_DIRECTION = "higher favours stable or progressive disease"
CONTRIBUTION_DIRECTION = "positive speaks for response"

Document = Mapping[str, Any]


def ct_response(finding: CtResponseFinding | NotComputed) -> Document:
    """P(objective response) of the CT, with the range of its slices."""
    if isinstance(finding, NotComputed):
        return _not_computed(finding)
    before = finding.probability_before_recalibration
    return {
        "model_id": finding.model_id,
        **({} if before is None else {"probability_before_recalibration": before}),
        "probability_of_objective_response": finding.probability_of_objective_response,
        "threshold": finding.threshold,
        "direction": CT_DIRECTION,
        "favours_response": finding.favours_response,
        "in_regimen": finding.in_regimen,
        "n_slices": len(finding.slice_indices),
        "slice_probability_range": [min(finding.slice_probabilities), max(finding.slice_probabilities)],
        "image_features": finding.image_features,
    }


def slide_response(finding: HaimFinding | NotComputed) -> Document:
    """The post-treatment risk prediction score of the biopsy, with the patches it rests on."""
    if isinstance(finding, NotComputed):
        return _not_computed(finding)
    return {
        "model_id": finding.model_id,
        "post_treatment_risk_prediction_score": finding.post_treatment_risk_prediction_score,
        "threshold": finding.threshold,
        "direction": SLIDE_DIRECTION,
        "favours_response": finding.favours_response,
        "in_regimen": finding.in_regimen,
        "patches": {"kept": finding.patches_kept, "dropped": finding.patches_dropped},
        "explanation": _explanation(finding.explanation),
    }


def _explanation(explanation: SlideExplanation | None) -> Document | None:
    """What each kept patch did to the score, in the order of the kept ones among the result's `patches`."""
    if explanation is None:
        return None
    return {
        "method": explanation.method,
        "direction": CONTRIBUTION_DIRECTION,
        # The shortest number that is the same float32: as a double it would have ten digits that mean nothing.
        "contribution": [float(str(value)) for value in explanation.contribution],
    }


def survival(model_id: str, finding: SurvivalFinding | NotComputed) -> Document:
    """One nomogram bundle's answer, with the curve and everything needed to paint the nomogram."""
    if isinstance(finding, NotComputed):
        return {"model_id": model_id, **_not_computed(finding)}
    return {
        "model_id": model_id,
        "question": finding.question,
        "endpoint": finding.endpoint,
        "cohort_kind": finding.cohort_kind,
        "probability_at_months": finding.probability_at_months,
        "interval_95_at_months": finding.interval_at_months,
        "median_months": finding.median_months,
        "curve": _curve(finding.curve),
        "nomogram": _nomogram(finding.nomogram),
        "in_regimen": finding.in_regimen,
        "fitted_rules_used": finding.fitted_rules_used,
        "citation": finding.citation,
    }


def score(name: str, finding: ScoreFinding | NotComputed) -> Document:
    """One published score with its component points and citation."""
    if isinstance(finding, NotComputed):
        return {"score": name, **_not_computed(finding)}
    return {
        "score": name,
        "value": finding.value,
        "group": finding.group,
        "components": finding.components,
        "grounds": finding.grounds,
        "citation": finding.citation,
    }


def _not_computed(finding: NotComputed) -> Document:
    return {"not_computed": finding.reason}


def _curve(curve: SurvivalCurve) -> Document:
    return {"months": curve.months, "probability": curve.probability, "end_months": curve.end_months}


def _nomogram(layout: NomogramLayout) -> Document:
    return {
        "axes": [_axis(axis) for axis in layout.axes],
        "total_points": layout.total_points,
        "total_points_axis": layout.total_points_axis,
        "survival_axes": [_survival_axis(axis) for axis in layout.survival_axes],
        "linear_predictor": layout.linear_predictor,
    }


def _axis(axis: NomogramAxis) -> Document:
    return {
        "variable": axis.variable,
        "title": axis.title,
        "unit": axis.unit,
        "value": axis.patient_value,
        "label": axis.patient_label,
        "points": axis.patient_points,
        "clamped": axis.clamped,
        "ticks": [{"label": tick.label, "value": tick.value, "points": tick.points} for tick in axis.ticks],
    }


def _survival_axis(axis: SurvivalAxis) -> Document:
    ticks = [{"probability": probability, "total_points": total} for probability, total in axis.ticks]
    return {"months": axis.months, "ticks": ticks}
