"""The measuring tools put together on the CT screen: which tool is in hand, what is painted, the list, the keys."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, Qt

from hccdesk.domain.measurement import Measurement, MeasurementKind
from hccdesk.ui.ct_viewer.pane_hand import Modifiers, PaneHand
from hccdesk.ui.ct_viewer.pane_layer import PaneLayer
from hccdesk.ui.ct_viewer.patient_grid import FIXED_AXIS, Plane
from hccdesk.ui.ct_viewer.view_state import view_state
from hccdesk.ui.language import translate
from hccdesk.ui.measure_tools.measure_buttons import MeasureButtons
from hccdesk.ui.measure_tools.measure_editor import MeasureEditor
from hccdesk.ui.measure_tools.measure_hand import DELETE, MeasureHand
from hccdesk.ui.measure_tools.measure_layer import MeasureLayer
from hccdesk.ui.measure_tools.measure_words import lengths_text, why_no_measuring
from hccdesk.ui.measure_tools.measured_series import MeasuredSeries
from hccdesk.ui.measure_tools.measurement_list import MeasurementLine, MeasurementList
from hccdesk.ui.measure_tools.patient_places import middle_index, seen_at
from hccdesk.ui.session import Session

SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


class MeasureViews(Protocol):
    """The views, as far as measuring needs them."""

    def use_hand(self, hand: PaneHand | None) -> None:
        """A tool takes the left button over."""

    def repaint_hand(self) -> None:
        """There is something else to paint."""

    def show_notice(self, text: str) -> None:
        """A brief word in the view."""

    def add_layer(self, layer: PaneLayer) -> None:
        """Paint this over the slices from now on."""


class MeasurePlaces(Protocol):
    """Where the views are."""

    def slice_at(self, plane: Plane) -> int:
        """Which slice a view shows, in the order of the patient."""

    def go_to_slice(self, plane: Plane, number: int) -> None:
        """To a slice."""


class MeasureDesk(QObject):
    """Buttons, list, layer and hands on a session; `buttons` and `list` are put on the screen by it."""

    def __init__(self, session: Session, views: MeasureViews, places: MeasurePlaces, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._views, self._places = session, views, places
        self.series = MeasuredSeries(session.model, self)
        self.editor = MeasureEditor(self.series, places.slice_at, self)
        self.buttons, self.list = MeasureButtons(), MeasurementList()
        self._hand: MeasureHand | None = None
        self._others = False
        views.add_layer(MeasureLayer(self.editor, places.slice_at))
        self._connect()
        self._refresh()

    @property
    def hand(self) -> MeasureHand | None:
        """The tool in hand."""
        return self._hand

    def use(self, kind: MeasurementKind | None) -> None:
        """Take a tool, or put it down; none where nothing can be measured, which is said."""
        why = why_no_measuring(self._session.model)
        if kind and why:
            self._views.show_notice(why)
            kind = None
        had = self._hand
        self._take(MeasureHand(kind, self.editor, self) if kind else None)
        if had or self._hand:
            self._views.use_hand(self._hand)
        self._refresh()

    def take_up(self) -> None:
        """The tool that was in hand before the screen was built anew."""
        kind = view_state(self._session).measuring
        if kind and not why_no_measuring(self._session.model):
            self.use(kind)

    def on_hand_changed(self, hand: PaneHand | None) -> None:
        """The views were given another tool, or none: ours is put down."""
        self._others = hand is not None and hand is not self._hand
        if self._hand and hand is not self._hand:
            self._take(None)
            self._refresh()

    def key(self, key: int, modifiers: Modifiers) -> bool:
        """D, Shift+D, M to the last one, Delete the selected one."""
        held = modifiers & ~Qt.KeyboardModifier.KeypadModifier
        if key == Qt.Key.Key_D and held in (NONE, SHIFT):
            self.use(MeasurementKind.TWO_DIAMETERS if held == SHIFT else MeasurementKind.DISTANCE)
        elif key == Qt.Key.Key_M and held == NONE:
            self._go_to_last()
        elif key in DELETE and held == NONE and not self._others:
            return self.series.remove(self.series.selected)
        else:
            return False
        return True

    def go(self, name: str) -> None:
        """To a measurement, and select it."""
        found = next((one for one in self.series.measurements if one.name == name), None)
        if found and self.series.grid:
            for plane, axis in FIXED_AXIS.items():
                self._places.go_to_slice(plane, middle_index(self.series.grid, found.ends_mm)[axis])
            self.series.select(name)

    def _go_to_last(self) -> None:
        measurements = self.series.measurements
        if measurements:
            self.go(measurements[-1].name)
        else:
            self._views.show_notice(translate("MeasureTools", "Nothing has been measured yet."))

    def _connect(self) -> None:
        self.buttons.chosen.connect(self._on_button)
        self.list.chosen.connect(self.go)
        self.list.remove_asked.connect(self.series.remove)
        self.editor.changed.connect(self._views.repaint_hand)
        self.editor.said.connect(self._views.show_notice)
        self.series.selected_changed.connect(self._refresh)
        self.series.changed.connect(self._refresh)
        self.series.series_changed.connect(self._on_ct)

    def _on_button(self, kind: MeasurementKind) -> None:
        self.use(None if self._hand and self._hand.kind is kind else kind)

    def _on_ct(self) -> None:
        if self._hand and why_no_measuring(self._session.model):
            self.use(None)
        self._refresh()

    def _on_put_down(self) -> None:
        self.use(None)

    def _take(self, hand: MeasureHand | None) -> None:
        old, self._hand = self._hand, hand
        view_state(self._session).measuring = hand.kind if hand else None
        self.editor.give_up()
        if hand:
            hand.put_down.connect(self._on_put_down)
        if old:
            old.deleteLater()

    def _refresh(self) -> None:
        why = why_no_measuring(self._session.model)
        self.buttons.show_tool(self._hand.kind if self._hand else None)
        self.buttons.show_refusal(why)
        self.list.show_lines(tuple(self._line(one) for one in self.series.measurements), why)

    def _line(self, measurement: Measurement) -> MeasurementLine:
        lengths, selected = lengths_text(measurement.lengths_mm), measurement.name == self.series.selected
        return MeasurementLine(measurement.name, lengths, self._place(measurement), selected)

    def _place(self, measurement: Measurement) -> str:
        plane, grid = Plane(measurement.plane), self.series.grid
        if grid is None:
            return ""
        titles = {
            Plane.AXIAL: translate("MeasureTools", "Axial"),
            Plane.CORONAL: translate("MeasureTools", "Coronal"),
            Plane.SAGITTAL: translate("MeasureTools", "Sagittal"),
        }
        at = round(seen_at(grid, plane, measurement.ends_mm[0])[0])
        return translate("MeasureTools", "{plane} slice {n}").format(plane=titles[plane], n=at + 1)
