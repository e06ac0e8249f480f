"""Cox fits; the expected numbers are R's for the cohort of conftest.py."""

from __future__ import annotations

import numpy as np
import pytest

from hccdesk.domain.errors import InputError
from hccdesk.survival import cox


@pytest.mark.control("RISK-48-b")
def test_that_coefficients_errors_and_hazard_ratios_equal_r(fitted):
    # R: coef(m); sqrt(diag(vcov(m))); summary(m)$conf.int; summary(m)$coefficients[, 5]
    assert fitted.coefficients == pytest.approx([0.7488650039195681, 0.1336374745618884, -0.1542201954408013], rel=1e-8)
    assert fitted.standard_errors == pytest.approx(
        [0.3614758776580402, 0.1075117210084629, 0.3022037129537664], rel=1e-8
    )
    lower, upper = fitted.hazard_ratio_interval()
    assert fitted.hazard_ratios[0] == pytest.approx(2.114598592952562, rel=1e-8)
    assert lower == pytest.approx([1.0412118783808963, 0.9258142795144794, 0.4740091807401790], rel=1e-8)
    assert upper == pytest.approx([4.294541103651508, 1.411081703193223, 1.549741585411861], rel=1e-8)
    assert fitted.p_values == pytest.approx([0.03829460759723952, 0.21386644412641118, 0.60982822821175831], rel=1e-7)


def test_that_the_covariance_equals_r(fitted):
    # R: vcov(m)
    expected = [
        [0.130664810128650444, -0.001430077662400405, 0.004170380531019108],
        [-0.001430077662400405, 0.011558770154201564, -0.002381684345015739],
        [0.004170380531019108, -0.002381684345015739, 0.091327084123042399],
    ]
    np.testing.assert_allclose(fitted.covariance, expected, rtol=1e-8)


def test_that_log_likelihoods_and_counts_equal_r(fitted):
    # R: m$loglik; quantile(survfit(Surv(months, 1 - event) ~ 1, d), .5)
    assert (fitted.log_likelihood_null, fitted.log_likelihood) == pytest.approx(
        (-121.6158821885280, -118.5608360094279), abs=1e-9
    )
    assert (fitted.patients, fitted.events, fitted.end_months) == (60, 39, 29.0)
    assert fitted.median_follow_up_months == 27.0


def test_that_times_equal_but_for_rounding_are_ties(cohort, fitted):
    noise = 1 + 1e-13 * np.resize([-1, 0, 1], 60)
    again = cox.fit(cohort.covariates, cohort.names, cohort.months * noise, cohort.event)
    assert again.coefficients == pytest.approx(fitted.coefficients, rel=1e-9)
    assert len(again.baseline.months) == 24


def test_that_units_of_a_covariate_change_its_coefficient_and_nothing_else(cohort, fitted):
    again = cox.fit(cohort.covariates * [1, 1e6, 1], cohort.names, cohort.months, cohort.event)
    assert again.coefficients[1] * 1e6 == pytest.approx(fitted.coefficients[1], rel=1e-8)
    assert again.log_likelihood == pytest.approx(fitted.log_likelihood, abs=1e-9)
    assert again.baseline.at(12) == pytest.approx(fitted.baseline.at(12), rel=1e-8)


def test_that_a_covariate_far_from_zero_is_fitted_all_the_same(cohort, fitted):
    # A calendar year as it stands: x·b is 200 off where everybody is alike.
    again = cox.fit(cohort.covariates + np.array([0, 1500, 0]), cohort.names, cohort.months, cohort.event)
    assert again.coefficients == pytest.approx(fitted.coefficients, rel=1e-8)


@pytest.mark.bad("BAD-080")
def test_that_separation_by_two_covariates_together_is_found(cohort):
    # The sum of the two orders the deaths exactly; neither does alone.
    part = cohort.covariates[:, 1] * 3
    both = np.column_stack([part, -cohort.months - part])
    event = np.ones(60)
    with pytest.raises(InputError, match="first with second separates the patients perfectly"):
        cox.fit(both, ["first", "second"], cohort.months, event)


def test_that_the_order_of_patients_does_not_matter(cohort, fitted):
    order = np.argsort(np.sin(np.arange(60.0)))
    again = cox.fit(cohort.covariates[order], cohort.names, cohort.months[order], cohort.event[order])
    assert again.coefficients == pytest.approx(fitted.coefficients, rel=1e-9)
    np.testing.assert_allclose(again.baseline.variance, fitted.baseline.variance, rtol=1e-9)


def test_that_a_zero_too_far_from_the_patients_is_refused_rather_than_rounded_to_no_hazard(cohort):
    with pytest.raises(InputError, match="too far from these patients"):
        cox.fit(cohort.covariates + np.array([0, 20200, 0]), cohort.names, cohort.months, cohort.event)


def test_that_twelve_covariates_are_fitted_to_their_maximum():
    # The shape of the demonstration: 5 yes/no features, 6 image features, one probability.
    rng = np.random.default_rng(7)
    table = np.column_stack([rng.integers(0, 2, (300, 5)), rng.normal(size=(300, 6)), rng.uniform(size=300)])
    effect = np.array([0.6, 0.8, 0.3, -0.5, 0.4, 0.2, -0.3, 0.1, 0, 0.2, -0.1, -1.5])
    months = rng.exponential(14 * np.exp(-table @ effect))
    fit = cox.fit(table, [f"x{i}" for i in range(12)], np.minimum(months, 30), months < 30)
    assert np.all(np.abs(fit.coefficients - effect) < 4 * fit.standard_errors)
    assert fit.baseline.at(12) == pytest.approx(12 / 14, rel=0.5)
