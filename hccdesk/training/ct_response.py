"""Training of the CT response head on cached backbone features; patients, never slices, are split."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from hccdesk.domain.progress import NoProgress, Progress
from hccdesk.training.evaluation import auc, youden_threshold
from hccdesk.training.features import Cohort
from hccdesk.training.loop import train
from hccdesk.training.networks import FEATURES, IMAGE_FEATURES, CtResponseHead


@dataclass(frozen=True, slots=True)
class CtHeadSettings:
    """How the head is trained: Adam, binary cross-entropy, `steps` batches of `batch` slices."""

    steps: int
    learning_rate: float
    batch: int = 64
    dropout: float = 0.3
    weight_decay: float = 0.0
    decorrelation: float = 0.0
    hidden: tuple[int, int] = (256, 64)
    image_features: int = IMAGE_FEATURES
    folds: int = 4
    seed: int = 11


PAPER = CtHeadSettings(steps=100 * 2991 // 64, learning_rate=1e-5)
"""Yin et al. 2024: learning rate 1e-5, 100 epochs of 2,991 slices (the batch is not stated)."""
QUICK = CtHeadSettings(steps=300, learning_rate=5e-4, dropout=0.5, weight_decay=1.0, decorrelation=0.05)
"""Learns within a minute from phantom features; the paper's rate would need its ImageNet backbone and its time."""


@dataclass(frozen=True, slots=True)
class TrainedCtHead:
    """The head trained on all patients, and what cross-validation by patient said of it."""

    network: CtResponseHead
    threshold: float
    cross_validated_auc: float


def train_ct_head(cohort: Cohort, settings: CtHeadSettings, progress: Progress) -> TrainedCtHead:
    """Cross-validate by patient for the threshold (Youden on held-out folds), then train on everybody."""
    held_out = cross_validated(cohort, settings, progress)
    network = fit_head(cohort, settings, progress)
    return TrainedCtHead(network, youden_threshold(held_out, cohort.responded), auc(held_out, cohort.responded))


def cross_validated(cohort: Cohort, settings: CtHeadSettings, progress: Progress) -> NDArray[np.float64]:
    """Each patient's probability (patient,) from a head that never saw that patient."""
    fold = np.random.default_rng(settings.seed).permutation(len(cohort)) % settings.folds
    held_out = np.empty(len(cohort))
    for number in range(settings.folds):
        network = fit_head(cohort.part(np.flatnonzero(fold != number)), settings, progress)
        held_out[fold == number] = patient_probability(network, cohort.part(np.flatnonzero(fold == number)))
    return held_out


def fit_head(cohort: Cohort, settings: CtHeadSettings, progress: Progress | None = None) -> CtResponseHead:
    """A head trained on `cohort`; the features' standardisation is folded into its first layer."""
    torch.manual_seed(settings.seed)
    rng = np.random.default_rng(settings.seed)
    flat = cohort.features.reshape(-1, FEATURES)
    centre, deviation = flat.mean(axis=0), flat.std(axis=0) + 1e-3
    features = torch.from_numpy((cohort.features - centre) / deviation)
    clinical = torch.from_numpy(cohort.clinical)
    truth = torch.from_numpy(cohort.responded.astype(np.int64))
    network = CtResponseHead(cohort.clinical.shape[1], settings.hidden, settings.image_features, settings.dropout)
    _start_from_clinical_logistic(network, cohort)

    def loss_of_step(_: int) -> Tensor:
        patient = rng.integers(0, len(cohort), settings.batch)
        slices = rng.integers(0, features.shape[1], settings.batch)
        logits, image_features = network.logits(features[patient, slices], clinical[patient])
        # Cross-entropy of a two-neuron softmax is the binary cross-entropy of its second neuron.
        loss = nn.functional.cross_entropy(logits, truth[patient])
        return loss + settings.decorrelation * _correlation(image_features)

    train(
        network,
        loss_of_step,
        settings.steps,
        settings.learning_rate,
        progress or NoProgress(),
        label="CT head",
        weight_decay=settings.weight_decay,
    )
    _fold_standardisation(network, centre, deviation)
    return network


def patient_probability(network: CtResponseHead, cohort: Cohort) -> NDArray[np.float64]:
    """P(objective response) per patient: the mean over slices."""
    with torch.no_grad():
        slices = cohort.features.shape[1]
        pooled = torch.from_numpy(cohort.features.reshape(-1, FEATURES))
        clinical = torch.from_numpy(cohort.clinical.repeat(slices, axis=0))
        logits, _ = network.logits(pooled, clinical)
        probability = torch.softmax(logits, dim=1)[:, 1].reshape(-1, slices)
    return np.asarray(probability.double().mean(dim=1).numpy())


def _start_from_clinical_logistic(network: CtResponseHead, cohort: Cohort) -> None:
    # Small steps do not carry a random first weight of a clinical feature to its own sign; so each begins where a
    # logistic regression on the clinical features alone (ridge 1) ends.
    table = np.column_stack([np.ones(len(cohort)), cohort.clinical])
    weights, ridge = np.zeros(table.shape[1]), np.eye(table.shape[1])
    for _ in range(25):
        chance = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ (cohort.responded - chance) - ridge @ weights
        weights += np.linalg.solve((table * (chance * (1 - chance))[:, None]).T @ table + ridge, slope)
    half = torch.from_numpy(weights / 2).float()
    with torch.no_grad():
        network.classifier.bias.copy_(torch.stack([-half[0], half[0]]))
        network.classifier.weight[:, -cohort.clinical.shape[1] :] = torch.stack([-half[1:], half[1:]])


def _correlation(image_features: Tensor) -> Tensor:
    # Six copies of one number would tell the Cox model nothing and make it unstable.
    centred = image_features - image_features.mean(dim=0)
    normal = centred / (centred.norm(dim=0) + 1e-6)
    excess: Tensor = normal.T @ normal - torch.eye(normal.shape[1])
    return excess.square().mean()


def _fold_standardisation(network: CtResponseHead, centre: NDArray[np.float32], deviation: NDArray[np.float32]) -> None:
    with torch.no_grad():
        weight = network.first.weight / torch.from_numpy(deviation)
        network.first.bias.sub_(weight @ torch.from_numpy(centre))
        network.first.weight.copy_(weight)
