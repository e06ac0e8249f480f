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
from hccdesk.training.backbone_settings import MEAN, STD, BackboneSettings, Stage
from hccdesk.training.checkpoint import Checkpoints
from hccdesk.training.device import CPU, Processor
from hccdesk.training.families import FAMILIES
from hccdesk.training.loop import LoopSettings, TrainingRun, train
from hccdesk.training.networks import new_resnet50
from hccdesk.training.textures import draw_texture


@dataclass(frozen=True, slots=True)
class ImageBank:
    """Images (n, side, side, 3) uint8 with one class each."""

    images: NDArray[np.uint8]
    classes: NDArray[np.int64]

    @property
    def side_px(self) -> int:
        """Of every image."""
        return int(self.images.shape[1])


def formula_bank(settings: BackboneSettings, progress: Progress) -> ImageBank:
    """Images by formula, every family equally often."""
    rng = np.random.default_rng(settings.seed)
    n, side = settings.formula_images, settings.formula_side_px
    images = np.empty((n, side, side, 3), np.uint8)
    classes = np.arange(n) % len(FAMILIES)
    for i in range(n):
        images[i] = draw_texture(FAMILIES[classes[i]][1], rng, side)
        progress.step(i + 1, n, "images by formula")
    return ImageBank(images, classes)


def train_on_banks(
    network: nn.Module,
    banks: Sequence[ImageBank],
    settings: BackboneSettings,
    progress: Progress,
    *,
    processor: Processor = CPU,
    checkpoints: Checkpoints | None = None,
) -> TrainingRun:
    """Train the classifier on `banks`, each giving an equal share of every batch.

    One batch holds all kinds of image, so that BatchNorm normalises what it was trained to normalise.
    """
    to_channels_last(network)
    network.to(processor.device)

    def loss_of_step(step: int, rng: np.random.Generator) -> Tensor:
        images, classes = batch(banks, settings.stage_of(step), rng)
        with processor.autocast():
            logits = network(images.to(processor.device))
        return nn.functional.cross_entropy(logits.float(), classes.to(processor.device))

    loop = LoopSettings(settings.steps, settings.learning_rate, settings.seed, settings.l2, decoupled_l2=True)
    run = train(network, loss_of_step, loop, progress, label="backbone", checkpoints=checkpoints)
    network.to("cpu")
    return run


def batch(banks: Sequence[ImageBank], stage: Stage, rng: np.random.Generator) -> tuple[Tensor, Tensor]:
    """Images (n, 3, crop, crop) and classes (n,), as many from every bank whose images are large enough."""
    parts = [_drawn(bank, stage, rng) for bank in banks if bank.side_px >= stage.crop_px]
    return torch.cat([images for images, _ in parts]), torch.cat([classes for _, classes in parts])


def to_channels_last(network: nn.Module) -> None:
    """Lay the convolution weights out as the CPU likes them; nothing else changes."""
    for parameter in network.parameters():
        if parameter.dim() == 4:
            parameter.data = parameter.data.contiguous(memory_format=torch.channels_last)


def new_classifier(settings: BackboneSettings, phantom_classes: int) -> nn.Module:
    """A fresh ResNet50 with a class for every formula and every phantom class."""
    torch.manual_seed(settings.seed)
    return new_resnet50(len(FAMILIES) + phantom_classes)


def _drawn(bank: ImageBank, stage: Stage, rng: np.random.Generator) -> tuple[Tensor, Tensor]:
    chosen = rng.integers(0, len(bank.classes), stage.images_of_each)
    return _augmented(bank.images[chosen], stage.crop_px, rng), torch.from_numpy(bank.classes[chosen])


def _augmented(images: NDArray[np.uint8], crop_px: int, rng: np.random.Generator) -> Tensor:
    row, column = rng.integers(0, images.shape[1] - crop_px + 1, 2)
    crop = images[:, row : row + crop_px, column : column + crop_px].astype(np.float32) / 255
    crop = np.rot90(crop, int(rng.integers(4)), axes=(1, 2))
    if rng.random() < 0.5:
        crop = crop[:, :, ::-1]
    # Shades wander within and between stains and scanners: shift and scale each image a little.
    crop = crop * rng.uniform(0.9, 1.1, (len(crop), 1, 1, 1)) + rng.uniform(-0.05, 0.05, (len(crop), 1, 1, 3))
    return normalised(crop)


def normalised(images: NDArray[np.floating]) -> Tensor:
    """Images (n, side, side, 3) of 0..1 as the network takes them, (n, 3, side, side) float32."""
    normal = (images - np.array(MEAN)) / np.array(STD)
    return torch.from_numpy(np.ascontiguousarray(normal.transpose(0, 3, 1, 2), dtype=np.float32))
