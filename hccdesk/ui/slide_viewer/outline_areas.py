"""The areas of regions, measured once: those of many vertices on a worker thread. No widgets."""

from __future__ import annotations

from dataclasses import replace

from hccdesk.domain.roi import Polygon, SlideRoi
from hccdesk.ui.region_verbs import RegionVerbs

MANY_VERTICES = 4000
"""Up to here regions are measured, or edited, in a few milliseconds."""


class OutlineAreas:
    """What is known of areas, in mm² for pixels of one µm; `measure` may be called on any thread."""

    def __init__(self, verbs: RegionVerbs) -> None:
        self._verbs = verbs
        self._each: dict[int, tuple[Polygon, float]] = {}
        self._total: tuple[SlideRoi | None, float] = (None, 0.0)

    def each(self, roi: SlideRoi) -> list[float]:
        """The area of every polygon."""
        self.measure(roi)
        return [self._each[id(polygon)][1] for polygon in roi.polygons]

    def total(self, roi: SlideRoi) -> float:
        """The area of all of them; where they overlap it counts once."""
        self.measure(roi)
        return self._total[1]

    def is_slow(self, roi: SlideRoi) -> bool:
        """Whether measuring takes longer than the screen may wait."""
        return self._total[0] is not roi and sum(map(vertices_of, roi.polygons)) > MANY_VERTICES

    def measure(self, roi: SlideRoi) -> None:
        """Find out what is not known of these; what else was known is forgotten."""
        if self._total[0] is roi:
            return
        each = {id(one): self._each.get(id(one), (None, 0.0)) for one in roi.polygons}
        self._each = {
            id(one): (one, each[id(one)][1] if each[id(one)][0] is one else self._area(replace(roi, polygons=(one,))))
            for one in roi.polygons
        }
        self._total = (roi, self._area(roi))

    def _area(self, roi: SlideRoi) -> float:
        return self._verbs.outline_area_mm2(roi, 1.0)


def vertices_of(polygon: Polygon) -> int:
    """How many vertices a region has."""
    return len(polygon.outline) + sum(len(hole) for hole in polygon.holes)
