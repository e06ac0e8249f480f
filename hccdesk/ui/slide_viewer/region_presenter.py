"""Draws, joins, takes out and removes regions of the slide; every change is one that can be undone. No widgets."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QObject, Signal

from hccdesk.domain.roi import SlideRoi
from hccdesk.ui.case_model import CaseModel
from hccdesk.ui.slide_viewer.slide_hand import DrawnRing, DrawnStroke
from hccdesk.ui.verbs import Verbs


@dataclass(frozen=True, slots=True)
class RegionLine:
    """A region for the list: its number from 1, its area where the slide's resolution is known, its class."""

    number: int
    area_mm2: float | None
    classes: str


class RegionPresenter(QObject):
    """The regions of the open slide.

    Signals: `changed` with the regions or the one selected, `went_nowhere` when an act changed nothing.
    """

    changed = Signal()
    went_nowhere = Signal()

    def __init__(self, model: CaseModel, verbs: Verbs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model, self._verbs = model, verbs
        self._selected: int | None = None
        self._areas: dict[int, tuple[object, float]] = {}
        model.rois_changed.connect(self._on_rois)

    @property
    def roi(self) -> SlideRoi | None:
        """The regions as they stand."""
        return self._model.rois.slide

    @property
    def selected(self) -> int | None:
        """The region that is selected, None without one."""
        return self._selected

    def select(self, index: int | None) -> None:
        """Select another region."""
        self._selected = index
        self.changed.emit()

    def draw(self, shape: DrawnRing | DrawnStroke) -> None:
        """Put a shape that was drawn to the regions, or take it out; regions that touch become one."""
        before = self.roi
        if shape.subtract and before is None:
            self.went_nowhere.emit()
            return
        after = self._within_slide(self._drawn(before, shape))
        if before and after and self._same_area(before, after):
            self.went_nowhere.emit()
            return
        self._push(after, self.tr("Subtract from region") if shape.subtract else self.tr("Draw region"))

    def remove(self, index: int) -> None:
        """Without one region."""
        if self.roi is None or not 0 <= index < len(self.roi.polygons):
            return
        kept = tuple(polygon for place, polygon in enumerate(self.roi.polygons) if place != index)
        self._push(replace(self.roi, polygons=kept) if kept else None, self.tr("Remove region"))

    def bring(self, roi: SlideRoi | None) -> None:
        """Regions read from a file, in place of those that are here."""
        if roi is not None:
            self._push(roi, self.tr("Import regions"))

    def lines(self) -> tuple[RegionLine, ...]:
        """Every region for the list."""
        roi, slide = self.roi, self._model.inputs.slide
        if roi is None or slide is None:
            return ()
        classes = ", ".join(roi.classes)
        return tuple(
            RegionLine(place + 1, self._area(roi, place, slide.facts.um_per_px), classes)
            for place in range(len(roi.polygons))
        )

    def total_mm2(self) -> float | None:
        """The area of all regions; where they overlap it counts once."""
        roi, slide = self.roi, self._model.inputs.slide
        if roi is None or slide is None or slide.facts.um_per_px is None:
            return None
        return self._verbs.outline_area_mm2(roi, slide.facts.um_per_px)

    def _drawn(self, before: SlideRoi | None, shape: DrawnRing | DrawnStroke) -> SlideRoi | None:
        if isinstance(shape, DrawnStroke):
            return self._verbs.outline_brush(before, shape.points, shape.radius_px, shape.subtract)
        if shape.subtract:
            return self._verbs.outline_subtract(before, shape.ring)
        return self._verbs.outline_add(before, shape.ring)

    def _within_slide(self, roi: SlideRoi | None) -> SlideRoi | None:
        """Without what was drawn beside the slide."""
        slide = self._model.inputs.slide
        if roi is None or slide is None:
            return roi
        size = np.array([slide.facts.width_px, slide.facts.height_px], float)
        corners = np.concatenate([polygon.outline for polygon in roi.polygons])
        if (corners >= 0).all() and (corners <= size).all():
            return roi
        low, high = np.minimum(corners.min(axis=0), 0) - 1, np.maximum(corners.max(axis=0), size) + 1
        inside: SlideRoi | None = roi
        for left, top, right, bottom in (
            (low[0], low[1], high[0], 0),
            (low[0], size[1], high[0], high[1]),
            (low[0], low[1], 0, high[1]),
            (size[0], low[1], high[0], high[1]),
        ):
            frame = np.array([(left, top), (right, top), (right, bottom), (left, bottom)])
            inside = self._verbs.outline_subtract(inside, frame)
        return inside

    def _same_area(self, before: SlideRoi, after: SlideRoi) -> bool:
        """Regions only grow or only shrink by a shape: of the same area they are the same."""
        areas = [self._verbs.outline_area_mm2(roi, 1.0) for roi in (before, after)]
        return abs(areas[0] - areas[1]) <= 1e-9 * areas[0]

    def _push(self, after: SlideRoi | None, what: str) -> None:
        if after is self.roi:
            self.went_nowhere.emit()
            return
        self._model.edit_rois(self._model.rois.with_slide(after), what)

    def _area(self, roi: SlideRoi, place: int, um_per_px: float | None) -> float | None:
        if um_per_px is None:
            return None
        polygon = roi.polygons[place]
        known = self._areas.get(id(polygon))
        if known is None or known[0] is not polygon:
            area = self._verbs.outline_area_mm2(replace(roi, polygons=(polygon,)), um_per_px)
            known = self._areas[id(polygon)] = (polygon, area)
        return known[1]

    def _on_rois(self) -> None:
        count = len(self.roi.polygons) if self.roi else 0
        if self._selected is not None and self._selected >= count:
            self._selected = None
        here = {id(polygon) for polygon in self.roi.polygons} if self.roi else set()
        self._areas = {key: known for key, known in self._areas.items() if key in here}
        self.changed.emit()
