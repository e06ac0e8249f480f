"""How the stain of one slide differs from another's: the laboratory, the day, the scanner."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hccdesk.phantom.patient import PhantomPatient

STAIN_WANDER = 0.04
"""Standard deviation of the logarithm of a stain's strength, and of its colour, from slide to slide."""


def stain_rng(patient: PhantomPatient) -> np.random.Generator:
    """The randomness of this patient's stain."""
    return np.random.default_rng([patient.seed.cohort_seed, patient.seed.index, int(patient.seed.external)])


def stain_wander(rgb: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Pixels (…, 3) of one slide with its optical density scaled, per channel and overall."""
    strength = np.exp(rng.normal(0, STAIN_WANDER) + rng.normal(0, STAIN_WANDER, 3))
    table = (np.maximum(np.arange(256), 1)[:, None] / 255.0) ** strength * 255
    lookup = table.round().clip(0, 255).astype(np.uint8)
    return np.stack([lookup[rgb[..., channel], channel] for channel in range(3)], axis=-1)
