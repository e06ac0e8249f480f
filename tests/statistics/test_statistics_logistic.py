"""Logistic regression; the expected numbers are R's for the patients of conftest.py."""

from __future__ import annotations

import numpy as np
import pytest

from hccdesk.domain.errors import InputError
from hccdesk.statistics import logistic

NAMES = ("age", "afp", "b")


@pytest.fixture(scope="module")
def table(patients):
    return np.column_stack([patients.age, patients.afp, patients.b])


@pytest.fixture(scope="module")
def fitted(patients, table):
    return logistic.fit(table, NAMES, patients.outcome)


def test_that_coefficients_and_standard_errors_equal_r(fitted):
    # R 4.2: m <- glm(outcome ~ age + afp + b, binomial); coef(m); sqrt(diag(vcov(m)))
    assert fitted.intercept == pytest.approx(-0.037068405838349805, abs=1e-9)
    assert fitted.coefficients == pytest.approx(
        [-0.007665497702597589, -0.070725413788844144, 1.185293962597057], abs=1e-9
    )
    assert fitted.standard_errors == pytest.approx(
        [0.03342398579155512, 0.6184411856524603, 0.3974380892197443], rel=1e-8
    )
    assert fitted.covariance[0] == pytest.approx(
        [2.874896481862083, -0.05538669222683999, -0.16035141907252043, -0.009923708901269177], rel=1e-7
    )


def test_that_odds_ratios_and_p_values_equal_r(fitted):
    # R 4.2: exp(confint.default(m)); summary(m)$coefficients[, 4]
    assert [(o.low, o.high) for o in fitted.odds_ratios] == [
        pytest.approx((0.92943787963757096, 1.059550022233800), rel=1e-8),
        pytest.approx((0.27724661438998904, 3.131139627872712), rel=1e-8),
        pytest.approx((1.50129733099996932, 7.129622612855954), rel=1e-8),
    ]
    assert fitted.odds_ratios[2].value == pytest.approx(np.exp(1.185293962597057))
    assert fitted.p_values == pytest.approx([0.8186037176301959, 0.908951806310692, 0.002860577653550014], abs=1e-9)


def test_that_likelihoods_and_predictions_equal_r(fitted, table):
    # R 4.2: logLik(m); -m$null.deviance / 2; predict(m, type = "response")[1:3]
    assert (fitted.log_likelihood, fitted.log_likelihood_null) == pytest.approx(
        (-36.17756192508534, -41.45539855882908)
    )
    assert fitted.probability(table)[:3] == pytest.approx([0.4667119326982735, 0.3352519302778418, 0.1943816217131287])
    assert (fitted.patients, fitted.positives) == (60, 28)


def test_that_units_change_the_coefficient_and_nothing_else(patients, table, fitted):
    again = logistic.fit(table * [1e-6, 1, 1], NAMES, patients.outcome)
    assert again.coefficients[0] * 1e-6 == pytest.approx(fitted.coefficients[0], rel=1e-6)
    assert again.p_values == pytest.approx(fitted.p_values)


def test_that_few_patients_of_the_rarer_outcome_are_a_caution(patients, table, fitted):
    assert "Only 9.3 patients of the rarer outcome a covariate" in fitted.cautions[0].text
    assert logistic.fit(table[:, :1], NAMES[:1], patients.outcome).cautions == ()


@pytest.mark.bad("BAD-080")
def test_that_complete_and_quasi_complete_separation_are_refused_by_name(patients, table):
    for giveaway in (patients.outcome * 2.0 - 5, patients.outcome * (np.arange(60) % 2)):
        with pytest.raises(InputError, match=r"^giveaway separates the patients perfectly"):
            logistic.fit(np.column_stack([table, giveaway]), (*NAMES, "giveaway"), patients.outcome)


def test_that_separation_by_two_covariates_together_is_found(patients):
    part = np.sin(np.arange(60.0) ** 2) * 4
    both = np.column_stack([part, patients.outcome * 0.5 - part + 0.1 * np.cos(np.arange(60.0))])
    logistic.fit(both[:, 1:], ["second"], patients.outcome)
    with pytest.raises(InputError, match=r"^first \+ second separates the patients"):
        logistic.fit(both, ["first", "second"], patients.outcome)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda t: t * [1, 0, 1], "afp: the same value in every patient"),
        (lambda t: np.column_stack([t[:, :2], t[:, 0] - 3 * t[:, 1]]), "b follows from age, afp"),
        (lambda t: np.where(t == t.max(), np.nan, t), "missing or not finite"),
        (lambda t: t[:, :2], "expected one row a patient and 3 named columns"),
        (lambda t: t[:59], "59 rows of covariates and 60 outcomes"),
    ],
)
def test_that_what_cannot_be_fitted_is_refused_in_words(patients, table, change, said):
    with pytest.raises(InputError, match=said):
        logistic.fit(change(table), NAMES, patients.outcome)


def test_that_too_few_events_are_refused(patients, table):
    outcome = np.zeros(60)
    outcome[[3, 30, 50]] = 1
    with pytest.raises(InputError, match="60 patients, 3 of the rarer outcome, are too few for 3 covariates"):
        logistic.fit(table, NAMES, outcome)
    with pytest.raises(InputError, match="0 of the rarer outcome"):
        logistic.fit(table, NAMES, np.ones(60))
