"""The ROC curve: its area with DeLong's interval, two areas compared, and Youden's threshold."""

from __future__ import annotations

from dataclasses import dataclass
from math import erfc, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

from hccdesk.domain.cohort_description import TestOutcome
from hccdesk.domain.errors import InputError
from hccdesk.domain.estimate import Estimate
from hccdesk.domain.result import NotComputed
from hccdesk.domain.sentence import Sentence
from hccdesk.domain.validation import RocCurve
from hccdesk.statistics.delong import areas
from hccdesk.statistics.scored_patients import refuse_one_class, scored_patients

_NO_VARIANCE = 1e-12


@dataclass(frozen=True, slots=True)
class AucComparison:
    """Two models on the same patients: area of the first minus area of the second, and DeLong's test of it."""

    difference: Estimate
    test: TestOutcome | NotComputed


def auc(score: ArrayLike, positive: ArrayLike) -> Estimate:
    """The chance that a positive patient scores above a negative one (ties one half), with its 95 % interval.

    `score` and `positive` are (patient,), 0/1 or boolean; higher speaks for positive. The interval is
    area ± 1.96 standard errors of DeLong, cut at 0 and 1, as pROC's `ci.auc`. No limits where the variance cannot be
    told: one patient in a class, or classes that do not overlap at all. Refused: only one class.
    """
    patients = scored_patients(score, positive)
    refuse_one_class(patients)
    found = areas(patients.score[None], patients.positive)
    variance = 0.0 if found.covariance is None else float(found.covariance[0, 0])
    area = float(found.area[0])
    return Estimate(area) if variance <= _NO_VARIANCE else _around(area, variance, 0.0, 1.0)


def curve(score: ArrayLike, positive: ArrayLike) -> RocCurve:
    """Every point of the curve, one a distinct score, from (0, 0) to (1, 1). Refused: only one class."""
    patients = scored_patients(score, positive)
    refuse_one_class(patients)
    order = np.argsort(-patients.score, kind="stable")
    is_positive = patients.positive[order]
    last_of_ties = np.flatnonzero(np.diff(patients.score[order], append=-np.inf))
    true, false = np.cumsum(is_positive)[last_of_ties], np.cumsum(~is_positive)[last_of_ties]
    return RocCurve(
        false_positive_rate=(0.0, *(false / patients.negatives).tolist()),
        true_positive_rate=(0.0, *(true / patients.positives).tolist()),
    )


def compare(score_a: ArrayLike, score_b: ArrayLike, positive: ArrayLike) -> AucComparison:
    """Whether two scores of the same patients separate equally well: DeLong's paired test.

    The difference is the first's area minus the second's, its interval not cut. pROC: `roc.test(a, b, paired = TRUE)`.
    Refused: only one class.
    """
    a, b = scored_patients(score_a, positive), scored_patients(score_b, positive)
    refuse_one_class(a)
    found = areas(np.vstack([a.score, b.score]), a.positive)
    difference = float(found.area[0] - found.area[1])
    variance = 0.0 if found.covariance is None else float(np.array([1, -1]) @ found.covariance @ np.array([1, -1]))
    if variance <= _NO_VARIANCE:
        return AucComparison(Estimate(difference), NotComputed(_no_test(found.covariance is None)))
    z = difference / sqrt(variance)
    test = TestOutcome("DeLong's paired", z, None, erfc(abs(z) / sqrt(2)))
    return AucComparison(_around(difference, variance, -1.0, 1.0), test)


def youden_threshold(score: ArrayLike, positive: ArrayLike) -> float:
    """The cut (score ≥ cut is positive) of highest sensitivity + specificity - 1, halfway between two patients.

    Youden, Cancer 1950;3:32-5; of several equally good the lowest. Refused: only one class, or one score for all.
    """
    patients = scored_patients(score, positive)
    refuse_one_class(patients)
    values = np.unique(patients.score)
    if len(values) < 2:
        raise InputError("All patients score the same: no threshold separates them.")
    of_positives, of_negatives = np.sort(patients.score[patients.positive]), np.sort(patients.score[~patients.positive])
    cuts = (values[1:] + values[:-1]) / 2
    sensitivity = 1 - np.searchsorted(of_positives, cuts) / patients.positives
    specificity = np.searchsorted(of_negatives, cuts) / patients.negatives
    return float(cuts[int(np.argmax(np.round(sensitivity + specificity, 12)))])


def _around(value: float, variance: float, lowest: float, highest: float) -> Estimate:
    reach = NormalDist().inv_cdf(0.975) * sqrt(variance)
    return Estimate(value, max(value - reach, lowest), min(value + reach, highest))


def _no_test(too_few: bool) -> Sentence:
    if too_few:
        return Sentence.of("Fewer than two patients in a class: the areas cannot be compared.")
    return Sentence.of("Both scores order the patients alike: there is no difference to test.")
