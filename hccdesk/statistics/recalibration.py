"""Logistic recalibration: what must be done to predicted log-odds so that they are right for other patients.

Cox, Biometrika 1958;45:562-5; Steyerberg et al., Stat Med 2004;23:2567-86. R: `glm(y ~ 1, binomial, offset =
qlogis(p))` for the intercept, `glm(y ~ qlogis(p), binomial)` for both.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from hccdesk.domain.errors import InputError
from hccdesk.domain.sentence import Sentence
from hccdesk.statistics.likelihood import maximum
from hccdesk.statistics.scored_patients import predicted_patients, refuse_one_class
from hccdesk.statistics.separation import separating


@dataclass(frozen=True, slots=True)
class RecalibratedLogOdds:
    """`intercept` + `slope` · log-odds, and the covariance of the two: ((intercept, both), (both, slope))."""

    intercept: float
    slope: float
    covariance: tuple[tuple[float, float], tuple[float, float]]


def recalibration(probability: ArrayLike, outcome: ArrayLike, *, with_slope: bool) -> tuple[float, float]:
    """Intercept and slope for `probability` (patient,) of `outcome` 0/1 (patient,); the slope is 1 unless asked for.

    Refused: one outcome for all, predictions of exactly 0 or 1, perfect separation, a slope that is not positive.
    """
    found = recalibrated(probability, outcome, with_slope=with_slope)
    return found.intercept, found.slope


def recalibrated(probability: ArrayLike, outcome: ArrayLike, *, with_slope: bool) -> RecalibratedLogOdds:
    """As `recalibration`, with how sure it is: R's `vcov`."""
    patients = predicted_patients(probability, outcome)
    refuse_one_class(patients)
    if ((patients.score == 0) | (patients.score == 1)).any():
        raise InputError("Some patients were predicted exactly 0 or 1: their log-odds are infinite.")
    log_odds = np.log(patients.score / (1 - patients.score))
    ones = np.ones(len(log_odds))
    if not with_slope:
        level = maximum(ones[:, None], patients.positive, offset=log_odds)
        return RecalibratedLogOdds(
            float(level.coefficients[0]), 1.0, ((float(level.covariance[0, 0]), 0.0), (0.0, 0.0))
        )
    if np.ptp(log_odds) == 0 or separating(log_odds[:, None], ["prediction"], patients.positive):
        raise InputError("The prediction is the same for all patients, or separates them perfectly: no slope.")
    found = maximum(np.column_stack([ones, log_odds]), patients.positive)
    intercept, slope = found.coefficients
    if slope <= 0:
        raise InputError(
            Sentence.of(
                "The calibration slope here is {slope:.2f}: the model puts these patients in the wrong order.",
                slope=float(slope),
            ),
            what_to_do="No recalibration mends that; train a model on these patients.",
        )
    (a, b), (_, d) = found.covariance.tolist()
    return RecalibratedLogOdds(float(intercept), float(slope), ((a, b), (b, d)))
