"""Coefficients drawn towards zero."""

from __future__ import annotations

import numpy as np
import pytest

from hccdesk.survival.cohort_checks import follow_up
from hccdesk.survival.cox import fit
from hccdesk.survival.efron import death_steps
from hccdesk.training.shrunken_cox import fit_shrunken


def a_cohort(n: int = 150) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    first = rng.standard_normal(n)
    table = np.column_stack([first, first + 0.02 * rng.standard_normal(n), rng.standard_normal(n) * 5 + 3])
    months = rng.exponential(np.exp(-0.7 * first)) * 12
    event = (months < 20).astype(float)
    return table, np.minimum(months, 20), event


NAMES = ("a", "b", "c")


def test_that_without_a_prior_it_is_the_plain_model() -> None:
    table, months, event = a_cohort()
    plain, wide = fit(table, NAMES, months, event), fit_shrunken(table, NAMES, months, event, prior_deviation=1e4)
    np.testing.assert_allclose(wide.coefficients, plain.coefficients, rtol=1e-4)
    np.testing.assert_allclose(wide.covariance, plain.covariance, rtol=1e-4)
    np.testing.assert_allclose(wide.baseline.cumulative_hazard, plain.baseline.cumulative_hazard, rtol=1e-4)


def test_that_two_covariates_that_say_the_same_share_the_effect() -> None:
    table, months, event = a_cohort()
    plain, shrunken = fit(table, NAMES, months, event), fit_shrunken(table, NAMES, months, event)
    assert abs(plain.coefficients[0] - plain.coefficients[1]) > 1
    assert shrunken.coefficients[0] == pytest.approx(shrunken.coefficients[1], abs=0.1)
    assert 0.4 < shrunken.coefficients[:2].sum() < 0.9  # the effect was 0.7 in all
    assert shrunken.standard_errors[0] < plain.standard_errors[0]


def test_that_the_solution_is_a_maximum_of_the_penalised_likelihood() -> None:
    table, months, event = a_cohort()
    best = fit_shrunken(table, NAMES, months, event)

    def penalised(coefficients: np.ndarray) -> float:

        follow = follow_up(months, event)
        steps = death_steps(table - table.mean(axis=0), follow.months, follow.event, coefficients)
        return steps.log_likelihood(coefficients) - 0.5 * float(((coefficients * table.std(axis=0) / 0.3) ** 2).sum())

    top = penalised(best.coefficients)
    for direction in np.eye(3):
        assert penalised(best.coefficients + 0.01 * direction) < top
        assert penalised(best.coefficients - 0.01 * direction) < top
