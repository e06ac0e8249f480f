"""What keeps slices from being one stack of one CT, rule by rule, in words."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from hccdesk.ct.slice_stack import Slice, is_same_orientation, is_usable_orientation
from hccdesk.domain.sentence import Sentence

LEAST_SLICES = 3
"""Two slices have one gap, which nothing can be compared with."""
_PIXEL_SPACING_RANGE_MM = (0.05, 5.0)


def no_single_stack(slices: tuple[Slice, ...]) -> list[Sentence]:
    """Why these slices cannot be stacked at all: at most three reasons."""
    rules: tuple[Callable[[tuple[Slice, ...]], Sentence | None], ...] = (
        *(_localiser, _projection, _too_few, _no_place, _orientations, _no_calibration, _sizes, _frames_of_reference),
    )
    return [fault for rule in rules if (fault := rule(slices)) is not None][:3]


def _localiser(slices: tuple[Slice, ...]) -> Sentence | None:
    if any("LOCALIZER" in s.header.image_type for s in slices):
        return Sentence.of("a localiser (scout view), not slices of the body")
    return None


def _projection(slices: tuple[Slice, ...]) -> Sentence | None:
    kinds = {word for s in slices for word in s.plane.frame_type.split("\\")}
    if kinds & {"MIP", "MINIP", "MAX_IP", "MIN_IP", "PROJECTION IMAGE"}:
        return Sentence.of("projections through the body (MIP), not slices")
    return None


def _too_few(slices: tuple[Slice, ...]) -> Sentence | None:
    if len(slices) == 1:
        return Sentence.of("one slice is not a volume")
    if len(slices) < LEAST_SLICES:
        return Sentence.of("{n} slices are too few for a volume (at least {least})", n=len(slices), least=LEAST_SLICES)
    return None


def _no_place(slices: tuple[Slice, ...]) -> Sentence | None:
    lost = sum(not s.plane.is_placed or not is_usable_orientation(s.plane.orientation) for s in slices)
    if lost:
        return Sentence.of("slices that do not say where they lie in the patient: {n}", n=lost)
    return None


def _orientations(slices: tuple[Slice, ...]) -> Sentence | None:
    known = [s.plane.orientation for s in slices if s.plane.orientation is not None]
    different = sum(not is_same_orientation(known[0], other) for other in known)
    if different:
        return Sentence.of(
            "slices in different orientations: {n} of {total} do not lie parallel to the first",
            n=different,
            total=len(slices),
        )
    return None


def _no_calibration(slices: tuple[Slice, ...]) -> Sentence | None:
    low, high = _PIXEL_SPACING_RANGE_MM
    found = {s.plane.pixel_spacing_mm for s in slices}
    if any(spacing is None or not all(low <= mm <= high for mm in spacing) for spacing in found):
        return Sentence.of("no usable pixel size in mm (Pixel Spacing)")
    if np.ptp(np.array([spacing for spacing in found if spacing]), axis=0).max() > 1e-4:
        return Sentence.of("slices with different pixel sizes")
    return None


def _sizes(slices: tuple[Slice, ...]) -> Sentence | None:
    sizes = sorted({(s.header.layout.rows, s.header.layout.columns) for s in slices})
    if len(sizes) > 1:
        return Sentence.of(
            "slices of different size: {a} and {b} pixels",
            a="×".join(map(str, sizes[0])),
            b="×".join(map(str, sizes[-1])),
        )
    return None


def _frames_of_reference(slices: tuple[Slice, ...]) -> Sentence | None:
    if len({s.header.frame_of_reference_uid for s in slices}) > 1:
        return Sentence.of("slices from different frames of reference: their positions cannot be compared")
    return None


def not_in_hounsfield(slices: tuple[Slice, ...]) -> list[Sentence]:
    """Why the values are not in Hounsfield units, or nothing."""
    without = sum(not s.plane.is_scaled for s in slices)
    if without:
        return [Sentence.of("slices without a scale to Hounsfield units (Rescale Slope and Intercept): {n}", n=without)]
    if any(s.plane.rescale_type not in ("", "HU") for s in slices):
        kind = next(s.plane.rescale_type for s in slices if s.plane.rescale_type not in ("", "HU"))
        return [Sentence.of("the values are not Hounsfield units (Rescale Type {kind})", kind=kind)]
    return []
