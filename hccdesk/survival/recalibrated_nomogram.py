"""A finished nomogram brought to the level of another cohort: its baseline hazard anew, its slope if wanted.

Van Houwelingen, Stat Med 2000;19:3401-15; Steyerberg, Clinical Prediction Models, 2nd ed. 2019, ch. 20. The
coefficients keep their proportions. With a slope, their covariance takes its uncertainty in.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hccdesk.domain.errors import InputError
from hccdesk.domain.sentence import Sentence
from hccdesk.survival.baseline_hazard import efron_baseline
from hccdesk.survival.cohort_checks import FollowUp, covariate_table, follow_up
from hccdesk.survival.cox import fit
from hccdesk.survival.efron import death_steps
from hccdesk.survival.nomogram_json import Baseline, NomogramBundle

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class RecalibratedNomogram:
    """The new `nomogram.json`; `slope` multiplied the coefficients, `intercept` is log(events / expected before)."""

    content: bytes
    intercept: float
    slope: float


def recalibrated_nomogram(
    nomogram: NomogramBundle, covariates: ArrayLike, months: ArrayLike, event: ArrayLike, *, with_slope: bool
) -> RecalibratedNomogram:
    """`nomogram` for patients with these `covariates` (patient, covariate, in its order) and follow-up.

    Horizons that this cohort did not reach are dropped. Refused as `InputError`: what `follow_up` and `cox.fit`
    refuse, a slope that is not positive, and a cohort that reached no horizon.
    """
    follow = follow_up(months, event)
    table = covariate_table(covariates, nomogram.names, len(follow.months))
    slope, variance = _slope(table @ nomogram.coefficients, follow) if with_slope else (1.0, 0.0)
    coefficients = slope * nomogram.coefficients
    own = nomogram.coefficients
    covariance = slope**2 * np.array(nomogram.covariance) + variance * np.outer(own, own)
    end = float(follow.months.max())
    changed = {
        "end_months": end,
        "horizons": _reached(nomogram, end),
        "variables": tuple(
            variable.model_copy(update={"coefficient": float(b)})
            for variable, b in zip(nomogram.variables, coefficients, strict=True)
        ),
        "covariance": tuple(tuple(float(x) for x in row) for row in covariance),
        "baseline": _baseline(table, follow, coefficients),
    }
    made = nomogram.model_copy(update=changed)
    content = (made.model_dump_json(indent=1) + "\n").encode()
    NomogramBundle.model_validate_json(content)
    return RecalibratedNomogram(content, _level(nomogram, table, follow), slope)


def _slope(risk: Array, follow: FollowUp) -> tuple[float, float]:
    fitted = fit(risk.reshape(-1, 1), ["linear predictor"], follow.months, follow.event)
    slope = float(fitted.coefficients[0])
    if slope <= 0:
        raise InputError(
            Sentence.of("The calibration slope here is {slope:.2f}: the model puts these patients in the wrong order.",
                        slope=slope),
            what_to_do="No recalibration mends that; train a model on these patients.",
        )  # fmt: skip
    return slope, float(fitted.covariance[0, 0])


def _reached(nomogram: NomogramBundle, end_months: float) -> tuple[str, ...]:
    reached = tuple(horizon for horizon in nomogram.horizons if float(horizon) <= end_months)
    if not reached:
        raise InputError(
            Sentence.of("Nobody here was observed for {months} months.", months=nomogram.horizons[0]),
            what_to_do="Wait for longer follow-up.",
        )
    return reached


def _baseline(table: Array, follow: FollowUp, coefficients: Array) -> Baseline:
    centre = table.mean(axis=0)
    steps = death_steps(table - centre, follow.months, follow.event, coefficients)
    hazard = efron_baseline(steps, centre, coefficients)
    return Baseline(
        months=tuple(hazard.months.tolist()),
        cumulative_hazard=tuple(hazard.cumulative_hazard.tolist()),
        variance=tuple(hazard.variance.tolist()),
        mean_hazard=tuple(tuple(row) for row in hazard.mean_hazard.tolist()),
    )


def _level(nomogram: NomogramBundle, table: Array, follow: FollowUp) -> float:
    """Log of the events over those that the nomogram expected of the same follow-up, as far as it goes."""
    cut = np.minimum(follow.months, nomogram.end_months)
    at_zero = np.array([nomogram.hazard.at(float(month)) for month in cut])
    expected = float((at_zero * np.exp(table @ nomogram.coefficients)).sum())
    return log(float((follow.event & (follow.months <= nomogram.end_months)).sum()) / expected)
