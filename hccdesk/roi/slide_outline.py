"""Outlines on a slide, added to and cut away as areas. Vertices are (n, 2) as (x, y) in level-0 pixels."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from hccdesk.domain.roi import Polygon, Ring, SlideRoi

DRAWN = "drawn"
_SMALLEST_PX2 = 16.0
"""Slivers that add and subtract leave behind are smaller than the smallest nucleus."""
_QUARTER_SEGMENTS = 8
_BRUSH_TOLERANCE = 0.02
"""Of the brush's radius: what is smaller no hand means."""
_MM2_PER_UM2 = 1e-6
_MOST_CROSSING = 2000
_FINEST_SHARE = 1e-4
_MOST_KNOWN = 512


class _KnownAreas:
    """Shapes of polygons met before, the latest `_MOST_KNOWN`; for several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._shapes: OrderedDict[int, tuple[Polygon, Any]] = OrderedDict()

    def of(self, polygon: Polygon) -> Any:
        """The shape of this very polygon, None for one that was not met."""
        with self._lock:
            known = self._shapes.get(id(polygon))
            return known[1] if known else None

    def learn(self, polygon: Polygon, shape: Any) -> Any:
        """Remember a shape; the polygon is held with it, so that its id stays its own."""
        with self._lock:
            self._shapes[id(polygon)] = (polygon, shape)
            while len(self._shapes) > _MOST_KNOWN:
                self._shapes.popitem(last=False)
        return shape


_KNOWN = _KnownAreas()


def added(roi: SlideRoi | None, ring: Ring, tolerance_px: float = 0.0) -> SlideRoi | None:
    """The outline with the area within a closed ring; None where there is neither.

    A ring that crosses itself counts as what it goes round an odd number of times. Vertices that lie within
    `tolerance_px` of the line without them are left out; of a ring that crosses itself and has thousands, more are.
    """
    return _changed(roi, _area_drawn(ring, tolerance_px), shapely.union)


def subtracted(roi: SlideRoi | None, ring: Ring, tolerance_px: float = 0.0) -> SlideRoi | None:
    """The outline without the area within a closed ring, read as in `added`; None where nothing is left."""
    return _changed(roi, _area_drawn(ring, tolerance_px), shapely.difference)


def brushed(roi: SlideRoi | None, points: Ring, radius_px: float, *, subtract: bool = False) -> SlideRoi | None:
    """The outline with, or without, what a disc of `radius_px` sweeps on its way along `points`."""
    return _changed(roi, _swept(points, radius_px), shapely.difference if subtract else shapely.union)


def area_mm2(roi: SlideRoi, um_per_px: float) -> float:
    """The area of the tissue outlined, once where outlines overlap; holes do not count."""
    areas = [_polygon_area(polygon) for polygon in roi.polygons]
    apart = len(areas) == 1 or shapely.STRtree(areas).query(areas, predicate="intersects").shape[1] == len(areas)
    whole_px2 = shapely.area(areas).sum() if apart else shapely.area(shapely.union_all(areas))
    return float(whole_px2) * um_per_px**2 * _MM2_PER_UM2


def _area_of_all(polygons: Sequence[Polygon]) -> Any:
    """All polygons as one area, each hole cut from its own outline only."""
    return shapely.union_all([_polygon_area(polygon) for polygon in polygons]) if polygons else shapely.Polygon()


def _polygon_area(polygon: Polygon) -> Any:
    """The polygon as a valid shape, remembered: of 100,000 vertices it takes a quarter of a second."""
    return _KNOWN.of(polygon) or _KNOWN.learn(polygon, _mended(polygon))


def _mended(polygon: Polygon) -> Any:
    outline = shapely.make_valid(shapely.Polygon(polygon.outline), method="structure")
    if not polygon.holes:
        return outline
    return shapely.difference(outline, shapely.union_all([_area_within(hole) for hole in polygon.holes]))


def _area_within(ring: Ring) -> Any:
    if len(ring) < 3:
        return shapely.Polygon()
    area = shapely.Polygon(ring)
    return area if shapely.is_valid(area) else shapely.make_valid(area)


def _area_drawn(ring: Ring, tolerance_px: float) -> Any:
    """Mending a line that crosses itself takes time with the square of its vertices: it gets few."""
    if len(ring) < 3:
        return shapely.Polygon()
    kept = _thinned(ring, tolerance_px)
    step_px = max(tolerance_px, float(np.ptp(ring, axis=0).max()) * _FINEST_SHARE)
    while len(kept) > _MOST_CROSSING and not shapely.is_valid(shapely.Polygon(kept)):
        kept, step_px = _thinned(_strided(ring, step_px), step_px), 2 * step_px
    return _area_within(kept)


def _thinned(ring: Ring, tolerance_px: float) -> Ring:
    if tolerance_px <= 0 or len(ring) < 5:
        return ring
    kept = shapely.get_coordinates(shapely.simplify(shapely.LineString(ring), tolerance_px, preserve_topology=False))
    return np.asarray(kept if len(kept) >= 3 else ring, np.float64)


def _strided(ring: Ring, step_px: float) -> Ring:
    """Vertices at least about `step_px` apart along the line."""
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(ring, axis=0).T))])
    return np.asarray(ring[np.concatenate([[True], np.diff(np.floor(along / step_px)) > 0])], np.float64)


def _swept(points: Ring, radius_px: float) -> Any:
    way = shapely.Point(points[0])
    if len(points) > 1:
        # One capsule a step: a buffer of the whole way takes a hundred times as long where it crosses itself.
        kept = shapely.get_coordinates(shapely.simplify(shapely.LineString(points), radius_px * _BRUSH_TOLERANCE))
        way = shapely.linestrings(np.stack([kept[:-1], kept[1:]], axis=1))
    return shapely.union_all(shapely.buffer(way, radius_px, quad_segs=_QUARTER_SEGMENTS))


def _changed(roi: SlideRoi | None, shape: Any, change: Callable[[Any, Any], Any]) -> SlideRoi | None:
    """The outline changed by a shape; polygons far from it stay as they are, vertex by vertex and in their order."""
    polygons = roi.polygons if roi else ()
    touched = [number for number, polygon in enumerate(polygons) if _boxes_meet(polygon, shape)]
    there = _area_of_all([polygons[number] for number in touched])
    area = change(there, shape) if touched or change is not shapely.union else shape
    far = [(number, polygon) for number, polygon in enumerate(polygons) if number not in set(touched)]
    place = touched[0] if touched else len(polygons)
    before = [polygon for number, polygon in far if number < place]
    after = [polygon for number, polygon in far if number > place]
    joined = (*before, *_polygons(area), *after)
    return SlideRoi(joined, DRAWN, roi.classes if roi else ()) if joined else None


def _boxes_meet(polygon: Polygon, shape: Any) -> bool:
    if shape.is_empty:
        return False
    low_x, low_y, high_x, high_y = shape.bounds
    (left, top), (right, bottom) = polygon.outline.min(axis=0), polygon.outline.max(axis=0)
    return bool(left <= high_x and right >= low_x and top <= high_y and bottom >= low_y)


def _polygons(area: Any) -> tuple[Polygon, ...]:
    parts = [part for part in shapely.get_parts(area) if part.geom_type == "Polygon"]
    return tuple(_polygon(part) for part in parts if shapely.area(part) >= _SMALLEST_PX2)


def _polygon(part: Any) -> Polygon:
    holes = [hole for hole in part.interiors if shapely.area(shapely.Polygon(hole)) >= _SMALLEST_PX2]
    polygon = Polygon(_ring(part.exterior), tuple(_ring(hole) for hole in holes))
    _KNOWN.learn(polygon, shapely.Polygon(part.exterior, holes))
    return polygon


def _ring(closed: Any) -> NDArray[np.float64]:
    return np.asarray(shapely.get_coordinates(closed)[:-1], dtype=np.float64)
