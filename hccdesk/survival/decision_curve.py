"""Net benefit of acting on a predicted risk by a horizon, over the threshold probabilities.

Vickers, Cronin, Elkin & Gonen, BMC Med Inform Decis Mak 2008;8:53: with follow-up that is censored, the share of
those above the threshold who have the event is one minus their Kaplan-Meier at the horizon.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hccdesk.domain.validation import DecisionCurve
from hccdesk.survival.cohort_checks import FollowUp, follow_up
from hccdesk.survival.kaplan_meier import curve_of

Array = NDArray[np.float64]

THRESHOLDS = tuple(percent / 100 for percent in range(1, 100))


def decision_curve(  # noqa: PLR0917 - columns of one table
    name: str,
    event_probability: ArrayLike,
    months: ArrayLike,
    event: ArrayLike,
    horizon_months: float,
    thresholds: tuple[float, ...] = THRESHOLDS,
) -> DecisionCurve | None:
    """The curve of a predicted `event_probability` (patient,) by `horizon_months`; treating all beside it.

    A threshold is left out where those above it were not observed up to the horizon; none is left: None. Nobody
    above it: benefit 0.
    """
    follow, probability = follow_up(months, event), np.asarray(event_probability, dtype=float)
    rows = []
    for threshold in thresholds:
        benefit = _net_benefit(follow, probability >= threshold, horizon_months, threshold)
        of_all = _net_benefit(follow, np.ones(len(probability), bool), horizon_months, threshold)
        if benefit is not None and of_all is not None:
            rows.append((threshold, benefit, of_all))
    if not rows:
        return None
    columns = tuple(zip(*rows, strict=True))
    return DecisionCurve(name, columns[0], columns[1], columns[2])


def _net_benefit(follow: FollowUp, above: NDArray[np.bool_], horizon: float, threshold: float) -> float | None:
    if not above.any():
        return 0.0
    free = curve_of(FollowUp(follow.months[above], follow.event[above])).at(horizon)
    if free is None:
        return None
    return float(above.mean() * ((1 - free) - free * threshold / (1 - threshold)))
