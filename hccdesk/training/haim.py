"""Training of HAIM: EfficientNet-B5 on bags of patch features, split by patient, best network kept."""

from __future__ import annotations

import copy
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from hccdesk.domain.progress import Progress
from hccdesk.inference.haim import RISK
from hccdesk.training.evaluation import auc, platt, youden_threshold
from hccdesk.training.features import Cohort
from hccdesk.training.loop import train
from hccdesk.training.networks import FEATURES, HaimNetwork


@dataclass(frozen=True, slots=True)
class HaimSettings:
    """How the network is trained: each step draws one of `rows` as the size of its `bags_at_once` bags."""

    steps: int
    learning_rate: float
    bags_at_once: int = 4
    rows: tuple[int, ...] = (16,)
    weight_decay: float = 1e-2
    validate_every: int = 20
    validation_share: float = 0.25
    reduced_precision: bool = True
    seed: int = 12


PAPER = HaimSettings(steps=3000 * 147, learning_rate=0.01)
"""HAIM: Adam, learning rate 0.01, 3,000 epochs of 147 patients, best network saved."""
QUICK = HaimSettings(steps=220, learning_rate=3e-4, rows=(8, 16, 32, 64))
"""At 0.01 the network stayed at chance on bags that a linear score separates; at 3e-4 it learns, slowly."""


STATISTICS_BATCHES = 12


@dataclass(frozen=True, slots=True)
class TrainedHaim:
    """The best network by AUC on the validation patients, its threshold from them, and that AUC."""

    network: HaimNetwork
    threshold: float
    validation_auc: float
    validation_patients: int


def train_haim(cohort: Cohort, settings: HaimSettings, progress: Progress) -> TrainedHaim:
    """Train on most patients, keep the network that tells the others apart best."""
    torch.manual_seed(settings.seed)
    rng = np.random.default_rng(settings.seed)
    order = rng.permutation(len(cohort))
    split = round(len(cohort) * settings.validation_share)
    learners, watchers = cohort.part(order[split:]), cohort.part(order[:split])
    network = HaimNetwork(*_standardisation(learners))
    _forget_variances(network)
    best, average = _Best(watchers), _Average(network)
    train(
        network,
        lambda step: _loss(network, learners, settings, rng, _Watch(best, average, step)),
        settings.steps,
        settings.learning_rate,
        progress,
        label="HAIM",
        weight_decay=settings.weight_decay,
    )
    averaged = average.after(network, settings.steps)
    _measure_statistics(averaged, learners, settings)
    best.look(averaged)
    network.load_state_dict(best.state)
    _calibrate(network, watchers)
    scores = risk_scores(network, watchers)
    # A patient at or above the threshold is predicted SD/PD.
    return TrainedHaim(network, youden_threshold(scores, ~watchers.responded), best.auc, split)


def risk_scores(network: HaimNetwork, cohort: Cohort) -> NDArray[np.float64]:
    """The post-treatment risk prediction score of every patient (patient,), all patches at once."""
    network.eval()
    with torch.no_grad():
        bags = torch.from_numpy(cohort.features)[:, None]
        scores = torch.cat([network(bag[None])[:, 1] for bag in bags])
    return np.asarray(scores.double().numpy())


class _Best:
    """The best network so far by its AUC on patients it was not trained on."""

    def __init__(self, watchers: Cohort) -> None:
        self._watchers = watchers
        self.auc = -1.0
        self.state: dict[str, Tensor] = {}

    def look(self, network: HaimNetwork) -> None:
        now = auc(risk_scores(network, self._watchers), ~self._watchers.responded)
        if now > self.auc:
            self.auc, self.state = now, copy.deepcopy(network.state_dict())


class _Average:
    """The network with its weights and statistics averaged over the last steps: what is watched, kept and shipped.

    A step sees a handful of bags; the network it leaves behind swings from step to step, its average does not.
    """

    def __init__(self, network: HaimNetwork, decay: float = 0.97) -> None:
        self._network, self._decay = copy.deepcopy(network), decay

    def after(self, network: HaimNetwork, step: int) -> HaimNetwork:
        """Take in the network as it is after `step` steps; the first ones are soon forgotten."""
        decay = min(self._decay, (1 + step) / (10 + step))
        with torch.no_grad():
            now = network.state_dict()
            for name, value in self._network.state_dict().items():
                if value.is_floating_point():
                    value.lerp_(now[name], 1 - decay)
        return self._network


