"""The one training loop: batches in, loss out, cosine learning rate, progress told."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, pi

import torch
from torch import Tensor, nn

from hccdesk.domain.progress import Progress


def train(
    network: nn.Module,
    loss_of_step: Callable[[int], Tensor],
    steps: int,
    learning_rate: float,
    progress: Progress,
    *,
    label: str,
    weight_decay: float = 0.0,
) -> float:
    """Run `steps` steps of Adam on what `loss_of_step(step)` gives; returns the mean loss of the last tenth.

    The learning rate rises over the first twentieth and falls as a cosine to a hundredth.
    """
    optimizer = torch.optim.AdamW(network.parameters(), lr=learning_rate, weight_decay=weight_decay)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step, steps))
    tail: list[float] = []
    network.train()
    for step in range(steps):
        loss = loss_of_step(step)
        optimizer.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimizer.step()
        schedule.step()
        if step >= steps * 9 // 10:
            tail.append(float(loss.detach()))
        progress.step(step + 1, steps, f"{label}, loss {float(loss.detach()):.3f}")
    network.eval()
    return sum(tail) / max(len(tail), 1)


def _rate(step: int, steps: int) -> float:
    warm = max(1, steps // 20)
    if step < warm:
        return (step + 1) / warm
    return 0.01 + 0.99 * 0.5 * (1 + cos(pi * (step - warm) / max(1, steps - warm)))
