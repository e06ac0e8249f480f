"""Cox's proportional hazards model with Efron ties: fitted by lifelines, checked and completed here."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from math import erfc, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hccdesk.domain.errors import InputError
from hccdesk.domain.sentence import Sentence
from hccdesk.survival import quick_cox
from hccdesk.survival.baseline_hazard import BaselineHazard, efron_baseline
from hccdesk.survival.cohort_checks import FollowUp, check_fittable, covariate_table, follow_up, separation_error
from hccdesk.survival.efron import DeathSteps, death_steps
from hccdesk.survival.kaplan_meier import median_follow_up_months

Array = NDArray[np.float64]

CONVERGED_STEP = 1e-6
"""A Newton step from the solution longer than this (in standard deviations of a covariate) is no solution."""


@dataclass(frozen=True, slots=True)
class CoxFit:
    """A fitted model and the cohort it stands for.

    `coefficients` (covariate,) are log hazard ratios a unit; `covariance` (covariate, covariate) is the inverse
    of the observed information; `baseline` is at covariates zero. `end_months` is the last time
    anybody was observed, `median_follow_up_months` comes from the reverse Kaplan-Meier (None: not reached).
    """

    names: tuple[str, ...]
    coefficients: Array
    covariance: Array
    log_likelihood: float
    log_likelihood_null: float
    baseline: BaselineHazard
    patients: int
    events: int
    end_months: float
    median_follow_up_months: float | None

    @property
    def standard_errors(self) -> Array:
        """Of the coefficients, (covariate,)."""
        return np.asarray(np.sqrt(np.diag(self.covariance)))

    @property
    def hazard_ratios(self) -> Array:
        """Per unit of each covariate, (covariate,)."""
        return np.asarray(np.exp(self.coefficients))

    @property
    def z(self) -> Array:
        """Wald statistics, (covariate,)."""
        return np.asarray(self.coefficients / self.standard_errors)

    @property
    def p_values(self) -> Array:
        """Two-sided Wald p-values, (covariate,)."""
        return np.array([erfc(abs(z) / sqrt(2)) for z in self.z])

    def hazard_ratio_interval(self, level: float = 0.95) -> tuple[Array, Array]:
        """Lower and upper Wald limits of the hazard ratios, each (covariate,)."""
        reach = NormalDist().inv_cdf(0.5 + level / 2) * self.standard_errors
        return np.exp(self.coefficients - reach), np.exp(self.coefficients + reach)


def fit(covariates: ArrayLike, names: Sequence[str], months: ArrayLike, event: ArrayLike) -> CoxFit:
    """The model for `covariates` (patient, covariate), follow-up `months` (patient,) and `event` 0/1 (patient,).

    Refused as `InputError`: negative or missing times, events other than 0 and 1, too few patients or events,
    constant or collinear covariates, perfect separation. Efron's method for ties.
    """
    follow = follow_up(months, event)
    table = covariate_table(covariates, names, len(follow.months))
    check_fittable(table, names, follow)
    centre = table.mean(axis=0)
    coefficients = _maximum(table - centre, follow, names)
    steps = death_steps(table - centre, follow.months, follow.event, coefficients)
    nothing = np.zeros(len(names))
    null = death_steps(table - centre, follow.months, follow.event, nothing)
    return CoxFit(
        names=tuple(names),
        coefficients=coefficients,
        covariance=np.asarray(np.linalg.inv(steps.information), dtype=np.float64),
        log_likelihood=steps.log_likelihood(coefficients),
        log_likelihood_null=null.log_likelihood(nothing),
        baseline=efron_baseline(steps, centre, coefficients),
        patients=len(table),
        events=int(follow.event.sum()),
        end_months=float(follow.months.max()),
        median_follow_up_months=median_follow_up_months(follow),
    )


def _maximum(table: Array, follow: FollowUp, names: Sequence[str]) -> Array:
    """lifelines' solution after one Newton step of our own, which must be short.

    Where the likelihood has no maximum each step is as long as the one before, however far one has gone:
    so separation by several covariates together, which no single one shows, is found here.
    """
    scale = table.std(axis=0)
    start = _lifelines_coefficients(table / scale, follow, names)
    steps = death_steps(table / scale, follow.months, follow.event, start)
    newton = _newton_step(steps, names)
    if not np.isfinite(newton).all() or np.abs(newton).max() > CONVERGED_STEP:
        raise separation_error(" with ".join(names))
    return np.asarray((start + newton) / scale)


def _newton_step(steps: DeathSteps, names: Sequence[str]) -> Array:
    try:
        return np.asarray(np.linalg.solve(steps.information, steps.score))
    except np.linalg.LinAlgError:
        raise separation_error(" with ".join(names)) from None


def _lifelines_coefficients(table: Array, follow: FollowUp, names: Sequence[str]) -> Array:
    # Three seconds of import (pandas, matplotlib): paid only by those who fit.
    import pandas as pd  # noqa: PLC0415
    from lifelines import CoxPHFitter  # noqa: PLC0415
    from lifelines.exceptions import ConvergenceError  # noqa: PLC0415

    frame = pd.DataFrame(table).assign(months=follow.months, event=follow.event.astype(int))
    # lifelines stops at a Newton decrement below `precision`, which is the square of the step's length.
    options = {"precision": 1e-18, "r_precision": 1e-15}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # our own check of the solution follows
        try:
            fitted = CoxPHFitter().fit(frame, "months", "event", fit_options=options)
        except ConvergenceError:
            return _own_coefficients(table, follow, names)
    return np.asarray(fitted.params_, dtype=np.float64)


def _own_coefficients(table: Array, follow: FollowUp, names: Sequence[str]) -> Array:
    """Newton's method with halved steps: lifelines gives up where a group of one patient has a long way to go."""
    found = quick_cox.maximum(table, follow.months, follow.event)
    if found is None:
        raise InputError(
            Sentence.of("No solution was found for {names}.", names=", ".join(names)),
            what_to_do="Look for covariates that say the same.",
        )
    return found.coefficients
