"""A recalibrated bundle moves the patient's probability, after the network; what the network said is kept beside it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hccdesk.domain.manifest import BackboneReference, ModelBundle, Recalibration
from hccdesk.domain.slide import PatchGrid, PatchSelection
from hccdesk.inference import ct_response, haim

MOVED = Recalibration(-0.7, 1.4, "c", "0" * 64, 80, 30, BackboneReference("m", "0" * 64), "1", "0" * 64)


def recalibrated(bundle: ModelBundle) -> ModelBundle:
    return replace(bundle, manifest=replace(bundle.manifest, recalibration=MOVED))


def test_that_log_odds_become_intercept_plus_slope_times_log_odds():
    # By hand: the log-odds of 0.8 are log(4); -0.7 + 1.4 log(4) = 1.24081; 1 / (1 + exp(-1.24081)) = 0.775705.
    assert MOVED.probability(0.8) == pytest.approx(0.775705, abs=1e-6)


def test_that_the_ct_probability_moves_and_slices_features_and_saliency_stay(
    volume, roi, a_record, ct_bundle, backbone
):
    before = ct_response.predict(volume, roi, a_record(), ct_bundle, backbone, True)
    after = ct_response.predict(volume, roi, a_record(), recalibrated(ct_bundle), backbone, True)
    assert after.probability_of_objective_response == pytest.approx(
        MOVED.probability(before.probability_of_objective_response)
    )
    assert after.network_probability == before.probability_of_objective_response == before.network_probability
    assert before.probability_before_recalibration is None
    assert after.slice_probabilities == before.slice_probabilities
    assert after.image_features == before.image_features
    np.testing.assert_array_equal(after.saliency, before.saliency)


def test_that_the_slide_score_moves_and_its_explanation_starts_from_it(haim_bundle, cpu):
    n = 12
    features = np.random.default_rng(1).standard_normal((n, 2048)).astype(np.float32)
    grid = PatchGrid(np.array([[0, 512 * i] for i in range(n)]), 512, 512, 0.25)
    selection = PatchSelection(grid, np.arange(n), {})
    plain = haim.predict_and_explain(features, selection, haim_bundle, cpu, True)
    moved = haim.predict_and_explain(features, selection, recalibrated(haim_bundle), cpu, True)
    score = moved.post_treatment_risk_prediction_score
    assert score == pytest.approx(MOVED.probability(plain.post_treatment_risk_prediction_score))
    hidden = features.copy()
    hidden[0] = features.mean(axis=0, dtype=np.float64).astype(np.float32)
    without = haim.predict(hidden, {}, haim_bundle, cpu, True).post_treatment_risk_prediction_score
    assert moved.explanation.contribution[0] == pytest.approx(MOVED.probability(without) - score, abs=1e-6)
