"""The bundle of the shared backbone."""

from __future__ import annotations

import numpy as np
import torch

from hccdesk.training import manifests
from hccdesk.training.backbone import new_classifier, texture_bank, train_on_banks
from hccdesk.training.export import round_to_half, to_onnx
from hccdesk.training.networks import BackboneNetwork
from hccdesk.training.phantom_banks import PHANTOM_CLASSES, ct_bank, tissue_bank
from hccdesk.training.workplace import BACKBONE, Workplace, write_network


def make_backbone(place: Workplace) -> None:
    """Pretrain the backbone and write its bundle."""
    settings, group = place.plan.backbone, place.plan.backbone_group
    classifier = new_classifier(settings, PHANTOM_CLASSES)
    textures = texture_bank(settings, place.progress)
    patients = group.draw()
    banks = [textures, ct_bank(patients, place.progress), tissue_bank(patients, place.progress)]
    train_on_banks(classifier, banks, settings, place.progress)
    write_backbone(BackboneNetwork(classifier), place)


def write_backbone(network: BackboneNetwork, place: Workplace) -> None:
    """Export a trained backbone and write its bundle."""
    settings = place.plan.backbone
    onnx = backbone_onnx(network)
    rng = np.random.default_rng(5)
    images = rng.standard_normal((2, 3, 64, 96)).astype(np.float32)
    how = (
        f"{settings.steps} steps on {settings.texture_images} images of formula-made textures, mixed with CT crops and "
        f"biopsy patches of {place.plan.backbone_group.patients} phantom patients "
        f"(seed {place.plan.backbone_group.seed}).",
        "Task: the texture's family; for phantoms the fifth of the hidden axis the patient belongs to.",
        "The heads use it frozen, as both papers do.",
    )
    manifest = manifests.backbone_manifest("resnet50.onnx")
    write_network(place, BACKBONE, manifest, onnx, inputs={"images": images}, told=(how, ()))


def backbone_onnx(network: BackboneNetwork) -> bytes:
    """The backbone as ONNX; number and size of images are free."""
    round_to_half(network)
    grid = {0: "n", 2: "rows", 3: "columns"}
    return to_onnx(
        network,
        {"images": torch.zeros(2, 3, 64, 64)},
        ("features", "feature_map"),
        {"images": {0: "n", 2: "height", 3: "width"}, "features": {0: "n"}, "feature_map": grid},
    )
