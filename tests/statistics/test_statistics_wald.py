"""Wald's test of several coefficients together."""

from __future__ import annotations

from math import erfc, exp, sqrt

import numpy as np
import pytest

from hccdesk.statistics.wald import joint_p


def test_that_one_coefficient_has_the_p_of_its_z():
    assert joint_p(np.array([0.6]), np.array([[0.09]])) == pytest.approx(erfc(2 / sqrt(2)))


def test_that_two_coefficients_are_chi_squared_on_two_degrees_whatever_they_share():
    # On two degrees of freedom the tail of χ² is exp(-x/2); b' V⁻¹ b = 7/3 by hand.
    covariance = np.array([[1.0, 0.5], [0.5, 1.0]])
    assert joint_p(np.array([1.5, 0.5]), covariance) == pytest.approx(exp(-7 / 6))


def test_that_the_choice_of_the_first_group_does_not_change_it():
    b, v = np.array([0.4, -0.3]), np.array([[0.05, 0.02], [0.02, 0.06]])
    other_first = np.array([[-1.0, 0.0], [-1.0, 1.0]])
    assert joint_p(other_first @ b, other_first @ v @ other_first.T) == pytest.approx(joint_p(b, v))
