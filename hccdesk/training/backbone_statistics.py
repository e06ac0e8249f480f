"""BatchNorm's statistics at the sizes of inference, and how large features of CT and of tissue then are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from hccdesk.domain.progress import Progress
from hccdesk.training.backbone import ImageBank, batch, normalised
from hccdesk.training.backbone_settings import BackboneSettings, Stage
from hccdesk.training.networks import BackboneNetwork

NORMS = (nn.BatchNorm1d, nn.BatchNorm2d)


@dataclass(frozen=True, slots=True)
class FeatureScale:
    """Mean size of a feature over images of a kind, and how many images that was."""

    kind: str
    mean: float
    images: int


def measure_statistics(
    network: nn.Module, banks: Sequence[ImageBank], settings: BackboneSettings, progress: Progress
) -> None:
    """Replace every running mean and variance by the plain average over batches of `banks`, half and half.

    Only the statistics change. `banks` hold what the network will see, at least as large as the settings' crop.
    """
    norms = [module for module in network.modules() if isinstance(module, NORMS)]
    momenta = [norm.momentum for norm in norms]
    for norm in norms:
        norm.reset_running_stats()
        norm.momentum = None  # torch's word for the plain average
    network.train()
    _show(network, banks, settings, progress)
    for norm, momentum in zip(norms, momenta, strict=True):
        norm.momentum = momentum
    network.eval()


def feature_scale(backbone: BackboneNetwork, kind: str, images: NDArray[np.uint8]) -> FeatureScale:
    """How large the features of `images` (n, side, side, 3) are on average, in use (not training)."""
    return FeatureScale(kind, float(np.abs(vectors(backbone, images)).mean()), len(images))


def vectors(backbone: BackboneNetwork, images: NDArray[np.uint8], at_once: int = 8) -> NDArray[np.float32]:
    """Features (n, 2048) of images (n, side, side, 3) uint8."""
    backbone.eval()
    with torch.no_grad():
        parts = [
            backbone(normalised(images[start : start + at_once] / np.float32(255)))[0].numpy()
            for start in range(0, len(images), at_once)
        ]
    return np.concatenate(parts)


def _show(network: nn.Module, banks: Sequence[ImageBank], settings: BackboneSettings, progress: Progress) -> None:
    stage = Stage(1, settings.statistics_crop_px, settings.statistics_images_of_each)
    with torch.no_grad():
        for number in range(settings.statistics_batches):
            progress.step(number, settings.statistics_batches, "statistics at inference sizes")
            network(batch(banks, stage, np.random.default_rng([settings.seed, 77, number]))[0])
