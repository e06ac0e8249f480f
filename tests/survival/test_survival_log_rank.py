"""Log-rank; expected numbers are R 4.2.2, survival 3.5-3: survdiff(Surv(months, event) ~ group, d)."""

from __future__ import annotations

import numpy as np
import pytest

from hccdesk.domain.errors import InputError
from hccdesk.domain.result import NotComputed
from hccdesk.survival.log_rank import log_rank


def test_that_three_groups_equal_r(cohort):
    # group <- c("x", "y", "z")[i %% 3 + 1]: $chisq, and pchisq(.., 2, lower = FALSE)
    found = log_rank(cohort.months, cohort.event, [f"g{i % 3}" for i in range(1, 61)])
    assert found.statistic == pytest.approx(4.78566956300028, rel=1e-12)
    assert found.degrees_of_freedom == 2
    assert found.p == pytest.approx(0.0913703015645756, rel=1e-12)


def test_that_two_groups_equal_r(cohort):
    found = log_rank(cohort.months, cohort.event, [f"{a:g}" for a in cohort.covariates[:, 0]])  # ~ a
    assert found.statistic == pytest.approx(4.718696330763, rel=1e-12)
    assert found.p == pytest.approx(0.0298363553528419, rel=1e-12)
    assert found.test == "log-rank"


def test_that_names_and_order_of_groups_do_not_matter(cohort):
    labels = np.array([f"g{i % 3}" for i in range(1, 61)])
    renamed = np.array(["zz" if label == "g0" else label for label in labels])
    order = np.random.default_rng(1).permutation(60)
    one, other = log_rank(cohort.months, cohort.event, labels), log_rank(
        cohort.months[order], cohort.event[order], renamed[order]
    )  # fmt: skip
    assert one.statistic == pytest.approx(other.statistic)


@pytest.mark.parametrize(
    ("months", "event", "group", "why"),
    [
        ([1, 2, 3], [1, 1, 0], ["a", "a", "a"], "only one group"),
        ([1, 2, 3], [0, 0, 0], ["a", "b", "a"], "no event"),
        ([1, 2, 3, 4], [0, 0, 1, 1], ["a", "a", "b", "b"], "never under observation together"),
    ],
)
def test_that_what_cannot_be_compared_is_said(months, event, group, why):
    found = log_rank(months, event, group)
    assert isinstance(found, NotComputed)
    assert why in found.reason.text


def test_that_a_group_gone_before_the_first_event_takes_no_degree_of_freedom():
    # R: survdiff drops such a group: pchisq on 1 degree.
    found = log_rank([0.5, 2, 3, 4, 5, 6], [0, 1, 1, 1, 1, 0], ["c", "a", "b", "a", "b", "a"])
    assert found.degrees_of_freedom == 1


def test_that_impossible_follow_up_is_refused():
    with pytest.raises(InputError):
        log_rank([1, -2], [1, 1], ["a", "b"])
