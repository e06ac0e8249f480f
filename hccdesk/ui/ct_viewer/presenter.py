"""Decides what the three views of the case's CT show. No widgets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from hccdesk.domain.result import CtResponseFinding
from hccdesk.domain.roi_set import Lesion
from hccdesk.ui.case_model import CaseModel, ViewedCt
from hccdesk.ui.ct_viewer.lesion_slices import LesionSlices
from hccdesk.ui.ct_viewer.patient_grid import FIXED_AXIS, Index, PatientGrid, Plane, pixel_of, voxel_at
from hccdesk.ui.ct_viewer.saliency_map import saliency_on
from hccdesk.ui.ct_viewer.slice_content import SliceContent, SliceSaliency
from hccdesk.ui.ct_viewer.slice_maker import SliceMaker
from hccdesk.ui.ct_viewer.windowing import LIVER, HuWindow

HU_PER_PX = 1.5

SliceLesions = tuple[tuple[int, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class CtSight:
    """How the CT is looked at."""

    at: Index = (0, 0, 0)
    window: HuWindow = LIVER
    inverted: bool = False
    outlines_shown: bool = True
    crosshair_shown: bool = True


class CtViews(Protocol):
    """What the presenter needs of its view."""

    def show_nothing(self) -> None:
        """No CT."""

    def show_slice(self, plane: Plane, content: SliceContent) -> None:
        """One view's slice."""

    def show_slices(self, plane: Plane, count: int, at: int, lesions: SliceLesions) -> None:
        """One view's slider."""

    def show_window(self, window: HuWindow, inverted: bool) -> None:
        """Grey levels."""

    def show_hu(self, plane: Plane, text: str) -> None:
        """The value under the cursor."""

    def show_crosshair(self, shown: bool) -> None:
        """Whether the crosshair is drawn."""


