"""Decides what drawing does to the case. No widgets; a stroke is previewed here and pushed once, when it ends."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from hccdesk.domain.mask_box import NOTHING
from hccdesk.domain.region_edit import RegionPart
from hccdesk.domain.roi import CtRoi
from hccdesk.domain.roi_set import Lesion
from hccdesk.ui.case_model import CaseModel
from hccdesk.ui.ct_viewer.lattice_place import LatticePoint, lattice_axis, lattice_point
from hccdesk.ui.ct_viewer.pane_hand import PanePlace
from hccdesk.ui.ct_viewer.patient_grid import PatientGrid, Plane, patient_grid
from hccdesk.ui.language import translate
from hccdesk.ui.roi_tools.drawing_permit import why_locked, why_no_drawing
from hccdesk.ui.roi_tools.lesion_acts import active_lesion, next_lesion, redrawn
from hccdesk.ui.roi_tools.preview import Preview, writable
from hccdesk.ui.roi_tools.toolbox import RoiToolbox
from hccdesk.ui.verbs import Verbs

PICK_RADIUS_MM = 3.0
FEWEST_SD_HU = 5.0
"""A range is never narrower than ± twice this, however flat the place is."""


class RoiEditor(QObject):
    """Strokes, outlines and whole regions into the active lesion.

    Signals: `said(str)` why nothing happened, or what did; `previewed` the change under way is another;
    `began(str)` a change of the lesion of that name, `over` it was pushed or given up,
    `corner_undone` the last corner of the outline under way is to be taken back.
    """

    said = Signal(str)
    previewed = Signal()
    began = Signal(str)
    over = Signal()
    corner_undone = Signal()

    def __init__(
        self,
        model: CaseModel,
        verbs: Verbs,
        toolbox: RoiToolbox,
        slice_at: Callable[[Plane], int],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._model, self._verbs, self.toolbox, self._slice_at = model, verbs, toolbox, slice_at
        self._grid: PatientGrid | None = None
        self._preview: Preview | None = None
        self.last_plane = Plane.AXIAL
        model.ct_changed.connect(self._on_ct)
        model.rois_changed.connect(self.give_up)
        model.unfinished_undone.connect(self._on_undone)
        model.set_unfinished(False)  # what a screen that is gone had begun
        self._take_ct()

    @property
    def preview(self) -> Preview | None:
        """The change under way."""
        return self._preview

    @property
    def grid(self) -> PatientGrid | None:
        """How the CT lies in the patient; None without a CT."""
        return self._grid

    @property
    def active(self) -> Lesion | None:
        """The lesion that a stroke goes into; None where it begins a new one."""
        return active_lesion(self._model.rois.lesions, self.toolbox)

    @property
    def colour(self) -> int:
        """The colour of what is drawn next."""
        rois = self._model.rois
        active, new = self.active, self.toolbox.new_lesion or next_lesion(rois.lesions)
        if active is None:
            return new.colour
        return rois.lesions.index(active) if active.colour is None else active.colour

    def slice_at(self, plane: Plane) -> int:
        """Which slice a view shows."""
        return self._slice_at(plane)

    def point(self, place: PanePlace) -> LatticePoint:
        """A place on a view as a point of the lattice."""
        assert self._grid is not None
        return lattice_point(self._grid, place.plane, self._slice_at(place.plane), place.row, place.column)

    def why_not(self) -> str:
        """Why nothing can be drawn now; empty where it can."""
        return why_no_drawing(self._model) or why_locked(self.active)

    def begin(self, plane: Plane) -> bool:
        """Begin a change; False, and said why, where there can be none."""
        reason = self.why_not()
        if reason or self._grid is None:
            self.said.emit(reason)
            return False
        self.last_plane = plane
        lesion = self.blank_or_active()
        self._start(lesion, lesion.roi, writable(lesion.roi))
        return True

    def stroke(self, start: LatticePoint, end: LatticePoint, plane: Plane, subtract: bool, in_range: bool) -> None:
        """The brush went from one point to another."""
        preview, viewed = self._preview, self._model.viewed_ct
        if preview is None or viewed is None or self._grid is None:
            return
        options = self.toolbox.options
        axis = None if options.sphere else lattice_axis(self._grid, plane)
        if axis is not None and int(start[axis]) != int(end[axis]):
            start = end  # the view was scrolled meanwhile: a disc stays within its slice
        part = self._verbs.paint_stroke(np.array([start, end]), options.brush_mm / 2, viewed.volume.geometry, axis)
        if in_range:
            part = self._verbs.within_range(part, viewed.volume.hu, options.lower_hu, options.upper_hu)
        self._take(part, subtract)

    def outline(self, points: list[LatticePoint], plane: Plane, subtract: bool) -> None:
        """An outline was closed: what lies in it."""
        viewed = self._model.viewed_ct
        if viewed is None or self._grid is None or not self.begin(plane):
            return
        axis = lattice_axis(self._grid, plane)
        self._take(self._verbs.paint_polygon(np.array(points), viewed.volume.geometry, axis), subtract)
        self.finish(subtract)

    def propose(self, lesion: Lesion, region: CtRoi) -> None:
        """A whole region to look at first; `finish` keeps it, `give_up` does not."""
        self._start(lesion, region, region.mask)
        assert self._preview is not None
        self._preview.is_changed = True
        self.previewed.emit()

    def finish(self, subtract: bool = False) -> None:
        """Push the change, one step to undo; nothing where nothing changed."""
        preview, self._preview = self._preview, None
        if preview is None:
            return
        self._model.set_unfinished(False)
        name = preview.lesion.name
        if preview.is_changed:
            what = translate("RoiTools", "Take from {name}") if subtract else translate("RoiTools", "Draw {name}")
            self.put(preview.lesion, preview.region, what.format(name=name))
        self.over.emit()

    def give_up(self) -> None:
        """Forget the change under way."""
        if self._preview:
            self._preview = None
            self._model.set_unfinished(False)
            self.over.emit()

    def set_outlining(self, outlining: bool) -> None:
        """An outline is open, which is no step to undo yet; or none is any more."""
        self._model.set_unfinished(outlining or self._preview is not None)

    def put(self, lesion: Lesion, region: CtRoi, what: str) -> None:
        """The lesion with this region, undoably; without any voxel it goes. The model refuses another lattice's."""
        after = redrawn(self._model.rois, lesion, region)
        self._model.edit_rois(after, what)
        kept = any(other.name == lesion.name for other in after.lesions)
        self.toolbox.activate(lesion.name if kept else None)
        if not kept:
            text = translate("RoiTools", "Nothing is left of {name}, so it was removed. Undo brings it back.")
            self.said.emit(text.format(name=lesion.name))

    def undo(self) -> None:
        """One step back; a change under way is given up, and only that."""
        self._model.undo()

    def redo(self) -> None:
        """One step forward."""
        self._model.redo()

    def pick_range(self, place: PanePlace) -> None:
        """The range of HU from what is around a place: mean ± 2 standard deviations within 3 mm on the slice."""
        viewed = self._model.viewed_ct
        if viewed is None or self._grid is None:
            return
        point, axis = self.point(place), lattice_axis(self._grid, place.plane)
        part = self._verbs.paint_stroke(np.array([point]), PICK_RADIUS_MM, viewed.volume.geometry, axis)
        values = viewed.volume.hu[part.box][part.mask] if part.mask.size else np.zeros(0)
        if not len(values):
            self.said.emit(translate("RoiTools", "There is no voxel here."))
            return
        mean, reach = float(values.mean()), 2 * max(float(values.std()), FEWEST_SD_HU)
        self.toolbox.set_options(self.toolbox.options.with_range(round(mean - reach), round(mean + reach)))

    def blank_or_active(self) -> Lesion:
        """The lesion that is drawn, a new one without voxels where there is none."""
        return self.active or self._blank()

    def _blank(self) -> Lesion:
        assert self._grid is not None
        new = self.toolbox.new_lesion or next_lesion(self._model.rois.lesions)
        nothing = np.zeros(self._grid.geometry.shape, np.bool_)
        return Lesion(new.name, CtRoi.within(nothing, new.name, NOTHING), colour=new.colour)

    def _start(self, lesion: Lesion, region: CtRoi, mask: NDArray[np.bool_]) -> None:
        assert self._grid is not None
        self._preview = Preview(lesion, region, mask, self._grid)
        self._model.set_unfinished(True)
        self.began.emit(lesion.name)

    def _take(self, part: RegionPart, subtract: bool) -> None:
        if self._preview:
            self._preview.take(part, subtract)
            self.previewed.emit()

    def _on_undone(self) -> None:
        if self._preview:
            self.give_up()
        else:
            self.corner_undone.emit()

    def _on_ct(self) -> None:
        self.toolbox.activate(None)  # a lesion that was to be begun belongs to the CT before
        self._take_ct()

    def _take_ct(self) -> None:
        self.give_up()
        viewed = self._model.viewed_ct
        self._grid = patient_grid(viewed.volume.geometry) if viewed else None
