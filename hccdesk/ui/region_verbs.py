"""The verbs of `workflow` on regions, and the real ones behind; imported on first use, as in `verbs`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.ct import CtSeries
from hccdesk.domain.geometry import VolumeGeometry
from hccdesk.domain.region_edit import RegionAct, RegionPart
from hccdesk.domain.roi import Ring, SlideRoi
from hccdesk.domain.roi_set import Lesion
from hccdesk.domain.slide import SlideFacts

if TYPE_CHECKING:
    from hccdesk.workflow.workbench import Workbench

Mask = NDArray[np.bool_]
Points = NDArray[np.float64]
HuRange = tuple[float, float]


class RegionVerbs(Protocol):
    """Acts on regions. Masks are (slice, row, column) on the lattice of `geometry`.

    Points of the CT are (n, 3), continuous (slice, row, column) from the outer edge of voxel (0, 0, 0); those of a
    slide (n, 2) as (x, y) in level-0 pixels. Strokes, polygons, and outlines of up to some thousand vertices are quick
    enough for the GUI thread, the rest belongs in a job.
    """

    def paint_stroke(self, points: Points, radius_mm: float, geometry: VolumeGeometry, axis: int | None) -> RegionPart:
        """What a brush touches along the points: a disc in the slice across `axis`, or a ball without one."""

    def paint_polygon(self, vertices: Points, geometry: VolumeGeometry, axis: int) -> RegionPart:
        """What a polygon holds in the slice across `axis` of its first vertex."""

    def within_range(self, part: RegionPart, hu: NDArray[np.int16], lower_hu: float, upper_hu: float) -> RegionPart:
        """The voxels of a stroke in a range of HU."""

    def usual_range(self, hu: NDArray[np.int16], geometry: VolumeGeometry, seed: tuple[int, int, int]) -> HuRange:
        """The range of HU that a region grown from `seed` begins with; for a job."""

    def edit_region(self, mask: Mask, hu: NDArray[np.int16], geometry: VolumeGeometry, act: RegionAct) -> Mask:
        """The region after an act, a new mask; for a job."""

    def surroundings(self, mask: Mask, geometry: VolumeGeometry, margin_mm: float) -> Mask:
        """The tissue within `margin_mm` of the region, without the region; for a job."""

    def outline_add(self, roi: SlideRoi | None, ring: Ring, tolerance_px: float = 0.0) -> SlideRoi | None:
        """The outline with the area within a ring, of which `tolerance_px` may be off the line."""

    def outline_subtract(self, roi: SlideRoi | None, ring: Ring, tolerance_px: float = 0.0) -> SlideRoi | None:
        """The outline without the area within a ring; None where nothing is left."""

    def outline_brush(self, roi: SlideRoi | None, points: Ring, radius_px: float, subtract: bool) -> SlideRoi | None:
        """The outline with, or without, what a round brush sweeps."""

    def outline_area_mm2(self, roi: SlideRoi, um_per_px: float) -> float:
        """The area outlined."""

    def export_regions(self, lesions: Sequence[Lesion], series: CtSeries, path: Path) -> Path:
        """Lesions to a file, its kind told by the suffix; for a job."""

    def export_outline(self, roi: SlideRoi, slide: SlideFacts, path: Path) -> Path:
        """The outline to a file, its kind told by the suffix; for a job."""


class WorkflowRegionVerbs:
    """The real verbs on regions."""

    def _bench(self, name: str = "case") -> Workbench:
        """The decoder process that those verbs share which read files."""
        raise NotImplementedError

    def paint_stroke(self, points: Points, radius_mm: float, geometry: VolumeGeometry, axis: int | None) -> RegionPart:
        """What a brush touches along the points: a disc in the slice across `axis`, or a ball without one."""
        from hccdesk.workflow.edit_region import paint_stroke  # noqa: PLC0415

        return paint_stroke(points, radius_mm, geometry, axis)

    def paint_polygon(self, vertices: Points, geometry: VolumeGeometry, axis: int) -> RegionPart:
        """What a polygon holds in the slice across `axis` of its first vertex."""
        from hccdesk.workflow.edit_region import paint_polygon  # noqa: PLC0415

        return paint_polygon(vertices, geometry, axis)

    def within_range(self, part: RegionPart, hu: NDArray[np.int16], lower_hu: float, upper_hu: float) -> RegionPart:
        """The voxels of a stroke in a range of HU."""
        from hccdesk.workflow.edit_region import within_range  # noqa: PLC0415

        return within_range(part, hu, lower_hu, upper_hu)

    def usual_range(self, hu: NDArray[np.int16], geometry: VolumeGeometry, seed: tuple[int, int, int]) -> HuRange:
        """The range of HU that a region grown from `seed` begins with; for a job."""
        from hccdesk.workflow.edit_region import usual_range  # noqa: PLC0415

        return usual_range(hu, geometry, seed)

    def edit_region(self, mask: Mask, hu: NDArray[np.int16], geometry: VolumeGeometry, act: RegionAct) -> Mask:
        """The region after an act, a new mask; for a job."""
        from hccdesk.workflow.edit_region import edit_region  # noqa: PLC0415

        return edit_region(mask, hu, geometry, act)

    def surroundings(self, mask: Mask, geometry: VolumeGeometry, margin_mm: float) -> Mask:
        """The tissue within `margin_mm` of the region, without the region; for a job."""
        from hccdesk.workflow.edit_region import surroundings  # noqa: PLC0415

        return surroundings(mask, geometry, margin_mm)

    def outline_add(self, roi: SlideRoi | None, ring: Ring, tolerance_px: float = 0.0) -> SlideRoi | None:
        """The outline with the area within a ring, of which `tolerance_px` may be off the line."""
        from hccdesk.workflow.edit_outline import outline_add  # noqa: PLC0415

        return outline_add(roi, ring, tolerance_px)

    def outline_subtract(self, roi: SlideRoi | None, ring: Ring, tolerance_px: float = 0.0) -> SlideRoi | None:
        """The outline without the area within a ring; None where nothing is left."""
        from hccdesk.workflow.edit_outline import outline_subtract  # noqa: PLC0415

        return outline_subtract(roi, ring, tolerance_px)

    def outline_brush(self, roi: SlideRoi | None, points: Ring, radius_px: float, subtract: bool) -> SlideRoi | None:
        """The outline with, or without, what a round brush sweeps."""
        from hccdesk.workflow.edit_outline import outline_brush  # noqa: PLC0415

        return outline_brush(roi, points, radius_px, subtract)

    def outline_area_mm2(self, roi: SlideRoi, um_per_px: float) -> float:
        """The area outlined."""
        from hccdesk.workflow.edit_outline import outline_area_mm2  # noqa: PLC0415

        return outline_area_mm2(roi, um_per_px)

    def export_regions(self, lesions: Sequence[Lesion], series: CtSeries, path: Path) -> Path:
        """Lesions to a file, its kind told by the suffix; for a job."""
        from hccdesk.workflow.export_region import export_regions  # noqa: PLC0415

        return export_regions(lesions, series, path, self._bench)

    def export_outline(self, roi: SlideRoi, slide: SlideFacts, path: Path) -> Path:
        """The outline to a file, its kind told by the suffix; for a job."""
        from hccdesk.workflow.export_region import export_outline  # noqa: PLC0415

        return export_outline(roi, slide, path)
