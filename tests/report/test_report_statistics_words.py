"""Statistics as they are printed: decimals, limits, p-values, and never a nan."""

from __future__ import annotations

import pytest

from hccdesk.domain import cohort_description as described
from hccdesk.domain.cohort_description import Counted, Spread
from hccdesk.domain.estimate import Estimate
from hccdesk.domain.result import NotComputed
from hccdesk.domain.sentence import Sentence
from hccdesk.report.footnotes import Footnotes
from hccdesk.report.statistics_words import (
    counted,
    months,
    outcome_words,
    p_equation,
    p_value,
    percent,
    ratio,
    share,
    signed,
    spread,
    spread_places,
)
from hccdesk.report.voice import Voice


@pytest.mark.parametrize(
    ("p", "said"),
    [
        (0.034, "0.034"), (0.05, "0.050"), (0.9996, "1.000"), (1.0, "1.000"), (0.001, "0.001"), (0.00099, "<0.001"),
        (0.0, "<0.001"), (None, "–"), (float("nan"), "–"),
    ],
)  # fmt: skip
@pytest.mark.bad("BAD-079")
@pytest.mark.control("RISK-20-c")
def test_that_p_has_three_decimals_and_is_never_nan(p: float | None, said: str) -> None:
    assert p_value(p) == said


def test_that_p_is_an_equation_in_running_text() -> None:
    assert (p_equation(0.0421), p_equation(0.0002)) == ("p = 0.042", "p < 0.001")


def test_that_limits_are_printed_as_far_as_there_are_any() -> None:
    assert share(Estimate(0.78, 0.674, 0.886)) == "0.78 (0.67–0.89)"
    assert share(Estimate(0.78, None, 0.886)) == "0.78 (?–0.89)" and share(Estimate(0.78)) == "0.78 (–)"
    assert percent(Estimate(0.41, 0.337, 0.488)) == "41.0% (33.7–48.8)" and percent(Estimate(0.41)) == "41.0% (–)"
    assert signed(Estimate(-0.12, -0.25, 0.01)) == "−0.12 (−0.25, 0.01)"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.012, "0.012"), (0.0, "0.00"), (0.86, "0.86"), (12.41, "12.4"), (1234.2, "1234"), (3.1e7, "3.1×10⁷"),
        (0.0000021, "2.1×10⁻⁶"), (float("inf"), "–"),
    ],
)  # fmt: skip
def test_that_a_ratio_has_the_decimals_it_needs(value: float, said: str) -> None:
    assert ratio(Estimate(value)) == f"{said} (–)"


def test_that_a_median_limit_that_was_not_reached_is_said_so() -> None:
    voice = Voice("en")
    assert months(Estimate(14.0, 10.21, 20.0), voice) == "14.0 (10.2–20.0)"
    assert months(Estimate(14.0, 10.21, None), voice) == "14.0 (10.2 to not reached)"
    assert months(Estimate(2.2), voice) == "2.2 (–)"
    assert months(Estimate(14.0, 10.21, None), Voice("zh")) == "14.0 (10.2 至 未达到)"


def test_that_counts_are_of_those_known_and_nobody_known_is_a_dash() -> None:
    assert (counted(Counted(33, 80)), counted(Counted(0, 0))) == ("33 (41.2%)", "–")


def test_that_the_spread_follows_the_distribution() -> None:
    age, afp = Spread(92, 56.31, 10.42, 57.0, 49.0, 64.0), Spread(90, 8123.0, 20411.0, 412.3, 18.2, 5210.0)
    assert spread(age, True, 1) == "56.3 ± 10.4" and spread(afp, False, 0) == "412 (18–5210)"
    assert spread(Spread(0, 0, 0, 0, 0, 0), True, 1) == "–"


def test_that_a_row_has_one_number_of_decimals() -> None:
    age, afp = Spread(92, 56.31, 10.42, 57.0, 49.0, 64.0), Spread(90, 8123.0, 20411.0, 412.3, 18.2, 5210.0)
    low, tumours = Spread(9, 60.0, 90.0, 28.7, 7.6, 205.1), Spread(9, 4.2, 2.0, 4.0, 3.0, 7.0)
    assert spread_places([age], True) == 1 and spread_places([age], False) == 0
    assert spread_places([low, afp], False) == 0 and spread_places([low], False) == 1
    assert spread_places([tumours], False) == 0 and spread_places([tumours], True) == 2
    assert spread_places([NotComputed(Sentence.of("not reached"))], False) == 0


def test_that_a_test_is_named_with_statistic_freedom_and_p() -> None:
    voice = Voice("en")
    assert (
        outcome_words(described.TestOutcome("log-rank", 4.131, 1.0, 0.0421), voice)
        == "log-rank: χ²(1) = 4.13, p = 0.042"
    )
    assert (
        outcome_words(described.TestOutcome("Mann–Whitney", 2713, None, 0.0002), voice)
        == "Mann–Whitney: U = 2713.00, p < 0.001"
    )
    assert outcome_words(described.TestOutcome("Fisher's exact", None, None, 0.5), voice) == "Fisher's exact: p = 0.500"
    assert (
        outcome_words(described.TestOutcome("Gray's", 2.0, 1.0, 0.157), voice)
        == "Gray's: statistic(1) = 2.00, p = 0.157"
    )


def test_that_a_note_has_one_letter_however_often_it_is_needed() -> None:
    notes, voice = Footnotes(), Voice("en")
    gap = NotComputed(Sentence.of("not reached"))
    assert [notes.mark("first"), notes.missing(gap, voice).note, notes.mark("first")] == ["a", "b", "a"]
    assert notes.text("mean ± SD", "") == "mean ± SD · a: first · b: not reached"
    assert [notes.mark(str(n)) for n in range(26)][-1] == "bb"
