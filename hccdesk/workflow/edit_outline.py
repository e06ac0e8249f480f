"""Edit the outline on a slide as an area."""

from __future__ import annotations

from hccdesk.domain.roi import Ring, SlideRoi
from hccdesk.roi import slide_outline


def outline_add(roi: SlideRoi | None, ring: Ring, tolerance_px: float = 0.0) -> SlideRoi | None:
    """The outline with the area within a ring, of which `tolerance_px` may be off the line."""
    return slide_outline.added(roi, ring, tolerance_px)


def outline_subtract(roi: SlideRoi | None, ring: Ring, tolerance_px: float = 0.0) -> SlideRoi | None:
    """The outline without the area within a ring, read alike; None where nothing is left."""
    return slide_outline.subtracted(roi, ring, tolerance_px)


def outline_brush(roi: SlideRoi | None, points: Ring, radius_px: float, subtract: bool) -> SlideRoi | None:
    """The outline with, or without, what a round brush sweeps."""
    return slide_outline.brushed(roi, points, radius_px, subtract=subtract)


def outline_area_mm2(roi: SlideRoi, um_per_px: float) -> float:
    """The area outlined."""
    return slide_outline.area_mm2(roi, um_per_px)
