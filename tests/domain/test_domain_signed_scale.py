"""The one law of signed maps: end of the scale, cover and colour."""

from __future__ import annotations

import numpy as np
import pytest

from hccdesk.domain.signed_scale import colour, opacity, scale_end, strength

ENDS = (
    ((0.013, -0.002), 0.015), ((-0.45, 0.1), 0.5), ((0.5,), 0.5), ((0.0024,), 0.0025), ((0.81,), 1.0),
    ((0.0, 0.0), 1.0), ((), 1.0),
)  # fmt: skip


@pytest.mark.parametrize(("values", "end"), ENDS)
def test_that_the_scale_ends_at_a_round_number_on_both_sides_of_zero(values, end):
    assert scale_end(np.array(values)) == pytest.approx(end)


def test_that_strengths_are_shares_of_the_scale_and_stop_at_its_ends():
    assert strength(np.array([-0.1, 0.01, 0.5]), 0.1).tolist() == pytest.approx([-1.0, 0.1, 1.0])
    assert strength(np.array([0.3]), 0.0).tolist() == [0.0]


def test_that_zero_is_clear_and_both_ends_cover():
    assert opacity(np.array([-1.0, 0.0, 0.25, 1.0])).tolist() == [1.0, 0.0, 0.5, 1.0]


def test_that_white_is_zero_and_the_ends_are_the_colours_given():
    negative, positive = np.array([200, 100, 0]), np.array([0, 100, 200])
    found = colour(np.array([-1.0, 0.0, 0.5, 1.0]), negative, positive)
    assert found.tolist() == [[200, 100, 0], [255, 255, 255], [127.5, 177.5, 227.5], [0, 100, 200]]
