"""Concordance with R's handling of ties."""

from __future__ import annotations

import numpy as np
import pytest

from hccdesk.domain.errors import InputError
from hccdesk.survival.discrimination import concordance


def test_that_concordance_and_its_error_equal_r(cohort, fitted):
    found = concordance(cohort.covariates @ fitted.coefficients, cohort.months, cohort.event)
    assert found.value == pytest.approx(0.62047101449275366, abs=1e-12)  # R: concordance(m)
    assert found.standard_error == pytest.approx(0.05219649126874125, rel=1e-9)  # R: sqrt(concordance(m)$var)


def test_that_pairs_and_ties_are_counted_as_defined():
    # Worked by hand: events at 1 and 2 (twice), censored at 2 and 3. The pair of events at 2 does not count; the one
    # censored at 2 outlived them. Pairs: 4 + 2 + 2. The first wins all 4; of the two at 2, risk 2 ties and wins,
    # risk 1 loses and ties.
    found = concordance([3, 2, 1, 2, 1], [1, 2, 2, 2, 3], [1, 1, 1, 0, 0])
    assert found.comparable_pairs == 8
    assert found.value == pytest.approx((4 + 0.5 + 1 + 0 + 0.5) / 8)


def test_that_turning_the_risk_round_turns_the_concordance_round(cohort, fitted):
    risk = cohort.covariates @ fitted.coefficients
    there, back = (concordance(sign * risk, cohort.months, cohort.event).value for sign in (1, -1))
    assert there + back == pytest.approx(1.0)


def test_that_only_the_order_of_risks_matters(cohort, fitted):
    risk = cohort.covariates @ fitted.coefficients
    assert concordance(np.exp(risk), cohort.months, cohort.event) == concordance(risk, cohort.months, cohort.event)


def test_that_nobody_to_compare_is_refused():
    with pytest.raises(InputError, match="not estimable"):
        concordance([1, 2, 3], [1, 2, 3], [0, 0, 0])
