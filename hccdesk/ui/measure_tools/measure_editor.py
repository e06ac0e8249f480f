"""Decides what measuring with the mouse does: a line under way, an end that is moved, what lies where. No widgets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import dist

from PySide6.QtCore import QObject, Signal

from hccdesk.domain.measurement import Measurement, MeasurementKind, Position
from hccdesk.ui.ct_viewer.pane_hand import PanePlace
from hccdesk.ui.ct_viewer.patient_grid import Plane
from hccdesk.ui.language import translate
from hccdesk.ui.measure_tools.measured_series import MeasuredSeries
from hccdesk.ui.measure_tools.patient_places import distance_to_line_mm, position_at, seen_on_slice
from hccdesk.ui.measure_tools.sketch import Sketch, with_end

REACH_PX = 8
"""So near to an end, or a line, it is meant."""


@dataclass(frozen=True, slots=True)
class _Grabbed:
    """An end that is being moved, and its measurement as it looks meanwhile."""

    measurement: Measurement
    end: int
    at: int


class MeasureEditor(QObject):
    """What is under way; what is done goes to the series.

    Signals: `changed` something else is to be painted, `said(str)`.
    """

    changed = Signal()
    said = Signal(str)

    def __init__(self, series: MeasuredSeries, slice_at: Callable[[Plane], int], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.series, self._slice_at = series, slice_at
        self._grabbed: _Grabbed | None = None
        self._sketch: Sketch | None = None
        self.pointed: tuple[str, int] | None = None
        """The measurement and the end that lies under the cursor."""
        series.undone.connect(self._on_undone)
        series.series_changed.connect(self.give_up)
        series.changed.connect(self.changed)
        series.selected_changed.connect(self.changed)

    @property
    def sketch(self) -> Sketch | None:
        """The lines under way."""
        return self._sketch

    @sketch.setter
    def sketch(self, sketch: Sketch | None) -> None:
        if (sketch is None) is not (self._sketch is None):
            self.series.set_unfinished(sketch is not None)
        self._sketch = sketch

    @property
    def measurements(self) -> tuple[Measurement, ...]:
        """Those of the series, one that is being moved as it looks meanwhile."""
        moved = self._grabbed.measurement if self._grabbed else None
        return tuple(moved if moved and moved.name == kept.name else kept for kept in self.series.measurements)

    def apart_px(self, one: PanePlace, other: PanePlace) -> float:
        """How far two places of a view are apart, screen pixels."""
        first, second = self._position(one), self._position(other)
        return dist(first, second) * one.px_per_mm if first and second else 0.0

    def is_on_slice(self, place: PanePlace) -> bool:
        """Whether what is under way lies on the slice that this view shows."""
        sketch = self.sketch
        return sketch is not None and (sketch.plane, sketch.at) == (place.plane, self._slice_at(place.plane))

    def begin(self, kind: MeasurementKind, place: PanePlace) -> None:
        """A line from here; the second of two where the first is there. On another slice nothing, which is said."""
        position = self._position(place)
        if position is None:
            return
        if self.sketch is None:
            self.sketch = Sketch(kind, place.plane, self._slice_at(place.plane), ()).begun(position)
        elif self.is_on_slice(place):
            self.sketch = self.sketch.begun(position)
        else:
            self.said.emit(translate("MeasureTools", "Draw the short axis on the slice of the long one, or press Esc."))
        self.changed.emit()

    def stretch(self, place: PanePlace) -> None:
        """The line under way to here, within its own slice."""
        if self.sketch and place.plane is self.sketch.plane:
            position = self._position(place, self.sketch.at)
            if position:
                self.sketch = self.sketch.stretched(position)
                self.changed.emit()

    def finish_line(self) -> None:
        """Keep the line under way; a slip is taken back, a whole measurement goes into the case."""
        sketch = self.sketch
        if sketch is None:
            return
        if sketch.is_slip:
            self.sketch = sketch.without_last()
        elif not sketch.is_whole:
            self.said.emit(translate("MeasureTools", "Now the short axis."))
        else:
            self.sketch = None
            self.series.add(sketch)
        self.changed.emit()

    def give_up(self) -> bool:
        """Forget what is under way; whether there was anything."""
        had = self.sketch is not None or self._grabbed is not None
        self.sketch = self._grabbed = None
        if had:
            self.changed.emit()
        return had

    def point_at(self, place: PanePlace | None) -> None:
        """The cursor is here; an end that could be taken shows it."""
        found = self._end_at(place) if place and self.sketch is None else None
        pointed = (found[0].name, found[1]) if found else None
        if pointed != self.pointed:
            self.pointed = pointed
            self.changed.emit()

    def grab(self, place: PanePlace) -> bool:
        """Take the end of a measurement that lies here; whether there is one."""
        found = self._end_at(place)
        if found:
            self._grabbed = _Grabbed(*found, self._slice_at(place.plane))
            self.series.select(found[0].name)
        return found is not None

    def move(self, place: PanePlace) -> None:
        """The end in hand to here."""
        position = self._position(place, self._grabbed.at) if self._grabbed else None
        if self._grabbed and position:
            moved = with_end(self._grabbed.measurement, self._grabbed.end, position)
            self._grabbed = _Grabbed(moved, self._grabbed.end, self._grabbed.at)
            self.changed.emit()

    def drop(self) -> None:
        """Keep the end where it is now."""
        grabbed, self._grabbed = self._grabbed, None
        if grabbed:
            self.series.replace(grabbed.measurement)
        self.changed.emit()

    def select_at(self, place: PanePlace) -> bool:
        """Select the measurement whose line runs here, or none; whether there is one."""
        position = self._position(place)
        near = [
            (distance_to_line_mm(position, *ends), measurement.name)
            for measurement in self._seen(place.plane)
            for ends in zip(measurement.ends_mm[::2], measurement.ends_mm[1::2], strict=True)
            if position
        ]
        best = min(near, default=(float("inf"), ""))
        hit = best[0] * place.px_per_mm <= REACH_PX
        self.series.select(best[1] if hit else None)
        return hit

    def _on_undone(self) -> None:
        self.give_up()

    def _position(self, place: PanePlace, at: int | None = None) -> Position | None:
        """Where a place lies in the patient, on the slice shown or on the slice `at`; None without a CT."""
        grid = self.series.grid
        return position_at(grid, place, self._slice_at(place.plane) if at is None else at) if grid else None

    def _seen(self, plane: Plane) -> Iterator[Measurement]:
        """Those that lie on the slice that a view shows."""
        grid = self.series.grid
        for measurement in self.measurements:
            if grid and seen_on_slice(grid, plane, self._slice_at(plane), measurement.ends_mm):
                yield measurement

    def _end_at(self, place: PanePlace) -> tuple[Measurement, int] | None:
        position = self._position(place)
        if position is None:
            return None
        ends = [
            (dist(position, end) * place.px_per_mm, measurement, number)
            for measurement in self._seen(place.plane)
            for number, end in enumerate(measurement.ends_mm)
        ]
        best = min(ends, key=lambda found: found[0], default=None)
        return (best[1], best[2]) if best and best[0] <= REACH_PX else None
