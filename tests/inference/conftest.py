"""Small networks with the shapes of the real ones, and a phantom-free case to run them on."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from hccdesk.domain.clinical_record import ClinicalRecord, PortalVeinInvasion
from hccdesk.domain.ct import ContrastPhase, CtVolume
from hccdesk.domain.geometry import VolumeGeometry
from hccdesk.domain.manifest import BackboneReference, CohortKind, ModelBundle, ModelManifest, Threshold
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.domain.roi import CtRoi
from hccdesk.inference.backbone import Backbone
from hccdesk.inference.device import Device, choose
from hccdesk.training import manifests
from hccdesk.training.backbone_card import own_manifest
from hccdesk.training.ct_bundle import ct_head_onnx
from hccdesk.training.export import round_to_half, to_onnx
from hccdesk.training.networks import FEATURES, CtResponseHead
from hccdesk.training.specs import CT_SPEC, SLIDE_SPEC


class SmallBackbone(nn.Module):
    """Means of 32×32 cells, spread over 2,048 channels."""

    def __init__(self) -> None:
        super().__init__()
        self.pool = nn.AvgPool2d(32)
        self.spread = nn.Conv2d(3, FEATURES, 1)

    def forward(self, images: Tensor) -> tuple[Tensor, Tensor]:
        maps = torch.relu(self.spread(self.pool(images)))
        return maps.mean(dim=(2, 3)), maps


class SmallHaim(nn.Module):
    """A linear score of the mean patch."""

    def __init__(self) -> None:
        super().__init__()
        self.score = nn.Linear(FEATURES, 2)

    def forward(self, bag: Tensor) -> Tensor:
        return torch.softmax(self.score(bag.mean(dim=2)[:, 0]), dim=1)


def made_from_nobody(model_id: str) -> manifests.MadeFrom:
    return manifests.MadeFrom(model_id, CohortKind.PHANTOM, "nobody", "quick", validation=None)


def bundle_of(manifest: ModelManifest, content: Mapping[str, bytes]) -> ModelBundle:
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in content.items()}
    return ModelBundle(replace(manifest, files=hashes), dict(content))


@pytest.fixture(scope="session")
def cpu() -> Device:
    return choose(DeviceChoice.CPU)


@pytest.fixture(scope="session")
def backbone_bundle() -> ModelBundle:
    torch.manual_seed(0)
    network = SmallBackbone()
    free = {"images": {0: "n", 2: "h", 3: "w"}, "features": {0: "n"}, "feature_map": {0: "n", 2: "r", 3: "c"}}
    onnx = to_onnx(network, {"images": torch.zeros(2, 3, 64, 64)}, ("features", "feature_map"), free)
    return bundle_of(own_manifest(), {"resnet50.onnx": onnx})


@pytest.fixture(scope="session")
def backbone(backbone_bundle: ModelBundle, cpu: Device) -> Backbone:
    return Backbone(backbone_bundle, cpu)


@pytest.fixture(scope="session")
def ct_head() -> CtResponseHead:
    torch.manual_seed(1)
    return CtResponseHead(5)


@pytest.fixture(scope="session")
def ct_bundle(backbone: Backbone, ct_head: CtResponseHead) -> ModelBundle:
    manifest = manifests.ct_manifest(
        made=made_from_nobody("ct-response-demo"),
        weights="ct_response.onnx",
        backbone=BackboneReference(backbone.model_id, backbone.sha256),
        spec=CT_SPEC,
        threshold=Threshold(0.45, "a test"),
        performance=(),
        observed={},
        known_limits=(),
    )
    return bundle_of(manifest, {"ct_response.onnx": ct_head_onnx(ct_head)})


@pytest.fixture(scope="session")
def haim_network() -> SmallHaim:
    torch.manual_seed(2)
    network = SmallHaim().eval()
    round_to_half(network)
    return network


@pytest.fixture(scope="session")
def haim_bundle(backbone: Backbone, haim_network: SmallHaim) -> ModelBundle:
    onnx = to_onnx(haim_network, {"bag": torch.zeros(1, 1, 16, FEATURES)}, ("probability",), {"bag": {2: "n"}})
    manifest = manifests.haim_manifest(
        made=made_from_nobody("haim-demo"),
        weights="haim.onnx",
        backbone=BackboneReference(backbone.model_id, backbone.sha256),
        spec=SLIDE_SPEC,
        threshold=Threshold(0.5, "a test"),
        performance=(),
        bag_patches=(8, 64),
        known_limits=(),
    )
    return bundle_of(manifest, {"haim.onnx": onnx})


@pytest.fixture(scope="session")
def volume() -> CtVolume:
    axes = ((0.0, 0.0, 1.0), (0.0, 1.0, 0.0), (1.0, 0.0, 0.0))
    geometry = VolumeGeometry((12, 80, 100), (5.0, 1.0, 0.8), (0.0, 0.0, 0.0), axes)
    hu = np.random.default_rng(3).normal(60, 30, geometry.shape).astype(np.int16)
    return CtVolume("1.2.3", ContrastPhase.PORTAL_VENOUS, hu, geometry)


@pytest.fixture(scope="session")
def roi(volume: CtVolume) -> CtRoi:
    mask = np.zeros(volume.geometry.shape, bool)
    for index in (1, *range(4, 13 - 1)):
        mask[index, 30:50, 40:65] = True
    return CtRoi(mask, "tumour")


@pytest.fixture
def a_record() -> Callable[..., ClinicalRecord]:
    def make(**changes: Any) -> ClinicalRecord:
        known = ClinicalRecord(
            afp_ng_per_ml=500.0,
            vp=PortalVeinInvasion.NONE,
            largest_tumour_diameter_mm=80.0,
            encapsulated=True,
            diffuse=False,
        )
        return replace(known, **changes)

    return make
