"""Logistic regression, fitted by statsmodels, with everything refused that would give numbers without meaning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import erfc, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hccdesk.domain.estimate import Estimate
from hccdesk.domain.sentence import Sentence
from hccdesk.statistics.likelihood import Maximum, log_likelihood, maximum, probability
from hccdesk.statistics.logistic_checks import WANTED_EVENTS_PER_COVARIATE, check_fittable, checked_table
from hccdesk.statistics.scored_patients import yes_no

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LogisticFit:
    """A fitted model: log-odds = `intercept` + covariates · `coefficients` (covariate,).

    `covariance` is (1 + covariate, 1 + covariate), the intercept first: the inverse of the information.
    """

    names: tuple[str, ...]
    intercept: float
    coefficients: Array
    covariance: Array
    log_likelihood: float
    log_likelihood_null: float
    patients: int
    positives: int

    @property
    def standard_errors(self) -> Array:
        """Of the coefficients, (covariate,)."""
        return np.asarray(np.sqrt(np.diag(self.covariance))[1:])

    @property
    def p_values(self) -> Array:
        """Two-sided Wald p-values, (covariate,), as R's `summary(glm)`."""
        return np.array([erfc(abs(z) / sqrt(2)) for z in self.coefficients / self.standard_errors])

    @property
    def odds_ratios(self) -> tuple[Estimate, ...]:
        """Per unit of each covariate with Wald's 95 % limits, as R's `exp(confint.default(glm))`."""
        reach = NormalDist().inv_cdf(0.975) * self.standard_errors
        rows = np.exp(np.column_stack([self.coefficients, self.coefficients - reach, self.coefficients + reach]))
        return tuple(Estimate(*map(float, row)) for row in rows)

    @property
    def cautions(self) -> tuple[Sentence, ...]:
        """What a reader must be told of a fit that went through; none is good news."""
        events = min(self.positives, self.patients - self.positives)
        per_covariate = events / len(self.names)
        if per_covariate >= WANTED_EVENTS_PER_COVARIATE:
            return ()
        return (
            Sentence.of(
                "Only {per_covariate:.1f} patients of the rarer outcome a covariate ({events} patients, {covariates} "
                "covariates); at least {wanted} are wanted: the odds ratios are probably overstated.",
                per_covariate=per_covariate,
                events=events,
                covariates=len(self.names),
                wanted=WANTED_EVENTS_PER_COVARIATE,
            ),
        )

    def probability(self, table: ArrayLike) -> Array:
        """P(positive) of `table` (patient, covariate) in the order of `names`, (patient,)."""
        return probability(self.intercept + checked_table(table, self.names) @ self.coefficients)


def fit(table: ArrayLike, names: Sequence[str], outcome: ArrayLike) -> LogisticFit:
    """The model for `table` (patient, covariate) and `outcome` 0/1 or boolean (patient,).

    Refused as `InputError`: missing values, one outcome for all, too few patients, constant or collinear covariates,
    separation. R: `glm(outcome ~ ., binomial)`.
    """
    covariates, positive = checked_table(table, names), yes_no(outcome)
    check_fittable(covariates, names, positive)
    centre, scale = covariates.mean(axis=0), covariates.std(axis=0)
    found = maximum(np.column_stack([np.ones(len(covariates)), (covariates - centre) / scale]), positive)
    return _in_units(found, names, centre, scale, positive)


def _in_units(
    found: Maximum, names: Sequence[str], centre: Array, scale: Array, positive: NDArray[np.bool_]
) -> LogisticFit:
    """Back from standardised covariates to their own units."""
    back = np.diag(np.concatenate([[1.0], 1 / scale]))
    back[0, 1:] = -centre / scale
    coefficients = back @ found.coefficients
    share = positive.mean()
    return LogisticFit(
        names=tuple(names),
        intercept=float(coefficients[0]),
        coefficients=coefficients[1:],
        covariance=back @ found.covariance @ back.T,
        log_likelihood=found.log_likelihood,
        log_likelihood_null=log_likelihood(np.full(len(positive), np.log(share / (1 - share))), positive),
        patients=len(positive),
        positives=int(positive.sum()),
    )
