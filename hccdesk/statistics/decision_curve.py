"""What acting on a prediction would gain, over the threshold probabilities at which one might act."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from hccdesk.domain.validation import DecisionCurve
from hccdesk.statistics.scored_patients import predicted_patients

THRESHOLDS = np.arange(1, 100) / 100
"""1 % to 99 %; at 100 % one harm would weigh infinitely more than any benefit."""


def decision_curve(name: str, probability: ArrayLike, outcome: ArrayLike) -> DecisionCurve:
    """Net benefit of treating those with `probability` ≥ threshold, beside treating all; treating none is 0.

    True positives minus false positives weighted by the odds of the threshold, per patient: Vickers & Elkin, Med Decis
    Making 2006;26:565-74. Refused: probabilities outside 0..1.
    """
    patients = predicted_patients(probability, outcome)
    treated = patients.score[None] >= THRESHOLDS[:, None]
    odds = THRESHOLDS / (1 - THRESHOLDS)
    benefit = (treated & patients.positive).mean(axis=1) - (treated & ~patients.positive).mean(axis=1) * odds
    prevalence = patients.positive.mean()
    return DecisionCurve(
        name=name,
        threshold_probability=tuple(THRESHOLDS.tolist()),
        net_benefit=tuple(benefit.tolist()),
        treat_all=tuple((prevalence - (1 - prevalence) * odds).tolist()),
    )
