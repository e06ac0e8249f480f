"""Probabilities as log-odds and back, finite at both ends: the scale on which intervals are made."""

from __future__ import annotations

from math import exp, log

_CERTAIN = 1e-9


def log_odds(probability: float) -> float:
    """Finite also for 0 and 1."""
    inside = min(max(probability, _CERTAIN), 1 - _CERTAIN)
    return log(inside / (1 - inside))


def probability_of(odds: float) -> float:
    """0..1 of log-odds, without overflow."""
    return 1 / (1 + exp(-odds)) if odds > 0 else exp(odds) / (1 + exp(odds))
