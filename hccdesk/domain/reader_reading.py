"""What one model says of the same tumour as different readers drew it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class ReaderReading:
    """The probability on one more reader's region, and how alike that is to the region the score rests on (Dice)."""

    reader: str
    probability_of_objective_response: float
    dice: float


def dice(one: NDArray[np.bool_], other: NDArray[np.bool_]) -> float:
    """Twice the common voxels over the voxels of both (Dice 1945): 1 the same, 0 nothing in common or both empty."""
    both = int(np.count_nonzero(one)) + int(np.count_nonzero(other))
    return 2 * int(np.count_nonzero(one & other)) / both if both else 0.0
