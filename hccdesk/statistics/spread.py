"""How a number is distributed among patients, and whether it may be called normal."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hccdesk.domain.cohort_description import Spread
from hccdesk.domain.result import NotComputed
from hccdesk.domain.sentence import Sentence
from hccdesk.statistics.scored_patients import finite

Array = NDArray[np.float64]

NORMALITY_P = 0.05
LARGEST_TESTED = 5000
"""Royston's approximation holds up to here, in R's `shapiro.test` too."""


def spread(values: Sequence[float]) -> Spread | NotComputed:
    """Mean, standard deviation (n - 1), median and quartiles (R's type 7) of the known `values` (patient,)."""
    if not values:
        return NotComputed(Sentence.of("No patient has a value."))
    if len(values) == 1:
        return NotComputed(Sentence.of("One patient: {value:g}.", value=float(values[0])))
    numbers = finite(values)
    lower, median, upper = np.percentile(numbers, [25, 50, 75])
    sd = float(numbers.std(ddof=1)) if np.ptp(numbers) else 0.0
    return Spread(len(numbers), float(numbers.mean()), sd, float(median), float(lower), float(upper))


def is_normal(groups: Sequence[ArrayLike]) -> bool:
    """Whether every group passes for normal: Shapiro-Wilk p ≥ 0.05 (Royston, Appl Stat 1995;44:547-51).

    A group of fewer than 3, of one value only, or of more than 5,000 patients does not. The rule decides between mean
    and median and between the tests; with many patients it finds departures that would do a mean no harm, and the
    median is then printed.
    """
    return bool(groups) and all(_passes(finite(group)) for group in groups)


def _passes(values: Array) -> bool:
    from scipy.stats import shapiro  # noqa: PLC0415 - half a second, for those who describe a cohort

    if not 3 <= len(values) <= LARGEST_TESTED or np.ptp(values) == 0:
        return False
    return bool(shapiro((values - values.mean()) / values.std()).pvalue >= NORMALITY_P)
