"""Time-dependent AUC; expected numbers are R 4.2.2, riskRegression 2022.11.28, on the formula cohort (see conftest):

d$risk <- round(0.8 * d$a + 0.15 * d$b + 0.3 * d$c, 3)
Score(list(m = 1 - exp(-0.02 * t * exp(d$risk))), Surv(months, event) ~ 1, d, times = t, cens.model = "km",
      metrics = c("auc", "brier"), conf.int = TRUE, conservative = FALSE)
"""

from __future__ import annotations

import numpy as np
import pytest

from hccdesk.domain.errors import InputError
from hccdesk.domain.result import NotComputed
from hccdesk.survival.time_dependent_auc import time_dependent_auc


@pytest.fixture
def risk(cohort):
    return np.round(cohort.covariates @ [0.8, 0.15, 0.3], 3)


@pytest.mark.parametrize(
    ("horizon", "auc", "low", "high"),
    [
        (6, 0.600788149694291, 0.401871049950429, 0.799705249438152),
        (12, 0.640912102763231, 0.48027092851425, 0.801553277012212),
        (18, 0.679199000713786, 0.5228031595609, 0.835594841866672),
        (24, 0.69168429201401, 0.524431889875796, 0.858936694152223),
    ],
)
def test_that_it_equals_r_where_many_times_are_shared(cohort, risk, horizon, auc, low, high):
    found = time_dependent_auc(risk, cohort.months, cohort.event, horizon)
    assert found.value == pytest.approx(auc, abs=1e-13)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-4)


@pytest.mark.parametrize(
    ("horizon", "auc", "low", "high"),
    [
        (6, 0.623731765360438, 0.386403666239676, 0.861059864481201),
        (12, 0.632108147776119, 0.470911001155247, 0.79330529439699),
        (18, 0.644518541418525, 0.484685244380793, 0.804351838456258),
        (24, 0.692967752538899, 0.526449192793605, 0.859486312284193),
    ],
)
def test_that_value_and_limits_equal_r_where_no_times_are_shared(cohort, risk, horizon, auc, low, high):
    # d$months <- d$months + i / 100
    found = time_dependent_auc(risk, cohort.months + np.arange(1, 61) / 100, cohort.event, horizon)
    assert (found.value, found.low, found.high) == pytest.approx((auc, low, high), abs=1e-12)


def test_that_without_censoring_it_is_the_ordinary_auc():
    metrics = pytest.importorskip("sklearn.metrics")
    rng = np.random.default_rng(5)
    risk, months = rng.normal(size=80), rng.exponential(size=80)
    found = time_dependent_auc(risk, months, np.ones(80), 0.7)
    assert found.value == pytest.approx(metrics.roc_auc_score(months <= 0.7, risk))


def test_that_it_depends_on_the_order_of_risks_only(cohort, risk):
    one = time_dependent_auc(risk, cohort.months, cohort.event, 12)
    other = time_dependent_auc(np.exp(3 * risk), cohort.months, cohort.event, 12)
    assert (one.value, one.low) == pytest.approx((other.value, other.low))


def test_that_equal_risks_are_a_coin_toss(cohort):
    assert time_dependent_auc(np.zeros(60), cohort.months, cohort.event, 12).value == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("event", "horizon", "why"),
    [
        ([0, 0, 0, 0], 2.5, "nobody had the event within 2.5 months"),
        ([0, 0, 1, 1], 2.5, "nobody had the event within 2.5 months"),
        ([1, 1, 1, 1], 4, "nobody was observed beyond 4 months"),
    ],
)
def test_that_a_horizon_without_both_classes_is_not_estimable(event, horizon, why):
    found = time_dependent_auc([4, 3, 2, 1], [1, 2, 3, 4], event, horizon)
    assert isinstance(found, NotComputed)
    assert found.reason.text == why


def test_that_a_perfect_order_stays_within_one():
    found = time_dependent_auc([6, 5, 4, 3, 2, 1], [1, 2, 3, 4, 5, 6], np.ones(6), 3)
    assert (found.value, found.high) == (1.0, 1.0)


def test_that_a_risk_that_is_no_number_is_refused():
    with pytest.raises(InputError):
        time_dependent_auc([np.nan, 1], [1, 2], [1, 1], 1)
