"""A measurement under way: its lines so far, and what makes it whole. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import dist

from hccdesk.domain.measurement import Measurement, MeasurementKind, Position
from hccdesk.ui.ct_viewer.patient_grid import Plane
from hccdesk.ui.measure_tools.patient_places import across, turned_with, within

SHORTEST_MM = 0.5
"""Less is a slip of the hand."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """Lines on one slice: `ends_mm` two for each; `at` is the slice of the view, in the order of the patient."""

    kind: MeasurementKind
    plane: Plane
    at: int
    ends_mm: tuple[Position, ...]

    @property
    def lengths_mm(self) -> tuple[float, ...]:
        """Of each line."""
        return tuple(dist(a, b) for a, b in zip(self.ends_mm[::2], self.ends_mm[1::2], strict=True))

    @property
    def is_whole(self) -> bool:
        """Whether it has all its lines."""
        return len(self.ends_mm) == (2 if self.kind is MeasurementKind.DISTANCE else 4)

    @property
    def is_slip(self) -> bool:
        """Whether its last line is too short to be meant."""
        return self.lengths_mm[-1] < SHORTEST_MM

    def begun(self, position: Position) -> Sketch:
        """With another line that begins here; a second one within the extent of the first."""
        if len(self.ends_mm) == 2:
            position = within(self.ends_mm[0], self.ends_mm[1], position)
        return replace(self, ends_mm=(*self.ends_mm, position, position))

    def stretched(self, position: Position) -> Sketch:
        """With the last line to here; a second one stays at right angles to the first."""
        ends = self.ends_mm
        if len(ends) == 4:
            position = across(ends[0], ends[1], ends[2], position)
        return replace(self, ends_mm=(*ends[:-1], position))

    def without_last(self) -> Sketch | None:
        """Without its last line; None where it was the only one."""
        return replace(self, ends_mm=self.ends_mm[:-2]) if len(self.ends_mm) > 2 else None

    def measured(self, name: str, series_instance_uid: str) -> Measurement:
        """The measurement."""
        return long_axis_first(Measurement(name, self.kind, self.ends_mm, series_instance_uid, self.plane.value))


def long_axis_first(measurement: Measurement) -> Measurement:
    """The same, the longer of two diameters first."""
    lengths, ends = measurement.lengths_mm, measurement.ends_mm
    if len(lengths) == 2 and lengths[1] > lengths[0]:
        return replace(measurement, ends_mm=(*ends[2:], *ends[:2]))
    return measurement


def with_end(measurement: Measurement, number: int, position: Position) -> Measurement:
    """With one end elsewhere. Two diameters stay at right angles: the short axis turns with the long one, and an end
    of the short one moves across the long one only."""
    ends = list(measurement.ends_mm)
    if len(ends) == 4 and number >= 2:
        position = across(ends[0], ends[1], ends[5 - number], position)
    ends[number] = position
    if len(ends) == 4 and number < 2:
        before = measurement.ends_mm
        ends[2:] = turned_with((before[0], before[1]), (ends[0], ends[1]), (before[2], before[3]))
    return replace(measurement, ends_mm=tuple(ends))
