"""What a score speaks for, with the grey zone in which it speaks for nothing: one rule for screen and paper."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import isnan

from hccdesk.domain.not_computed import NotComputed
from hccdesk.domain.sentence import Sentence


class Leaning(StrEnum):
    """What a response score speaks for."""

    RESPONSE = "favours_response"
    INDETERMINATE = "indeterminate"
    NO_RESPONSE = "favours_no_response"


@dataclass(frozen=True, slots=True)
class ScoreInterval:
    """95 % limits of a score; `basis` says in words what was varied to get them, `resamples` how often."""

    low: float
    high: float
    basis: Sentence
    resamples: int

    def holds(self, value: float) -> bool:
        """Whether `value` lies within, limits included."""
        return self.low <= value <= self.high


def leaning(value: float, threshold: float, interval: ScoreInterval | NotComputed, *, response_above: bool) -> Leaning:
    """The side of the threshold that `value` lies on; indeterminate where the interval, ends included, holds it.

    `response_above`: whether scores from the threshold on favour response (CT) or those below it (slide).
    """
    if isnan(value) or (isinstance(interval, ScoreInterval) and interval.holds(threshold)):
        return Leaning.INDETERMINATE
    return Leaning.RESPONSE if bool(value >= threshold) is response_above else Leaning.NO_RESPONSE
