"""Cumulative/dynamic AUC at a horizon with censoring weights, and its interval by the influence function.

Cases had the event by the horizon, controls outlived it (Heagerty, Lumley & Pepe, Biometrics 2000;56:337-44). Weights
after Uno et al., J Am Stat Assoc 2007;102:527-37; variance after Blanche, Dartigues & Jacqmin-Gadda, Stat Med
2013;32:5381-97, with the part that comes from estimating the weights. Equal to R's
`riskRegression::Score(..., cens.model = "km", conservative = FALSE)`; its standard error to 0.2 % where events and
censorings share a time.
"""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hccdesk.domain.estimate import Estimate
from hccdesk.domain.result import NotComputed
from hccdesk.domain.sentence import Sentence
from hccdesk.survival.censoring_weights import censoring
from hccdesk.survival.cohort_checks import FollowUp, covariate_table, follow_up

Array = NDArray[np.float64]


def time_dependent_auc(
    risk: ArrayLike, months: ArrayLike, event: ArrayLike, horizon_months: float
) -> Estimate | NotComputed:
    """The chance that a patient with the event by `horizon_months` had a higher `risk` than one without; 95 % limits.

    `risk` (patient,): higher is sooner; ties one half. Wald limits, cut to 0..1. Not estimable: nobody had the
    event by then, or nobody was observed beyond. Refused: what `follow_up` refuses, a risk that is no number.
    """
    follow = follow_up(months, event)
    scores = covariate_table(np.reshape(risk, (-1, 1)), ["risk"], len(follow.months))[:, 0]
    reason = not_estimable(follow, horizon_months)
    if reason:
        return NotComputed(reason)
    value, influence = _auc(scores, follow, horizon_months)
    n = len(scores)
    reach = NormalDist().inv_cdf(0.975) * float(np.sqrt((influence**2).sum() / (n * (n - 1))))
    return Estimate(value, max(0.0, value - reach), min(1.0, value + reach))


def not_estimable(follow: FollowUp, horizon_months: float) -> Sentence | None:
    """Why nothing can be said of this horizon, or None."""
    if not (follow.event & (follow.months <= horizon_months)).any():
        return Sentence.of("nobody had the event within {months:g} months", months=horizon_months)
    if not (follow.months > horizon_months).any():
        return Sentence.of("nobody was observed beyond {months:g} months", months=horizon_months)
    return None


def _auc(scores: Array, follow: FollowUp, horizon: float) -> tuple[float, Array]:
    """The AUC, and what each patient does to it times the number of patients (patient,)."""
    n, curve = len(scores), censoring(follow)
    case, control = follow.event & (follow.months <= horizon), follow.months > horizon
    weight = np.where(case, 1 / np.where(case, curve.before(follow.months), 1.0), 0.0)
    outranked = _share_below(scores, scores[control], np.ones(int(control.sum())))
    value = float((weight * outranked).sum() / weight.sum())
    cases = weight.sum() / n
    by_case = weight * (outranked - value) / cases
    outranking = 1 - _share_below(scores, scores[case], weight[case])
    by_control = np.where(control, outranking - value, 0.0) / control.mean()
    return value, by_case + by_control + _by_weights(follow, weight * (outranked - value) / cases)


def _share_below(scores: Array, others: Array, weight: Array) -> Array:
    """The weighted share of `others` below each score, ties one half."""
    order = np.argsort(others, kind="stable")
    heaped, ranked = np.concatenate([[0.0], np.cumsum(weight[order])]), others[order]
    below, up_to = np.searchsorted(ranked, scores, side="left"), np.searchsorted(ranked, scores, side="right")
    return np.asarray((heaped[below] + heaped[up_to]) / 2 / heaped[-1])


def _by_weights(follow: FollowUp, part: Array) -> Array:
    """What each patient does through the censoring curve: `part` (patient,) grows with 1/G just before its time."""
    n, curve = len(part), censoring(follow)
    later = np.array([part[follow.months > month].sum() for month in curve.months]) / (curve.at_risk / n) / n
    own = np.concatenate([[0.0], later])
    waited = np.concatenate([[0.0], np.cumsum(later * curve.hazard)])
    # An event comes before a censoring at the same time: such a patient was not at risk of that censoring.
    seen = np.where(
        follow.event,
        np.searchsorted(curve.months, follow.months, side="left"),
        np.searchsorted(curve.months, follow.months, side="right"),
    )
    return np.asarray(np.where(follow.event, 0.0, own[seen]) - waited[seen])
