"""The one training loop: loss in, steps of Adam out, kept on disk as it goes, progress told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import cos, pi
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from hccdesk.domain.progress import Progress
from hccdesk.domain.sentence import Sentence
from hccdesk.training.checkpoint import Checkpoint, Checkpoints, Stateful

LossOfStep = Callable[[int, np.random.Generator], Tensor]
"""The loss of a step; whatever it draws comes from the generator given, or from torch's, both seeded by the step."""


@dataclass(frozen=True, slots=True)
class LoopSettings:
    """How the loop goes: Adam, with the L2 penalty in the loss, or decoupled from it (AdamW)."""

    steps: int
    learning_rate: float
    seed: int
    l2: float = 0.0
    decoupled_l2: bool = False
    falling_rate: bool = True
    """Rising over the first twentieth, then falling as a cosine to a hundredth; else the same from first to last."""
    gradient_norm: float = 5.0
    checkpoints: int = 20
    """How many times on the way the state is kept."""


@dataclass(frozen=True, slots=True)
class TrainingRun:
    """How it went: mean loss of the last tenth, the step it began at (0, or a checkpoint's), what is to be told."""

    loss: float
    began_at: int = 0
    notes: tuple[Sentence, ...] = ()


def train(
    network: nn.Module,
    loss_of_step: LossOfStep,
    settings: LoopSettings,
    progress: Progress,
    *,
    label: str,
    checkpoints: Checkpoints | None = None,
    beside: Stateful | None = None,
    without_l2: tuple[nn.Parameter, ...] = (),
    enough: Callable[[], bool] | None = None,
) -> TrainingRun:
    """Train `network` in place; `beside` is kept and resumed with it, `without_l2` parameters are not penalised.
    Before each step `enough` may end it early.

    Every step draws from generators seeded by [seed, step], so that one begun at a checkpoint is the same as one
    begun at the start: bit for bit on a CPU with as many threads. A run that was finished before is only read.
    """
    optimizer = _optimizer(network, settings, without_l2)
    began_at, losses, notes = _resumed(network, optimizer, beside, checkpoints)
    network.train()
    every = max(1, settings.steps // settings.checkpoints)
    for step in range(began_at, settings.steps):
        if enough is not None and enough():
            break
        losses.append(_step(network, optimizer, loss_of_step, settings, step))
        del losses[: -max(1, settings.steps // 10)]
        done = step + 1
        if checkpoints and (done % every == 0 or done == settings.steps):
            checkpoints.write(_state(done, network, optimizer, beside, losses))
        progress.step(done, settings.steps, f"{label}, loss {losses[-1]:.3f}")
    network.eval()
    return TrainingRun(sum(losses) / max(len(losses), 1), began_at, notes)


def generator_of(seed: int, step: int) -> np.random.Generator:
    """What a step draws from."""
    return np.random.default_rng([seed, step])


def _step(
    network: nn.Module,
    optimizer: torch.optim.Optimizer,
    loss_of_step: LossOfStep,
    settings: LoopSettings,
    step: int,
) -> float:
    torch.manual_seed(settings.seed * 1_000_003 + step)  # dropout draws from torch's own generator
    for group in optimizer.param_groups:
        group["lr"] = settings.learning_rate * _rate(step, settings)
    loss = loss_of_step(step, generator_of(settings.seed, step))
    optimizer.zero_grad(set_to_none=True)
    torch.autograd.backward(loss)
    nn.utils.clip_grad_norm_(network.parameters(), settings.gradient_norm)
    optimizer.step()
    return float(loss.detach())


def _optimizer(
    network: nn.Module, settings: LoopSettings, without_l2: tuple[nn.Parameter, ...]
) -> torch.optim.Optimizer:
    free = {id(parameter) for parameter in without_l2}
    groups: list[dict[str, Any]] = [
        {"params": [p for p in network.parameters() if id(p) not in free], "weight_decay": settings.l2},
    ]
    if without_l2:
        groups.append({"params": list(without_l2), "weight_decay": 0.0})
    if settings.decoupled_l2:
        return torch.optim.AdamW(groups, lr=settings.learning_rate)
    return torch.optim.Adam(groups, lr=settings.learning_rate)


def _resumed(
    network: nn.Module, optimizer: torch.optim.Optimizer, beside: Stateful | None, checkpoints: Checkpoints | None
) -> tuple[int, list[float], tuple[Sentence, ...]]:
    found = checkpoints.read() if checkpoints else None
    if found is None:
        return 0, [], ()
    if isinstance(found, Sentence):
        return 0, [], (found,)
    network.load_state_dict(found.network)
    optimizer.load_state_dict(found.optimizer)
    if beside is not None:
        beside.load_state_dict(found.beside)
    return found.step, list(found.losses), ()


def _state(
    step: int, network: nn.Module, optimizer: torch.optim.Optimizer, beside: Stateful | None, losses: list[float]
) -> Checkpoint:
    return Checkpoint(step, network.state_dict(), optimizer.state_dict(), beside.state_dict() if beside else {}, losses)


def _rate(step: int, settings: LoopSettings) -> float:
    if not settings.falling_rate:
        return 1.0
    steps, warm = settings.steps, max(1, settings.steps // 20)
    if step < warm:
        return (step + 1) / warm
    return 0.01 + 0.99 * 0.5 * (1 + cos(pi * (step - warm) / max(1, steps - warm)))
