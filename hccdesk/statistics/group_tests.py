"""Whether groups of patients differ: in a number, or in how they fall into categories.

Every test is what R's function of that name does by default, so that a reader can check a row with one line.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from hccdesk.domain.cohort_description import TestOutcome
from hccdesk.domain.result import NotComputed
from hccdesk.domain.sentence import Sentence
from hccdesk.statistics.fisher import fisher_exact
from hccdesk.statistics.scored_patients import finite

Array = NDArray[np.float64]
Counts = NDArray[np.int64]

SMALLEST_EXPECTED = 5
"""Below this expected count χ² is no longer trusted (Cochran, Biometrics 1954;10:417-51) and Fisher's test is made."""


def compare_numbers(groups: Sequence[ArrayLike], normal: bool) -> TestOutcome | NotComputed:
    """Whether a number differs between `groups`, each (patient,): a test of means if `normal`, else of ranks.

    Means: Welch's t, or Welch's analysis of variance for more than two groups (R: `t.test`, `oneway.test`); equal
    variances are not assumed, for nothing is lost where they are equal (Delacre et al., Int Rev Soc Psychol
    2017;30:92-101). Ranks: Mann–Whitney by the normal approximation with continuity correction
    (R: `wilcox.test(exact = FALSE)`), or Kruskal–Wallis. Not computed: a group of fewer than two patients (means) or
    none (ranks), or no spread.
    """
    numbers = [finite(group) for group in groups if len(np.atleast_1d(group))]
    refusal = _why_not(groups, numbers, 2 if normal else 1)
    if refusal:
        return NotComputed(refusal)
    if normal:
        return _welch_t(*numbers) if len(numbers) == 2 else _welch_anova(numbers)
    return _mann_whitney(*numbers) if len(numbers) == 2 else _kruskal_wallis(numbers)


def compare_counts(table: Sequence[Sequence[int]]) -> TestOutcome | NotComputed:
    """Whether categories fall differently in the groups: `table` is counts (category, group).

    Pearson's χ², with Yates's correction for two by two (R: `chisq.test`); Fisher's exact test where an expected count
    is below 5 (R: `fisher.test`). Categories that nobody has are left out. Not computed: an empty group, one category.
    """
    counts = np.asarray(table, dtype=np.int64)
    if counts.ndim != 2 or counts.shape[1] < 2 or (counts.sum(axis=0) == 0).any():
        return NotComputed(Sentence.of("A group has no patient with a known value: nothing to compare."))
    counts = counts[counts.sum(axis=1) > 0]
    if len(counts) < 2:
        return NotComputed(Sentence.of("All patients have the same value: there is no difference to test."))
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / counts.sum()
    return fisher_exact(counts) if expected.min() < SMALLEST_EXPECTED else _chi_squared(counts, expected)


def _why_not(groups: Sequence[ArrayLike], numbers: Sequence[Array], smallest: int) -> Sentence | None:
    if len(numbers) < 2 or len(numbers) < len(groups):
        return Sentence.of("A group has no patient with a known value: nothing to compare.")
    if min(len(group) for group in numbers) < smallest:
        return Sentence.of("A group has fewer than {smallest} patients: not tested.", smallest=smallest)
    if np.ptp(np.concatenate(numbers)) == 0:
        return Sentence.of("All patients have the same value: there is no difference to test.")
    return None


def _welch_t(first: Array, second: Array) -> TestOutcome | NotComputed:
    if np.ptp(first) == 0 and np.ptp(second) == 0:
        return NotComputed(Sentence.of("No group has any spread: not tested."))
    found = stats.ttest_ind(first, second, equal_var=False)
    return TestOutcome("Welch's t", float(found.statistic), float(found.df), float(found.pvalue))


def _welch_anova(groups: Sequence[Array]) -> TestOutcome | NotComputed:
    """Welch, Biometrika 1951;38:330-6."""
    if any(np.ptp(group) == 0 for group in groups):
        return NotComputed(Sentence.of("A group has no spread: not tested."))
    k = len(groups)
    n, mean = np.array([len(group) for group in groups]), np.array([group.mean() for group in groups])
    weight = n / np.array([group.var(ddof=1) for group in groups])
    weighted_mean = (weight * mean).sum() / weight.sum()
    unevenness = ((1 - weight / weight.sum()) ** 2 / (n - 1)).sum() / (k * k - 1)
    f = (weight * (mean - weighted_mean) ** 2).sum() / (k - 1) / (1 + 2 * (k - 2) * unevenness)
    p = stats.f.sf(f, k - 1, 1 / (3 * unevenness))
    return TestOutcome("Welch's analysis of variance", float(f), float(k - 1), float(p))


def _mann_whitney(first: Array, second: Array) -> TestOutcome:
    found = stats.mannwhitneyu(first, second, method="asymptotic", use_continuity=True)
    return TestOutcome("Mann–Whitney", float(found.statistic), None, float(found.pvalue))


def _kruskal_wallis(groups: Sequence[Array]) -> TestOutcome:
    found = stats.kruskal(*groups)
    return TestOutcome("Kruskal–Wallis", float(found.statistic), float(len(groups) - 1), float(found.pvalue))


def _chi_squared(counts: Counts, expected: Array) -> TestOutcome:
    is_two_by_two = counts.shape == (2, 2)
    off = np.abs(counts - expected)
    statistic = ((off - (min(0.5, off.min()) if is_two_by_two else 0)) ** 2 / expected).sum()
    degrees = (counts.shape[0] - 1) * (counts.shape[1] - 1)
    name = "Pearson's χ² (Yates)" if is_two_by_two else "Pearson's χ²"
    return TestOutcome(name, float(statistic), float(degrees), float(stats.chi2.sf(statistic, degrees)))
