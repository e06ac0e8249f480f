"""The plain model beside HAIM, against scikit-learn's."""

from __future__ import annotations

import numpy as np
from sklearn.linear_model import LogisticRegression

from hccdesk.training.mean_pool import RIDGES, fit_mean_pool, fit_ridge


def a_table(patients: int, seed: int, signal: float) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    features = rng.normal(size=(patients, 120)) * rng.uniform(0.1, 3, 120) + 5
    positive = rng.random(patients) < 1 / (1 + np.exp(-signal * (features[:, 0] - 5)))
    return features, positive


def test_that_the_ridge_regression_is_scikit_learns() -> None:
    features, positive = a_table(80, 0, 1.0)
    ours = fit_ridge(features, positive, 10.0)
    standard = (features - features.mean(axis=0)) / features.std(axis=0)
    # scikit-learn 1.9.1: LogisticRegression(C=1/ridge), the intercept not penalised.
    theirs = LogisticRegression(C=0.1, tol=1e-10, max_iter=10_000).fit(standard, positive)
    np.testing.assert_allclose(ours.probability(features), theirs.predict_proba(standard)[:, 1], atol=1e-6)


def test_that_a_constant_feature_says_nothing() -> None:
    features, positive = a_table(40, 1, 1.0)
    features[:, 3] = 7.0
    assert fit_ridge(features, positive, 1.0).weights[3] == 0


def test_that_noise_gets_the_strongest_ridge_and_a_signal_a_weaker_one() -> None:
    fold = np.arange(200) % 5
    noise, signal = (fit_mean_pool(*a_table(200, 2, s), fold).ridge for s in (0.0, 4.0))
    assert noise == max(RIDGES) or noise > 10 * signal
    assert signal < max(RIDGES)
