"""How far predicted probabilities lie from what happened."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from hccdesk.statistics.scored_patients import predicted_patients


def brier(probability: ArrayLike, outcome: ArrayLike) -> float:
    """Mean squared difference between `probability` (patient,) and `outcome` 0/1 (patient,): 0 is perfect.

    Brier, Mon Weather Rev 1950;78:1-3, in the form of one class. Refused: probabilities outside 0..1.
    """
    patients = predicted_patients(probability, outcome)
    return float(np.mean((patients.score - patients.positive) ** 2))
