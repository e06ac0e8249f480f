"""Cumulative incidence with a competing event (Aalen–Johansen), its standard error and 95 % limits.

Aalen & Johansen, Scand J Stat 1978;5:141-50. The standard error is the infinitesimal jackknife, the limits stand on
the log-log scale of the incidence: equal to R's `survfit(Surv(months, factor(ending)) ~ 1, conf.type = "log-log")`.
Without competing events it is one minus Kaplan-Meier, its standard error Greenwood's.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hccdesk.domain.cohort import Ending
from hccdesk.domain.errors import InputError
from hccdesk.survival.cohort_checks import FollowUp, follow_up

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class CumulativeIncidence:
    """A right-continuous step function over the distinct times of the event of interest.

    `events`, `probability`, `standard_error`, `lower`, `upper` are (step,); a limit is NaN where the incidence is 1.
    `observed_months` (patient,) are all times in order, so that the number at risk can be told at any time.
    """

    months: Array
    events: Array
    probability: Array
    standard_error: Array
    lower: Array
    upper: Array
    observed_months: Array

    def at(self, months: float) -> float | None:
        """Probability of having had the event by `months`; None beyond the last observation."""
        if months > self.observed_months[-1]:
            return None
        step = self._step(months)
        return float(self.probability[step]) if step >= 0 else 0.0

    def interval_at(self, months: float) -> tuple[float, float] | None:
        """Limits at `months`; None before the first event, at incidence 1 and beyond the observed time."""
        step = self._step(months)
        if step < 0 or months > self.observed_months[-1] or np.isnan(self.lower[step]):
            return None
        return float(self.lower[step]), float(self.upper[step])

    def at_risk_at(self, months: float) -> int:
        """Patients under observation and without either event just before `months`."""
        return int(len(self.observed_months) - np.searchsorted(self.observed_months, months, side="left"))

    def _step(self, months: float) -> int:
        return int(np.searchsorted(self.months, months, side="right")) - 1


def cumulative_incidence(months: ArrayLike, ending: ArrayLike, level: float = 0.95) -> CumulativeIncidence:
    """Incidence of the event for `months` (patient,) and `ending` (patient,): 0 censored, 1 event, 2 competing.

    Refused as `InputError`: what `follow_up` refuses, and any other ending.
    """
    endings = np.asarray(ending)
    if not np.isin(endings, [int(code) for code in Ending]).all():
        raise InputError(
            "An ending is none of 0, 1 and 2.", what_to_do="Code censored 0, the event 1, the competing event 2."
        )
    follow = follow_up(months, endings != Ending.CENSORED)
    times, events, probability, error = _steps(follow, endings == Ending.EVENT)
    lower, upper = _log_log_limits(probability, error, level)
    return CumulativeIncidence(times, events, probability, error, lower, upper, np.sort(follow.months))


def _steps(follow: FollowUp, of_interest: NDArray[np.bool_]) -> tuple[Array, Array, Array, Array]:
    """Times, events, incidence and its standard error at each distinct time of an event of interest."""
    free, incidence = 1.0, 0.0
    # What each patient does to both probabilities (their derivatives by the patient's weight).
    on_free, on_incidence = np.zeros(len(follow.months)), np.zeros(len(follow.months))
    rows = []
    for time in np.unique(follow.months[follow.event]):
        at_risk, now = follow.months >= time, (follow.months == time) & follow.event
        n, any_event, wanted = at_risk.sum(), now, now & of_interest
        hazard, hazard_wanted = any_event.sum() / n, wanted.sum() / n
        on_incidence = on_incidence + on_free * hazard_wanted + free * (wanted - at_risk * hazard_wanted) / n
        on_free = on_free * (1 - hazard) - free * (any_event - at_risk * hazard) / n
        incidence, free = incidence + free * hazard_wanted, free * (1 - hazard)
        if wanted.any():
            rows.append((time, wanted.sum(), incidence, np.sqrt((on_incidence**2).sum())))
    columns = np.array(rows, dtype=float).reshape(-1, 4).T
    return columns[0], columns[1], np.minimum(columns[2], 1.0), columns[3]  # sums of shares may round above 1


def _log_log_limits(probability: Array, error: Array, level: float) -> tuple[Array, Array]:
    with np.errstate(divide="ignore", invalid="ignore"):
        log_f = np.where(probability < 1 - 1e-12, np.log(probability), np.nan)
        reach = NormalDist().inv_cdf(0.5 + level / 2) * error / probability / np.abs(log_f)
        return np.exp(log_f * np.exp(reach)), np.exp(log_f * np.exp(-reach))
