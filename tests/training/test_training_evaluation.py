"""Platt's scaling: a score's logit turned into a calibrated one."""

from __future__ import annotations

import numpy as np
import pytest

from hccdesk.training.evaluation import platt


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
