"""The findings of a result as JSON objects; one that is not given is `{"not_computed": reason}`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from itertools import count
from typing import Any

from hccdesk.domain.feature_distance import FeatureDistance
from hccdesk.domain.leaning import ScoreInterval
from hccdesk.domain.result import (
    ClinicalResponseFinding,
    CtResponseFinding,
    HaimFinding,
    NotComputed,
    ScoreFinding,
    SurvivalFinding,
)
from hccdesk.domain.slide import SlideExplanation
from hccdesk.domain.survival import NomogramAxis, NomogramLayout, SurvivalAxis, SurvivalCohort, SurvivalCurve
from hccdesk.store.figure_files import patch_name

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
        "leaning": finding.leaning,
        "interval_95": _interval(finding.interval),
        "distance_to_training": _distance(finding.distance),
        "in_regimen": finding.in_regimen,
        "n_slices": len(finding.slice_indices),
        "slice_probability_range": [min(finding.slice_probabilities), max(finding.slice_probabilities)],
        "image_features": finding.image_features,
        "readings": [asdict(reading) for reading in finding.readings],
    }


def slide_response(finding: HaimFinding | NotComputed, figure_sha256: Mapping[str, str]) -> Document:
    """The post-treatment risk prediction score of the biopsy, with the patches it rests on."""
    if isinstance(finding, NotComputed):
        return _not_computed(finding)
    return {
        "model_id": finding.model_id,
        "post_treatment_risk_prediction_score": finding.post_treatment_risk_prediction_score,
        "threshold": finding.threshold,
        "direction": SLIDE_DIRECTION,
        "favours_response": finding.favours_response,
        "leaning": finding.leaning,
        "interval_95": _interval(finding.interval),
        "distance_to_training": _distance(finding.distance),
        "stain_distance_to_training": _distance(finding.stain),
        "in_regimen": finding.in_regimen,
        "patches": {"kept": finding.patches_kept, "dropped": finding.patches_dropped},
        "explanation": _explanation(finding.explanation, figure_sha256),
    }


def clinical_response(finding: ClinicalResponseFinding | NotComputed) -> Document:
    """P(objective response) by the clinical features alone, what each added to the log-odds."""
    if isinstance(finding, NotComputed):
        return _not_computed(finding)
    return {
        "model_id": finding.model_id,
        "probability_of_objective_response": finding.probability_of_objective_response,
        "threshold": finding.threshold,
        "direction": CT_DIRECTION,
        "leaning": finding.leaning,
        "interval_95": _interval(finding.interval),
        "in_regimen": finding.in_regimen,
        "log_odds": [{"feature": feature, "part": part} for feature, part in finding.log_odds],
    }


def _interval(interval: ScoreInterval | NotComputed) -> Document:
    """The limits of a score and what was varied to get them, or why there are none."""
    if isinstance(interval, NotComputed):
        return _not_computed(interval)
    return {"low": interval.low, "high": interval.high, "basis": interval.basis, "resamples": interval.resamples}


def _distance(distance: FeatureDistance | None) -> Document | None:
    return None if distance is None else asdict(distance)


def _explanation(explanation: SlideExplanation | None, figure_sha256: Mapping[str, str]) -> Document | None:
    """What each kept patch did to the score, in the order of the kept ones among the result's `patches`."""
    if explanation is None:
        return None
    return {
        "method": explanation.method,
        "direction": CONTRIBUTION_DIRECTION,
        # The shortest number that is the same float32: as a double it would have ten digits that mean nothing.
        "contribution": [float(str(value)) for value in explanation.contribution],
        "pictures": [
            {"name": name, "kept_index": picture.kept_index, "sha256": figure_sha256.get(name)}
            for name, picture in zip(map(patch_name, count(1)), explanation.gallery, strict=False)
        ],
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
        "interval_95_basis": finding.interval_basis,
        "median_months": finding.median_months,
        "curve": _curve(finding.curve),
        "nomogram": _nomogram(finding.nomogram),
        "in_regimen": finding.in_regimen,
        "fitted_rules_used": finding.fitted_rules_used,
        "citation": finding.citation,
        "cohort": _cohort(finding.cohort),
        "cohort_curve": None if finding.cohort_curve is None else _curve(finding.cohort_curve),
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
        "edition": finding.edition,
        "note": finding.note,
        "confirmed": finding.confirmed,
    }


def _not_computed(finding: NotComputed) -> Document:
    return {"not_computed": finding.reason}


def _curve(curve: SurvivalCurve) -> Document:
    return {
        "months": curve.months,
        "probability": curve.probability,
        "end_months": curve.end_months,
        "low_95": curve.low,
        "high_95": curve.high,
    }


def _cohort(cohort: SurvivalCohort | None) -> Document | None:
    """On whom the model was fitted."""
    return None if cohort is None else asdict(cohort)


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
