"""How a probability is printed: never as certain where the model only says nearly so."""

from __future__ import annotations

_HALF = 0.005
"""What two decimals, or whole patients of a hundred, round away."""


def printed_probability(value: float) -> str:
    """Two decimals; < 0.01 and > 0.99 where they would say never and always."""
    return _unless_certain(value, f"{value:.2f}", "<0.01", ">0.99")


def of_hundred_patients(value: float) -> str:
    """How many of a hundred patients; <1 and >99 where it would be none and all."""
    return _unless_certain(value, f"{round(100 * value)}", "<1", ">99")


def _unless_certain(value: float, printed: str, hardly_any: str, nearly_all: str) -> str:
    if 0 < value < _HALF:
        return hardly_any
    return nearly_all if 1 - _HALF < value < 1 else printed
