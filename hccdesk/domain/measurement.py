"""Lengths that a reader measured on the CT, kept in the patient's own coordinates."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import dist

Position = tuple[float, float, float]
"""(x, y, z), LPS mm."""


class MeasurementKind(StrEnum):
    """What was measured: one length, or the long axis and the short axis across it."""

    DISTANCE = "distance"
    TWO_DIAMETERS = "two_diameters"


@dataclass(frozen=True, slots=True)
class Measurement:
    """A measurement in patient positions: two ends for a distance, four for two diameters (long axis first).

    `series_instance_uid` names the series it was made on, `plane` the view (`axial`, `coronal`, `sagittal`).
    Refused when built: another number of ends.
    """

    name: str
    kind: MeasurementKind
    ends_mm: tuple[Position, ...]
    series_instance_uid: str
    plane: str

    def __post_init__(self) -> None:
        wanted = 2 if self.kind is MeasurementKind.DISTANCE else 4
        if len(self.ends_mm) != wanted:
            raise ValueError(f"a {self.kind.value} has {wanted} ends, not {len(self.ends_mm)}")

    @property
    def lengths_mm(self) -> tuple[float, ...]:
        """The length, or the two diameters, long axis first."""
        pairs = zip(self.ends_mm[::2], self.ends_mm[1::2], strict=True)
        return tuple(dist(first, second) for first, second in pairs)
