"""Calibration of survival; expected numbers are R 4.2.2, survival 3.5-3, on the formula cohort (see conftest) with
d$risk <- round(0.8 * d$a + 0.15 * d$b + 0.3 * d$c, 3) and a predicted cumulative hazard of 0.02 * t * exp(risk).
"""

from __future__ import annotations

import numpy as np
import pytest

from hccdesk.domain.result import NotComputed
from hccdesk.survival.survival_calibration import at_horizon, calibration_slope, in_the_large


@pytest.fixture
def risk(cohort):
    return np.round(cohort.covariates @ [0.8, 0.15, 0.3], 3)


def test_that_the_slope_is_that_of_r(cohort, risk):
    found = calibration_slope(risk, cohort.months, cohort.event)
    # coxph(Surv(months, event) ~ risk, d), confint()
    expected = (0.744230905804421, 0.0463990809182959, 1.44206273069055)
    assert (found.value, found.low, found.high) == pytest.approx(expected, abs=1e-8)


def test_that_calibration_in_the_large_is_that_of_r(cohort, risk):
    found = in_the_large(0.02 * cohort.months * np.exp(risk), cohort.event)
    # g <- glm(event ~ 1 + offset(log(0.02 * months * exp(risk))), poisson, d); confint.default(g)
    expected = (0.139752454125543, -0.174086850008382, 0.453591758259468)
    assert (found.value, found.low, found.high) == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize(
    ("horizon", "slope", "large"),
    [
        # dd$event <- ifelse(d$months > t, 0, d$event); dd$months <- pmin(d$months, t); coxph and glm as above
        (12, (0.8593122771101, -0.0803453918979, 1.7989699461182), (-0.313554559924, -0.788914199649, 0.161805079801)),
        (18, (0.9272843000570, 0.1410432619900, 1.7135253381233), (-0.211725669806, -0.611801468009, 0.188350128396)),
    ],
)
def test_that_slope_and_intercept_at_a_horizon_are_those_of_r(cohort, risk, horizon, slope, large):
    found = _at(cohort, risk, horizon)
    assert (found.slope.value, found.slope.low, found.slope.high) == pytest.approx(slope, abs=1e-8)
    given = (found.in_the_large.value, found.in_the_large.low, found.in_the_large.high)
    assert given == pytest.approx(large, abs=1e-5)


def test_that_the_points_are_kaplan_meier_in_groups_of_like_prediction(cohort, risk):
    # q <- cut(rank(P), c(0, 20, 40, 60)); survfit(Surv(months, event) ~ 1, d[q == l, ], conf.type = "log-log") at 12
    expected = [
        (0.236255490549262, 0.161764705882353, 0.0550425241258944, 0.423034199305236),
        (0.351450512136302, 0.401212121212121, 0.212367175373688, 0.667710359539984),
        (0.563238763400154, 0.38125, 0.202448547439898, 0.63895636920644),
    ]
    points = _at(cohort, risk, 12).points
    assert [point.patients for point in points] == [20, 20, 20]
    for point, numbers in zip(points, expected, strict=True):
        given = (point.predicted, point.observed.value, point.observed.low, point.observed.high)
        assert given == pytest.approx(numbers, abs=1e-12)


def test_that_a_model_with_nothing_to_say_has_no_slope(cohort):
    assert isinstance(calibration_slope(np.zeros(60), cohort.months, cohort.event), NotComputed)


def test_that_without_events_nothing_is_calibrated(cohort):
    assert isinstance(calibration_slope(np.arange(60), cohort.months, np.zeros(60)), NotComputed)
    assert isinstance(in_the_large(np.ones(60), np.zeros(60)), NotComputed)
    assert isinstance(in_the_large(np.zeros(3), np.ones(3)), NotComputed)


def test_that_a_horizon_nobody_reached_is_not_estimable(cohort, risk):
    found = _at(cohort, risk, 30)
    assert isinstance(found, NotComputed)
    assert "30 months" in found.reason.text


def _at(cohort, risk, horizon):
    expected = 0.02 * np.minimum(cohort.months, horizon) * np.exp(risk)
    survival = np.exp(-0.02 * horizon * np.exp(risk))
    return at_horizon(survival, risk, expected, cohort.months, cohort.event, horizon)
