"""Kept steps find the regions, outlines and pictures that the case on the desk has already: they are one object again.

Whether a result is current, or a lesion is still as its file has it, goes by the very object.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from hccdesk.domain.kept_history import FileRegion, KeptStep
from hccdesk.domain.packed_region import PackedRegion, PackedRegions
from hccdesk.domain.result import Figure
from hccdesk.domain.roi import CtRoi, SlideRoi
from hccdesk.ui.region_shelf import same_outline


def share_regions(steps: Sequence[KeptStep], lesions: Sequence[CtRoi], file_roi: CtRoi | None) -> None:
    """Regions of the steps that are voxel by voxel those of the case are unpacked to these."""
    living = [*lesions, *([file_roi] if file_roi else [])]
    packed = [(roi, PackedRegion.of(roi)) for roi in living]
    for region in {id(one): one for step in steps for one in _regions_of(step)}.values():
        roi = next((roi for roi, known in packed if known.same_as(region)), None)
        if roi is not None:
            region.is_of(roi)


def living_outline(outline: SlideRoi | None, living: Sequence[SlideRoi | None]) -> SlideRoi | None:
    """The outline, or one of those that are alive, where that is the same."""
    return next((one for one in living if one and same_outline(one, outline)), outline)


def living_pictures(pictures: Sequence[Figure], living: Sequence[Figure]) -> tuple[Figure, ...]:
    """The pictures; those that are alive instead, where they are the same."""
    return tuple(next((one for one in living if _same_picture(one, picture)), picture) for picture in pictures)


def _same_picture(one: Figure, other: Figure) -> bool:
    told = (one.name, one.source, one.caption) == (other.name, other.source, other.caption)
    return told and (one.rgb is other.rgb or np.array_equal(one.rgb, other.rgb))


def _regions_of(step: KeptStep) -> Iterator[PackedRegion]:
    for state in (*(step.regions or ()), *(step.file_regions or ())):
        if isinstance(state, FileRegion):
            if state.region:
                yield state.region
            yield from _lesions_of(state.regions)
        else:
            yield from _lesions_of(state)


def _lesions_of(regions: PackedRegions) -> Iterator[PackedRegion]:
    return (lesion.region for lesion in regions.lesions)
