"""Random streams of one phantom patient, told apart by purpose; no two patients or purposes share one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np


class Purpose(IntEnum):
    """What a stream of random numbers is for; a new purpose leaves the others as they are."""

    BIOLOGY = 1
    CLINICAL = 2
    OUTCOME = 3
    CT_ANATOMY = 4
    CT_TUMOUR = 5
    CT_NOISE = 6
    TISSUE = 7
    TISSUE_NOISE = 8
    SLIDE = 9


@dataclass(frozen=True, slots=True)
class PatientSeed:
    """Where a patient's randomness comes from: the cohort's seed, the hospital, the place in the cohort."""

    cohort_seed: int
    external: bool
    index: int

    def stream(self, purpose: Purpose, *place: int) -> np.random.Generator:
        """The generator for one purpose, and within it for one place (a slice, a tissue block); places are ≥ 0."""
        key = (int(self.external), self.index, int(purpose), *place)
        return np.random.Generator(np.random.PCG64(np.random.SeedSequence(self.cohort_seed, spawn_key=key)))
