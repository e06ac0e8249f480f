"""How far a patient lies from those a model was trained on, in the model's own features."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FeatureDistance:
    """A distance among the training patients' own: `usual` is not exceeded by 95 % of them, `largest` by none.

    Each training patient's distance was taken without him or her. `space` names the features ("image features of the
    CT model", "mean of the bag"); `patients` were trained on.
    """

    space: str
    distance: float
    usual: float
    largest: float
    patients: int
