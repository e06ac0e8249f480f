"""Which network of a training is kept: the running average that patients who do not learn like best."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from hccdesk.domain.errors import InputError
from hccdesk.training.haim_settings import HaimSettings
from hccdesk.training.networks import HaimNetwork

States = dict[str, Tensor]
DIVERGED = -1.0
"""The measure of a network whose answers are not numbers: worse than any."""


class Watch:
    """Follows a training, measures it now and then, keeps the best and says when it is enough.

    A step sees a handful of bags; the network it leaves behind swings from step to step, its average does not. What is
    measured is the average, where the settings ask for one.
    """

    def __init__(
        self,
        network: HaimNetwork,
        settings: HaimSettings,
        every: int,
        measured: Callable[[HaimNetwork], float],
        first: int = 0,
    ) -> None:
        self._settings, self._every, self._measured, self._first = settings, every, measured, first
        self._average = copy.deepcopy(network)
        self._best: States = {}
        self.best_auc, self.best_step, self.seen, self._without = DIVERGED, 0, 0, 0

    @property
    def has_enough(self) -> bool:
        """Whether so many looks brought nothing better that training should end."""
        return 0 < self._settings.patience <= self._without

    def see(self, network: HaimNetwork, steps: int) -> None:
        """The network as it is after `steps` steps."""
        self._follow(network, steps)
        self.seen = steps
        if steps and steps >= self._first and steps % self._every == 0:
            self._look(steps)

    def finish(self, network: HaimNetwork, steps: int) -> None:
        """The last look, unless training was ended before."""
        if not self.has_enough:
            self._follow(network, steps)
            self.seen = steps
            self._look(steps)

    def best(self, network: HaimNetwork) -> HaimNetwork:
        """`network` with the best weights; raises `InputError` where no look found a network that answers."""
        if not self._best:
            raise InputError(
                "Training diverged: no network gave answers that are numbers.",
                what_to_do="Try the other preset, or more patients.",
            )
        network.load_state_dict(self._best)
        return network

    def state_dict(self) -> dict[str, Any]:
        """For the checkpoint."""
        numbers = {"best_auc": self.best_auc, "best_step": self.best_step, "seen": self.seen, "without": self._without}
        return {"average": self._average.state_dict(), "best": self._best, **numbers}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """From the checkpoint."""
        self._average.load_state_dict(state["average"])
        self._best = state["best"]
        self.best_auc, self.best_step = state["best_auc"], state["best_step"]
        self.seen, self._without = state["seen"], state["without"]

    def _follow(self, network: HaimNetwork, steps: int) -> None:
        # The first networks are soon forgotten.
        decay = min(self._settings.averaging, (1 + steps) / (10 + steps))
        with torch.no_grad():
            now = network.state_dict()
            for name, value in self._average.state_dict().items():
                if value.is_floating_point():
                    value.lerp_(now[name], 1 - decay)

    def _look(self, steps: int) -> None:
        found = self._measured(self._average)
        self._without += 1
        if found > self.best_auc:
            self.best_auc, self.best_step, self._without = found, steps, 0
            self._best = copy.deepcopy(self._average.state_dict())
