"""What keeps slices from being one stack of one CT, rule by rule, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import numpy as np

from hccdesk.ct.slice_stack import Slice, is_same_orientation, is_usable_orientation
from hccdesk.domain.sentence import Sentence

LEAST_SLICES = 3
"""Two slices have one gap, which nothing can be compared with."""
_PIXEL_SPACING_RANGE_MM = (0.05, 5.0)
_MOST_NAMED = 5


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
    return _several_scales(slices)


def _several_scales(slices: tuple[Slice, ...]) -> list[Sentence]:
    # A CT has one scale throughout (PET changes it from slice to slice): another one is a fault of an export.
    scales = Counter((s.plane.slope, s.plane.intercept) for s in slices)
    if len(scales) == 1:
        return []
    usual, _ = scales.most_common(1)[0]
    others = [i for i, s in enumerate(slices) if (s.plane.slope, s.plane.intercept) != usual]
    first = slices[others[0]]
    return [
        Sentence.of(
            "slices with another scale to Hounsfield units: {places} (slope {slope:g} and intercept {intercept:g} "
            "in {file}; most have {usual_slope:g} and {usual_intercept:g})",
            places=_places(others),
            slope=first.plane.slope or 0.0,
            intercept=first.plane.intercept or 0.0,
            file=first.header.path.name,
            usual_slope=usual[0] or 0.0,
            usual_intercept=usual[1] or 0.0,
        )
    ]


def _places(indices: list[int]) -> str:
    shown = ", ".join(str(i + 1) for i in indices[:_MOST_NAMED])
    return f"{shown} …" if len(indices) > _MOST_NAMED else shown
