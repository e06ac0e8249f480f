"""The grid of patches a model sees: where on the slide, how large, in which order."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.errors import CalibrationError
from hccdesk.domain.manifest import SlideInputSpec
from hccdesk.domain.roi import SlideRoi
from hccdesk.domain.slide import PatchGrid, SlideFacts
from hccdesk.wsi.polygon_cover import inside
from hccdesk.wsi.scan_scale import SCALE_TOLERANCE


def patch_grid(slide: SlideFacts, roi: SlideRoi, spec: SlideInputSpec) -> PatchGrid:
    """Non-overlapping patches whose centre lies inside the outlines minus their holes, row by row.

    The lattice is anchored at the corner of the scanned area (`bounds_offset_px`), not at the outlines: the
    same tissue outlined a little differently, or stored in another format, is cut into the same patches. A
    patch that overhangs the slide is left out.

    A scan within 10 % of the model's scale, or coarser, is read pixel for pixel (`um_per_px` is then the
    scan's own; the model's rules of scope judge it); a finer scan is averaged down to the model's scale.
    Raises `CalibrationError` where the slide's µm per px is unknown.
    """
    if slide.um_per_px is None:
        what = "The slide does not say how many µm a pixel is, so it cannot be cut into patches of a known size."
        raise CalibrationError(what, where=slide.path, what_to_do="Re-export the slide with its resolution.")
    size_px = _size_at_level_0(slide.um_per_px, spec)
    return PatchGrid(
        top_left_px=_corners(slide, roi, size_px),
        size_px=size_px,
        model_size_px=spec.patch_px,
        um_per_px=slide.um_per_px * size_px / spec.patch_px,
    )


def _size_at_level_0(um_per_px: float, spec: SlideInputSpec) -> int:
    if um_per_px >= spec.um_per_px * (1.0 - SCALE_TOLERANCE):
        return spec.patch_px
    return round(spec.patch_px * spec.um_per_px / um_per_px)


def _corners(slide: SlideFacts, roi: SlideRoi, size_px: int) -> NDArray[np.int64]:
    xs = np.arange(slide.bounds_offset_px[0], slide.width_px - size_px + 1, size_px, dtype=np.int64)
    ys = np.arange(slide.bounds_offset_px[1], slide.height_px - size_px + 1, size_px, dtype=np.int64)
    rows, columns = np.nonzero(inside(roi.polygons, xs + size_px / 2.0, ys + size_px / 2.0))
    return np.stack([xs[columns], ys[rows]], axis=1)
