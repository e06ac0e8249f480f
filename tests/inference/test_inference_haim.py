"""HAIM: too little tissue, polarity, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from hccdesk.domain.errors import ModelBundleError
from hccdesk.domain.manifest import ModelBundle
from hccdesk.domain.result import HaimFinding, NotComputed
from hccdesk.inference import haim
from hccdesk.inference.backbone import Backbone
from hccdesk.inference.device import Device
from hccdesk.training.specs import SLIDE_SPEC

DROPPED = {"background": 3, "out_of_focus": 1}


@pytest.mark.parametrize("n", [0, 1, 7])
@pytest.mark.control("RISK-24-b")
def test_that_too_little_tissue_is_said_with_the_count(n: int, haim_bundle: ModelBundle, cpu: Device) -> None:
    found = haim.predict(np.zeros((n, 2048), np.float32), DROPPED, haim_bundle, cpu, True)
    assert isinstance(found, NotComputed)
    assert found.reason.text == f"too little tissue: {n} patches"


@pytest.mark.parametrize("n", [8, 9, 31, 100])
@pytest.mark.control("RISK-48-c")
def test_that_any_larger_bag_gives_the_score_that_torch_computes(
    n: int, haim_bundle: ModelBundle, haim_network, cpu: Device
) -> None:
    features = np.random.default_rng(n).standard_normal((n, 2048)).astype(np.float32)
    found = haim.predict(features, DROPPED, haim_bundle, cpu, False)
    assert isinstance(found, HaimFinding)
    with torch.no_grad():
        expected = float(haim_network(torch.from_numpy(features)[None, None])[0, 1])
    assert found.post_treatment_risk_prediction_score == pytest.approx(expected, abs=1e-6)
    assert found.patches_kept == n
    assert found.patches_dropped == DROPPED
    assert not found.in_regimen


def test_that_more_patches_than_the_model_takes_are_not_computed(haim_bundle: ModelBundle, cpu: Device) -> None:
    found = haim.predict(np.zeros((4097, 2048), np.float32), {}, haim_bundle, cpu, True)
    assert isinstance(found, NotComputed)
    assert found.reason.text == "4097 patches are more than the model takes (4096)"


@pytest.mark.control("RISK-17-b")
def test_that_the_score_is_the_second_neuron_and_low_favours_response(haim_bundle, haim_network, cpu: Device) -> None:
    weight = haim_network.score.weight.detach().numpy()
    towards_risk = (weight[1] - weight[0])[None].repeat(8, axis=0) * 100
    high = haim.predict(towards_risk, {}, haim_bundle, cpu, True)
    low = haim.predict(-towards_risk, {}, haim_bundle, cpu, True)
    assert high.post_treatment_risk_prediction_score > 0.9
    assert not high.favours_response
    assert low.post_treatment_risk_prediction_score < 0.1
    assert low.favours_response


@pytest.mark.bad("BAD-069")
@pytest.mark.control("RISK-20-a")
def test_that_features_that_are_not_finite_are_refused(haim_bundle: ModelBundle, cpu: Device) -> None:
    with pytest.raises(ValueError, match="not finite"):
        haim.predict(np.full((8, 2048), np.nan, np.float32), {}, haim_bundle, cpu, True)


@pytest.mark.bad("BAD-071")
def test_that_a_ct_model_is_refused(ct_bundle: ModelBundle, cpu: Device) -> None:
    with pytest.raises(ModelBundleError, match="does not predict response from a slide"):
        haim.predict(np.zeros((9, 2048), np.float32), {}, ct_bundle, cpu, True)


def test_that_patch_features_do_not_depend_on_how_they_are_batched(backbone: Backbone) -> None:
    rgb = np.random.default_rng(1).integers(0, 256, (5, 512, 512, 3)).astype(np.uint8)
    together = backbone.patch_features(rgb, SLIDE_SPEC, batch=5)
    np.testing.assert_allclose(backbone.patch_features(rgb, SLIDE_SPEC, batch=2), together, atol=1e-6)
    assert together.shape == (5, 2048)
    assert backbone.patch_features(rgb[:0], SLIDE_SPEC).shape == (0, 2048)
