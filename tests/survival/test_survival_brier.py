"""Brier score; expected numbers are R 4.2.2, riskRegression 2022.11.28 (call in test_survival_time_dependent_auc) and
pec 2022.05.04 on the formula cohort (see conftest):

g <- 0:24; M <- exp(-outer(exp(d$risk), 0.02 * g))
crps(pec(list(m = M), Surv(months, event) ~ 1, d, times = g, start = 0, exact = FALSE, cens.model = "marginal"),
     times = c(12, 24))
"""

from __future__ import annotations

import numpy as np
import pytest

from hccdesk.domain.errors import InputError
from hccdesk.domain.result import NotComputed
from hccdesk.survival.brier import (
    PredictedCurves,
    brier,
    integrated_brier,
    kaplan_meier_brier,
    kaplan_meier_integrated_brier,
)


@pytest.fixture
def hazard(cohort):
    return 0.02 * np.exp(np.round(cohort.covariates @ [0.8, 0.15, 0.3], 3))


@pytest.mark.parametrize(
    ("horizon", "score", "null"),
    [
        (6, 0.136957619858291, 0.132306657405693),
        (12, 0.210290611947362, 0.214503387046366),
        (18, 0.220478868894222, 0.249007144700162),
        (24, 0.205643567683111, 0.231581448816690),
    ],
)
def test_that_the_score_at_a_horizon_equals_r(cohort, hazard, horizon, score, null):
    found = brier(np.exp(-hazard * horizon), cohort.months, cohort.event, horizon)
    assert found == pytest.approx(score, abs=1e-13)
    assert kaplan_meier_brier(cohort.months, cohort.event, horizon) == pytest.approx(null, abs=1e-13)


@pytest.mark.parametrize(
    ("up_to", "score", "null"),
    [(12, 0.111775274531782, 0.111192869615019), (24, 0.165787393758435, 0.174619400131626)],
)
def test_that_the_integrated_score_equals_r(cohort, hazard, up_to, score, null):
    grid = np.arange(0, 25.0)
    curves = PredictedCurves(grid, np.exp(-np.outer(hazard, grid)))
    assert integrated_brier(curves, cohort.months, cohort.event, up_to) == pytest.approx(score, abs=1e-13)
    assert kaplan_meier_integrated_brier(cohort.months, cohort.event, up_to) == pytest.approx(null, abs=1e-13)


def test_that_without_censoring_it_is_the_mean_squared_error():
    months = np.array([1.0, 2, 3, 4])
    assert brier([0.2, 0.4, 0.6, 0.8], months, np.ones(4), 2.5) == pytest.approx(np.mean([0.04, 0.16, 0.16, 0.04]))


def test_that_a_horizon_after_the_end_is_not_estimable(cohort):
    found = brier(np.full(60, 0.5), cohort.months, cohort.event, 29)
    assert isinstance(found, NotComputed)
    assert "29 months" in found.reason.text
    curves = PredictedCurves(np.array([1.0]), np.full((60, 1), 0.5))
    assert isinstance(integrated_brier(curves, cohort.months, cohort.event, 40), NotComputed)


def test_that_all_censored_before_the_horizon_is_not_estimable():
    assert isinstance(brier([0.5, 0.5], [1, 2], [0, 0], 6), NotComputed)


@pytest.mark.parametrize("survival", [[0.5], [0.5, 1.2], [0.5, np.nan]])
def test_that_what_is_no_probability_is_refused(survival):
    with pytest.raises(InputError):
        brier(survival, [1, 2], [1, 1], 1)
