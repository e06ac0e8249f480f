"""The one grey-zone rule, at its edges."""

from __future__ import annotations

from math import nan

import pytest

from hccdesk.domain.leaning import Leaning, ScoreInterval, leaning
from hccdesk.domain.not_computed import NotComputed
from hccdesk.domain.sentence import Sentence

NONE = NotComputed(Sentence.of("none"))


def interval(low: float, high: float) -> ScoreInterval:
    return ScoreInterval(low, high, Sentence.of("drawn anew"), 40)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0.50, 0.9, Leaning.INDETERMINATE),
        (0.501, 0.9, Leaning.RESPONSE),
        (0.1, 0.50, Leaning.INDETERMINATE),
        (0.5, 0.5, Leaning.INDETERMINATE),
    ],
)
def test_that_a_threshold_at_the_very_end_of_the_interval_is_within(low: float, high: float, expected: Leaning) -> None:
    assert leaning(high, 0.5, interval(low, high), response_above=True) is expected


def test_that_the_threshold_itself_speaks_for_the_side_above_it() -> None:
    assert leaning(0.5, 0.5, NONE, response_above=True) is Leaning.RESPONSE
    assert leaning(0.5, 0.5, NONE, response_above=False) is Leaning.NO_RESPONSE
    assert leaning(0.499, 0.5, NONE, response_above=True) is Leaning.NO_RESPONSE
    assert leaning(0.499, 0.5, NONE, response_above=False) is Leaning.RESPONSE


@pytest.mark.parametrize("response_above", [True, False])
def test_that_what_is_no_number_speaks_for_nothing(response_above: bool) -> None:
    assert leaning(nan, 0.5, NONE, response_above=response_above) is Leaning.INDETERMINATE
