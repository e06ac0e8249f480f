"""Right and wrong at one threshold, patient by patient."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike

from hccdesk.domain.estimate import Estimate
from hccdesk.domain.result import NotComputed
from hccdesk.domain.sentence import Sentence
from hccdesk.domain.validation import ConfusionMatrix
from hccdesk.statistics.proportions import wilson
from hccdesk.statistics.scored_patients import scored_patients

BOOTSTRAP_RESAMPLES = 2000
BOOTSTRAP_SEED = 2024


def confusion(score: ArrayLike, positive: ArrayLike, threshold: float) -> ConfusionMatrix:
    """Counts and measures of `score` (patient,) ≥ `threshold` as a prediction of `positive` (patient,).

    Wilson's intervals; F1 has a percentile interval over 2,000 resamples of the patients with a fixed seed. A measure
    whose denominator is empty is said to be so.
    """
    patients = scored_patients(score, positive)
    said, true = patients.score >= threshold, patients.positive
    tp, fp = int((said & true).sum()), int((said & ~true).sum())
    tn, fn = int((~said & ~true).sum()), int((~said & true).sum())
    return ConfusionMatrix(float(threshold), tp, fp, tn, fn, _measures(tp, fp, tn, fn))


def _measures(tp: int, fp: int, tn: int, fn: int) -> Mapping[str, Estimate | NotComputed]:
    return {
        "accuracy": wilson(tp + tn, tp + fp + tn + fn),
        "sensitivity": _share(tp, tp + fn, Sentence.of("No patient is positive.")),
        "specificity": _share(tn, tn + fp, Sentence.of("No patient is negative.")),
        "ppv": _share(tp, tp + fp, Sentence.of("No patient was predicted positive.")),
        "npv": _share(tn, tn + fn, Sentence.of("No patient was predicted negative.")),
        "f1": _f1(tp, fp, tn, fn),
    }


def _share(n: int, of: int, why_not: Sentence) -> Estimate | NotComputed:
    return wilson(n, of) if of else NotComputed(why_not)


def _f1(tp: int, fp: int, tn: int, fn: int) -> Estimate | NotComputed:
    if not tp + fp + fn:
        return NotComputed(Sentence.of("No patient is positive, and none was predicted so."))
    value = 2 * tp / (2 * tp + fp + fn)
    if value in (0, 1):  # every resample says the same: that is no interval
        return Estimate(value)
    low, high = _f1_interval(np.array([tp, fp, fn, tn]))
    return Estimate(value, low, high)


def _f1_interval(counts: np.ndarray) -> tuple[float, float]:
    """Patients of one cell are alike, so resampling patients is drawing the four counts anew."""
    rng = np.random.default_rng(BOOTSTRAP_SEED)
    drawn = rng.multinomial(counts.sum(), counts / counts.sum(), BOOTSTRAP_RESAMPLES)
    tp, wrong = drawn[:, 0], drawn[:, 1] + drawn[:, 2]
    defined = tp + wrong > 0
    low, high = np.percentile(2 * tp[defined] / (2 * tp[defined] + wrong[defined]), [2.5, 97.5])
    return float(low), float(high)
