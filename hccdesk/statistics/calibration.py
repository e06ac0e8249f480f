"""Whether predicted probabilities are right: logistic recalibration, and the curve in groups of equal size."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hccdesk.domain.errors import InputError
from hccdesk.domain.estimate import Estimate
from hccdesk.domain.result import NotComputed
from hccdesk.domain.sentence import Sentence
from hccdesk.domain.validation import Calibration, CalibrationPoint
from hccdesk.statistics.likelihood import maximum
from hccdesk.statistics.proportions import wilson
from hccdesk.statistics.scored_patients import ScoredPatients, predicted_patients, refuse_one_class
from hccdesk.statistics.separation import separating

Array = NDArray[np.float64]

GROUPS = 10
PATIENTS_PER_GROUP = 10
"""Fewer make a group's observed share mere chance; small cohorts get fewer groups."""


def calibration(probability: ArrayLike, outcome: ArrayLike) -> Calibration:
    """How `probability` (patient,) of `outcome` 0/1 (patient,) agrees with what happened.

    Slope: coefficient of the outcome's logistic regression on the predicted log-odds (Cox, Biometrika 1958;45:562-5;
    `Slope` of rms::val.prob). In the large: its intercept with the slope held at 1 (R: `glm(y ~ 1, binomial,
    offset = qlogis(p))`), positive where the outcome came more often than predicted. Wald's intervals. Not estimable in
    words: one outcome for all, predictions of exactly 0 or 1, one prediction for all, perfect separation.
    """
    patients = predicted_patients(probability, outcome)
    points = calibration_points(patients)
    try:
        log_odds = _log_odds(patients)
    except InputError as error:
        return Calibration(NotComputed(error.said), NotComputed(error.said), points)
    ones = np.ones((len(log_odds), 1))
    in_the_large = maximum(ones, patients.positive, offset=log_odds)
    return Calibration(
        slope=_slope(log_odds, patients.positive),
        in_the_large=_estimate(float(in_the_large.coefficients[0]), float(in_the_large.covariance[0, 0])),
        points=points,
    )


def calibration_points(patients: ScoredPatients) -> tuple[CalibrationPoint, ...]:
    """Groups of equal size by prediction, equal predictions kept together; the share observed with Wilson's limits."""
    order = np.argsort(patients.score, kind="stable")
    predicted, happened = patients.score[order], patients.positive[order]
    groups = int(np.clip(len(order) // PATIENTS_PER_GROUP, 1, GROUPS))
    even = [part[0] for part in np.array_split(np.arange(len(order)), groups)]
    starts = np.unique(np.searchsorted(predicted, predicted[even], side="left"))
    return tuple(
        CalibrationPoint(float(predicted[own].mean()), wilson(int(happened[own].sum()), len(own)), len(own))
        for own in np.split(np.arange(len(order)), starts[1:])
    )


def _log_odds(patients: ScoredPatients) -> Array:
    refuse_one_class(patients)
    certain = int(((patients.score == 0) | (patients.score == 1)).sum())
    if certain:
        raise InputError(
            Sentence.of(
                "{certain} of {patients} patients were predicted exactly 0 or 1, whose log-odds are infinite: "
                "not estimable.",
                certain=certain,
                patients=len(patients.score),
            )
        )
    return np.asarray(np.log(patients.score / (1 - patients.score)))


def _slope(log_odds: Array, happened: NDArray[np.bool_]) -> Estimate | NotComputed:
    if np.ptp(log_odds) == 0:
        return NotComputed(Sentence.of("Every patient has the same prediction: the slope is not estimable."))
    if separating(log_odds[:, None], ["prediction"], happened):
        return NotComputed(Sentence.of("The prediction separates the patients perfectly: the slope is not estimable."))
    centre, scale = log_odds.mean(), log_odds.std()
    found = maximum(np.column_stack([np.ones(len(log_odds)), (log_odds - centre) / scale]), happened)
    return _estimate(float(found.coefficients[1] / scale), float(found.covariance[1, 1] / scale**2))


def _estimate(value: float, variance: float) -> Estimate:
    reach = NormalDist().inv_cdf(0.975) * float(np.sqrt(variance))
    return Estimate(value, value - reach, value + reach)
