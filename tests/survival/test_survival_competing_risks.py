"""Cumulative incidence; expected numbers are R 4.2.2, survival 3.5-3, on the formula cohort (see conftest):

d$status <- ifelse(d$event == 1 & i %% 3 == 1, 2, d$event)
summary(survfit(Surv(months, factor(status, 0:2)) ~ 1, d, conf.type = "log-log"), times = c(6, 12, 18, 24))
"""

from __future__ import annotations

import numpy as np
import pytest

from hccdesk.domain.errors import InputError
from hccdesk.survival.competing_risks import cumulative_incidence
from hccdesk.survival.kaplan_meier import kaplan_meier


@pytest.fixture
def status(cohort):
    i = np.arange(1, 61)
    return np.where((cohort.event == 1) & (i % 3 == 1), 2, cohort.event)


@pytest.mark.parametrize(
    ("months", "probability", "error", "lower", "upper"),
    [
        (6, 0.104393609295570, 0.0403859454298236, 0.0424024215921788, 0.198799780185511),
        (12, 0.219715340055057, 0.0563317634188063, 0.1210843186337478, 0.336978080532431),
        (18, 0.330305420728268, 0.0666725484854665, 0.2053121820682902, 0.460679297006804),
        (24, 0.439103187396381, 0.0745841286359545, 0.2913183187916961, 0.577405152095821),
    ],
)
def test_that_incidence_and_limits_equal_r(cohort, status, months, probability, error, lower, upper):
    curve = cumulative_incidence(cohort.months, status)
    assert curve.at(months) == pytest.approx(probability, abs=1e-13)
    step = int(np.searchsorted(curve.months, months, side="right")) - 1
    assert curve.standard_error[step] == pytest.approx(error, abs=1e-13)
    assert curve.interval_at(months) == pytest.approx((lower, upper), abs=1e-13)


def test_that_both_incidences_and_survival_make_one(cohort, status):
    other = np.choose(status, [0, 2, 1])
    free = kaplan_meier(cohort.months, cohort.event)
    for month in (3, 12, 24):
        both = cumulative_incidence(cohort.months, status).at(month) + cumulative_incidence(cohort.months, other).at(
            month
        )
        assert both + free.at(month) == pytest.approx(1, abs=1e-12)


def test_that_without_competing_events_it_is_one_minus_kaplan_meier_with_greenwoods_error(cohort):
    curve, free = cumulative_incidence(cohort.months, cohort.event), kaplan_meier(cohort.months, cohort.event)
    assert curve.probability == pytest.approx(1 - free.probability, abs=1e-12)
    # R: summary(survfit(Surv(months, event) ~ 1, d), times = 12)$std.err
    assert curve.standard_error[curve.months <= 12][-1] == pytest.approx(0.0631931811152658, abs=1e-13)


def test_that_at_risk_are_those_without_either_event(cohort, status):
    # R: summary(...)$n.risk
    curve = cumulative_incidence(cohort.months, status)
    assert [curve.at_risk_at(month) for month in (6, 12, 18, 24)] == [49, 35, 23, 11]


def test_that_an_unknown_ending_is_refused():
    with pytest.raises(InputError, match="none of 0, 1 and 2"):
        cumulative_incidence([1, 2], [1, 3])


def test_that_only_competing_events_give_a_flat_line():
    curve = cumulative_incidence([1, 2, 3], [2, 2, 0])
    assert curve.at(2.5) == 0.0
    assert curve.interval_at(2.5) is None
    assert curve.at(4) is None


def test_that_an_incidence_of_one_has_no_limits():
    curve = cumulative_incidence([1, 2], [1, 1])
    assert curve.at(2) == 1.0
    assert curve.interval_at(2) is None
