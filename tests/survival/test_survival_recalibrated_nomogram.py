"""A nomogram's baseline and slope anew, on the formula cohort (see conftest)."""

from __future__ import annotations

import numpy as np
import pytest

from hccdesk.domain.errors import InputError
from hccdesk.survival.nomogram_bundle import parse
from hccdesk.survival.recalibrated_nomogram import recalibrated_nomogram


@pytest.fixture
def nomogram(nomogram_json):
    return parse(nomogram_json, "formula")


def test_that_on_its_own_cohort_nothing_changes(nomogram, cohort):
    made = recalibrated_nomogram(nomogram, cohort.covariates, cohort.months, cohort.event, with_slope=True)
    again = parse(made.content, "again")
    assert made.slope == pytest.approx(1, abs=1e-6)
    # Efron's expected events are those observed but for the deaths that share a day.
    assert made.intercept == pytest.approx(0, abs=0.05)
    assert again.baseline.cumulative_hazard == pytest.approx(nomogram.baseline.cumulative_hazard, rel=1e-5)
    assert again.baseline.variance == pytest.approx(nomogram.baseline.variance, rel=1e-5)


def test_that_the_baseline_is_r_s_with_the_linear_predictor_as_offset(nomogram, cohort):
    # R 4.2.2, survival 3.5-3: risk <- round(0.8 * a + 0.15 * b + 0.3 * c, 3)
    # s <- survfit(coxph(Surv(months, event) ~ offset(risk), d)); s$cumhaz * exp(-mean(d$risk)) at 6, 12, 18, 24
    expected = {6: 0.0818560402280655, 12: 0.181084811638274, 18: 0.317201591795438, 24: 0.54179545364006}
    given = nomogram.model_copy(
        update={
            "variables": tuple(
                variable.model_copy(update={"coefficient": b})
                for variable, b in zip(nomogram.variables, (1.0, 1e-12, 1e-12), strict=True)
            )
        }
    )
    risk = np.round(cohort.covariates @ [0.8, 0.15, 0.3], 3)
    table = np.column_stack([risk, cohort.covariates[:, 1:]])
    again = parse(recalibrated_nomogram(given, table, cohort.months, cohort.event, with_slope=False).content, "again")
    for months, hazard in expected.items():
        assert again.hazard.at(months) == pytest.approx(hazard, rel=1e-9)


def test_that_a_cohort_with_twice_the_time_has_its_level_moved(nomogram, cohort):
    made = recalibrated_nomogram(nomogram, cohort.covariates, 2 * cohort.months, cohort.event, with_slope=False)
    again = parse(made.content, "again")
    assert made.intercept < 0
    assert again.hazard.at(24) == pytest.approx(nomogram.hazard.at(12), rel=1e-6)
    assert again.end_months == 58
    assert again.coefficients == pytest.approx(nomogram.coefficients)


def test_that_the_slope_scales_coefficients_and_widens_their_covariance(nomogram, cohort):
    weak = nomogram.model_copy(
        update={"variables": tuple(v.model_copy(update={"coefficient": v.coefficient / 2}) for v in nomogram.variables)}
    )
    made = recalibrated_nomogram(weak, cohort.covariates, cohort.months, cohort.event, with_slope=True)
    again = parse(made.content, "again")
    assert made.slope == pytest.approx(2, abs=1e-5)
    assert again.coefficients == pytest.approx(nomogram.coefficients, rel=1e-5)
    assert np.all(np.diag(again.covariance) > 4 * np.diag(weak.covariance))


def test_that_a_horizon_not_reached_is_dropped_and_none_left_is_refused(nomogram, cohort):
    short = np.minimum(cohort.months, 13)
    event = cohort.event * (cohort.months <= 13)
    made = recalibrated_nomogram(nomogram, cohort.covariates, short, event, with_slope=False)
    assert parse(made.content, "again").horizons == ("6", "12")
    with pytest.raises(InputError, match="Nobody here was observed for 6 months"):
        recalibrated_nomogram(nomogram, cohort.covariates, np.minimum(cohort.months, 5), cohort.event, with_slope=False)


def test_that_the_wrong_order_is_refused(nomogram, cohort):
    with pytest.raises(InputError, match="wrong order"):
        recalibrated_nomogram(nomogram, -cohort.covariates, cohort.months, cohort.event, with_slope=True)
