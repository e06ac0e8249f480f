"""How a survival model did on patients, from one linear predictor and one predicted curve each: no network, no file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.cohort import CohortPatient, Ending, Endpoint
from hccdesk.domain.result import NotComputed
from hccdesk.domain.validation import HorizonValidation, Optimism, SurvivalValidation
from hccdesk.survival.brier import (
    PredictedCurves,
    brier,
    integrated_brier,
    kaplan_meier_brier,
    kaplan_meier_integrated_brier,
)
from hccdesk.survival.comparison import c_index
from hccdesk.survival.decision_curve import decision_curve
from hccdesk.survival.groups import at_risk_months, survival_groups
from hccdesk.survival.log_rank import log_rank
from hccdesk.survival.risk_groups import RISK_GROUPS, risk_groups
from hccdesk.survival.survival_calibration import at_horizon, calibration_slope, in_the_large
from hccdesk.survival.time_dependent_auc import time_dependent_auc

Array = NDArray[np.float64]

THE_MODEL = "this model"


@dataclass(frozen=True, slots=True)
class SurvivalScores:
    """What a survival model says of each of `patients`, whose follow-up to `endpoint` is known.

    `linear_predictor` (patient,): higher is sooner. `cumulative_hazard` (patient, step) holds from `step_months`
    (step,) on, before it 0, and says nothing after `end_months`. `risk_cuts` are linear predictors at which the next
    risk group begins (None: tertiles of these patients); `rivals` linear predictors of other models by name.
    """

    endpoint: Endpoint
    patients: tuple[CohortPatient, ...]
    linear_predictor: Array
    step_months: Array
    cumulative_hazard: Array
    end_months: float
    horizons: tuple[str, ...]
    risk_cuts: tuple[float, ...] | None = None
    rivals: Mapping[str, Array] = field(default_factory=dict)

    @property
    def months(self) -> Array:
        """Follow-up, (patient,)."""
        return np.array([patient.follow_up[self.endpoint].months for patient in self.patients])

    @property
    def event(self) -> NDArray[np.bool_]:
        """Who had the event, (patient,); a competing event ends the follow-up as censoring does."""
        return np.array([patient.follow_up[self.endpoint].ending is Ending.EVENT for patient in self.patients])

    @property
    def curves(self) -> PredictedCurves:
        """Survival predicted for each patient."""
        return PredictedCurves(self.step_months, np.exp(-self.cumulative_hazard))

    def hazard_until(self, months: Array) -> Array:
        """Cumulative hazard predicted for each patient up to his own `months` (patient,)."""
        step = np.searchsorted(self.step_months, months, side="right") - 1
        return np.where(step < 0, 0.0, self.cumulative_hazard[np.arange(len(step)), np.maximum(step, 0)])


def survival_validation(scores: SurvivalScores, optimism: Optimism | None = None) -> SurvivalValidation:
    """Concordance, every horizon, the integrated Brier score, calibration, and the curves of predicted risk groups.

    A measure that these patients cannot give says why. Horizons after the model's own end are not asked.
    """
    months, event, risk = scores.months, scores.event, scores.linear_predictor
    asked = [horizon for horizon in scores.horizons if float(horizon) <= scores.end_months]
    last = max(map(float, asked), default=scores.end_months)
    group, times = risk_groups(risk, scores.risk_cuts), at_risk_months(months)
    reference = kaplan_meier_integrated_brier(months, event, last)
    cut = np.minimum(months, scores.end_months)
    return SurvivalValidation(
        endpoint=scores.endpoint,
        patients=len(months),
        events=int(event.sum()),
        c_index=c_index(risk, months, event),
        horizons=tuple(_horizon(scores, float(horizon)) for horizon in asked),
        integrated_brier=integrated_brier(scores.curves, months, event, last),
        calibration_slope=calibration_slope(risk, months, event),
        risk_groups=survival_groups(group, months, event.astype(int), times, RISK_GROUPS, tuple(asked)),
        at_risk_months=times,
        log_rank=log_rank(months, event, group),
        optimism=optimism,
        integrated_brier_months=last,
        integrated_brier_of_kaplan_meier=None if isinstance(reference, NotComputed) else reference,
        in_the_large=in_the_large(scores.hazard_until(cut), event & (months <= scores.end_months)),
    )


def _horizon(scores: SurvivalScores, horizon: float) -> HorizonValidation:
    months, event, survival = scores.months, scores.event, scores.curves.at(horizon)
    expected = scores.hazard_until(np.minimum(months, horizon))
    reference = kaplan_meier_brier(months, event, horizon)
    return HorizonValidation(
        months=horizon,
        auc=time_dependent_auc(1 - survival, months, event, horizon),
        brier=brier(survival, months, event, horizon),
        calibration=at_horizon(survival, scores.linear_predictor, expected, months, event, horizon),
        decision_curve=decision_curve(THE_MODEL, 1 - survival, months, event, horizon),
        brier_of_kaplan_meier=None if isinstance(reference, NotComputed) else reference,
    )
