"""Covariates that say nearly the same, and those that hardly anybody has."""

from __future__ import annotations

import numpy as np
import pytest

from hccdesk.survival.covariate_cautions import covariate_cautions, variance_inflation


def two_columns(correlation: float, n: int = 400) -> np.ndarray:
    """Columns of exactly that correlation in the sample."""
    rng = np.random.default_rng(1)
    first, other = np.linalg.qr(rng.standard_normal((n, 3)) - 0.0)[0][:, :2].T
    first, other = first - first.mean(), other - other.mean()
    other = other - first * (first @ other) / (first @ first)
    scaled = first / np.linalg.norm(first), other / np.linalg.norm(other)
    return np.column_stack([scaled[0], correlation * scaled[0] + np.sqrt(1 - correlation**2) * scaled[1]])


@pytest.mark.parametrize("correlation", [0.0, 0.5, 0.96])
def test_that_the_variance_grows_by_one_over_one_minus_r_squared(correlation) -> None:
    # Two covariates: 1 / (1 - r²), the definition of the variance inflation factor.
    assert variance_inflation(two_columns(correlation)) == pytest.approx([1 / (1 - correlation**2)] * 2)


def test_that_near_collinearity_is_told_and_a_loose_relation_is_not() -> None:
    everybody = np.ones(400, dtype=bool)
    told = covariate_cautions(two_columns(0.96), ["A", "B"], everybody)
    assert [sentence.text.split(" ")[0] for sentence in told] == ["A", "B"]
    assert "variance inflation 13" in told[0].text  # 1 / (1 - 0.96²) = 12.755
    assert covariate_cautions(two_columns(0.9), ["A", "B"], everybody) == ()  # 5.3


def test_that_a_yes_that_few_with_the_event_have_is_told_with_figures() -> None:
    column = np.zeros(200)
    column[:25] = 1
    event = np.zeros(200, dtype=bool)
    event[:7] = True
    event[100:160] = True
    (told,) = covariate_cautions(column[:, None], ["Vascular invasion"], event)
    assert told.text.startswith("Vascular invasion: only 25 patients on one side, 7 of them with the event")


def test_that_numbers_and_well_filled_groups_are_not_told_of() -> None:
    event = np.ones(200, dtype=bool)
    table = np.column_stack([np.arange(200.0), np.arange(200) % 2])
    assert covariate_cautions(table, ["Age", "Sex"], event) == ()
