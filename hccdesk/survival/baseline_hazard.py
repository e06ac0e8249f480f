"""Cumulative baseline hazard by Efron's method at covariates zero, with what a patient's interval needs.

The estimator of R's `survfit.coxph` for Efron ties (Therneau & Grambsch, Modeling Survival Data, 2000, ch. 10):
each death adds 1 / (its risk sum). lifelines gives Breslow's instead.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.errors import InputError
from hccdesk.domain.sentence import Sentence
from hccdesk.survival.efron import DeathSteps

Array = NDArray[np.float64]


FARTHEST_ZERO = 250.0
"""In units of x·b: the square of e^-250 is still far from the smallest float."""


@dataclass(frozen=True, slots=True)
class BaselineHazard:
    """A right-continuous step function over the distinct times of death, all at covariates zero.

    `cumulative_hazard` (step,) is H0; `variance` (step,) its variance with the coefficients held fixed;
    `mean_hazard` (step, covariate) is H0 accumulated with the mean covariates of each risk set: the part of
    the variance that comes from the coefficients needs it.
    """

    months: Array
    cumulative_hazard: Array
    variance: Array
    mean_hazard: Array

    def step_at(self, months: float) -> int:
        """Index of the step that holds at `months`; -1 before the first death."""
        return int(np.searchsorted(self.months, months, side="right")) - 1

    def at(self, months: float) -> float:
        """H0 at `months`; 0 before the first death."""
        step = self.step_at(months)
        return float(self.cumulative_hazard[step]) if step >= 0 else 0.0


def efron_baseline(steps: DeathSteps, centre: Array, coefficients: Array) -> BaselineHazard:
    """The baseline at covariates zero from risk sets whose covariates had `centre` (covariate,) taken off.

    Refused as `InputError` where zero lies so far from the patients that a float cannot hold the hazard there.
    """
    distance = float(centre @ coefficients)
    if abs(distance) > FARTHEST_ZERO:
        raise InputError(
            Sentence.of(
                "Covariates of zero lie too far from these patients (e^{distance:.0f} times their hazard).",
                distance=-distance,
            ),
            what_to_do="Count the covariates from a typical value, for example years since 2020.",
        )
    hazard = np.exp(-distance) / steps.risk_sum
    last = np.flatnonzero(np.diff(steps.months, append=np.inf))
    mean_hazard = np.cumsum(hazard[:, None] * (steps.mean + centre), axis=0)
    return BaselineHazard(
        steps.months[last], np.cumsum(hazard)[last], np.cumsum(hazard**2)[last], np.asarray(mean_hazard[last])
    )
