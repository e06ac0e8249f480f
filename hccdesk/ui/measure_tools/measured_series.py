"""The measurements of the series on the screen: what there is, which one is selected, what changes it. No widgets."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from hccdesk.domain.measurement import Measurement
from hccdesk.ui.case_model import CaseModel
from hccdesk.ui.ct_viewer.patient_grid import PatientGrid, patient_grid
from hccdesk.ui.language import translate
from hccdesk.ui.measure_tools.measure_words import free_name
from hccdesk.ui.measure_tools.sketch import Sketch, long_axis_first


class MeasuredSeries(QObject):
    """One for a screen; every change is one step that can be undone.

    Signals: `changed` there are others, `selected_changed`, `series_changed` another series, or none, `undone` what is
    being measured is to be given up.
    """

    changed = Signal()
    selected_changed = Signal()
    series_changed = Signal()
    undone = Signal()

    def __init__(self, model: CaseModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._selected: str | None = None
        self.grid: PatientGrid | None = None
        model.ct_changed.connect(self._on_ct)
        model.rois_changed.connect(self._on_rois)
        model.unfinished_undone.connect(self.undone)
        self._on_ct()

    @property
    def measurements(self) -> tuple[Measurement, ...]:
        """Those of this series, the oldest first."""
        viewed = self._model.viewed_ct
        uid = viewed.series.series_instance_uid if viewed else None
        return tuple(one for one in self._model.rois.measurements if one.series_instance_uid == uid)

    @property
    def selected(self) -> str | None:
        """The name of the one that Delete would remove."""
        return self._selected

    def select(self, name: str | None) -> None:
        """Another one, or none."""
        if name != self._selected:
            self._selected = name
            self.selected_changed.emit()

    def set_unfinished(self, unfinished: bool) -> None:
        """A line is being drawn, which is no step to undo yet; or none is any more."""
        self._model.set_unfinished(unfinished)

    def add(self, sketch: Sketch) -> None:
        """What was drawn, under the first name that is free; it is selected."""
        viewed, rois = self._model.viewed_ct, self._model.rois
        if viewed:
            name = free_name(rois.measurements)
            made = sketch.measured(name, viewed.series.series_instance_uid)
            what = translate("MeasureTools", "Measure {name}").format(name=name)
            self._model.edit_rois(rois.with_measurements((*rois.measurements, made)), what)
            self.select(name)

    def replace(self, measurement: Measurement) -> None:
        """The one of that name as it is now."""
        moved, rois = long_axis_first(measurement), self._model.rois
        after = tuple(moved if kept.name == moved.name else kept for kept in rois.measurements)
        if after != rois.measurements:
            what = translate("MeasureTools", "Move {name}").format(name=moved.name)
            self._model.edit_rois(rois.with_measurements(after), what)

    def remove(self, name: str | None) -> bool:
        """Take one out; whether there was one of that name."""
        rois = self._model.rois
        kept = tuple(one for one in rois.measurements if one.name != name)
        if name is None or len(kept) == len(rois.measurements):
            return False
        self._model.edit_rois(
            rois.with_measurements(kept), translate("MeasureTools", "Remove {name}").format(name=name)
        )
        return True

    def _on_ct(self) -> None:
        viewed = self._model.viewed_ct
        if viewed is None:
            self.grid = None
        elif self.grid is None or self.grid.geometry is not viewed.volume.geometry:
            self.grid = patient_grid(viewed.volume.geometry)
        self.series_changed.emit()
        self.changed.emit()

    def _on_rois(self) -> None:
        if self._selected not in {measurement.name for measurement in self.measurements}:
            self.select(None)
        self.changed.emit()
