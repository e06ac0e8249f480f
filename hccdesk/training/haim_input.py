"""What stands before EfficientNet in HAIM's graph: how raw features of a bag become the columns of its picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from hccdesk.training.haim_bags import Bags

Floats = NDArray[np.float64]

SMALLEST_DEVIATION = 1e-2
"""Added to each feature's deviation, so that a silent one is not made loud."""
SMALLEST_VARIANCE = 0.3
"""Added to each component's variance over patients, so that noise is not made as loud as signal (a ridge)."""


@dataclass(frozen=True, slots=True)
class HaimInput:
    """Centre and scale of each feature (2048,), and the projection (2048, columns) where there is one."""

    centre: Tensor
    scale: Tensor
    projection: Tensor | None = None


def haim_input(learners: Bags, components: int, columns: int = 256, seed: int = 0) -> HaimInput:
    """Standardised features; with `components`, columns mixed of principal components of the learners' mean patches.

    A convolution cannot know which of 2,048 columns it looks at. So each component is divided by its deviation over
    patients, turned so that it rises with risk, and weighed by its correlation with it. A column is a sum of them with
    random weights that are not negative: each rises with risk, and the network's pooling has many to average.
    """
    flat = np.concatenate(learners.features).astype(np.float64)
    centre, scale = flat.mean(axis=0), 1 / (flat.std(axis=0) + SMALLEST_DEVIATION)
    if not components:
        return HaimInput(_tensor(centre), _tensor(scale))
    mixing = np.abs(np.random.default_rng(seed).standard_normal((components, columns)))
    projection = _informed((learners.means - centre) * scale, learners.at_risk, components) @ mixing
    spread = float((((flat - centre) * scale) @ projection).std())
    return HaimInput(_tensor(centre), _tensor(scale), _tensor(projection / max(spread, 1e-9)))


def _informed(means: Floats, at_risk: NDArray[np.bool_], components: int) -> Floats:
    """(2048, components), or fewer where there are fewer patients."""
    _, singular, turned = np.linalg.svd(means, full_matrices=False)
    kept = min(components, len(singular))
    deviation = np.sqrt(singular[:kept] ** 2 / len(means) + SMALLEST_VARIANCE)
    directions = turned[:kept].T / deviation
    scores, risk = means @ directions, at_risk - at_risk.mean()
    spread = scores.std(axis=0) * at_risk.std() + 1e-12
    correlation = ((scores - scores.mean(axis=0)) * risk[:, None]).mean(axis=0) / spread
    order = np.argsort(-np.abs(correlation), kind="stable")
    informed = (directions * correlation)[:, order]
    return np.pad(informed, ((0, 0), (0, components - kept)))


def _tensor(values: Floats) -> Tensor:
    return torch.from_numpy(values.astype(np.float32))
