"""The numbers that go into manifests."""

from __future__ import annotations

import numpy as np
import pytest

from hccdesk.training.evaluation import auc, auc_performance, concordance_performance, platt, youden_threshold


def test_that_auc_counts_pairs_and_halves_ties() -> None:
    # Pairs (positive, negative): 3>1, 3>2, 2>1, 2=2 -> (3 + 0.5) / 4.
    assert auc([3, 2, 1, 2], [1, 1, 0, 0]) == pytest.approx(0.875)
    assert auc([0, 1], [1, 0]) == 0


def test_that_auc_needs_both_classes() -> None:
    with pytest.raises(ValueError, match="both classes"):
        auc([1, 2], [1, 1])


def test_that_the_interval_holds_the_value_narrows_with_patients_and_names_the_patient() -> None:
    rng = np.random.default_rng(0)
    widths = []
    for n in (40, 640):
        positive = rng.random(n) < 0.4
        found = auc_performance(rng.normal(positive, 1.0), positive, "AUC", "somebody")
        assert found.interval is not None
        assert found.interval[0] < found.value < found.interval[1]
        assert (found.n, found.unit_of_analysis) == (n, "patient")
        widths.append(found.interval[1] - found.interval[0])
    assert widths[1] < widths[0] / 2


def test_that_youdens_cut_lies_between_the_classes() -> None:
    assert youden_threshold([0.1, 0.2, 0.6, 0.9], [0, 0, 1, 1]) == pytest.approx(0.4)


def test_that_youdens_cut_gives_the_best_sum_of_sensitivity_and_specificity() -> None:
    # Cuts 0.15, 0.25, 0.35: sensitivity + specificity 1.5, 1, 1.5; the first best is kept.
    assert youden_threshold([0.1, 0.2, 0.3, 0.4], [0, 1, 0, 1]) == pytest.approx(0.15)


def test_that_concordance_is_that_of_the_survival_engine() -> None:
    found = concordance_performance(-np.arange(40.0), np.arange(40.0) + 1, np.ones(40), "somebody")
    assert found.value == 1
    assert found.metric == "C-index"


def test_that_platt_scaling_finds_the_line_that_made_the_outcomes() -> None:
    rng = np.random.default_rng(0)
    logit = rng.normal(0.2, 0.05, 20000)
    truth = rng.random(20000) < 1 / (1 + np.exp(-(30 * logit - 6)))
    slope, intercept = platt(logit, truth)
    assert slope == pytest.approx(30, rel=0.05)
    assert intercept == pytest.approx(-6, rel=0.05)


def test_that_platt_scaling_never_turns_a_score_round_and_stays_finite_on_perfect_separation() -> None:
    logit = np.linspace(-1, 1, 10)
    assert platt(logit, logit < 0)[0] > 0
    assert np.isfinite(platt(logit, logit > 0)).all()


def test_that_one_runaway_score_does_not_set_the_scale() -> None:
    rng = np.random.default_rng(1)
    logit = rng.normal(0.0, 0.01, 400)
    truth = rng.random(400) < 1 / (1 + np.exp(-150 * logit))
    alone = platt(logit, truth)[0]
    assert platt(np.append(logit, 40.0), np.append(truth, True))[0] == pytest.approx(alone, rel=0.05)
