"""Net benefit with censored follow-up, on the formula cohort (see conftest).

R 4.2.2, survival 3.5-3, P <- 1 - exp(-0.24 * exp(d$risk)), f <- P >= t,
S <- function(x) summary(survfit(Surv(months, event) ~ 1, x), times = 12)$surv:
  (1 - S(d[f, ])) * mean(f) - S(d[f, ]) * mean(f) * t / (1 - t)
"""

from __future__ import annotations

import numpy as np
import pytest

from hccdesk.survival.decision_curve import decision_curve


@pytest.fixture
def probability(cohort):
    return 1 - np.exp(-0.24 * np.exp(np.round(cohort.covariates @ [0.8, 0.15, 0.3], 3)))


def test_that_net_benefit_equals_its_formula_in_r(cohort, probability):
    curve = decision_curve("combined", probability, cohort.months, cohort.event, 12, (0.2, 0.35, 0.5))
    assert curve.name == "combined"
    assert curve.net_benefit == pytest.approx((0.141577524729699, 0.0242240215924426, -0.0066666666666666), abs=1e-13)
    treat_all = (0.139493189610039, -0.0590853050953369, -0.376810896623938)
    assert curve.treat_all == pytest.approx(treat_all, abs=1e-13)


def test_that_without_censoring_it_is_the_textbook_net_benefit():
    months, probability = np.array([1.0, 2, 8, 9]), np.array([0.9, 0.2, 0.8, 0.1])
    curve = decision_curve("x", probability, months, np.ones(4), 5, (0.5,))
    # One true and one false positive of four: 1/4 - 1/4 * 0.5 / 0.5
    assert curve.net_benefit == pytest.approx((0.0,))
    assert curve.treat_all == pytest.approx((0.5 - 0.5,))


def test_that_nobody_above_the_threshold_is_no_benefit(cohort):
    curve = decision_curve("x", np.full(60, 0.05), cohort.months, cohort.event, 12, (0.5, 0.9))
    assert curve.net_benefit == (0.0, 0.0)


def test_that_a_threshold_whose_patients_were_not_observed_so_long_is_left_out():
    months, event = [1, 2, 10, 11], [1, 0, 0, 0]
    curve = decision_curve("x", [0.9, 0.9, 0.1, 0.1], months, event, 5, (0.05, 0.5))
    assert curve.threshold_probability == (0.05,)


def test_that_a_horizon_beyond_the_end_has_no_curve(cohort, probability):
    assert decision_curve("x", probability, cohort.months, cohort.event, 40, (0.0001, 0.01)) is None
