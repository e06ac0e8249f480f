"""Groups of like predicted risk."""

from __future__ import annotations

import numpy as np
import pytest

from hccdesk.survival.risk_groups import RISK_GROUPS, equal_groups, risk_groups


def test_that_tertiles_are_thirds():
    groups = risk_groups(np.random.default_rng(1).permutation(90))
    assert [groups.count(name) for name in RISK_GROUPS] == [30, 30, 30]


def test_that_a_higher_risk_is_never_in_a_lower_group():
    risk = np.random.default_rng(2).integers(0, 6, 50)
    order = [RISK_GROUPS.index(group) for group in risk_groups(risk)]
    assert np.all(np.diff(np.array(order)[np.argsort(risk)]) >= 0)


def test_that_equal_risks_stay_together_even_if_a_group_is_empty():
    assert set(risk_groups([1, 1, 1, 1])) == {"low risk"}


def test_that_a_cut_fixed_before_begins_the_higher_group():
    assert risk_groups([0.1, 0.5, 0.9], [0.5]) == ("low risk", "high risk", "high risk")
    assert risk_groups([0.1, 0.5, 0.9], [0.2, 0.8]) == RISK_GROUPS


@pytest.mark.parametrize(("patients", "groups"), [(30, 3), (150, 5), (2000, 10)])
def test_that_groups_for_calibration_hold_enough_patients(patients, groups):
    found = equal_groups(np.arange(patients))
    assert len(found) == groups
    assert sorted(np.concatenate(found)) == list(range(patients))
