"""Baseline hazard and predicted survival; the expected numbers are R's for the cohort of conftest.py."""

from __future__ import annotations

import numpy as np
import pytest

from hccdesk.survival.predicted_survival import CoxModel, survival_interval, survival_probabilities

LOW_RISK, HIGH_RISK = np.array([0, 1, -0.3]), np.array([1, 5, 0.8])


@pytest.fixture
def model(fitted):
    return CoxModel(fitted.coefficients, fitted.covariance, fitted.baseline)


@pytest.mark.parametrize(
    # R: b <- basehaz(m, centered = FALSE); b$hazard[max(which(b$time <= h))]
    ("months", "hazard"),
    [(6, 0.08896613334981077), (12, 0.1973322737157293), (18, 0.3442814238437912)],
)
def test_that_the_efron_baseline_at_zero_equals_r(fitted, months, hazard):
    assert fitted.baseline.at(months) == pytest.approx(hazard, rel=1e-9)


def test_that_the_baseline_is_zero_before_the_first_event(fitted):
    assert fitted.baseline.at(0.5) == 0.0


@pytest.mark.parametrize(
    ("patient", "months", "survival", "lower", "upper"),
    [
        # R: nd <- data.frame(a = c(0, 1), b = c(1, 5), c = c(-0.3, 0.8))
        #    summary(survfit(m, newdata = nd, conf.type = "log-log"), times = c(6, 12, 18))
        (LOW_RISK, 6, 0.8989736770287351, 0.7824003602630650, 0.9548291166260172),
        (LOW_RISK, 12, 0.7896015441539503, 0.6231075678580323, 0.8887245037538488),
        (LOW_RISK, 18, 0.6622315977487371, 0.4611719849629968, 0.8029514985475520),
        (HIGH_RISK, 6, 0.7229716308489442, 0.41380434051563808, 0.8875817033359359),
        (HIGH_RISK, 12, 0.4869926548291033, 0.16800915884018422, 0.7480934577536602),
        (HIGH_RISK, 18, 0.2849882744341717, 0.04549399067346738, 0.6005330838063885),
    ],
)
@pytest.mark.control("RISK-48-b")
def test_that_predicted_survival_and_its_interval_equal_r(model, patient, months, survival, lower, upper):
    at_steps = survival_probabilities(model, patient)
    assert at_steps[model.baseline.step_at(months)] == pytest.approx(survival, abs=1e-9)
    assert survival_interval(model, patient, months) == pytest.approx((lower, upper), abs=1e-9)


def test_that_there_is_no_interval_before_the_first_event(model):
    assert survival_interval(model, LOW_RISK, 0.5) is None


@pytest.mark.parametrize(("far", "certain"), [(1e6, 0.0), (-1e6, 1.0)])
@pytest.mark.control("RISK-20-b")
def test_that_a_patient_far_off_gets_a_certain_curve_and_no_nan(model, far, certain):
    curve = survival_probabilities(model, np.array([far, 0, 0]))
    assert curve.tolist() == [certain] * 24
    assert survival_interval(model, np.array([far, 0, 0]), 12) is None
