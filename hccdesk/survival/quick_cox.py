"""Cox's partial likelihood (Efron ties) climbed by Newton's method, fast enough to be done thousands of times.

Without lifelines and without its checks: for resampling a cohort on which `cox.fit` has gone through. With a
`penalty` the likelihood has a normal prior on each coefficient (ridge; Verweij & van Houwelingen, Stat Med
1994;13:2427-36).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hccdesk.survival.efron import DeathSteps, death_steps

Array = NDArray[np.float64]

LONGEST_CLIMB = 30
_ENOUGH = 1e-9
"""Of the likelihood's size: a step that gains less is the last."""


@dataclass(frozen=True, slots=True)
class Maximum:
    """Where the climb ended: `coefficients` (covariate,), the log-likelihoods there and at zero, without penalty.

    `information` (covariate, covariate) is the penalised one at the maximum.
    """

    coefficients: Array
    log_likelihood: float
    log_likelihood_null: float
    information: Array


def maximum(
    table: Array, months: Array, event: NDArray[np.bool_], penalty: float = 0.0, start: Array | None = None
) -> Maximum | None:
    """The maximum for `table` (patient, covariate), best standardised; None where the information is singular.

    Where the likelihood has no maximum the climb ends far out, as R's `coxph` does.
    """
    hill = _Hill(table - table.mean(axis=0), months, event, penalty)
    nothing = np.zeros(table.shape[1])
    place = hill.at(nothing if start is None else start)
    for _ in range(LONGEST_CLIMB):
        move = hill.newton(place)
        if move is None:
            return None
        before, place = place, hill.uphill(place, move)
        if place.height - before.height <= _ENOUGH * abs(place.height):
            break
    null = hill.at(nothing).steps.log_likelihood(nothing)
    return Maximum(place.coefficients, place.steps.log_likelihood(place.coefficients), null, hill.information(place))


@dataclass(frozen=True, slots=True)
class _Place:
    """Coefficients, the risk sets under them, and the penalised log-likelihood."""

    coefficients: Array
    steps: DeathSteps
    height: float


@dataclass(frozen=True, slots=True)
class _Hill:
    table: Array
    months: Array
    event: NDArray[np.bool_]
    penalty: float

    def at(self, coefficients: Array) -> _Place:
        steps = death_steps(self.table, self.months, self.event, coefficients)
        prior = 0.5 * self.penalty * float(coefficients @ coefficients)
        return _Place(coefficients, steps, steps.log_likelihood(coefficients) - prior)

    def information(self, place: _Place) -> Array:
        return place.steps.information + self.penalty * np.eye(len(place.coefficients))

    def newton(self, place: _Place) -> Array | None:
        try:
            move = np.linalg.solve(self.information(place), place.steps.score - self.penalty * place.coefficients)
        except np.linalg.LinAlgError:
            return None
        return np.asarray(move) if np.isfinite(move).all() else None

    def uphill(self, place: _Place, move: Array) -> _Place:
        """The first of the whole, half, quarter … step that does not go down; else the same place."""
        for _ in range(10):
            after = self.at(place.coefficients + move)
            if np.isfinite(after.height) and after.height >= place.height - _ENOUGH * abs(place.height):
                return after
            move = move / 2
        return place
