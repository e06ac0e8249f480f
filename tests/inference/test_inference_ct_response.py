"""The CT head: what it computes, what it withholds, and what it refuses."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from hccdesk.domain.clinical_features import encode
from hccdesk.domain.ct import CtVolume
from hccdesk.domain.errors import Cancelled, ModelBundleError
from hccdesk.domain.manifest import BackboneReference, ModelBundle
from hccdesk.domain.result import CtResponseFinding, NotComputed
from hccdesk.domain.roi import CtRoi
from hccdesk.inference import ct_response
from hccdesk.inference.backbone import Backbone
from hccdesk.inference.outputs import finite, probabilities
from hccdesk.inference.preprocess import ct_input
from hccdesk.training.ct_bundle import ct_head_onnx
from hccdesk.training.networks import CtResponseHead
from hccdesk.training.specs import CT_SPEC


class Steps:
    def __init__(self, stop_at: int | None = None) -> None:
        self.seen: list[tuple[int, int]] = []
        self.stop_at = stop_at

    def step(self, done: int, total: int, label: str) -> None:
        self.seen.append((done, total))
        if self.stop_at is not None and done >= self.stop_at:
            raise Cancelled


@pytest.mark.control("RISK-48-c")
def test_that_the_finding_is_the_mean_over_slices_of_what_torch_computes(
    volume: CtVolume, roi: CtRoi, a_record, ct_bundle: ModelBundle, backbone: Backbone, ct_head: CtResponseHead
) -> None:
    record = a_record()
    found = ct_response.predict(volume, roi, record, ct_bundle, backbone, True)
    assert isinstance(found, CtResponseFinding)
    maps = torch.from_numpy(backbone.features(ct_input(volume, roi, CT_SPEC).images)[1])
    clinical = torch.tensor([encode(record, CT_SPEC.clinical_features)] * len(maps))
    probability, image_features, saliency = ct_head.eval()(maps, clinical)
    assert found.slice_indices == roi.slice_indices
    assert found.slice_probabilities == pytest.approx(probability[:, 1].tolist(), abs=1e-6)
    assert found.probability_of_objective_response == pytest.approx(float(probability[:, 1].mean()), abs=1e-6)
    assert found.image_features == pytest.approx(image_features.mean(dim=0).tolist(), abs=1e-5)
    np.testing.assert_allclose(found.saliency, saliency.detach().numpy(), atol=1e-6)
    assert found.saliency.shape == (len(roi.slice_indices), 7, 7)
    assert len(found.crop_boxes) == len(roi.slice_indices)
    assert found.threshold == 0.45
    assert found.in_regimen


@pytest.mark.bad("BAD-071")
@pytest.mark.control("RISK-17-b")
def test_that_a_higher_second_neuron_favours_response(
    volume: CtVolume, roi: CtRoi, a_record, ct_bundle: ModelBundle, backbone: Backbone
) -> None:
    head = CtResponseHead(5)
    answers = {}
    for bias in (-3.0, 3.0):
        with torch.no_grad():
            head.classifier.bias.copy_(torch.tensor([0.0, bias]))
        answers[bias] = ct_response.predict(
            volume, roi, a_record(), with_weights(ct_bundle, ct_head_onnx(head)), backbone, True
        )
    assert answers[3.0].probability_of_objective_response > 0.9
    assert answers[3.0].favours_response
    assert answers[-3.0].probability_of_objective_response < 0.1
    assert not answers[-3.0].favours_response


@pytest.mark.control("RISK-21-b")
def test_that_unknown_clinical_fields_are_named_and_not_filled_in(
    volume: CtVolume, roi: CtRoi, a_record, ct_bundle: ModelBundle, backbone: Backbone
) -> None:
    record = a_record(encapsulated=None, afp_ng_per_ml=None)
    found = ct_response.predict(volume, roi, record, ct_bundle, backbone, True)
    assert isinstance(found, NotComputed)
    assert found.reason.text == "not known in the clinical row: afp_ng_per_ml, encapsulated"


def test_that_an_empty_region_is_said(volume: CtVolume, a_record, ct_bundle: ModelBundle, backbone: Backbone) -> None:
    empty = CtRoi(np.zeros(volume.hu.shape, bool), "tumour")
    found = ct_response.predict(volume, empty, a_record(), ct_bundle, backbone, True)
    assert isinstance(found, NotComputed)
    assert "empty" in found.reason.text


@pytest.mark.bad("BAD-071")
def test_that_a_head_of_another_backbone_is_refused(
    volume: CtVolume, roi: CtRoi, a_record, ct_bundle: ModelBundle, backbone: Backbone
) -> None:
    other = replace(ct_bundle.manifest, backbone=BackboneReference(backbone.model_id, "0" * 64))
    with pytest.raises(ModelBundleError, match="another backbone"):
        ct_response.predict(volume, roi, a_record(), replace(ct_bundle, manifest=other), backbone, True)


@pytest.mark.bad("BAD-071")
def test_that_a_slide_model_is_refused(
    volume: CtVolume, roi: CtRoi, a_record, haim_bundle: ModelBundle, backbone: Backbone
) -> None:
    with pytest.raises(ModelBundleError, match="does not predict response from CT"):
        ct_response.predict(volume, roi, a_record(), haim_bundle, backbone, True)


def test_that_it_tells_how_far_it_is_and_stops_when_asked(
    volume: CtVolume, roi: CtRoi, a_record, ct_bundle: ModelBundle, backbone: Backbone
) -> None:
    steps = Steps()
    ct_response.predict(volume, roi, a_record(), ct_bundle, backbone, True, steps)
    assert steps.seen == [(0, 9), (2, 9), (4, 9), (6, 9), (8, 9), (9, 9)]
    with pytest.raises(Cancelled):
        ct_response.predict(volume, roi, a_record(), ct_bundle, backbone, True, Steps(stop_at=8))


@pytest.mark.parametrize(
    "value",
    [
        np.array([[np.nan, 1.0]], np.float32),
        np.array([[np.inf, 0.0]], np.float32),
        np.array([[0.7, 0.7]], np.float32),
        np.array([[-0.5, 1.5]], np.float32),
        np.array([0.5, 0.5], np.float32),
        np.array([[0.2, 0.3, 0.5]], np.float32),
        np.array([[0, 1]]),
    ],
    ids=["nan", "inf", "sum", "negative", "shape", "three classes", "integers"],
)
@pytest.mark.bad("BAD-069")
@pytest.mark.control("RISK-20-a")
def test_that_an_answer_that_is_no_probability_is_refused(value: NDArray[Any]) -> None:
    # BAD-069
    with pytest.raises(ModelBundleError, match="cannot be used"):
        probabilities({"probability": value}, "probability", 1)


@pytest.mark.bad("BAD-069")
def test_that_a_missing_output_is_refused() -> None:
    with pytest.raises(ModelBundleError, match="no output 'saliency'"):
        finite({}, "saliency", (1, 7, 7))


def with_weights(bundle: ModelBundle, onnx: bytes) -> ModelBundle:
    return replace(bundle, content={bundle.manifest.weights: onnx})
