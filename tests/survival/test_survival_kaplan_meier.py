"""Kaplan-Meier; the expected numbers are R's `survfit(Surv(months, event) ~ 1, conf.type = "log-log")`."""

from __future__ import annotations

import pytest

from hccdesk.survival.kaplan_meier import kaplan_meier


@pytest.mark.parametrize(
    ("months", "at_risk", "probability", "lower", "upper"),
    [
        # R: summary(km, times = c(6, 12, 18))
        (6, 49, 0.8430646332607116, 0.7198161637100601, 0.9151715451550494),
        (12, 35, 0.6884054483119690, 0.5463298421734581, 0.7940498776539086),
        (18, 23, 0.5315096064691016, 0.3830258645155347, 0.6595074509436707),
    ],
)
@pytest.mark.control("RISK-48-b")
def test_that_the_curve_and_its_limits_equal_r(cohort, months, at_risk, probability, lower, upper):
    curve = kaplan_meier(cohort.months, cohort.event)
    assert curve.at_risk_at(months) == at_risk
    assert curve.at(months) == pytest.approx(probability, abs=1e-12)
    assert curve.interval_at(months) == pytest.approx((lower, upper), abs=1e-12)


def test_that_the_median_and_its_limits_equal_r(cohort):
    curve = kaplan_meier(cohort.months, cohort.event)
    assert curve.median_months == 20  # R: quantile(km, 0.5)
    assert curve.median_interval_months == (15, 25)


@pytest.mark.parametrize("event", [(1, 1, 0, 0), (1, 1, 0, 1)])
def test_that_a_curve_resting_on_one_half_has_its_median_in_the_middle_of_the_rest(event):
    curve = kaplan_meier([1, 2, 3, 4], event)
    assert curve.median_months == 3  # R 4.2.2: quantile(survfit(Surv(1:4, event) ~ 1), .5) is 3 for both
    assert curve.median_interval_months == (1, None)


def test_that_a_curve_that_stays_high_has_no_median():
    assert kaplan_meier([1, 2, 3, 4], [1, 0, 0, 0]).median_months is None


def test_that_nothing_is_said_beyond_the_last_observation():
    curve = kaplan_meier([1, 2, 3, 4], [1, 0, 0, 0])
    assert curve.at(4) == 0.75
    assert curve.at(4.1) is None
    assert curve.interval_at(4.1) is None


def test_that_there_are_no_limits_before_the_first_event_nor_at_zero():
    curve = kaplan_meier([1, 2], [1, 1])
    assert curve.at(0.5) == 1.0
    assert curve.interval_at(0.5) is None
    assert curve.at(2) == 0.0
    assert curve.interval_at(2) is None


def test_that_a_cohort_without_events_has_a_flat_curve():
    curve = kaplan_meier([1, 2], [0, 0])
    assert (curve.at(2), curve.median_months, curve.interval_at(1)) == (1.0, None, None)
