"""Edits of outlines of many vertices: on a worker thread, one after the other, each on the regions as they then stand.

No widgets.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, Signal

from hccdesk.domain.roi import SlideRoi
from hccdesk.ui.jobs import JobRunner, RunningJob, deliver
from hccdesk.ui.region_verbs import RegionVerbs
from hccdesk.ui.slide_viewer.outline_areas import MANY_VERTICES, OutlineAreas, vertices_of
from hccdesk.ui.slide_viewer.slide_hand import DrawnRing, DrawnStroke

MOST_VERTICES = 200_000
"""Beyond, one edit takes seconds."""
_CROSSINGS = 8
"""A drawn line may cross itself: a vertex of it costs as much as so many of a region."""

Shape = DrawnRing | DrawnStroke
Size = tuple[int, int]


class OutlineEdits(QObject):
    """Shapes that wait to be put to the regions.

    Signals: `changed` with what waits; `done(object, Shape)` the regions after the shape, None where none are left,
    and the shape; `failed(exception)`.
    """

    changed = Signal()
    done = Signal(object, object)
    failed = Signal(object)

    def __init__(
        self,
        runner: JobRunner,
        verbs: RegionVerbs,
        areas: OutlineAreas,
        now: Callable[[], SlideRoi | None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runner, self._verbs, self._areas, self._now = runner, verbs, areas, now
        self._waiting: list[tuple[Shape, Size | None]] = []
        self._job: RunningJob | None = None

    @property
    def waiting(self) -> tuple[Shape, ...]:
        """The shapes, the one that was drawn first in front."""
        return tuple(shape for shape, _ in self._waiting)

    def put(self, shape: Shape, size_px: Size | None) -> None:
        """One more; `size_px` is (width, height) of the slide."""
        self._waiting.append((shape, size_px))
        self.changed.emit()
        self._go_on()

    def drop(self) -> None:
        """None of them: another slide."""
        if self._job:
            self._job.cancel()
        had, self._waiting, self._job = bool(self._waiting), [], None
        if had:
            self.changed.emit()

    def _go_on(self) -> None:
        if self._job or not self._waiting:
            return
        (shape, size_px), before = self._waiting[0], self._now()
        job = self._job = self._runner.start(lambda _: self._drawn(before, shape, size_px))
        deliver(job, self, partial(self._on_drawn, job, before))
        job.failed.connect(self._on_failed)

    def _drawn(self, before: SlideRoi | None, shape: Shape, size_px: Size | None) -> SlideRoi | None:
        """On a worker thread: also measured there, so that the list can tell the areas at once."""
        after = drawn_on(self._verbs, before, shape, size_px)
        if after is not None:
            self._areas.measure(after)
        return after

    def _on_drawn(self, job: RunningJob, before: SlideRoi | None, after: SlideRoi | None) -> None:
        if job is not self._job:
            return
        self._job = None
        if self._now() is before:  # else once more, on what is there now
            shape, _ = self._waiting.pop(0)
            self.done.emit(after, shape)
            self.changed.emit()
        self._go_on()

    def _on_failed(self, error: BaseException) -> None:
        if self.sender() is self._job:
            self.drop()
            self.failed.emit(error)


def drawn_on(verbs: RegionVerbs, before: SlideRoi | None, shape: Shape, size_px: Size | None) -> SlideRoi | None:
    """The regions with a shape, within the slide; the very same where it changes nothing."""
    after = _within_slide(verbs, _drawn(verbs, before, shape), size_px)
    return before if before and after and _same_area(verbs, before, after) else after


def count_of(roi: SlideRoi | None) -> int:
    """How many vertices regions have."""
    return sum(map(vertices_of, roi.polygons)) if roi else 0


def is_slow(before: SlideRoi | None, shape: Shape) -> bool:
    """Whether an edit takes longer than the screen may wait."""
    drawn = len(shape.points if isinstance(shape, DrawnStroke) else shape.ring)
    return count_of(before) + _CROSSINGS * drawn > MANY_VERTICES


def _drawn(verbs: RegionVerbs, before: SlideRoi | None, shape: Shape) -> SlideRoi | None:
    if isinstance(shape, DrawnStroke):
        return verbs.outline_brush(before, shape.points, shape.radius_px, shape.subtract)
    if shape.subtract:
        return verbs.outline_subtract(before, shape.ring, shape.tolerance_px)
    return verbs.outline_add(before, shape.ring, shape.tolerance_px)


def _within_slide(verbs: RegionVerbs, roi: SlideRoi | None, size_px: Size | None) -> SlideRoi | None:
    """Without what was drawn beside the slide."""
    if roi is None or size_px is None:
        return roi
    size = np.array(size_px, float)
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
        inside = verbs.outline_subtract(inside, frame)
    return inside


def _same_area(verbs: RegionVerbs, before: SlideRoi, after: SlideRoi) -> bool:
    """Regions only grow or only shrink by a shape: of the same area they are the same."""
    areas = [verbs.outline_area_mm2(roi, 1.0) for roi in (before, after)]
    return abs(areas[0] - areas[1]) <= 1e-9 * areas[0]
