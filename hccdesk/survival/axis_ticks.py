"""Round numbers for axes: steps of 1, 2 or 5 times a power of ten."""

from __future__ import annotations

from math import ceil, floor, log10

from hccdesk.domain.errors import InputError
from hccdesk.domain.sentence import Sentence


def axis_around(low: float, high: float, intervals: int = 5) -> tuple[float, ...]:
    """Evenly spaced round values in about `intervals` steps, from at or under `low` to at or over `high`."""
    if not low < high:
        raise InputError(
            Sentence.of("An axis cannot be drawn from {low:g} to {high:g}.", low=low, high=high),
            what_to_do="The values must differ.",
        )
    step = _round_step((high - low) / intervals)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return tuple(float(f"{index * step:.12g}") for index in range(first, last + 1))


def tick_label(value: float) -> str:
    """A value as an axis prints it: up to four significant digits."""
    return f"{value:.4g}"


def _round_step(rough: float) -> float:
    power = 10.0 ** floor(log10(rough))
    return next(factor * power for factor in (1.0, 2.0, 5.0, 10.0) if rough <= factor * power * (1 + 1e-9))
