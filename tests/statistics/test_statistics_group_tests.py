"""Tests between groups: each against the R function of that name with its defaults (R 4.2)."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import fisher_exact as scipys_fisher

from hccdesk.domain.result import NotComputed
from hccdesk.statistics import fisher
from hccdesk.statistics.group_tests import compare_counts, compare_numbers
from hccdesk.statistics.spread import is_normal, spread


def test_that_two_normal_groups_are_compared_by_welchs_t(patients):
    # R: t.test(age[outcome == 1], age[outcome == 0])
    found = compare_numbers(split(patients.age, patients.outcome), normal=True)
    assert found.test == "Welch's t"
    assert (found.statistic, found.degrees_of_freedom, found.p) == pytest.approx(
        (-0.1493788553612670, 54.5709166436808530, 0.8818053928152021), abs=1e-10
    )


def test_that_two_other_groups_are_compared_by_mann_and_whitney(patients):
    # R: wilcox.test(b[outcome == 1], b[outcome == 0], exact = FALSE)
    found = compare_numbers(split(patients.b, patients.outcome), normal=False)
    assert (found.test, found.statistic) == ("Mann–Whitney", 659)
    assert found.p == pytest.approx(1.789315493071796e-03, abs=1e-12)


def test_that_three_groups_are_compared_by_analysis_of_variance_or_ranks(patients):
    # R: oneway.test(age ~ centre)
    found = compare_numbers([patients.age[patients.centre == c] for c in range(3)], normal=True)
    assert (found.test, found.degrees_of_freedom) == ("Welch's analysis of variance", 2)
    assert (found.statistic, found.p) == pytest.approx((0.01121444437010211, 0.98885147467569512), abs=1e-10)
    # R: kruskal.test(b ~ centre)
    found = compare_numbers([patients.b[patients.centre == c] for c in range(3)], normal=False)
    assert (found.test, found.degrees_of_freedom) == ("Kruskal–Wallis", 2)
    assert (found.statistic, found.p) == pytest.approx((0.1657608090038019, 0.9204612236561944), abs=1e-12)


def test_that_two_by_two_counts_are_compared_by_chi_squared_with_yatess_correction():
    # R: chisq.test(matrix(c(22, 10, 20, 8), 2)): the correction is never larger than the deviation itself
    found = compare_counts([[22, 20], [10, 8]])
    assert (found.test, found.degrees_of_freedom) == ("Pearson's χ² (Yates)", 1)
    assert (found.statistic, found.p) == pytest.approx((0, 1), abs=1e-12)
    # R: chisq.test(matrix(c(30, 12, 14, 25), 2))
    found = compare_counts([[30, 14], [12, 25]])
    assert (found.statistic, found.p) == pytest.approx((8.906634750384753829, 0.002841363996698131), rel=1e-10)


def test_that_larger_tables_are_compared_by_chi_squared():
    # R: chisq.test(matrix(c(12, 18, 9, 20, 7, 14, 11, 10, 16), 3))
    found = compare_counts(np.array([12, 18, 9, 20, 7, 14, 11, 10, 16]).reshape(3, 3).T.tolist())
    assert (found.test, found.degrees_of_freedom) == ("Pearson's χ²", 4)
    assert (found.statistic, found.p) == pytest.approx((10.62063863992394985, 0.03117517919781376), abs=1e-12)


@pytest.mark.parametrize(
    ("columns", "p"),
    [
        # R: fisher.test(matrix(c(…), rows))$p.value
        ([[3, 1], [1, 9]], 0.04095904095904097),
        ([[4, 10, 6, 8], [1, 6, 4, 17]], 0.09764024342314931),
        ([[3, 1, 4, 1], [5, 9, 2, 6], [5, 3, 5, 8]], 0.160140492046191),
        ([[0, 5, 12], [3, 4, 2], [1, 1, 9], [6, 2, 2]], 0.0008474166669314915),
    ],
)
def test_that_small_expected_counts_are_compared_by_fishers_exact_test(columns, p):
    found = compare_counts(np.transpose(columns).tolist())
    assert (found.test, found.statistic) == ("Fisher's exact", None)
    assert found.p == pytest.approx(p, rel=1e-9)


def test_that_fishers_test_of_two_by_two_is_scipys():
    rng = np.random.default_rng(4)
    for table in rng.integers(1, 15, (30, 2, 2)):
        assert fisher.fisher_exact(table).p == pytest.approx(scipys_fisher(table).pvalue, rel=1e-9)


def test_that_tables_too_many_to_list_are_drawn_and_the_test_says_so(monkeypatch):
    table = np.transpose([[3, 1, 4, 1], [5, 9, 2, 6], [5, 3, 5, 8]])
    monkeypatch.setattr(fisher, "MOST_TABLES", 1000)
    found = fisher.fisher_exact(table)
    assert found.test == "Fisher's exact (Monte Carlo)"
    assert found.p == pytest.approx(0.160140492046191, abs=0.004)  # three standard errors of 100,000 tables
    assert fisher.fisher_exact(table) == found


def test_that_categories_nobody_has_do_not_count():
    assert compare_counts([[30, 14], [0, 0], [12, 25]]) == compare_counts([[30, 14], [12, 25]])


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (compare_counts([[3, 0], [4, 0]]), "no patient with a known value"),
        (compare_counts([[3, 5], [0, 0]]), "the same value"),
        (compare_counts([[3], [5]]), "nothing to compare"),
        (compare_numbers([[1, 2, 3], []], normal=True), "no patient with a known value"),
        (compare_numbers([[1, 2, 3], [4]], normal=True), "fewer than 2 patients"),
        (compare_numbers([[2, 2], [2, 2]], normal=False), "the same value"),
        (compare_numbers([[1, 1], [2, 2]], normal=True), "No group has any spread"),
        (compare_numbers([[1, 1], [2, 2], [2, 3]], normal=True), "A group has no spread"),
    ],
)
def test_that_a_comparison_that_cannot_be_made_is_said_in_words(found, said):
    assert isinstance(found, NotComputed)
    assert said in found.reason.text


def test_that_spread_is_rs(patients):
    # R: mean(b); sd(b); quantile(b)
    found = spread(patients.b.tolist())
    assert (found.n, found.mean) == (60, pytest.approx(14.2 / 60))
    assert found.sd == pytest.approx(np.std(patients.b, ddof=1))
    assert (found.lower_quartile, found.median, found.upper_quartile) == pytest.approx((-0.4, 0.25, 1.0))


def test_that_a_number_of_one_patient_has_no_spread_and_of_nobody_is_missing():
    assert spread([4.5]).reason.text == "One patient: 4.5."
    assert spread([]).reason.text == "No patient has a value."
    assert spread([0.1] * 7).sd == 0


def test_that_normal_is_what_shapiro_and_wilk_do_not_refuse_in_any_group(patients):
    # R: shapiro.test(b)$p.value 0.0073, of b[1:20] 0.139, of age 0.00012
    assert is_normal([patients.b[:20]])
    assert not is_normal([patients.b])
    assert not is_normal([patients.b[:20], patients.age])
    assert not is_normal([patients.b[:2]])
    assert not is_normal([[1, 1, 1, 1]])


def split(values, outcome):
    return [values[outcome == 1], values[outcome == 0]]
