"""Statistics as journals print them: estimates with their limits, p to three decimals, never a nan."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import floor, isfinite, log10

from hccdesk.domain.cohort_description import Counted, Spread, TestOutcome
from hccdesk.domain.estimate import Estimate
from hccdesk.report import numbers
from hccdesk.report.voice import Voice

DASH = "–"
UNKNOWN = "?"
"""Stands for the one limit that there is not, where a dash would read as a minus."""
_SYMBOLS = {
    "log-rank": "χ²",
    "log-rank (cause-specific)": "χ²",
    "Pearson's χ²": "χ²",
    "Pearson's χ² (Yates)": "χ²",
    "Kruskal–Wallis": "H",
    "Mann–Whitney": "U",
    "Student's t": "t",
    "Welch's t": "t",
    "Welch's analysis of variance": "F",
    "DeLong's paired": "z",
}
_LEAST_P = 0.001
_WHOLE_SPREAD_FROM = 100.0
_WHOLE_FROM, _ONE_DECIMAL_FROM, _POWERS_FROM = 1000.0, 10.0, 10_000.0
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def p_value(p: float | None) -> str:
    """`0.034`, `<0.001`; a dash for none."""
    if p is None or not isfinite(p):
        return DASH
    return f"<{_LEAST_P}" if p < _LEAST_P else numbers.decimal(p, 3)


def p_equation(p: float | None) -> str:
    """`p = 0.034` or `p < 0.001`."""
    said = p_value(p)
    return f"p < {said[1:]}" if said.startswith("<") else f"p = {said}"


def share(estimate: Estimate) -> str:
    """A value on 0..1 (AUC, C-index, Brier score) with two decimals and its limits."""
    return with_limits(estimate, lambda value: numbers.decimal(value, 2))


def ratio(estimate: Estimate) -> str:
    """An odds or hazard ratio with its limits."""
    return with_limits(estimate, ratio_number)


def percent(estimate: Estimate) -> str:
    """A share as `41.0% (33.7–48.8)`."""
    value, low, high = (None if v is None else numbers.decimal(100 * v, 1) for v in _three(estimate))
    return f"{value}% ({low or UNKNOWN}–{high or UNKNOWN})" if (low or high) else f"{value}% ({DASH})"


def months(estimate: Estimate, voice: Voice) -> str:
    """Months with one decimal; a limit that was not reached is said so."""
    if (estimate.low is None) == (estimate.high is None):
        return with_limits(estimate, _one_decimal)
    low, high = (_one_decimal(v) if v is not None else voice.say("not reached") for v in (estimate.low, estimate.high))
    return f"{_one_decimal(estimate.value)} ({voice.say('{low} to {high}', low=low, high=high)})"


def signed(estimate: Estimate, places: int = 2) -> str:
    """A difference or intercept: its limits may be negative, so "to" stands between them."""
    value, low, high = (None if v is None else numbers.decimal(v, places) for v in _three(estimate))
    return f"{value} ({low or UNKNOWN}, {high or UNKNOWN})" if (low or high) else f"{value} ({DASH})"


def ratio_number(value: float) -> str:
    """A ratio with the decimals it needs: 0.012, 0.86, 12.4, 1234, 3.1×10⁷."""
    if not isfinite(value):
        return DASH
    size = abs(value)
    if size >= _POWERS_FROM or 0 < size < _LEAST_P:
        power = floor(log10(size))
        return f"{numbers.decimal(value / 10**power, 1)}×10{str(power).translate(_SUPERSCRIPTS)}"
    if size >= _WHOLE_FROM:
        return numbers.decimal(value, 0)
    if size >= _ONE_DECIMAL_FROM:
        return numbers.decimal(value, 1)
    return numbers.decimal(value, 2 if size >= 0.1 or size == 0 else 3)


def counted(cell: Counted) -> str:
    """`33 (41.2%)` of those whose value is known; nobody known is a dash."""
    return f"{cell.n} ({numbers.decimal(100 * cell.n / cell.of, 1)}%)" if cell.of else DASH


def spread(cell: Spread, normal: bool, places: int) -> str:
    """Mean ± standard deviation, or median (quartiles)."""
    if cell.n == 0:
        return DASH
    if normal:
        return f"{numbers.decimal(cell.mean, places)} ± {numbers.decimal(cell.sd, places)}"
    middle, low, high = (numbers.decimal(v, places) for v in _quartiles(cell))
    return f"{middle} ({low}–{high})"


def spread_places(cells: Iterable[object], normal: bool) -> int:
    """The decimals of a whole row, so that its groups can be compared: by size, none where all are whole."""
    spreads = [cell for cell in cells if isinstance(cell, Spread) and cell.n]
    if not normal and all(value == round(value) for cell in spreads for value in _quartiles(cell)):
        return 0
    size = max((abs(cell.mean if normal else cell.median) for cell in spreads), default=0.0)
    return 0 if size >= _WHOLE_SPREAD_FROM else 1 if size >= _ONE_DECIMAL_FROM else 2


def _quartiles(cell: Spread) -> tuple[float, float, float]:
    return cell.median, cell.lower_quartile, cell.upper_quartile


def outcome_words(outcome: TestOutcome, voice: Voice) -> str:
    """`log-rank: χ²(1) = 4.21, p = 0.040` in the report's language."""
    name, p = voice.words(outcome.test), p_equation(outcome.p)
    if outcome.statistic is None:
        return f"{name}: {p}"
    freedom = "" if outcome.degrees_of_freedom is None else f"({numbers.general(outcome.degrees_of_freedom)})"
    symbol = _SYMBOLS.get(outcome.test) or voice.say("statistic")
    return f"{name}: {symbol}{freedom} = {numbers.decimal(outcome.statistic, 2)}, {p}"


def with_limits(estimate: Estimate, written: Callable[[float], str]) -> str:
    """`0.81 (0.72–0.90)`; a limit that there is not is a question mark, no limits at all a dash."""
    value, low, high = (None if v is None else written(v) for v in _three(estimate))
    return f"{value} ({low or UNKNOWN}–{high or UNKNOWN})" if (low or high) else f"{value} ({DASH})"


def _three(estimate: Estimate) -> tuple[float, float | None, float | None]:
    return estimate.value, estimate.low, estimate.high


def _one_decimal(value: float) -> str:
    return numbers.decimal(value, 1)
