"""Curves as values: numbers at risk, censoring marks, medians; never nan."""

from __future__ import annotations

import numpy as np
import pytest

from hccdesk.domain.result import NotComputed
from hccdesk.survival.groups import at_risk_months, survival_group, survival_groups


def test_that_a_group_says_what_the_curve_says(cohort):
    group = survival_group("all", cohort.months, cohort.event, (0, 6, 12, 18, 24))
    assert (group.patients, group.events, group.end_months) == (60, 39, 29)
    assert group.at_risk == (60, 49, 35, 23, 11)  # R: summary(survfit(...), times = c(0, 6, 12, 18, 24))$n.risk
    assert len(group.censored_months) == 21
    # R: quantile(survfit(Surv(months, event) ~ 1, d, conf.type = "log-log"), 0.5)
    assert (group.median_months.value, group.median_months.low, group.median_months.high) == (20, 15, 25)
    assert group.at_horizons["12"].value == pytest.approx(0.688405448311969)
    assert group.at_horizons["12"].low == pytest.approx(0.546329842173458)


def test_that_an_incidence_rises_and_takes_the_competing_event(cohort):
    status = np.where((cohort.event == 1) & (np.arange(1, 61) % 3 == 1), 2, cohort.event)
    group = survival_group("all", cohort.months, status, (0, 12), is_incidence=True)
    assert group.events == 26
    assert len(group.censored_months) == 21  # the thirteen competing events are no censorings
    assert group.at_horizons["12"].value == pytest.approx(0.219715340055057)  # R, see test_survival_competing_risks
    assert np.all(np.diff(group.probability) > 0)


@pytest.mark.control("RISK-20-b")
def test_that_limits_are_never_nan_where_the_curve_ends_at_zero():
    group = survival_group("all", [1, 2, 3], [1, 1, 1], (0,))
    assert group.probability[-1] == 0
    assert np.isfinite([*group.low, *group.high]).all()
    assert (group.low[-1], group.high[-1]) == (group.low[-2], group.high[-2])


def test_that_a_median_not_reached_is_said_and_a_late_horizon_left_out():
    group = survival_group("all", [5, 13], [0, 0], (0, 6, 12))
    assert isinstance(group.median_months, NotComputed)
    assert set(group.at_horizons) == {"12"}
    assert group.at_risk == (2, 1, 1)


def test_that_the_median_time_of_an_incidence_has_limits_in_order():
    months = np.arange(1, 41)
    group = survival_group("all", months, np.ones(40), (0,), is_incidence=True)
    assert group.median_months.value == 20
    assert group.median_months.low < 20 < group.median_months.high


def test_that_groups_come_in_the_order_asked_for_and_empty_ones_not_at_all():
    groups = survival_groups(["b", "a", "b"], [1, 2, 3], [1, 0, 1], (0,), order=["a", "b", "c"])
    assert [(group.group, group.patients) for group in groups] == [("a", 1), ("b", 2)]


@pytest.mark.parametrize(("end", "expected"), [(29, 10), (24, 9), (100, 9), (2, 1)])
def test_that_times_at_risk_are_few_and_round(end, expected):
    months = at_risk_months([end])
    assert len(months) <= expected
    assert months[0] == 0
    assert months[-1] <= end
    assert all(month % 3 == 0 for month in months)
