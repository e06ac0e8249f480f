"""Whether predicted survival is right: slope of the linear predictor, calibration in the large, predicted vs observed.

Slope: Cox's coefficient of the linear predictor (van Houwelingen, Stat Med 2000;19:3401-15), 1 is right. In the
large: log of events observed over the events that the predicted cumulative hazards expect (Crowson, Atkinson &
Therneau, Stat Methods Med Res 2016;25:1692-706), 0 is right; Poisson's standard error.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hccdesk.domain.errors import InputError
from hccdesk.domain.estimate import Estimate
from hccdesk.domain.result import NotComputed
from hccdesk.domain.sentence import Sentence
from hccdesk.domain.validation import Calibration, CalibrationPoint
from hccdesk.survival.cohort_checks import FollowUp, follow_up
from hccdesk.survival.cox import fit
from hccdesk.survival.kaplan_meier import curve_of
from hccdesk.survival.risk_groups import equal_groups

Array = NDArray[np.float64]
_Z = NormalDist().inv_cdf(0.975)


def calibration_slope(linear_predictor: ArrayLike, months: ArrayLike, event: ArrayLike) -> Estimate | NotComputed:
    """Cox's coefficient of `linear_predictor` (patient,) with Wald limits; not estimable where no fit can be made."""
    try:
        fitted = fit(np.reshape(linear_predictor, (-1, 1)), ["linear predictor"], months, event)
    except InputError as refusal:
        return NotComputed(refusal.said)
    slope, reach = float(fitted.coefficients[0]), _Z * float(fitted.standard_errors[0])
    return Estimate(slope, slope - reach, slope + reach)


def in_the_large(expected: ArrayLike, event: ArrayLike) -> Estimate | NotComputed:
    """log(observed / expected): `expected` (patient,) is the cumulative hazard predicted at each one's last time."""
    events, total = int(np.sum(event)), float(np.sum(expected))
    if not events:
        return NotComputed(Sentence.of("no event was observed"))
    if not total > 0:
        return NotComputed(Sentence.of("the model expects no event"))
    value, reach = log(events / total), _Z / sqrt(events)
    return Estimate(value, value - reach, value + reach)


def at_horizon(  # noqa: PLR0917 - columns of one table
    survival: ArrayLike,
    linear_predictor: ArrayLike,
    expected: ArrayLike,
    months: ArrayLike,
    event: ArrayLike,
    horizon_months: float,
) -> Calibration | NotComputed:
    """Calibration by `horizon_months`, all later follow-up cut off.

    `survival` (patient,) is predicted at the horizon, `expected` (patient,) the cumulative hazard predicted at the
    earlier of the horizon and each one's last time. The points are the probability of the event in groups of like
    prediction: mean predicted, and one minus Kaplan-Meier with its limits.
    """
    whole = follow_up(months, event)
    if not (whole.months >= horizon_months).any():
        return NotComputed(Sentence.of("nobody was observed up to {months:g} months", months=horizon_months))
    follow = FollowUp(np.minimum(whole.months, horizon_months), whole.event & (whole.months <= horizon_months))
    risk = 1 - np.asarray(survival, dtype=float)
    points = (_point(risk[group], whole, group, horizon_months) for group in equal_groups(risk))
    return Calibration(
        slope=calibration_slope(linear_predictor, follow.months, follow.event),
        in_the_large=in_the_large(expected, follow.event),
        points=tuple(point for point in points if point is not None),
    )


def _point(risk: Array, follow: FollowUp, group: NDArray[np.intp], horizon: float) -> CalibrationPoint | None:
    """None where the group was not observed up to the horizon."""
    curve = curve_of(FollowUp(follow.months[group], follow.event[group]))
    free = curve.at(horizon)
    if free is None:
        return None
    limits: Sequence[float | None] = curve.interval_at(horizon) or (None, None)
    low, high = (None if limit is None else 1 - limit for limit in reversed(limits))
    return CalibrationPoint(float(risk.mean()), Estimate(1 - free, low, high), len(group))
