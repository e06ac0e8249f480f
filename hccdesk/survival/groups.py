"""A cohort's curves as values to draw and print: Kaplan-Meier, or the incidence where another event competes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hccdesk.domain.cohort import Ending
from hccdesk.domain.cohort_description import SurvivalGroup
from hccdesk.domain.estimate import Estimate
from hccdesk.domain.result import NotComputed
from hccdesk.domain.sentence import Sentence
from hccdesk.survival.competing_risks import CumulativeIncidence, cumulative_incidence
from hccdesk.survival.kaplan_meier import KaplanMeier, kaplan_meier

Array = NDArray[np.float64]
Curve = KaplanMeier | CumulativeIncidence

HORIZONS = ("12", "18", "24")


def survival_groups(  # noqa: PLR0917 - columns of one table
    labels: Sequence[str],
    months: ArrayLike,
    ending: ArrayLike,
    at_risk_months: Sequence[float],
    order: Sequence[str] | None = None,
    horizons: Sequence[str] = HORIZONS,
    is_incidence: bool = False,
) -> tuple[SurvivalGroup, ...]:
    """One curve for each label (patient,) in `order` (default: as they come up); a label without patients has none."""
    names, times, endings = np.asarray(labels), np.asarray(months, dtype=float), np.asarray(ending)
    wanted = order if order is not None else list(dict.fromkeys(labels))
    return tuple(
        survival_group(name, times[names == name], endings[names == name], at_risk_months, horizons, is_incidence)
        for name in wanted
        if (names == name).any()
    )


def survival_group(  # noqa: PLR0917 - columns of one table
    group: str,
    months: ArrayLike,
    ending: ArrayLike,
    at_risk_months: Sequence[float],
    horizons: Sequence[str] = HORIZONS,
    is_incidence: bool = False,
) -> SurvivalGroup:
    """The curve of `months` (patient,) and `ending` (patient,), numbers at risk at `at_risk_months`, and `horizons`.

    Survival takes endings 0 and 1; an incidence (`is_incidence`) also 2, the competing event. Horizons ("12") beyond
    the last observation are left out. Where a limit is not defined (survival 0, incidence 1) the band keeps the
    limit of the step before.
    """
    endings, times = np.asarray(ending), np.asarray(months, dtype=float)
    curve: Curve = cumulative_incidence(times, endings) if is_incidence else kaplan_meier(times, endings)
    low, high = _band(curve, is_incidence)
    return SurvivalGroup(
        group=group,
        patients=len(times),
        events=int((endings == Ending.EVENT).sum()),
        months=_floats(curve.months),
        probability=_floats(curve.probability),
        low=low,
        high=high,
        censored_months=_floats(np.sort(times[endings == Ending.CENSORED])),
        end_months=float(curve.observed_months[-1]),
        median_months=_median(curve),
        at_horizons=_at_horizons(curve, horizons),
        at_risk=tuple(curve.at_risk_at(month) for month in at_risk_months),
    )


def at_risk_months(months: ArrayLike, columns: int = 9) -> tuple[float, ...]:
    """Round times from 0 to the last observation for the numbers at risk: every 3, 6, 12, 24, … months."""
    end = float(np.max(months))
    step = next(step for step in (3, 6, 12, 24, 36, 60, 120, 240, 1200) if end / step < columns)
    return tuple(float(month) for month in np.arange(0, end + 1e-9, step))


def _band(curve: Curve, is_incidence: bool) -> tuple[tuple[float, ...], tuple[float, ...]]:
    before = 0.0 if is_incidence else 1.0
    return _carried(curve.lower, before), _carried(curve.upper, before)


def _carried(limits: Array, last: float) -> tuple[float, ...]:
    filled = []
    for limit in limits:
        last = last if np.isnan(limit) else float(limit)
        filled.append(last)
    return tuple(filled)


def _median(curve: Curve) -> Estimate | NotComputed:
    if isinstance(curve, KaplanMeier):
        median, limits = curve.median_months, curve.median_interval_months
    else:
        # The limits of the time come from the other limit of the probability: a higher incidence is sooner.
        median, limits = _first_half(curve, curve.probability), (
            _first_half(curve, curve.upper), _first_half(curve, curve.lower)
        )  # fmt: skip
    if median is None:
        return NotComputed(Sentence.of("not reached"))
    return Estimate(median, *limits)


def _first_half(curve: Curve, line: Array) -> float | None:
    reached = np.flatnonzero(line >= 0.5 - 1e-8)
    return float(curve.months[reached[0]]) if len(reached) else None


def _at_horizons(curve: Curve, horizons: Sequence[str]) -> dict[str, Estimate]:
    found = {horizon: curve.at(float(horizon)) for horizon in horizons}
    return {
        horizon: Estimate(value, *(curve.interval_at(float(horizon)) or (None, None)))
        for horizon, value in found.items()
        if value is not None
    }


def _floats(values: Array) -> tuple[float, ...]:
    return tuple(float(value) for value in values)
