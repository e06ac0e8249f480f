"""Kaplan-Meier curve with Greenwood's variance and log-log limits, its median, and the median follow-up.

Kaplan & Meier, J Am Stat Assoc 1958;53:457-81; limits after Kalbfleisch & Prentice, The Statistical Analysis
of Failure Time Data; median limits after Brookmeyer & Crowley, Biometrics 1982;38:29-41. Equal to R's
`survfit(..., conf.type = "log-log")`.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hccdesk.survival.cohort_checks import FollowUp, follow_up

Array = NDArray[np.float64]

_ROUNDING = 1e-8


@dataclass(frozen=True, slots=True)
class KaplanMeier:
    """A right-continuous step function over the distinct times of events.

    `at_risk`, `events`, `probability`, `lower`, `upper` are (step,); a limit is NaN where the probability is 0.
    `observed_months` (patient,) are all times in order, so that the number at risk can be told at any time.
    """

    months: Array
    at_risk: Array
    events: Array
    probability: Array
    lower: Array
    upper: Array
    observed_months: Array

    def at(self, months: float) -> float | None:
        """Probability of being free of the event at `months`; None beyond the last observation."""
        if months > self.observed_months[-1]:
            return None
        step = self._step(months)
        return float(self.probability[step]) if step >= 0 else 1.0

    def interval_at(self, months: float) -> tuple[float, float] | None:
        """Log-log limits at `months`; None before the first event, at probability 0 and beyond the observed time."""
        step = self._step(months)
        if step < 0 or months > self.observed_months[-1] or np.isnan(self.lower[step]):
            return None
        return float(self.lower[step]), float(self.upper[step])

    def at_risk_at(self, months: float) -> int:
        """Patients under observation just before `months`."""
        return int(len(self.observed_months) - np.searchsorted(self.observed_months, months, side="left"))

    @property
    def median_months(self) -> float | None:
        """Median time to the event, or None where the curve does not reach one half."""
        return self._first_at_half(self.probability)

    @property
    def median_interval_months(self) -> tuple[float | None, float | None]:
        """Limits of the median: where each limit of the curve reaches one half (None: it does not)."""
        return self._first_at_half(self.lower), self._first_at_half(self.upper)

    def _first_at_half(self, curve: Array) -> float | None:
        """First time at one half or below; where the curve rests exactly on one half, the middle of that rest."""
        below = np.flatnonzero(curve <= 0.5 + _ROUNDING)
        if not len(below):
            return None
        first = int(below[0])
        if abs(curve[first] - 0.5) > _ROUNDING:
            return float(self.months[first])
        end = self.months[first + 1] if first + 1 < len(self.months) else self.observed_months[-1]
        return float((self.months[first] + end) / 2)

    def _step(self, months: float) -> int:
        return int(np.searchsorted(self.months, months, side="right")) - 1


def kaplan_meier(months: ArrayLike, event: ArrayLike, level: float = 0.95) -> KaplanMeier:
    """The curve of `months` (patient,) and `event` 0/1 (patient,); refuses what `follow_up` refuses."""
    return curve_of(follow_up(months, event), level)


def curve_of(follow: FollowUp, level: float = 0.95) -> KaplanMeier:
    """The curve of follow-up that was checked before."""
    times, events = np.unique(follow.months[follow.event], return_counts=True)
    observed = np.sort(follow.months)
    at_risk = len(observed) - np.searchsorted(observed, times, side="left").astype(float)
    probability = np.cumprod(1 - events / at_risk)
    lower, upper = _log_log_limits(probability, _greenwood(events, at_risk), level)
    return KaplanMeier(times, at_risk, events.astype(float), probability, lower, upper, observed)


def median_follow_up_months(follow: FollowUp) -> float | None:
    """Median follow-up by the reverse Kaplan-Meier (Schemper & Smith, Control Clin Trials 1996;17:343-6)."""
    return curve_of(FollowUp(follow.months, ~follow.event)).median_months


def _greenwood(events: NDArray[np.int64], at_risk: Array) -> Array:
    """Variance of log S, (step,); infinite where everybody at risk has the event."""
    with np.errstate(divide="ignore"):
        return np.cumsum(events / (at_risk * (at_risk - events)))


def _log_log_limits(probability: Array, variance_of_log: Array, level: float) -> tuple[Array, Array]:
    with np.errstate(divide="ignore", invalid="ignore"):
        log_s = np.where(probability > 0, np.log(probability), np.nan)
        reach = NormalDist().inv_cdf(0.5 + level / 2) * np.sqrt(variance_of_log) / np.abs(log_s)
        return np.exp(log_s * np.exp(reach)), np.exp(log_s * np.exp(-reach))
