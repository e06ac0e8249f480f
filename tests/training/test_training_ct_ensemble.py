"""The side files of the interval: heads of resampled patients, their calibration, how often they hold the truth."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from test_training_ct_head import FEW, a_cohort, trainer

from hccdesk.domain.errors import InputError
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.inference.ct_interval import limits
from hccdesk.inference.device import choose
from hccdesk.inference.interval_file import ENSEMBLE_FILE, INTERVAL_FILE, IntervalFacts
from hccdesk.inference.log_odds import log_odds, probability_of
from hccdesk.inference.session import open_session
from hccdesk.statistics.recalibration import recalibrated
from hccdesk.training.coverage import meant
from hccdesk.training.ct_coverage import OF_PATIENT, OF_SCORE, OWN_RANGE, coverage_rows, intervals
from hccdesk.training.ct_ensemble import (
    ensemble_onnx,
    facts_of,
    fit_members,
    interval_files,
    own_probabilities,
)
from hccdesk.training.networks import FEATURES

THREE = replace(FEW, epochs=2, members=3)


@pytest.fixture(scope="module")
def cohort():
    return a_cohort(40, 21)


@pytest.fixture(scope="module")
def members(cohort):
    return fit_members(trainer(THREE), cohort)


def with_truth(cohort, truth):
    patients = tuple(
        replace(p, true_response_probability=float(t)) for p, t in zip(cohort.patients, truth, strict=True)
    )
    return replace(cohort, patients=patients)


def hopeful(cohort):
    """Left-out probabilities that carry some truth."""
    rng = np.random.default_rng(8)
    return 1 / (1 + np.exp(-(1.5 * (cohort.responded - 0.5) + rng.standard_normal(len(cohort)))))


def test_that_each_member_is_fitted_to_other_patients_from_another_start(members, cohort):
    first, second, third = members
    assert not torch.equal(first.first.weight, second.first.weight)
    assert not torch.equal(second.first.weight, third.first.weight)
    again = fit_members(trainer(THREE), cohort)
    assert all(torch.equal(a.first.weight, b.first.weight) for a, b in zip(members, again, strict=True))


def test_that_the_file_says_what_each_head_says(members):
    rng = np.random.default_rng(3)
    vectors = rng.normal(5, 1, (6, FEATURES)).astype(np.float32)
    clinical = (rng.random((6, 5)) < 0.5).astype(np.float32)
    answer = open_session(ensemble_onnx(members), choose(DeviceChoice.CPU)).run(
        {"features": vectors, "clinical": clinical}
    )["probability"]
    for place, head in enumerate(members):
        with torch.no_grad():
            logits, _ = head.eval().logits(torch.from_numpy(vectors), torch.from_numpy(clinical))
        own = torch.softmax(logits, dim=1)[:, 1].numpy()
        np.testing.assert_allclose(answer[:, place], own, atol=2e-3)  # what float16 takes off the third layer


def test_that_the_side_files_hold_nobodys_numbers_and_their_own_check(members, cohort):
    files = interval_files(members, cohort, hopeful(cohort))
    facts = IntervalFacts.model_validate_json(files[INTERVAL_FILE])
    assert (facts.members, facts.calibration.patients, facts.own) == (3, 40, None)
    assert set(files) == {
        INTERVAL_FILE,
        ENSEMBLE_FILE,
        "selftest/ensemble-input.npz",
        "selftest/ensemble-expected.npz",
    }


def test_that_the_calibration_is_the_logistic_regression_of_patients_left_out(cohort):
    left_out = hopeful(cohort)
    found = facts_of(3, cohort, left_out).calibration
    expected = recalibrated(left_out, cohort.responded, with_slope=True)
    assert (found.intercept, found.slope, found.covariance) == (
        expected.intercept,
        expected.slope,
        expected.covariance,
    )


def test_that_a_head_with_the_wrong_order_gets_no_interval(cohort):
    with pytest.raises(InputError, match="wrong order"):
        facts_of(3, cohort, 1 - hopeful(cohort))


def test_that_the_reach_to_a_patients_own_probability_is_known_of_phantoms_only(cohort):
    left_out = hopeful(cohort)
    assert own_probabilities(cohort, left_out) is None
    off = np.linspace(0.1, 4.0, len(cohort))
    truth = [probability_of(log_odds(float(p)) + by) for p, by in zip(left_out, off, strict=True)]
    found = own_probabilities(with_truth(cohort, truth), left_out)
    # By hand: of 40 sorted deviations 0.1, 0.2, …, 4.0 the ceil(0.95 · 41) = 39th is 3.9.
    assert found.log_odds_reach == pytest.approx(3.9)


def test_that_coverage_is_counted_against_both_truths_and_for_nobody_real(cohort):
    rng = np.random.default_rng(5)
    said = rng.uniform(0.1, 0.9, len(cohort))
    members = np.stack([1 / (1 + np.exp(-(np.log(said / (1 - said)) + by))) for by in (-0.3, 0.0, 0.3)])
    facts = facts_of(3, cohort, hopeful(cohort))
    exact = facts.model_copy(
        update={
            "calibration": facts.calibration.model_copy(
                update={"intercept": 0.0, "slope": 1.0, "covariance": ((0.0, 0.0), (0.0, 0.0))}
            )
        }
    )
    assert coverage_rows(said, members, exact, cohort.patients, "here") == ()
    truth = said.copy()
    truth[: len(truth) // 4] = 0.001  # a quarter far off
    rows = coverage_rows(said, members, exact, with_truth(cohort, truth).patients, "here")
    named = {row.metric: row for row in rows}
    assert set(named) == {OF_SCORE, OF_PATIENT}
    assert OWN_RANGE not in named
    assert named[OF_PATIENT].value == 0.75
    assert named[OF_PATIENT].n == len(cohort)
    own = intervals(said, members, exact)
    one = limits(exact, log_odds(said[0]), log_odds(said[0]), np.array([log_odds(m[0]) for m in members]))
    assert own[0].tolist() == pytest.approx(one)


def test_that_what_a_score_means_is_the_mean_truth_of_those_who_have_it():
    rng = np.random.default_rng(2)
    odds = rng.normal(0, 1, 4000)
    said = 1 / (1 + np.exp(-odds))
    # Truths scatter around -0.5 + 0.8 · log-odds; their mean at log-odds 0 is what is asked for.
    truth = 1 / (1 + np.exp(-(-0.5 + 0.8 * odds + rng.normal(0, 1, 4000))))
    near = np.abs(odds) < 0.1
    assert meant(said, truth)[near].mean() == pytest.approx(truth[near].mean(), abs=0.03)


def test_that_a_stopped_training_of_members_goes_on(cohort, tmp_path: Path):
    whole = fit_members(trainer(THREE), cohort)
    kept = fit_members(trainer(THREE, tmp_path), cohort)
    again = fit_members(trainer(THREE, tmp_path), cohort)
    for one, two, three in zip(whole, kept, again, strict=True):
        assert torch.equal(one.first.weight, two.first.weight)
        assert torch.equal(two.first.weight, three.first.weight)
