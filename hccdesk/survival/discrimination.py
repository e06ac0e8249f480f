"""Harrell's concordance between a risk and the time to the event, with its standard error.

Harrell et al., JAMA 1982;247:2543-6. Pairs, ties and the infinitesimal jackknife as in R's `concordance`: a pair
counts if one patient is known to have had the event first (one censored at the time of another's event outlived
it; two events at one time do not count); equal risks count one half.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hccdesk.domain.errors import InputError
from hccdesk.survival.cohort_checks import FollowUp, covariate_table, follow_up

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Concordance:
    """The share of comparable pairs in which the higher risk came first, its standard error, and the pairs' number."""

    value: float
    standard_error: float
    comparable_pairs: int


def concordance(risk: ArrayLike, months: ArrayLike, event: ArrayLike) -> Concordance:
    """How well `risk` (patient,) orders follow-up `months` (patient,) with `event` 0/1 (patient,): higher is sooner.

    Refused: no comparable pair (no events, or nobody observed after one).
    """
    follow = follow_up(months, event)
    scores = covariate_table(np.reshape(risk, (-1, 1)), ["risk"], len(follow.months))[:, 0]
    favourable, comparable = _per_patient(scores, follow)
    pairs = comparable.sum() / 2
    if pairs == 0:
        raise InputError("No two patients can be compared: the concordance is not estimable.")
    value = float(favourable.sum() / 2 / pairs)
    influence = (favourable - value * comparable) / pairs
    return Concordance(value, float(np.sqrt((influence**2).sum())), int(pairs))


def _per_patient(scores: Array, follow: FollowUp) -> tuple[Array, Array]:
    """For each patient, in how many pairs the higher risk came first (ties one half), and how many pairs count."""
    favourable, comparable = np.zeros(len(scores)), np.zeros(len(scores))
    for patient in np.flatnonzero(follow.event):
        later = _outlived(follow, int(patient))
        agrees = np.where(later, 0.5 * (1 + np.sign(scores[patient] - scores)), 0.0)
        favourable += agrees
        comparable += later
        favourable[patient] += agrees.sum()
        comparable[patient] += later.sum()
    return favourable, comparable


def _outlived(follow: FollowUp, patient: int) -> NDArray[np.bool_]:
    month = follow.months[patient]
    return np.asarray((follow.months > month) | ((follow.months == month) & ~follow.event))
