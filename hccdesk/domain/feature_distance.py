"""How far a patient lies from those a model was trained on, in the model's own features."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

CT_IMAGE = "tumour region on the CT"
TISSUE = "outlined tissue on the slide"
STAIN = "stain of the slide"
"""What is compared: the words of `FeatureDistance.space`."""


class Nearness(StrEnum):
    """The three answers of a distance: like 95 % of the training patients, like the rarest of them, like none."""

    USUAL = "usual"
    UNUSUAL = "unusual"
    BEYOND = "beyond"


@dataclass(frozen=True, slots=True)
class FeatureDistance:
    """A distance among the training patients' own: `usual` is not exceeded by 95 % of them, `largest` by none.

    Each training patient's distance was taken without him or her. `space` names what is compared (`CT_IMAGE`, …);
    `patients` were trained on.
    """

    space: str
    distance: float
    usual: float
    largest: float
    patients: int

    @property
    def nearness(self) -> Nearness:
        """Where it lies; both limits count as inside."""
        if self.distance <= self.usual:
            return Nearness.USUAL
        return Nearness.UNUSUAL if self.distance <= self.largest else Nearness.BEYOND
