"""Efron's risk sets: the sums over patients at risk that the Cox likelihood, its slope and its hazards are made of.

Efron, J Am Stat Assoc 1977;72:557-65. Of d deaths at one time, the k-th (k = 0 … d-1) sees a risk set from
which the share k/d of the dying has already been taken.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

TIE_TOLERANCE = float(np.sqrt(np.finfo(float).eps))
"""Times closer than this are one time (R's `timefix`): 7/30.4375 × 4 and 28/30.4375 are the same day."""


@dataclass(frozen=True, slots=True)
class DeathSteps:
    """One row per death, in the order of time.

    `risk_sum` (death,) is the sum of exp(x·b) in the risk set; `mean` (death, covariate) and `variance`
    (death, covariate, covariate) are the moments of the covariates weighted so; `own` (death, covariate)
    are the dying patients' covariates.
    """

    months: Array
    risk_sum: Array
    mean: Array
    variance: Array
    own: Array

    def log_likelihood(self, coefficients: Array) -> float:
        """Efron's partial log-likelihood; `coefficients` are those the steps were made with."""
        return float((self.own @ coefficients).sum() - np.log(self.risk_sum).sum())

    @property
    def score(self) -> Array:
        """Slope of the log-likelihood, (covariate,)."""
        return np.asarray((self.own - self.mean).sum(axis=0))

    @property
    def information(self) -> Array:
        """Observed information, (covariate, covariate)."""
        return np.asarray(self.variance.sum(axis=0))


def death_steps(covariates: Array, months: Array, event: NDArray[np.bool_], coefficients: Array) -> DeathSteps:
    """The risk sets of all deaths for `covariates` (patient, covariate) under `coefficients` (covariate,)."""
    order = np.argsort(months, kind="stable")
    x, t, died = covariates[order], months[order], event[order]
    weight = np.exp(x @ coefficients)
    first_at_risk = np.searchsorted(t, t[died], side="left")
    death_rank, deaths = _rank_within_ties(t[died])
    share = death_rank / deaths
    sums = [_at_risk(part, first_at_risk) - _taken(part[died], t[died], share) for part in _moments(x, weight)]
    mean = sums[1] / sums[0][:, None]
    variance = sums[2] / sums[0][:, None, None] - mean[:, :, None] * mean[:, None, :]
    return DeathSteps(t[died], sums[0], mean, variance, x[died])


def join_ties(months: Array) -> Array:
    """The same times with those that differ only by rounding made equal (rule of R's `aeqSurv`)."""
    distinct = np.unique(months)
    gaps = np.diff(distinct)
    near = (gaps <= TIE_TOLERANCE) | (gaps <= TIE_TOLERANCE * np.abs(distinct).mean())
    groups = np.concatenate([[0], np.cumsum(~near)])
    representative = distinct[np.searchsorted(groups, np.arange(groups[-1] + 1))]
    return np.asarray(representative[groups[np.searchsorted(distinct, months)]])


def _moments(x: Array, weight: Array) -> tuple[Array, Array, Array]:
    return weight, weight[:, None] * x, weight[:, None, None] * x[:, :, None] * x[:, None, :]


def _at_risk(part: Array, first: NDArray[np.intp]) -> Array:
    return np.asarray(np.cumsum(part[::-1], axis=0)[::-1][first])


def _taken(part_of_dying: Array, death_months: Array, share: Array) -> Array:
    starts = np.flatnonzero(np.diff(death_months, prepend=-np.inf))
    totals = np.add.reduceat(part_of_dying, starts, axis=0)
    per_death = totals[np.searchsorted(death_months[starts], death_months)]
    return np.asarray(per_death * share.reshape(-1, *[1] * (part_of_dying.ndim - 1)))


def _rank_within_ties(death_months: Array) -> tuple[Array, Array]:
    first = np.searchsorted(death_months, death_months, side="left")
    last = np.searchsorted(death_months, death_months, side="right")
    return np.arange(len(death_months)) - first.astype(float), (last - first).astype(float)