@dataclass(frozen=True, slots=True)
class _Watch:
    best: _Best
    average: _Average
    step: int


def _loss(
    network: HaimNetwork, cohort: Cohort, settings: HaimSettings, rng: np.random.Generator, watch: _Watch
) -> Tensor:
    averaged = watch.average.after(network, watch.step)
    if watch.step and watch.step % settings.validate_every == 0:
        _measure_statistics(averaged, cohort, settings)
        watch.best.look(averaged)
    bags, truth = _batch(cohort, settings, rng)
    with torch.autocast("cpu", torch.bfloat16, enabled=settings.reduced_precision):
        logits = network.logits(bags)
    return nn.functional.cross_entropy(logits.float(), truth)


def _batch(cohort: Cohort, settings: HaimSettings, rng: np.random.Generator) -> tuple[Tensor, Tensor]:
    """Bags (b, 1, rows, 2048) of as many responders as others, rows drawn from each patient's patches in order."""
    rows, available = int(rng.choice(settings.rows)), cohort.features.shape[1]
    half = settings.bags_at_once // 2
    chosen = np.concatenate([rng.choice(np.flatnonzero(cohort.responded == r), half) for r in (True, False)])
    patches = [np.sort(rng.choice(available, rows, replace=rows > available)) for _ in chosen]
    bags = np.stack([cohort.features[patient, p] for patient, p in zip(chosen, patches, strict=True)])
    return torch.from_numpy(bags[:, None]), torch.from_numpy((~cohort.responded[chosen]).astype(np.int64))


def _calibrate(network: HaimNetwork, watchers: Cohort) -> None:
    """Stretch the two neurons' answer so that a score of 0.7 means about 70 % risk in the validation patients."""
    scores = np.clip(risk_scores(network, watchers), 1e-6, 1 - 1e-6)
    slope, intercept = platt(np.log(scores / (1 - scores)), ~watchers.responded)
    with torch.no_grad():
        network.last_layer.weight.mul_(slope)
        network.last_layer.bias.mul_(slope)
        network.last_layer.bias[RISK] += intercept


def _measure_statistics(network: HaimNetwork, cohort: Cohort, settings: HaimSettings) -> None:
    """BatchNorm's means and variances of these very weights, over bags of every size, instead of running ones."""
    norms = [module for module in network.modules() if isinstance(module, nn.BatchNorm2d)]
    momenta = [norm.momentum for norm in norms]
    for norm in norms:
        norm.reset_running_stats()
        norm.momentum = None  # a plain average over the batches
    network.train()
    rng = np.random.default_rng(settings.seed)
    with torch.no_grad():
        for _ in range(STATISTICS_BATCHES):
            network.logits(_batch(cohort, settings, rng)[0])
    for norm, momentum in zip(norms, momenta, strict=True):
        norm.momentum = momentum
    network.eval()


def _forget_variances(network: HaimNetwork) -> None:
    # Deep in this network variances are of the order of 1e-4. A running mean that starts at 1 stays far above that
    # for a hundred steps, and the network then gives every bag the same answer.
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d) and module.running_var is not None:
            module.running_var.zero_()


def _standardisation(cohort: Cohort) -> tuple[Tensor, Tensor]:
    """Centre and scale of each feature (2048,), the scale signed and weighted by its correlation with risk.

    A convolution cannot know which of 2,048 columns it looks at. Turned so that each rises with risk in the training
    patients, and the telling ones louder, the columns need not be told apart.
    """
    flat = cohort.features.reshape(-1, FEATURES)
    means, risk = cohort.features.mean(axis=1), ~cohort.responded
    spread = means.std(axis=0) * risk.std() + 1e-6
    correlation = ((means - means.mean(axis=0)) * (risk - risk.mean())[:, None]).mean(axis=0) / spread
    weight = correlation / np.sqrt((correlation**2).mean())
    scale = weight / (flat.std(axis=0) + 1e-2)
    return torch.from_numpy(flat.mean(axis=0)), torch.from_numpy(scale.astype(np.float32))