class CtPresenter(QObject):
    """Three linked views of one volume.

    Signals: `moved` the place changed, `volume_changed` another CT, or none, `outlines_changed` the lesions are others
    or are shown no longer.
    """

    moved = Signal()
    volume_changed = Signal()
    outlines_changed = Signal()

    def __init__(self, view: CtViews, model: CaseModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view, self._model = view, model
        self._maker: SliceMaker | None = None
        self._lesions: LesionSlices | None = None
        self._shown: dict[Plane, tuple[int, SliceContent]] = {}
        self._explained: tuple[CtResponseFinding, float, bool] | None = None
        self.sight = CtSight()
        model.ct_changed.connect(self.show_ct)
        model.rois_changed.connect(self.show_rois)
        self.show_ct()

    @property
    def grid(self) -> PatientGrid | None:
        """How the CT's voxels lie in the patient; None without a CT."""
        return self._maker.grid if self._maker else None

    @property
    def position_mm(self) -> tuple[float, float, float] | None:
        """The patient position (LPS mm) under the crosshair."""
        return self._maker.grid.position_mm(self.sight.at) if self._maker else None

    @property
    def viewed(self) -> ViewedCt | None:
        """The CT that is shown."""
        return self._maker.viewed if self._maker else None

    @property
    def outlined(self) -> tuple[Lesion, ...]:
        """The lesions whose outlines are drawn, as far as each is shown."""
        return self._model.rois.lesions if self.sight.outlines_shown else ()

    def show_ct(self) -> None:
        """The model's CT, or none; the same one again keeps its place."""
        viewed = self._model.viewed_ct
        if viewed is None:
            self._maker = self._lesions = None
            self._shown.clear()
            self._view.show_nothing()
        elif self._maker is None or self._maker.viewed.volume is not viewed.volume:
            self._maker = SliceMaker(viewed)
            self._lesions = LesionSlices(self._maker.grid)
            self.sight = replace(self.sight, at=self._maker.middle)
            self._view.show_window(self.sight.window, self.sight.inverted)
            self._lesions.take(self._model.rois.lesions)
            self._go_to_lesion(0)
            self._show_anew()
        self.volume_changed.emit()
        self.moved.emit()

    def show_rois(self) -> None:
        """The model's regions; the place stays."""
        if self._lesions is not None:
            self._lesions.take(self._model.rois.lesions)
            self._show_anew()
            self.outlines_changed.emit()

    def show_saliency(self, finding: CtResponseFinding | None, opacity: float, demonstration: bool = False) -> None:
        """Lay a finding's explanation over the axial slices, or none; that of a `demonstration` model is marked."""
        self._explained = (finding, opacity, demonstration) if finding else None
        if self._maker:
            self._shown.pop(Plane.AXIAL, None)
            self._show(Plane.AXIAL)

    def look(self, sight: CtSight) -> None:
        """At the same place in the same way as before, where the CT reaches that far."""
        if self._maker is None:
            return
        z, y, x = (min(at, size - 1) for at, size in zip(sight.at, self._maker.grid.shape, strict=True))
        self.sight = replace(sight, at=(z, y, x))
        self._view.show_window(sight.window, sight.inverted)
        self._view.show_crosshair(sight.crosshair_shown)
        self._show_anew()
        self.moved.emit()

    def scroll(self, plane: Plane, slices: int) -> None:
        """So many slices on."""
        if self._maker:
            self.go_to_slice(plane, self.sight.at[FIXED_AXIS[plane]] + slices)

    def advance(self, plane: Plane) -> None:
        """The next slice; after the last one the first."""
        if self._maker:
            count = self._maker.grid.shape[FIXED_AXIS[plane]]
            self.go_to_slice(plane, (self.sight.at[FIXED_AXIS[plane]] + 1) % count)

    def go_to_slice(self, plane: Plane, number: int) -> None:
        """To a slice, the nearest there is."""
        if not self._maker:
            return
        axis = FIXED_AXIS[plane]
        at = list(self.sight.at)
        at[axis] = min(max(number, 0), self._maker.grid.shape[axis] - 1)
        self._move((at[0], at[1], at[2]))

    def go_to_lattice_slice(self, number: int) -> None:
        """To a slice of the lattice, as results count them, the nearest there is; in every view through the lesion
        that is largest on it."""
        if self._maker is None or self._lesions is None:
            return
        grid = self._maker.grid
        nearest = min(max(number, 0), grid.geometry.shape[0] - 1)
        _, row, column = grid.lattice_index(self.sight.at)
        self._move(grid.index_of(self._lesions.largest_on(nearest) or (nearest, row, column)))

    def go_to_position(self, position_mm: tuple[float, float, float]) -> bool:
        """To the axial slice nearest to a patient position; False where no slice reaches there."""
        if not self._maker:
            return False
        nearest, reaches = self._maker.nearest(position_mm)
        self.go_to_slice(Plane.AXIAL, nearest[0])
        return reaches

    def point_at(self, position_mm: tuple[float, float, float]) -> bool:
        """Crosshair to the voxel nearest to a patient position; False where no slice reaches there."""
        if not self._maker:
            return False
        nearest, reaches = self._maker.nearest(position_mm)
        self._move(nearest)
        return reaches

    def point(self, plane: Plane, row: int, column: int) -> None:
        """Crosshair to a pixel of a view; the other views follow."""
        if self._maker:
            self._move(voxel_at(self._maker.grid, plane, self.sight.at, (row, column)))

    def hover(self, plane: Plane, row: int, column: int) -> None:
        """Say what is under the cursor."""
        if self._maker:
            index = voxel_at(self._maker.grid, plane, self.sight.at, (row, column))
            self._view.show_hu(plane, self._maker.value_words(index))

    def leave(self, plane: Plane) -> None:
        """Nothing is under the cursor."""
        self._view.show_hu(plane, "")

    def drag_window(self, right_px: float, down_px: float) -> None:
        """To the right wider, down brighter, as PACS viewers do."""
        self.use_window(self.sight.window.moved(right_px * HU_PER_PX, -down_px * HU_PER_PX))

    def use_window(self, window: HuWindow) -> None:
        """Another window."""
        self.sight = replace(self.sight, window=window)
        self._view.show_window(window, self.sight.inverted)

    def invert(self) -> None:
        """White for black."""
        self.sight = replace(self.sight, inverted=not self.sight.inverted)
        self._view.show_window(self.sight.window, self.sight.inverted)

    def toggle_outlines(self) -> None:
        """Show or hide every outline."""
        self.sight = replace(self.sight, outlines_shown=not self.sight.outlines_shown)
        self._show_anew()
        self.outlines_changed.emit()

    def toggle_crosshair(self) -> None:
        """Show or hide the crosshair."""
        self.sight = replace(self.sight, crosshair_shown=not self.sight.crosshair_shown)
        self._view.show_crosshair(self.sight.crosshair_shown)

    def go_to_lesion(self, number: int) -> None:
        """To the middle of a lesion."""
        before = self.sight.at
        self._go_to_lesion(number)
        after, self.sight = self.sight.at, replace(self.sight, at=before)
        self._move(after)

    def slice_at(self, plane: Plane) -> int:
        """Which slice a view shows, in the order of the patient."""
        return self.sight.at[FIXED_AXIS[plane]]

    def lesion_slices(self, number: int) -> tuple[int, ...]:
        """The axial slices that hold any of a lesion, counted from the feet."""
        known = self._lesions is not None and number < self._lesions.count
        return self._lesions.extent(number).slices[0] if known and self._lesions is not None else ()

    def outlines_are_shown(self) -> bool:
        """Whether lesions are drawn at all."""
        return self.sight.outlines_shown

    def leave_outline_to_hand(self, name: str | None) -> None:
        """The drawing tool paints this lesion's outline itself, as it changes; None: none is being drawn."""
        if self._lesions is not None and self._lesions.leave_out(name):
            self._show_anew()

    def _go_to_lesion(self, number: int) -> None:
        if self._lesions is not None and number < self._lesions.count:
            middle = self._lesions.extent(number).middle
            if middle:
                self.sight = replace(self.sight, at=middle)

    def _move(self, at: Index) -> None:
        before, self.sight = self.sight.at, replace(self.sight, at=at)
        if at != before:
            for plane in Plane:
                self._show(plane)
            self.moved.emit()

    def _show_anew(self) -> None:
        """Every view, for the voxels or the outlines are others."""
        self._shown.clear()
        for plane in Plane:
            self._show(plane)

    def _show(self, plane: Plane) -> None:
        """One view; where its slice stays, only the crosshair moves."""
        assert self._maker is not None
        axis = FIXED_AXIS[plane]
        count, at = self._maker.grid.shape[axis], self.sight.at[axis]
        shown_at, content = self._shown.get(plane, (None, None))
        if content is None or shown_at != at:
            content = self._content(plane)
            on_slices = self._lesions.on_slices(plane) if self._lesions is not None else ()
            self._view.show_slices(plane, count, at, on_slices)
        content = replace(content, crosshair=pixel_of(self._maker.grid, plane, self.sight.at))
        self._shown[plane] = at, content
        self._view.show_slice(plane, content)

    def _content(self, plane: Plane) -> SliceContent:
        assert self._maker is not None
        at, lesions = self.sight.at, self._lesions
        drawn = lesions is not None and self.sight.outlines_shown
        outlines = lesions.outlines(plane, at[FIXED_AXIS[plane]]) if drawn and lesions is not None else ()
        return self._maker.content(plane, at, outlines, self._saliency() if plane is Plane.AXIAL else None)

    def _saliency(self) -> SliceSaliency | None:
        if self._explained is None or self._maker is None:
            return None
        finding, opacity, demonstration = self._explained
        return saliency_on(finding, self._maker.grid, self.sight.at, opacity, demonstration)
