"""Numbers as they are printed: decimals by what they are, a true minus, and words where there is no number."""

from __future__ import annotations

from math import isfinite

from hccdesk.domain.printed_probability import printed_probability

_WHOLE_FROM = 100


def probability(value: float) -> str:
    """A probability or score on 0..1, two decimals; never rounded to certainty."""
    return _minus(printed_probability(value)) if isfinite(value) else decimal(value, 2)


def decimal(value: float, places: int) -> str:
    """A number with fixed decimals."""
    return _minus(f"{value:.{places}f}") if isfinite(value) else "not a number"


def general(value: float) -> str:
    """A number with as many decimals as it needs, at most two of them."""
    return _minus(f"{round(value, 2):.10g}") if isfinite(value) else "not a number"


def threshold(value: float) -> str:
    """A threshold: two decimals, three where the third is not zero."""
    return decimal(value, 2 if round(value, 2) == round(value, 3) else 3)


def months(value: float) -> str:
    """Months: whole where they are, else one decimal."""
    return f"{value:.0f}" if value == round(value) else decimal(value, 1)


def as_read(text: str) -> str:
    """A value as the model's ruler names it: a number with three digits or all whole ones, a word as it is."""
    try:
        value = float(text)
    except ValueError:
        return text
    return _minus(f"{value:.0f}" if abs(value) >= _WHOLE_FROM else f"{value:.3g}")


def _minus(text: str) -> str:
    return text.replace("-", "−")
