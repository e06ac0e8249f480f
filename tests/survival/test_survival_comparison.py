"""C-index with its limits, and the paired bootstrap of two.

R 4.2.2, survival 3.5-3, formula cohort (see conftest), risk <- round(0.8 * a + 0.15 * b + 0.3 * c, 3):
c1 <- concordance(Surv(months, event) ~ risk, d, reverse = TRUE, influence = 1), c2 likewise of a.
"""

from __future__ import annotations

import numpy as np
import pytest

from hccdesk.domain.errors import InputError
from hccdesk.domain.result import NotComputed
from hccdesk.survival.comparison import c_index, paired_bootstrap
from hccdesk.survival.discrimination import concordance


@pytest.fixture
def risk(cohort):
    return np.round(cohort.covariates @ [0.8, 0.15, 0.3], 3)


def test_that_the_c_index_has_the_limits_of_r(cohort, risk):
    found = c_index(risk, cohort.months, cohort.event)
    assert found.value == pytest.approx(0.610054347826, abs=1e-12)
    assert found.high - found.value == pytest.approx(1.959963984540054 * 0.0490616269734, abs=1e-12)


def test_that_the_difference_is_r_s_and_its_spread_that_of_the_infinitesimal_jackknife(cohort, risk):
    found = paired_bootstrap(cohort.covariates[:, 0], risk, cohort.months, cohort.event, 4000, 7, "combined")
    assert found.name == "combined"
    assert found.difference.value == pytest.approx(0.0276268115942029, abs=1e-12)
    # sqrt(sum((c1$dfbeta - c2$dfbeta)^2)) = 0.03288; a bootstrap of 60 patients lies within a tenth of it.
    spread = (found.difference.high - found.difference.low) / (2 * 1.96)
    assert spread == pytest.approx(0.0328835675679309, rel=0.1)
    assert 0.2 < found.test.p < 0.6
    assert found.test.test == "paired bootstrap"


def test_that_weighing_pairs_is_the_same_as_drawing_patients(cohort, risk):
    months, event, first = cohort.months, cohort.event, cohort.covariates[:, 0]
    found = paired_bootstrap(first, risk, months, event, 20, 3)
    rng, slow = np.random.default_rng(3), []
    for _ in range(20):
        drawn = rng.integers(0, 60, 60)
        slow.append(
            concordance(risk[drawn], months[drawn], event[drawn]).value
            - concordance(first[drawn], months[drawn], event[drawn]).value
        )
    limits = np.percentile(slow, [2.5, 97.5])
    assert (found.difference.low, found.difference.high) == pytest.approx(tuple(limits), abs=1e-6)


def test_that_the_same_seed_gives_the_same_numbers_and_another_others(cohort, risk):
    first = cohort.covariates[:, 0]
    one, again, other = (paired_bootstrap(first, risk, cohort.months, cohort.event, 200, seed) for seed in (1, 1, 2))
    assert one == again
    assert one.difference != other.difference


def test_that_a_model_beside_itself_does_not_differ(cohort, risk):
    found = paired_bootstrap(risk, risk, cohort.months, cohort.event, 100)
    assert (found.difference.value, found.difference.low, found.difference.high) == (0, 0, 0)
    assert found.test.p == 1


def test_that_a_clear_difference_has_a_small_p():
    rng = np.random.default_rng(2)
    truth = rng.normal(size=300)
    months = rng.exponential(size=300) / np.exp(truth)
    found = paired_bootstrap(rng.normal(size=300), truth, months, np.ones(300), 999)
    assert found.test.p == pytest.approx(2 / 1000)
    assert found.difference.low > 0


def test_that_without_events_there_is_nothing_to_compare(cohort, risk):
    found = paired_bootstrap(risk, risk, cohort.months, np.zeros(60))
    assert isinstance(found.estimate, NotComputed)
    assert found.difference is None
    assert found.test is None


def test_that_a_missing_risk_is_refused(cohort, risk):
    with pytest.raises(InputError):
        paired_bootstrap(np.where(risk > 1, np.nan, risk), risk, cohort.months, cohort.event)
