"""The interval of the slide's score: patches drawn anew in their order, and nothing else varied."""

from __future__ import annotations

import numpy as np
import pytest

from hccdesk.domain.progress import NoProgress
from hccdesk.domain.slide import PatchGrid, PatchSelection
from hccdesk.inference import haim
from hccdesk.inference.log_odds import log_odds, probability_of
from hccdesk.inference.patch_bootstrap import RESAMPLES, patch_interval


def bag_of(n, seed=1):
    return np.random.default_rng(seed).standard_normal((n, 8)).astype(np.float32)


def mean_score(bag):
    return probability_of(float(bag[:, 0].mean()))


def test_that_patches_keep_their_order_and_number():
    seen = []

    def score(bag):
        seen.append(bag[:, 0])
        return 0.5

    patch_interval(np.arange(30, dtype=np.float32)[:, None], score, 0.5, NoProgress())
    assert len(seen) == RESAMPLES
    assert all(len(rows) == 30 and (np.diff(rows) >= 0).all() for rows in seen)
    assert len({rows.tobytes() for rows in seen}) == RESAMPLES


def test_that_limits_reach_as_far_as_the_standard_error_of_a_mean_says():
    # The log-odds are the mean of 400 standard normal numbers: standard error 1/20, so limits 0.1 off on either side.
    bag = np.random.default_rng(3).standard_normal((400, 1)).astype(np.float32)
    base = mean_score(bag)
    found = patch_interval(bag, mean_score, base, NoProgress())
    below, above = log_odds(base) - log_odds(found.low), log_odds(found.high) - log_odds(base)
    assert below == pytest.approx(0.1, rel=0.3)
    assert above == pytest.approx(0.1, rel=0.3)


def test_that_the_mean_of_another_sampling_of_a_wide_population_lies_where_theory_says():
    # Of the population's mean 0, 95 % limits hold it in about 95 % of samplings; 80 samplings: more than 86 %.
    held = []
    for seed in range(80):
        bag = bag_of(60, seed)
        found = patch_interval(bag, mean_score, mean_score(bag), NoProgress())
        held.append(found.holds(0.5))
    assert np.mean(held) >= 0.86


def test_that_the_same_bag_gives_the_same_interval_and_patches_alike_give_none_to_speak_of():
    bag = bag_of(40)
    twice = [patch_interval(bag, mean_score, mean_score(bag), NoProgress()) for _ in range(2)]
    assert twice[0] == twice[1]
    alike = np.repeat(bag[:1], 40, axis=0)
    found = patch_interval(alike, mean_score, mean_score(alike), NoProgress())
    assert found.high - found.low < 1e-6


@pytest.mark.parametrize("base", [0.0, 1e-12, 0.1, 0.3, 0.7, 1 - 1e-12, 1.0])
def test_that_the_score_itself_lies_within_even_where_every_resample_lies_on_one_side(base):
    # log-odds of 0.1 and back are 0.10000000000000002, and a score of 1 has none at all
    bag = bag_of(20)
    for other in (0.0, base, 1.0):
        assert patch_interval(bag, lambda _, other=other: other, base, NoProgress()).holds(base)


def test_that_a_score_at_the_end_of_the_scale_spreads_to_one_side_only():
    bag = np.ones((20, 1), np.float32)
    bag[0] = -4.0

    def score(rows):
        return 1.0 if rows.mean() >= 0.7 else 0.9

    found = patch_interval(bag, score, 1.0, NoProgress())
    assert found.high == pytest.approx(1.0)
    assert found.low < 0.9


def test_that_the_finding_carries_it_and_says_what_it_does_not_tell(haim_bundle, cpu):
    n = 12
    features = np.random.default_rng(1).standard_normal((n, 2048)).astype(np.float32)
    grid = PatchGrid(np.array([[0, 512 * i] for i in range(n)]), 512, 512, 0.25)
    found = haim.predict_and_explain(features, PatchSelection(grid, np.arange(n), {}), haim_bundle, cpu, True)
    assert found.interval.holds(found.post_treatment_risk_prediction_score)
    assert found.interval.resamples == RESAMPLES
    assert found.interval.basis.text == (
        "Tells only which patches were taken, not how sure the fit is. The 12 patches were drawn anew 40 times, in "
        "their order. What another biopsy would give is not in it."
    )
