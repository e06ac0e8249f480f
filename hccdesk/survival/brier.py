"""Brier score of predicted survival with censoring weights, at a horizon and integrated over time.

Graf, Schmoor, Sauerbrei & Schumacher, Stat Med 1999;18:2529-45. Equal to R's
`riskRegression::Score(..., metrics = "brier", cens.model = "km")` and `pec::crps`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hccdesk.domain.errors import InputError
from hccdesk.domain.result import NotComputed
from hccdesk.domain.sentence import Sentence
from hccdesk.survival.censoring_weights import Censoring, censoring
from hccdesk.survival.cohort_checks import FollowUp, follow_up
from hccdesk.survival.kaplan_meier import curve_of

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PredictedCurves:
    """Survival predicted: `probability` (patient, step) holds from `months` (step,) on; before the first it is 1."""

    months: Array
    probability: Array

    def at(self, months: float) -> Array:
        """Survival of each patient at `months`, (patient,)."""
        step = int(np.searchsorted(self.months, months, side="right")) - 1
        return self.probability[:, step] if step >= 0 else np.ones(len(self.probability))


def brier(survival: ArrayLike, months: ArrayLike, event: ArrayLike, horizon_months: float) -> float | NotComputed:
    """Mean squared error of `survival` (patient,), the predicted probability of outliving `horizon_months`.

    0 is perfect, 0.25 is a coin. Not estimable: nobody was observed beyond the horizon. Refused: a probability
    outside 0..1, and what `follow_up` refuses.
    """
    follow = follow_up(months, event)
    probability = _checked(np.asarray(survival, dtype=float), (len(follow.months),))
    if not (follow.months > horizon_months).any():
        return NotComputed(Sentence.of("nobody was observed beyond {months:g} months", months=horizon_months))
    return _score(probability, follow, censoring(follow), horizon_months)


def kaplan_meier_brier(months: ArrayLike, event: ArrayLike, horizon_months: float) -> float | NotComputed:
    """The Brier score of telling every patient the cohort's own Kaplan-Meier: what a model must beat."""
    follow = follow_up(months, event)
    return brier(_own_curve(follow).at(horizon_months), follow.months, follow.event, horizon_months)


def integrated_brier(
    curves: PredictedCurves, months: ArrayLike, event: ArrayLike, up_to_months: float
) -> float | NotComputed:
    """The Brier score's mean over the time from 0 to `up_to_months`, exact for step curves.

    Not estimable: nobody was observed beyond `up_to_months`.
    """
    follow = follow_up(months, event)
    _checked(curves.probability, (len(follow.months), len(curves.months)))
    if not (follow.months > up_to_months).any():
        return NotComputed(Sentence.of("nobody was observed beyond {months:g} months", months=up_to_months))
    jumps = np.unique(np.concatenate([[0.0], curves.months, follow.months]))
    jumps = jumps[jumps < up_to_months]
    lengths = np.diff(np.append(jumps, up_to_months))
    weights = censoring(follow)
    scores = [_score(curves.at(month), follow, weights, month) for month in jumps]
    return float(np.dot(scores, lengths) / up_to_months)


def kaplan_meier_integrated_brier(months: ArrayLike, event: ArrayLike, up_to_months: float) -> float | NotComputed:
    """The integrated Brier score of the cohort's own Kaplan-Meier."""
    follow = follow_up(months, event)
    return integrated_brier(_own_curve(follow), follow.months, follow.event, up_to_months)


def _own_curve(follow: FollowUp) -> PredictedCurves:
    curve = curve_of(follow)
    return PredictedCurves(curve.months, np.tile(curve.probability, (len(follow.months), 1)))


def _score(survival: Array, follow: FollowUp, weights: Censoring, month: float) -> float:
    failed, outlived = follow.event & (follow.months <= month), follow.months > month
    error = np.zeros(len(survival))
    error[failed] = survival[failed] ** 2 / weights.before(follow.months[failed])
    error[outlived] = (1 - survival[outlived]) ** 2 / weights.at(month)
    return float(error.mean())


def _checked(probability: Array, shape: tuple[int, ...]) -> Array:
    if probability.shape != shape or not ((probability >= 0) & (probability <= 1)).all():
        raise InputError("The predicted survival is not one probability a patient.")
    return probability
