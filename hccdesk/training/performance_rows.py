"""Measures of a response model as rows of a manifest: one number a patient, never rounded up."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from hccdesk.domain.errors import InputError
from hccdesk.domain.estimate import Estimate
from hccdesk.domain.manifest import Performance
from hccdesk.domain.result import NotComputed
from hccdesk.domain.validation import UNIT_OF_ANALYSIS, Calibration
from hccdesk.statistics.calibration import calibration
from hccdesk.statistics.confusion import confusion
from hccdesk.statistics.proportions import wilson
from hccdesk.statistics.roc import auc
from hccdesk.training.cards import rounded_down

TRUTH = "AUC that the phantoms' true probability reaches (the most any model could)"


def performance(metric: str, estimate: Estimate, cohort: str, n: int) -> Performance:
    """A row; the interval is left out where there is none."""
    low, high = estimate.low, estimate.high
    interval = None if low is None or high is None else (rounded_down(low), rounded_down(high))
    return Performance(metric, rounded_down(estimate.value), interval, cohort, n, UNIT_OF_ANALYSIS)


def auc_rows(metric: str, score: ArrayLike, positive: ArrayLike, cohort: str) -> tuple[Performance, ...]:
    """The AUC with DeLong's interval; no row where the patients are all of one class."""
    positives = np.asarray(positive, dtype=bool)
    try:
        return (performance(metric, auc(score, positives), cohort, len(positives)),)
    except InputError:
        return ()


def threshold_rows(score: ArrayLike, positive: ArrayLike, threshold: float, cohort: str) -> tuple[Performance, ...]:
    """Sensitivity and specificity at the bundle's own threshold, with Wilson's intervals."""
    n = len(np.asarray(positive))
    measures = confusion(score, positive, threshold).measures
    named = {"sensitivity": "Sensitivity at the threshold", "specificity": "Specificity at the threshold"}
    found = ((title, measures[name]) for name, title in named.items())
    return tuple(performance(title, m, cohort, n) for title, m in found if not isinstance(m, NotComputed))


def calibration_rows(probability: ArrayLike, outcome: ArrayLike, cohort: str) -> tuple[Performance, ...]:
    """Slope (1 is right) and calibration in the large (0 is right), where these patients can tell them."""
    n = len(np.asarray(outcome))
    try:
        found: Calibration = calibration(probability, outcome)
    except InputError:
        return ()
    named = {"Calibration slope (1 is right)": found.slope, "Calibration in the large (0 is right)": found.in_the_large}
    return tuple(performance(title, m, cohort, n) for title, m in named.items() if not isinstance(m, NotComputed))


def response_rate_row(responded: ArrayLike, cohort: str) -> Performance:
    """The share that responded (ORR), with Wilson's interval: how far a cohort lies from the one learned from."""
    answers = np.asarray(responded, dtype=bool)
    return performance("Objective response rate", wilson(int(answers.sum()), len(answers)), cohort, len(answers))
