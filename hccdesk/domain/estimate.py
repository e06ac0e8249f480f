"""A number with the interval that says how sure it is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its 95 % limits; a limit is None where none can be given (never nan, never infinite)."""

    value: float
    low: float | None = None
    high: float | None = None
