"""Survival predicted for one patient from baseline and linear predictor, with its interval: numpy only.

S(t) = exp(-H0(t)·exp(x·b)). The variance of log S has one part from the hazard's steps and one from the
coefficients (Tsiatis, Ann Stat 1981;9:93-108; Therneau & Grambsch, Modeling Survival Data, 2000, sect. 10.2),
as in R's `survfit.coxph` for Efron ties. Limits on the log-log scale.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from hccdesk.survival.baseline_hazard import BaselineHazard

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class CoxModel:
    """What prediction needs: `coefficients` (covariate,), `covariance` (covariate, covariate), baseline at zero."""

    coefficients: Array
    covariance: Array
    baseline: BaselineHazard


def survival_probabilities(model: CoxModel, covariates: Array) -> Array:
    """S at each step of the baseline, (step,), for one patient's `covariates` (covariate,)."""
    return np.exp(-_cumulative_hazard(model, covariates))


def survival_interval(
    model: CoxModel, covariates: Array, months: float, level: float = 0.95
) -> tuple[float, float] | None:
    """Lower and upper limit of S at `months`; None before the first event, and where S is 0 or 1 to the last digit."""
    step = model.baseline.step_at(months)
    if step < 0:
        return None
    hazard = float(_cumulative_hazard(model, covariates)[step])
    if hazard == 0 or not np.isfinite(hazard):
        return None
    low, high = survival_band(model, covariates, level)
    return float(low[step]), float(high[step])


def survival_band(model: CoxModel, covariates: Array, level: float = 0.95) -> tuple[Array, Array]:
    """Lower and upper limits of S at each step of the baseline, (step,) each.

    Where S is 1 or 0 to the last digit nothing can be told and both limits are S.
    """
    hazard, at_zero = _cumulative_hazard(model, covariates), model.baseline.cumulative_hazard
    told = (at_zero > 0) & (hazard > 0) & np.isfinite(hazard)
    relative = np.sqrt(_variance_at_zero(model, covariates)) / np.where(told, at_zero, 1.0)
    reach = np.where(told, NormalDist().inv_cdf(0.5 + level / 2) * relative, 0.0)
    with np.errstate(over="ignore"):
        return np.exp(-hazard * np.exp(reach)), np.exp(-hazard * np.exp(-reach))


def _cumulative_hazard(model: CoxModel, covariates: Array) -> Array:
    # On the log scale a far-out linear predictor gives infinity, never 0 × infinity.
    with np.errstate(divide="ignore", over="ignore"):
        return np.asarray(np.exp(np.log(model.baseline.cumulative_hazard) + covariates @ model.coefficients))


def _variance_at_zero(model: CoxModel, covariates: Array) -> Array:
    """Variance of the patient's cumulative hazard divided by exp(x·b)², (step,)."""
    baseline = model.baseline
    lever = baseline.cumulative_hazard[:, None] * covariates - baseline.mean_hazard
    return np.asarray(baseline.variance + ((lever @ model.covariance) * lever).sum(axis=1))
