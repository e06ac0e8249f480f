"""Pretraining of the shared backbone on images made from formulas and on phantom CT crops and tissue.

The papers start from ImageNet weights, whose licence does not let us ship them; a site may put such weights in
(the names and shapes are torchvision's). Ours are a stand-in that has seen no photograph.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from hccdesk.domain.progress import Progress
from hccdesk.training.loop import train
from hccdesk.training.networks import new_resnet50
from hccdesk.training.textures import FAMILIES, draw_texture

MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
"""The normalisation every published ResNet50 expects, so that weights can be exchanged without other changes."""


@dataclass(frozen=True, slots=True)
class BackboneSettings:
    """How the backbone is pretrained; every step sees `images_of_each` textures, CT crops and tissue crops."""

    seed: int = 1
    texture_images: int = 6_000
    texture_side_px: int = 96
    crop_px: int = 64
    images_of_each: int = 6
    steps: int = 800
    learning_rate: float = 1e-3
    reduced_precision: bool = True


@dataclass(frozen=True, slots=True)
class ImageBank:
    """Images (n, side, side, 3) uint8 with one class each."""

    images: NDArray[np.uint8]
    classes: NDArray[np.int64]


def texture_bank(settings: BackboneSettings, progress: Progress) -> ImageBank:
    """Textures, every family equally often."""
    rng = np.random.default_rng(settings.seed)
    n, side = settings.texture_images, settings.texture_side_px
    images = np.empty((n, side, side, 3), np.uint8)
    classes = np.arange(n) % len(FAMILIES)
    for i in range(n):
        images[i] = draw_texture(int(classes[i]), rng, side)
        progress.step(i + 1, n, "textures")
    return ImageBank(images, classes)


def train_on_banks(
    network: nn.Module, banks: Sequence[ImageBank], settings: BackboneSettings, progress: Progress
) -> float:
    """Train the classifier on `banks`, each giving an equal share of every batch; returns the last loss.

    One batch holds all kinds of image, so that BatchNorm's running statistics are those it was trained with.
    """
    rng = np.random.default_rng(settings.seed)
    to_channels_last(network)

    def loss_of_step(_: int) -> Tensor:
        images, classes = zip(*(_drawn(bank, settings, rng) for bank in banks), strict=True)
        with torch.autocast("cpu", torch.bfloat16, enabled=settings.reduced_precision):
            logits = network(torch.cat(images))
        return nn.functional.cross_entropy(logits.float(), torch.cat(classes))

    return train(
        network, loss_of_step, settings.steps, settings.learning_rate, progress, label="backbone", weight_decay=1e-2
    )


def _drawn(bank: ImageBank, settings: BackboneSettings, rng: np.random.Generator) -> tuple[Tensor, Tensor]:
    chosen = rng.integers(0, len(bank.classes), settings.images_of_each)
    return _batch(bank.images[chosen], settings.crop_px, rng), torch.from_numpy(bank.classes[chosen])


def to_channels_last(network: nn.Module) -> None:
    """Lay the convolution weights out as the CPU likes them; nothing else changes."""
    for parameter in network.parameters():
        if parameter.dim() == 4:
            parameter.data = parameter.data.contiguous(memory_format=torch.channels_last)


def _batch(images: NDArray[np.uint8], crop_px: int, rng: np.random.Generator) -> Tensor:
    side = images.shape[1]
    row, column = rng.integers(0, side - crop_px + 1, 2)
    crop = images[:, row : row + crop_px, column : column + crop_px].astype(np.float32) / 255
    crop = np.rot90(crop, int(rng.integers(4)), axes=(1, 2))
    if rng.random() < 0.5:
        crop = crop[:, :, ::-1]
    # Shades wander within and between stains and scanners: shift and scale each image a little.
    crop = crop * rng.uniform(0.9, 1.1, (len(crop), 1, 1, 1)) + rng.uniform(-0.05, 0.05, (len(crop), 1, 1, 3))
    normal = (crop - np.array(MEAN)) / np.array(STD)
    return torch.from_numpy(np.ascontiguousarray(normal.transpose(0, 3, 1, 2), dtype=np.float32))


def new_classifier(settings: BackboneSettings, phantom_classes: int) -> nn.Module:
    """A fresh ResNet50 with a class for every texture family and every phantom class."""
    torch.manual_seed(settings.seed)
    return new_resnet50(len(FAMILIES) + phantom_classes)
