"""Logistic recalibration; expected numbers are R 4.2.2:

i <- 1:60; p <- ((i * 7) %% 53 + 1) / 55; y <- as.integer((i * 5) %% 7 < 3 | p > 0.8)
glm(y ~ 1, binomial, offset = qlogis(p)); glm(y ~ qlogis(p), binomial)
"""

from __future__ import annotations

import numpy as np
import pytest

from hccdesk.domain.errors import InputError
from hccdesk.domain.manifest import BackboneReference, Recalibration
from hccdesk.statistics.calibration import calibration
from hccdesk.statistics.recalibration import recalibration

I = np.arange(1, 61)  # noqa: E741 - as in the R call
P = (I * 7 % 53 + 1) / 55
Y = ((I * 5 % 7 < 3) | (P > 0.8)).astype(int)


def test_that_the_intercept_alone_is_that_of_r():
    assert recalibration(P, Y, with_slope=False) == pytest.approx((0.12375273878375, 1.0), abs=1e-9)


def test_that_intercept_and_slope_are_those_of_r():
    assert recalibration(P, Y, with_slope=True) == pytest.approx((0.102637363938843, 0.639996062132910), abs=1e-7)


@pytest.mark.parametrize("with_slope", [False, True])
def test_that_what_was_recalibrated_is_calibrated_where_it_was(with_slope):
    intercept, slope = recalibration(P, Y, with_slope=with_slope)
    moved = Recalibration(intercept, slope, "c", "0" * 64, 60, int(Y.sum()), BackboneReference("m", "0" * 64), "1", "")
    found = calibration([moved.probability(float(p)) for p in P], Y)
    assert found.in_the_large.value == pytest.approx(0, abs=1e-7)
    if with_slope:
        assert found.slope.value == pytest.approx(1, abs=1e-7)


@pytest.mark.parametrize("p", [0.0, 1.0, 1e-300, 1 - 1e-16])
def test_that_the_ends_stay_probabilities(p):
    moved = Recalibration(-800.0, 3.0, "c", "0" * 64, 60, 30, BackboneReference("m", "0" * 64), "1", "")
    assert 0 <= moved.probability(p) <= 1


@pytest.mark.parametrize(
    ("p", "y", "why"),
    [
        (P, np.zeros(60), "with and without"),
        (np.where(I == 1, 1.0, P), Y, "exactly 0 or 1"),
        (1 - P, Y, "wrong order"),
        (np.full(60, 0.4), Y, "same for all"),
        (P, P > 0.5, "separates"),
    ],
)
def test_that_what_cannot_be_recalibrated_is_refused(p, y, why):
    with pytest.raises(InputError, match=why):
        recalibration(p, y, with_slope=True)
