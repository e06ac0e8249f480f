"""Log-rank test between groups. Mantel, Cancer Chemother Rep 1966;50:163-70; Peto & Peto, J R Stat Soc A 1972;135:185.

Equal to R's `survdiff(Surv(months, event) ~ group)`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hccdesk.domain.cohort_description import TestOutcome
from hccdesk.domain.result import NotComputed
from hccdesk.domain.sentence import Sentence
from hccdesk.survival.cohort_checks import FollowUp, follow_up

Array = NDArray[np.float64]


def log_rank(months: ArrayLike, event: ArrayLike, group: Sequence[str]) -> TestOutcome | NotComputed:
    """Whether survival differs between the values of `group` (patient,); follow-up as `follow_up` takes it.

    Not estimable: one group, no event, or never two groups at risk when an event occurs.
    """
    follow, labels = follow_up(months, event), np.asarray(group)
    if len(np.unique(labels)) < 2:
        return NotComputed(Sentence.of("there is only one group"))
    if not follow.event.any():
        return NotComputed(Sentence.of("no event was observed"))
    difference, variance = _observed_less_expected(follow, labels)
    compared = np.diag(variance) > 1e-12
    if compared.sum() < 2:
        return NotComputed(Sentence.of("the groups were never under observation together"))
    # The differences sum to zero: one group too many for the variance to be inverted.
    kept = np.flatnonzero(compared)[1:]
    d, v = difference[kept], variance[np.ix_(kept, kept)]
    statistic = float(d @ np.linalg.pinv(v) @ d)
    freedom = int(np.linalg.matrix_rank(v))
    return TestOutcome("log-rank", statistic, float(freedom), _chi_squared_tail(statistic, freedom))


def _observed_less_expected(follow: FollowUp, labels: NDArray[np.str_]) -> tuple[Array, Array]:
    """Events observed less expected (group,), and the hypergeometric covariance (group, group)."""
    member = np.unique(labels)[:, None] == labels[None, :]
    difference, variance = np.zeros(len(member)), np.zeros((len(member), len(member)))
    for time in np.unique(follow.months[follow.event]):
        at_risk, now = follow.months >= time, (follow.months == time) & follow.event
        n, d = int(at_risk.sum()), int(now.sum())
        share = (member & at_risk).sum(axis=1) / n
        difference += (member & now).sum(axis=1) - d * share
        if n > 1:
            variance += d * (n - d) / (n - 1) * (np.diag(share) - np.outer(share, share))
    return difference, variance


def _chi_squared_tail(statistic: float, freedom: int) -> float:
    from scipy.stats import chi2  # noqa: PLC0415 - half a second of import, paid by those who test

    return float(chi2.sf(statistic, freedom))
