"""Cox's model with its coefficients drawn towards zero, for covariates that nearly follow from one another.

The response probability is close to a function of the other eleven covariates of the nomogram: they are what it is
computed from. The likelihood alone then gives huge coefficients of opposite signs (-12.5 for a probability, with
160 patients), which say nothing and swing with every patient.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from hccdesk.survival.baseline_hazard import efron_baseline
from hccdesk.survival.cohort_checks import follow_up
from hccdesk.survival.cox import CoxFit, fit
from hccdesk.survival.efron import death_steps

Floats = NDArray[np.float64]

PRIOR_DEVIATION = 0.3
"""Log hazard ratio per standard deviation of a covariate that is thought usual: a hazard ratio of 1.35."""


def fit_shrunken(
    covariates: Floats, names: Sequence[str], months: Floats, event: Floats, prior_deviation: float = PRIOR_DEVIATION
) -> CoxFit:
    """The model of highest penalised likelihood: a normal prior on each coefficient per standard deviation.

    `covariance` is the inverse of the penalised information. Refuses what `survival.cox.fit` refuses.
    """
    free = fit(covariates, names, months, event)
    follow, scale, centre = follow_up(months, event), covariates.std(axis=0), covariates.mean(axis=0)
    table = (covariates - centre) / scale
    penalty = 1 / prior_deviation**2
    coefficients = np.zeros(len(names))
    for _ in range(30):
        steps = death_steps(table, follow.months, follow.event, coefficients)
        information = steps.information + penalty * np.eye(len(names))
        newton = np.linalg.solve(information, steps.score - penalty * coefficients)
        coefficients = coefficients + newton
        if np.abs(newton).max() < 1e-10:
            break
    raw = coefficients / scale
    final = death_steps(covariates - centre, follow.months, follow.event, raw)
    return replace(
        free,
        coefficients=raw,
        covariance=np.linalg.inv(information) / np.outer(scale, scale),
        log_likelihood=final.log_likelihood(raw),
        baseline=efron_baseline(final, centre, raw),
    )
