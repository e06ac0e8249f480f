"""Bootstrap optimism against R: `rms::validate(cph(...), B = 2000)`, rms 6.5-0, seed 20261121, cohort of conftest.py.

index.orig    Dxy 0.2409  R2 0.0985  Slope 1.0000
index.corr.   Dxy 0.1539  R2 0.0276  Slope 0.7275
"""

from __future__ import annotations

import csv

import numpy as np
import pytest
from test_survival_real_cohorts import STUDIES, fitted

from hccdesk.domain.errors import Cancelled, InputError
from hccdesk.survival.cohort_checks import follow_up
from hccdesk.survival.cox import fit
from hccdesk.survival.discrimination import concordance
from hccdesk.survival.fast_concordance import concordance_value
from hccdesk.survival.optimism import bootstrap_optimism, plain_fitter
from hccdesk.survival.quick_cox import maximum


def test_that_apparent_and_corrected_measures_equal_rms(cohort) -> None:
    found = bootstrap_optimism(
        plain_fitter(), cohort.covariates, cohort.months, cohort.event, seed=1, resamples=600
    ).optimism
    assert found.apparent == pytest.approx({"Dxy": 0.2409, "R2": 0.0985, "Slope": 1.0, "C-index": 0.62045}, abs=6e-5)
    # Both draw: the mean of 600 differences moves by 0.006 (Dxy), 0.02 (slope) from seed to seed.
    assert found.corrected["Dxy"] == pytest.approx(0.1539, abs=0.02)
    assert found.corrected["R2"] == pytest.approx(0.0276, abs=0.015)
    assert found.corrected["Slope"] == pytest.approx(0.7275, abs=0.05)


@pytest.mark.real_data
@pytest.mark.slow
@pytest.mark.parametrize("name", list(STUDIES))
def test_that_three_real_cohorts_equal_rms(name, real_data) -> None:
    path = real_data.parent / "reference" / "expected" / f"{name}_bootstrap_validation.csv"
    if not path.is_file():
        pytest.skip("R's numbers do not lie beside the real data")
    with path.open(encoding="utf-8") as file:
        rows = {row["index"]: row for row in csv.DictReader(file)}
    study = fitted(name, real_data)
    found = bootstrap_optimism(
        plain_fitter(), study.covariates, study.months, study.event, seed=1, resamples=600
    ).optimism
    null_model = name == "hcc_tace_seg"
    tolerance = {"Dxy": 0.03, "Slope": 0.08, "R2": 0.03} if null_model else dict.fromkeys(("Dxy", "Slope", "R2"), 0.01)
    for index, allowed in tolerance.items():
        assert found.apparent[index] == pytest.approx(float(rows[index]["index.orig"]), abs=1e-6)
        assert found.corrected[index] == pytest.approx(float(rows[index]["corrected"]), abs=allowed)


def test_that_the_same_seed_gives_the_same_and_another_one_another(cohort) -> None:
    def drawn(seed: int) -> float:
        found = bootstrap_optimism(
            plain_fitter(), cohort.covariates, cohort.months, cohort.event, seed=seed, resamples=30
        )
        return found.optimism.corrected["Slope"]

    assert drawn(5) == drawn(5)
    assert drawn(5) != drawn(6)


def test_that_the_c_index_is_corrected_with_its_interval(cohort) -> None:
    found = bootstrap_optimism(plain_fitter(), cohort.covariates, cohort.months, cohort.event, seed=1, resamples=200)
    assert found.c_index.value == pytest.approx(0.5 + found.optimism.corrected["Dxy"] / 2)
    assert found.c_index.low < found.c_index.value < found.c_index.high


def test_that_a_ridge_shows_an_apparent_slope_above_one(cohort) -> None:
    # Coefficients drawn towards zero understate the effect in their own patients.
    found = bootstrap_optimism(
        plain_fitter(penalty=20.0), cohort.covariates, cohort.months, cohort.event, seed=1, resamples=200
    )
    assert found.optimism.apparent["Slope"] > 1.1


def test_that_a_covariate_that_most_resamples_lose_is_refused(cohort) -> None:
    # One patient of 60 has it: (1 - 1/60)^60 = 36 % of the resamples have nobody.
    rare = np.zeros(60)
    rare[7] = 1.0
    table = np.column_stack([cohort.covariates[:, 0], rare])
    with pytest.raises(InputError, match="resamples have no solution"):
        bootstrap_optimism(plain_fitter(), table, cohort.months, cohort.event, seed=1, resamples=100)


def test_that_it_can_be_stopped(cohort) -> None:
    class Stop:
        def step(self, done: int, total: int, label: str) -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        bootstrap_optimism(plain_fitter(), cohort.covariates, cohort.months, cohort.event, seed=1, progress=Stop())


def test_that_the_fast_concordance_is_the_concordance() -> None:
    rng = np.random.default_rng(0)
    for _ in range(200):
        n = int(rng.integers(3, 70))
        months, event = rng.integers(1, 12, n).astype(float), rng.random(n) < 0.6
        risk = rng.integers(0, 8, n).astype(float)
        try:
            slow = concordance(risk, months, event).value
        except InputError:
            slow = None
        fast = concordance_value(risk, months, event)
        assert fast == (None if slow is None else pytest.approx(slow, abs=1e-12))


def test_that_the_quick_maximum_is_that_of_the_checked_fit(cohort) -> None:
    found = maximum(cohort.covariates, *_follow(cohort))
    slow = fit(cohort.covariates, cohort.names, cohort.months, cohort.event)
    assert found is not None
    np.testing.assert_allclose(found.coefficients, slow.coefficients, rtol=1e-6)
    assert found.log_likelihood == pytest.approx(slow.log_likelihood, abs=1e-8)
    assert found.log_likelihood_null == pytest.approx(slow.log_likelihood_null, abs=1e-8)
    np.testing.assert_allclose(np.linalg.inv(found.information), slow.covariance, rtol=1e-5)


def test_that_a_constant_column_has_no_maximum_without_a_penalty(cohort) -> None:
    table = np.column_stack([cohort.covariates, np.ones(60)])
    assert maximum(table, *_follow(cohort)) is None
    steady = maximum(table, *_follow(cohort), penalty=1e-4)
    assert steady is not None and steady.coefficients[-1] == 0.0


def _follow(cohort):
    follow = follow_up(cohort.months, cohort.event)
    return follow.months, follow.event
