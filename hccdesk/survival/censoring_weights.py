"""Inverse probability of censoring weights: the Kaplan-Meier curve of being still under observation.

A patient censored before a horizon has no known status there; those who are known stand in for them. At a time that
both an event and a censoring share, the event came first, as everywhere in survival analysis.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hccdesk.survival.cohort_checks import FollowUp

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Censoring:
    """P(not censored) as a right-continuous step function over the distinct times of censoring.

    `hazard` (step,) is the share of those at risk that is censored at the step; `at_risk` (step,) those it was of.
    """

    months: Array
    hazard: Array
    at_risk: Array
    probability: Array

    def at(self, months: float | Array) -> Array:
        """P(still under observation after `months`)."""
        return self._after(np.searchsorted(self.months, months, side="right"))

    def before(self, months: float | Array) -> Array:
        """P(still under observation just before `months`)."""
        return self._after(np.searchsorted(self.months, months, side="left"))

    def _after(self, steps: NDArray[np.intp] | np.intp) -> Array:
        return np.asarray(np.concatenate([[1.0], self.probability])[steps])


def censoring(follow: FollowUp) -> Censoring:
    """The censoring curve of a cohort; independent of the covariates, as Graf and Blanche take it."""
    times, censored = np.unique(follow.months[~follow.event], return_counts=True)
    observed, events = np.sort(follow.months), np.sort(follow.months[follow.event])
    at_risk = len(observed) - np.searchsorted(observed, times, side="left").astype(float)
    gone = np.searchsorted(events, times, side="right") - np.searchsorted(events, times, side="left")
    at_risk = at_risk - gone
    hazard = censored / at_risk
    return Censoring(times, hazard, at_risk, np.cumprod(1 - hazard))
