"""How much of a Cox model's performance is its own fit's: bootstrap optimism.

Harrell, Lee & Mark, Stat Med 1996;15:361-87: fit on patients drawn with replacement, measure there and on all
patients; the mean difference is taken off what the model shows. Measures as in R's `rms::validate.cph`: Dxy =
2·(C - 1/2); R² after Nagelkerke (Biometrika 1991;78:691-2); the slope of a Cox model of the linear predictor alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hccdesk.domain.errors import InputError
from hccdesk.domain.estimate import Estimate
from hccdesk.domain.progress import NoProgress, Progress
from hccdesk.domain.sentence import Sentence
from hccdesk.domain.validation import Optimism
from hccdesk.survival.cohort_checks import follow_up
from hccdesk.survival.fast_concordance import concordance_value
from hccdesk.survival.quick_cox import maximum

Array = NDArray[np.float64]

MEASURES = ("Dxy", "R2", "Slope")
RESAMPLES = 1000
C_INDEX = "C-index"

Fitter = Callable[[Array, Array, NDArray[np.bool_]], Array | None]
"""From table (patient, covariate), months, event to coefficients (covariate,); None where there is no solution."""


@dataclass(frozen=True, slots=True)
class BootstrapOptimism:
    """`optimism` with its C-index added; `c_index` is the corrected one with the bootstrap's interval, shifted.

    The interval is the apparent C-index's percentile interval over the resamples, moved by the optimism
    (Noma et al., Stat Med 2021;40:5691-701, "location-shifted"). `failed` resamples had no solution.
    """

    optimism: Optimism
    c_index: Estimate
    failed: int


def plain_fitter(penalty: float = 0.0) -> Fitter:
    """Maximum (penalised) likelihood; `penalty` holds per standard deviation of a covariate, 0 for none."""

    def fit(table: Array, months: Array, event: NDArray[np.bool_]) -> Array | None:
        scale = table.std(axis=0)
        if not (scale > 0).all():
            return None
        found = maximum(table / scale, months, event, penalty)
        return None if found is None else found.coefficients / scale

    return fit


def bootstrap_optimism(
    fit: Fitter,
    covariates: Array,
    months: ArrayLike,
    event: ArrayLike,
    *,
    seed: int,
    resamples: int = RESAMPLES,
    progress: Progress | None = None,
) -> BootstrapOptimism:
    """Apparent and corrected Dxy, R2, Slope and C-index of `fit` on `covariates` (patient, covariate).

    Patients are drawn, with all that belongs to them. Refused as `InputError`: more than a tenth of the resamples
    without a solution.
    """
    follow, table = follow_up(months, event), np.asarray(covariates, dtype=np.float64)
    whole = fit(table, follow.months, follow.event)
    apparent = None if whole is None else _measure(table @ whole, follow.months, follow.event)
    if apparent is None:
        raise InputError("The model has no solution on all patients: its optimism is not estimable.")
    rng, watched = np.random.default_rng(seed), progress or NoProgress()
    differences, drawn = [], []
    for done in range(resamples):
        watched.step(done, resamples, "bootstrap optimism")
        chosen = np.sort(rng.integers(0, len(table), len(table)))
        one = _resample(fit, table, follow.months, follow.event, chosen)
        if one is not None:
            differences.append(one[0] - one[1])
            drawn.append(one[0][0])
    watched.step(resamples, resamples, "bootstrap optimism")
    _refuse_too_few(len(differences), resamples)
    return _summary(apparent, np.array(differences), np.array(drawn), resamples)


def _resample(
    fit: Fitter, table: Array, months: Array, event: NDArray[np.bool_], chosen: NDArray[np.int64]
) -> tuple[Array, Array] | None:
    """The measures of a model fitted on the `chosen`, on them and on everybody."""
    coefficients = fit(table[chosen], months[chosen], event[chosen])
    if coefficients is None:
        return None
    here = _measure(table[chosen] @ coefficients, months[chosen], event[chosen])
    everywhere = _measure(table @ coefficients, months, event)
    return None if here is None or everywhere is None else (here, everywhere)


def _measure(risk: Array, months: Array, event: NDArray[np.bool_]) -> Array | None:
    """Dxy, R2 and Slope of a linear predictor `risk` (patient,)."""
    c = concordance_value(risk, months, event)
    if c is None or np.ptp(risk) == 0:
        return None
    found = maximum(risk[:, None], months, event, start=np.ones(1))
    if found is None:
        return None
    n = len(risk)
    gained = 2 * (found.log_likelihood - found.log_likelihood_null)
    r2 = (1 - np.exp(-gained / n)) / (1 - np.exp(2 * found.log_likelihood_null / n))
    return np.array([2 * c - 1, r2, found.coefficients[0]])


def _refuse_too_few(usable: int, resamples: int) -> None:
    if usable < 0.9 * resamples:
        raise InputError(
            Sentence.of(
                "{failed} of {resamples} bootstrap resamples have no solution: the optimism is not estimable.",
                failed=resamples - usable,
                resamples=resamples,
            ),
            what_to_do="Leave out rare covariates, or add patients.",
        )


def _summary(apparent: Array, differences: Array, drawn: Array, resamples: int) -> BootstrapOptimism:
    corrected = apparent - differences.mean(axis=0)
    low, high = np.percentile(drawn - differences[:, 0].mean(), [2.5, 97.5])
    both = [dict(zip(MEASURES, map(float, values), strict=True)) for values in (apparent, corrected)]
    for named in both:
        named[C_INDEX] = 0.5 + named["Dxy"] / 2
    interval = Estimate(both[1][C_INDEX], float(0.5 + low / 2), float(0.5 + high / 2))
    return BootstrapOptimism(Optimism(len(differences), both[0], both[1]), interval, resamples - len(differences))
