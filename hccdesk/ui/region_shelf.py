"""Regions of series and slides that are not on the screen: they come back with their image."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace

import numpy as np

from hccdesk.domain.case_snapshot import SeriesRegions
from hccdesk.domain.measurement import Measurement
from hccdesk.domain.roi import CtRoi, RoiMeasurements, SlideRoi
from hccdesk.domain.roi_set import Lesion, RoiSet

Shape = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CtRegions:
    """What is drawn and measured on a series, and the region that came from a file, with its size.

    `file_known` is False where it is not known any more which of the lesions a file gave.
    """

    lesions: tuple[Lesion, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    file_roi: CtRoi | None = None
    file_size: RoiMeasurements | None = None
    file_known: bool = True

    def of_file(self, roi: CtRoi | None, size: RoiMeasurements | None) -> CtRegions:
        """The same, known to come from this file where they are still as the file has them."""
        lesions = tuple(replace(one, roi=roi) if roi and same_region(one.roi, roi) else one for one in self.lesions)
        return CtRegions(lesions, self.measurements, roi, size)

    @property
    def shape(self) -> Shape | None:
        """The lattice that the lesions lie on; None without any."""
        return self.lesions[0].roi.mask.shape if self.lesions else None


@dataclass(frozen=True, slots=True)
class SlideRegions:
    """The outline on a slide, and the one that came from a file."""

    outline: SlideRoi | None = None
    file_outline: SlideRoi | None = None


class RegionShelf:
    """By series, which is its UID on one lattice, and by slide."""

    def __init__(self) -> None:
        self._series: dict[tuple[str, Shape | None], CtRegions] = {}
        self._slides: dict[Hashable, SlideRegions] = {}

    @property
    def kept(self) -> tuple[SeriesRegions, ...]:
        """What is drawn or measured on series that are not on the screen."""
        return tuple(
            SeriesRegions(uid, RoiSet(regions.lesions, None, regions.measurements))
            for (uid, _), regions in self._series.items()
            if regions.lesions or regions.measurements
        )

    def put_series(self, uid: str, shape: Shape | None, regions: CtRegions) -> None:
        """Keep them, also where there is nothing: that every lesion was removed is a state too."""
        self._series[uid, shape] = regions

    def take_series(self, uid: str, shape: Shape) -> CtRegions | None:
        """Those of a series, which are its own again; None for one that was never there."""
        found = self._series.pop((uid, shape), None)
        return found or self._series.pop((uid, None), None)

    def put_slide(self, slide: Hashable, regions: SlideRegions) -> None:
        """Keep the outline of a slide."""
        self._slides[slide] = regions

    def take_slide(self, slide: Hashable) -> SlideRegions | None:
        """The outline of a slide, which is its own again; None for one that was never there."""
        return self._slides.pop(slide, None)

    def clear(self) -> None:
        """Another patient."""
        self._series.clear()
        self._slides.clear()


def same_region(one: CtRoi | None, other: CtRoi | None) -> bool:
    """Whether both are the same voxels under one label; only where they lie is looked at."""
    if one is None or other is None:
        return one is other
    same_place = one.mask.shape == other.mask.shape and one.box == other.box and one.label == other.label
    return same_place and np.array_equal(one.mask[one.box], other.mask[other.box])


def same_outline(one: SlideRoi | None, other: SlideRoi | None) -> bool:
    """Whether both have the same rings."""
    if one is None or other is None:
        return one is other
    ours, theirs = ([[p.outline, *p.holes] for p in roi.polygons] for roi in (one, other))
    return len(ours) == len(theirs) and all(
        len(a) == len(b) and all(map(np.array_equal, a, b)) for a, b in zip(ours, theirs, strict=True)
    )
