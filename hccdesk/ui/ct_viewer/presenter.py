"""Decides what the three views of the CT show. No widgets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject

from hccdesk.ui.case_model import CaseModel, ViewedCt
from hccdesk.ui.ct_viewer.outline import outline_segments
from hccdesk.ui.ct_viewer.patient_grid import (
    FIXED_AXIS,
    Index,
    PatientGrid,
    Plane,
    patient_grid,
    pixel_of,
    pixel_spacing_mm,
    plane_slice,
    voxel_at,
)
from hccdesk.ui.ct_viewer.slice_content import Outline, SliceContent
from hccdesk.ui.ct_viewer.windowing import LIVER, HuWindow
from hccdesk.ui.language import translate

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
    """Three linked views of one volume."""

    def __init__(self, view: CtViews, model: CaseModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view, self._model = view, model
        self._ct: ViewedCt | None = None
        self._grid: PatientGrid | None = None
        self._hu: NDArray[np.int16] | None = None
        self._masks: tuple[tuple[int, NDArray[np.bool_]], ...] = ()
        self._on_slices: dict[Plane, SliceLesions] = {}
        self._shown: dict[Plane, tuple[int, SliceContent]] = {}
        self.sight = CtSight()
        model.ct_changed.connect(self.show_ct)
        model.rois_changed.connect(self.show_rois)
        self.show_ct()

    def show_ct(self) -> None:
        """The model's CT, or none."""
        self._ct = self._model.viewed_ct
        if self._ct is None:
            self._grid = self._hu = None
            self._view.show_nothing()
            return
        self._grid = patient_grid(self._ct.volume.geometry)
        self._hu = self._grid.ordered(self._ct.volume.hu)
        z, y, x = self._grid.shape
        self.sight = replace(self.sight, at=(z // 2, y // 2, x // 2))
        self._view.show_window(self.sight.window, self.sight.inverted)
        self._take_masks()
        self._go_to_lesion(0)
        self._show_anew()

    def show_rois(self) -> None:
        """The model's regions; the place stays."""
        if self._grid:
            self._take_masks()
            self._show_anew()

    def scroll(self, plane: Plane, slices: int) -> None:
        """So many slices on."""
        if self._grid:
            self.go_to_slice(plane, self.sight.at[FIXED_AXIS[plane]] + slices)

    def go_to_slice(self, plane: Plane, number: int) -> None:
        """To a slice, the nearest there is."""
        if not self._grid:
            return
        axis = FIXED_AXIS[plane]
        at = list(self.sight.at)
        at[axis] = min(max(number, 0), self._grid.shape[axis] - 1)
        self._move((at[0], at[1], at[2]))

    def point(self, plane: Plane, row: int, column: int) -> None:
        """Crosshair to a pixel of a view; the other views follow."""
        if self._grid:
            self._move(voxel_at(self._grid, plane, self.sight.at, (row, column)))

    def hover(self, plane: Plane, row: int, column: int) -> None:
        """Say what is under the cursor."""
        if self._grid is None or self._hu is None:
            return
        index = voxel_at(self._grid, plane, self.sight.at, (row, column))
        self._view.show_hu(plane, f"{self._hu[index]} HU".replace("-", "−"))

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

    def toggle_crosshair(self) -> None:
        """Show or hide the crosshair."""
        self.sight = replace(self.sight, crosshair_shown=not self.sight.crosshair_shown)
        self._view.show_crosshair(self.sight.crosshair_shown)

    def go_to_lesion(self, number: int) -> None:
        """To the middle of a lesion."""
        if self._grid:
            self._go_to_lesion(number)
            self._show_anew()

    def remove_lesion(self, name: str) -> None:
        """Take a lesion out, undoably."""
        what = translate("CtView", "Remove {name}").format(name=name)
        self._model.edit_rois(self._model.rois.without_lesion(name), what)

    def rename_lesion(self, name: str, new_name: str) -> None:
        """Give a lesion another name, undoably; a name that is taken or empty changes nothing."""
        taken = {lesion.name for lesion in self._model.rois.lesions}
        if new_name.strip() and new_name.strip() not in taken:
            what = translate("CtView", "Rename {name}").format(name=name)
            self._model.edit_rois(self._model.rois.renamed(name, new_name.strip()), what)

    def _take_masks(self) -> None:
        assert self._grid is not None
        lesions = enumerate(self._model.rois.lesions)
        self._masks = tuple((i, self._grid.ordered(lesion.roi.mask)) for i, lesion in lesions if lesion.shown)
        self._on_slices = {
            plane: tuple((colour, _slices_with(mask, FIXED_AXIS[plane])) for colour, mask in self._masks)
            for plane in Plane
        }

    def _go_to_lesion(self, number: int) -> None:
        if number < len(self._masks):
            inside = np.argwhere(self._masks[number][1])
            if len(inside):
                z, y, x = (int(value) for value in np.round(inside.mean(axis=0)))
                self.sight = replace(self.sight, at=(z, y, x))

    def _move(self, at: Index) -> None:
        before, self.sight = self.sight.at, replace(self.sight, at=at)
        if at != before:
            for plane in Plane:
                self._show(plane)

    def _show_anew(self) -> None:
        """Every view, for the voxels or the outlines are others."""
        self._shown.clear()
        for plane in Plane:
            self._show(plane)

    def _show(self, plane: Plane) -> None:
        """One view; where its slice stays, only the crosshair moves."""
        assert self._grid is not None
        axis = FIXED_AXIS[plane]
        count, at = self._grid.shape[axis], self.sight.at[axis]
        shown_at, content = self._shown.get(plane, (None, None))
        if content is None or shown_at != at:
            content = self._content(plane)
            self._view.show_slices(plane, count, at, self._on_slices.get(plane, ()))
        content = replace(content, crosshair=pixel_of(self._grid, plane, self.sight.at))
        self._shown[plane] = (at, content)
        self._view.show_slice(plane, content)

    def _content(self, plane: Plane) -> SliceContent:
        assert self._grid is not None
        assert self._hu is not None
        assert self._ct is not None
        at = self.sight.at[FIXED_AXIS[plane]]
        shown = self._masks if self.sight.outlines_shown else ()
        return SliceContent(
            hu=plane_slice(self._hu, plane, at),
            spacing_mm=pixel_spacing_mm(self._grid, plane),
            outlines=tuple(Outline(outline_segments(plane_slice(mask, plane, at)), i) for i, mask in shown),
            crosshair=pixel_of(self._grid, plane, self.sight.at),
            letters=self._grid.letters(plane),
            title=_titles()[plane],
            place=self._place(plane, at),
        )

    def _place(self, plane: Plane, at: int) -> str:
        assert self._grid is not None
        axis = FIXED_AXIS[plane]
        x, y, z = self._grid.position_mm(self.sight.at)
        position = {Plane.AXIAL: z, Plane.CORONAL: y, Plane.SAGITTAL: x}[plane]
        return f"{at + 1}/{self._grid.shape[axis]} · {position:.1f} mm".replace("-", "−")


def _titles() -> dict[Plane, str]:
    return {
        Plane.AXIAL: translate("CtView", "Axial"),
        Plane.CORONAL: translate("CtView", "Coronal"),
        Plane.SAGITTAL: translate("CtView", "Sagittal"),
    }


def _slices_with(mask: NDArray[np.bool_], axis: int) -> tuple[int, ...]:
    others = tuple(other for other in range(3) if other != axis)
    return tuple(int(i) for i in np.flatnonzero(mask.any(axis=others)))
