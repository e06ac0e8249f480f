"""The maximum of a logistic likelihood, found by statsmodels."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.errors import InputError

Array = NDArray[np.float64]

CONVERGED_STEP = 1e-6
"""A Newton step from the solution longer than this is no solution."""


@dataclass(frozen=True, slots=True)
class Maximum:
    """`coefficients` (column,), the inverse of the information (column, column), and the log-likelihood there."""

    coefficients: Array
    covariance: Array
    log_likelihood: float


def maximum(design: Array, outcome: NDArray[np.bool_], offset: Array | None = None) -> Maximum:
    """For `design` (patient, column; a column of ones where an intercept is wanted) and log-odds `offset` (patient,).

    Refused where no maximum is found; look for separation before.
    """
    # Two seconds of import (pandas, scipy): paid only by those who fit.
    from statsmodels.discrete.discrete_model import Logit  # noqa: PLC0415

    given = np.zeros(len(outcome)) if offset is None else offset
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # our own check of the solution follows
        try:
            model = Logit(outcome.astype(float), design, offset=given)
            start = np.asarray(model.fit(method="newton", tol=1e-12, maxiter=100, disp=0).params)
            covariance, step = _newton(design, outcome, given, start)
        except np.linalg.LinAlgError:
            raise _no_solution() from None
    if not np.isfinite(step).all() or np.abs(step).max() > CONVERGED_STEP:
        raise _no_solution()
    return Maximum(start + step, covariance, log_likelihood(design @ (start + step) + given, outcome))


def log_likelihood(log_odds: Array, outcome: NDArray[np.bool_]) -> float:
    """Of `outcome` (patient,) under `log_odds` (patient,)."""
    return float(-np.logaddexp(0, np.where(outcome, -log_odds, log_odds)).sum())


def probability(log_odds: Array) -> Array:
    """0..1, without overflow."""
    return np.asarray(np.exp(-np.logaddexp(0, -log_odds)))


def _newton(design: Array, outcome: NDArray[np.bool_], offset: Array, at: Array) -> tuple[Array, Array]:
    fitted = probability(design @ at + offset)
    information = design.T @ (design * (fitted * (1 - fitted))[:, None])
    covariance = np.linalg.inv(information)
    return np.asarray(covariance), np.asarray(covariance @ (design.T @ (outcome - fitted)))


def _no_solution() -> InputError:
    return InputError(
        "The logistic regression has no solution.",
        what_to_do="Look for covariates that say the same, or that give the outcome away.",
    )
