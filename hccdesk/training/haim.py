"""Training of HAIM: EfficientNet-B5 on bags of patch features; the network that watchers like best is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from hccdesk.domain.progress import Progress
from hccdesk.domain.sentence import Sentence
from hccdesk.inference.haim import RISK
from hccdesk.statistics.roc import auc, youden_threshold
from hccdesk.training.checkpoint import Checkpoints
from hccdesk.training.device import CPU, Processor
from hccdesk.training.evaluation import platt
from hccdesk.training.export import round_to_half
from hccdesk.training.haim_bags import Bags, Teacher, all_pictures, batch, taught_batch
from hccdesk.training.haim_input import haim_input
from hccdesk.training.haim_settings import HaimSettings
from hccdesk.training.haim_watch import DIVERGED, Watch
from hccdesk.training.loop import train
from hccdesk.training.mean_pool import fit_mean_pool
from hccdesk.training.networks import HaimNetwork
from hccdesk.training.patient_split import patient_folds

BAGS_AT_ONCE = 16
"""Bags scored together: what a few GB hold."""


@dataclass(frozen=True, slots=True)
class TrainedHaim:
    """The best network by its AUC on the watchers, calibrated on them; a score ≥ `threshold` is predicted SD/PD."""

    network: HaimNetwork
    threshold: float
    watched_auc: float
    best_step: int
    steps: int
    notes: tuple[Sentence, ...]


def train_haim(
    learners: Bags,
    watchers: Bags,
    settings: HaimSettings,
    progress: Progress,
    *,
    steps: int | None = None,
    first_weights: Callable[[HaimNetwork], None] | None = None,
    checkpoints: Checkpoints | None = None,
    processor: Processor = CPU,
) -> TrainedHaim:
    """Train on `learners`; `watchers` choose the network, its calibration (Platt) and its threshold (Youden).

    `steps`: at most so many, instead of the settings' epochs. `first_weights` puts given weights into the network.
    """
    network = new_network(learners, settings, first_weights).to(processor.device)
    limit = settings.steps(len(learners)) if steps is None else steps
    watch = _watch(network, learners, watchers, settings, processor)
    teacher, taught = _teacher(learners, settings), settings.taught_steps(len(learners))

    def loss_of_step(step: int, rng: np.random.Generator) -> Tensor:
        watch.see(network, step)
        drawn = (
            taught_batch(learners, settings, teacher, rng)
            if teacher and step < taught
            else batch(learners, settings, step, rng)
        )
        bags, truth = (part.to(processor.device) for part in drawn)
        with processor.autocast():
            logits = network.logits(bags)
        # Cross-entropy of a two-neuron softmax is the binary cross-entropy of its second neuron.
        return nn.functional.cross_entropy(logits.float(), truth)

    loop = settings.loop(limit)
    run = train(
        network,
        loss_of_step,
        loop,
        progress,
        label="HAIM",
        checkpoints=checkpoints,
        beside=watch,
        enough=lambda: watch.has_enough,
    )
    watch.finish(network, limit)
    best = _calibrated(watch.best(network).cpu(), watchers)
    return TrainedHaim(
        network=best,
        threshold=youden_threshold(risk_scores(best, watchers), watchers.at_risk),
        watched_auc=watch.best_auc,
        best_step=watch.best_step,
        steps=watch.seen,
        notes=run.notes,
    )


def new_network(
    learners: Bags, settings: HaimSettings, first_weights: Callable[[HaimNetwork], None] | None
) -> HaimNetwork:
    """A network from the seed, its features centred and scaled by the learners, ready to be trained."""
    torch.manual_seed(settings.seed)
    before = haim_input(learners, settings.components, settings.columns, settings.seed)
    network = HaimNetwork(before.centre, before.scale, before.projection)
    for norm in batch_norms(network):
        norm.momentum = settings.batch_norm_momentum
    if first_weights is not None:
        first_weights(network)
    elif settings.averaging:
        _forget_variances(network)
    if settings.calm_start:
        nn.init.zeros_(network.last_layer.weight)
        nn.init.zeros_(network.last_layer.bias)
    return network


def risk_scores(network: HaimNetwork, bags: Bags) -> NDArray[np.float64]:
    """The post-treatment risk prediction score of every patient (patient,), all patches at once."""
    network.eval()
    device = network.centre.device
    with torch.no_grad():
        scores = [network(part.to(device))[:, RISK].cpu() for part in torch.split(all_pictures(bags), BAGS_AT_ONCE)]
    return np.asarray(torch.cat(scores).double().numpy())


def _teacher(learners: Bags, settings: HaimSettings) -> Teacher | None:
    """The mean-pool model of the learners, made as decided as two deviations of its log-odds over patients."""
    if not settings.taught_epochs:
        return None
    fold = patient_folds(learners.patient_ids, learners.at_risk, settings.ridge_folds, settings.seed)
    model = fit_mean_pool(learners.means, learners.at_risk, fold)
    own = model.log_odds(learners.means)
    centre, spread = float(own.mean()), float(own.std()) + 1e-9

    def teacher(mean: NDArray[np.float64]) -> float:
        return float(1 / (1 + np.exp(-2 * (model.log_odds(mean[None])[0] - centre) / spread)))

    return teacher


def batch_norms(network: nn.Module) -> list[nn.BatchNorm2d]:
    """Every BatchNorm layer of the network."""
    return [module for module in network.modules() if isinstance(module, nn.BatchNorm2d)]


def _watch(network: HaimNetwork, learners: Bags, watchers: Bags, settings: HaimSettings, processor: Processor) -> Watch:
    def measured(candidate: HaimNetwork) -> float:
        if settings.averaging:
            _measure_statistics(candidate, learners, settings, processor)
        scores = risk_scores(candidate, watchers)
        return auc(scores, watchers.at_risk).value if np.isfinite(scores).all() else DIVERGED

    first = settings.taught_steps(len(learners))
    return Watch(network, settings, settings.watch_every(len(learners)), measured, first)


def _calibrated(network: HaimNetwork, watchers: Bags) -> HaimNetwork:
    """The network, rounded as it will ship, with its two neurons stretched so that a score of 0.7 means 70 % risk."""
    round_to_half(network)
    scores = np.clip(risk_scores(network, watchers), 1e-6, 1 - 1e-6)
    slope, intercept = platt(np.log(scores / (1 - scores)), watchers.at_risk)
    with torch.no_grad():
        network.last_layer.weight.mul_(slope)
        network.last_layer.bias.mul_(slope)
        network.last_layer.bias[RISK] += intercept
    round_to_half(network)
    return network


STATISTICS_BATCHES = 6


def _measure_statistics(network: HaimNetwork, bags: Bags, settings: HaimSettings, processor: Processor) -> None:
    """BatchNorm's means and variances of these very weights instead of running ones, which belong to no one network."""
    norms = batch_norms(network)
    for norm in norms:
        norm.reset_running_stats()
        norm.momentum = None  # a plain average over the batches
    network.train()
    with torch.no_grad():
        for number in range(STATISTICS_BATCHES):
            rng = np.random.default_rng([settings.seed, number, 2])
            network.logits(batch(bags, settings, number, rng)[0].to(processor.device))
    for norm in norms:
        norm.momentum = settings.batch_norm_momentum
    network.eval()


def _forget_variances(network: HaimNetwork) -> None:
    # Deep in this network variances are of the order of 1e-4. A running variance that starts at 1 stays far above that
    # for a hundred steps, and the network then gives every bag the same answer.
    for norm in batch_norms(network):
        if norm.running_var is not None:
            norm.running_var.zero_()
