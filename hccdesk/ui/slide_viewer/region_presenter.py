"""Draws, joins, takes out and removes regions of the slide; every change is one that can be undone. No widgets."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from hccdesk.domain.roi import SlideRoi
from hccdesk.domain.slide import SlideFacts
from hccdesk.ui.case_model import CaseModel
from hccdesk.ui.jobs import JobRunner
from hccdesk.ui.slide_viewer.outline_areas import OutlineAreas
from hccdesk.ui.slide_viewer.outline_edits import (
    MOST_VERTICES,
    OutlineEdits,
    Shape,
    count_of,
    drawn_on,
    is_slow,
)
from hccdesk.ui.verbs import Verbs


@dataclass(frozen=True, slots=True)
class RegionLine:
    """A region for the list: its number from 1, its area where the slide's resolution is known, its class."""

    number: int
    area_mm2: float | None
    classes: str


class RegionPresenter(QObject):
    """The regions of the open slide.

    Signals: `changed` with the regions, the one selected or what waits to be drawn, `went_nowhere` when an act changed
    nothing, `refused(str)` why a shape cannot be drawn.
    """

    changed = Signal()
    went_nowhere = Signal()
    refused = Signal(str)

    def __init__(self, model: CaseModel, verbs: Verbs, runner: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model, self._verbs, self._runner = model, verbs, runner
        self._known = OutlineAreas(verbs)
        self.edits = OutlineEdits(runner, verbs, self._known, lambda: model.rois.slide, self)
        self.edits.done.connect(self._take)
        self.edits.changed.connect(self.changed)
        self._slide: SlideFacts | None = None
        self._measuring: SlideRoi | None = None
        self._selected: int | None = None
        model.rois_changed.connect(self._on_rois)
        model.slide_changed.connect(self._on_slide)

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

    def draw(self, shape: Shape) -> None:
        """Put a shape that was drawn to the regions, or take it out; regions that touch become one."""
        before = self.roi
        if shape.subtract and before is None and not self.edits.waiting:
            self.went_nowhere.emit()
        elif count_of(before) > MOST_VERTICES:
            self.refused.emit(self._too_many(count_of(before)))
        elif self.edits.waiting or is_slow(before, shape):
            self.edits.put(shape, self._size_px())
        else:
            self._draw_now(before, shape)

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
        roi = self.roi
        if roi is None or self._model.inputs.slide is None:
            return ()
        classes, um_per_px = ", ".join(roi.classes), self._um_per_px()
        known = um_per_px is not None and self._is_measured(roi)
        areas = self._known.each(roi) if known else [None] * len(roi.polygons)
        scale = (um_per_px or 0.0) ** 2
        return tuple(RegionLine(n, a if a is None else a * scale, classes) for n, a in enumerate(areas, start=1))

    def total_mm2(self) -> float | None:
        """The area of all regions, where they overlap once; None where it is unknown or still being measured."""
        roi, um_per_px = self.roi, self._um_per_px()
        if roi is None or um_per_px is None or not self._is_measured(roi):
            return None
        return self._known.total(roi) * um_per_px**2

    @property
    def is_measuring(self) -> bool:
        """Whether areas are being measured on a worker thread."""
        return self._measuring is not None

    def _draw_now(self, before: SlideRoi | None, shape: Shape) -> None:
        self._take(drawn_on(self._verbs, before, shape, self._size_px()), shape)

    def _take(self, after: SlideRoi | None, shape: Shape) -> None:
        self._push(after, self.tr("Subtract from region") if shape.subtract else self.tr("Draw region"))

    def _size_px(self) -> tuple[int, int] | None:
        slide = self._model.inputs.slide
        return (slide.facts.width_px, slide.facts.height_px) if slide else None

    def _push(self, after: SlideRoi | None, what: str) -> None:
        if after is self.roi:
            self.went_nowhere.emit()
            return
        self._model.edit_rois(self._model.rois.with_slide(after), what)

    def _um_per_px(self) -> float | None:
        slide = self._model.inputs.slide
        return slide.facts.um_per_px if slide else None

    def _is_measured(self, roi: SlideRoi) -> bool:
        """Whether the areas can be told at once; if not, they are measured on a worker thread and told then."""
        if not self._known.is_slow(roi):
            return True
        if self._measuring is not roi:
            self._measuring = roi
            job = self._runner.start(lambda _: self._known.measure(roi))
            job.ended.connect(self._on_measured)
        return False

    def _on_rois(self) -> None:
        count = len(self.roi.polygons) if self.roi else 0
        if self._selected is not None and self._selected >= count:
            self._selected = None
        self.changed.emit()

    def _on_slide(self) -> None:
        slide = self._model.inputs.slide
        if (slide.facts if slide else None) is not self._slide:
            self._slide = slide.facts if slide else None
            self.edits.drop()

    def _on_measured(self) -> None:
        self._measuring = None
        self.changed.emit()

    def _too_many(self, vertices: int) -> str:
        words = self.tr("The outline has {n} points; with more than {most} it cannot be edited here.")
        return words.format(n=f"{vertices:,}".replace(",", " "), most=f"{MOST_VERTICES:,}".replace(",", " "))
