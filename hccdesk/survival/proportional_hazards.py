"""Score test of proportional hazards: does a coefficient change with time?

Grambsch & Therneau, Biometrika 1994;81:515-26, in the exact score form that R's `cox.zph` has used since
survival 3.0, with time on the Kaplan-Meier scale. lifelines has the older approximation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import chi2

from hccdesk.domain.errors import InputError
from hccdesk.survival.cohort_checks import FollowUp, covariate_table, follow_up
from hccdesk.survival.cox import CoxFit
from hccdesk.survival.efron import DeathSteps, death_steps
from hccdesk.survival.kaplan_meier import curve_of

Array = NDArray[np.float64]

GLOBAL = "GLOBAL"
_SINGULAR = 1e-10


@dataclass(frozen=True, slots=True)
class TimeTest:
    """One covariate's test (or `GLOBAL`): chi-square, degrees of freedom and p; a small p speaks against the model."""

    term: str
    chi_square: float
    degrees_of_freedom: int
    p: float


def proportionality(fit: CoxFit, covariates: ArrayLike, months: ArrayLike, event: ArrayLike) -> tuple[TimeTest, ...]:
    """The test of each covariate in the fit's order and of all together, on the cohort that `fit` was made from.

    Refused: too few distinct times of events for a change with time to be told (R's `cox.zph` fails there too).
    """
    follow = follow_up(months, event)
    table = covariate_table(covariates, fit.names, len(follow.months))
    steps = death_steps(table - table.mean(axis=0), follow.months, follow.event, fit.coefficients)
    time = _time_scale(steps, follow)
    score = ((steps.own - steps.mean) * time[:, None]).sum(axis=0)
    information = _joint_information(steps, time)
    _refuse_untestable(information)
    count = len(fit.names)
    single = tuple(_test(name, score, information, [i]) for i, name in enumerate(fit.names))
    return (*single, _test(GLOBAL, score, information, range(count)))


def _time_scale(steps: DeathSteps, follow: FollowUp) -> Array:
    """1 - S just before each death, (death,); centred, which changes no test and steadies the inversion."""
    curve = curve_of(follow)
    before = np.concatenate([[1.0], curve.probability])[np.searchsorted(curve.months, steps.months)]
    return np.asarray((1 - before) - (1 - before).mean())


def _joint_information(steps: DeathSteps, time: Array) -> Array:
    """Information of coefficients and their slopes in time together, (2·covariate, 2·covariate)."""
    blocks = [np.einsum("d,dij->ij", time**power, steps.variance) for power in (0, 1, 2)]
    return np.block([[blocks[0], blocks[1]], [blocks[1], blocks[2]]])


def _refuse_untestable(information: Array) -> None:
    if not _invertible(information):
        raise InputError(
            "Whether effects change with time cannot be tested: the events lie at too few different times.",
            what_to_do="Add patients, or leave covariates out.",
        )


def _invertible(information: Array) -> bool:
    size = np.diag(information)
    if (size <= 0).any():
        return False
    scaled = information / np.sqrt(np.outer(size, size))
    return bool(np.linalg.matrix_rank(scaled, tol=_SINGULAR, hermitian=True) == len(size))


def _test(term: str, score: Array, information: Array, tested: Sequence[int]) -> TimeTest:
    count = len(score)
    kept = [*range(count), *(count + i for i in tested)]
    slope = np.concatenate([np.zeros(count), score[list(tested)]])  # the score of the coefficients is 0 at the maximum
    chi_square = float(slope @ np.linalg.solve(information[np.ix_(kept, kept)], slope))
    return TimeTest(term, chi_square, len(tested), float(chi2.sf(chi_square, len(tested))))
