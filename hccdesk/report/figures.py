"""Pictures for the report: key CT slices with the tumour outlined, the explanation map, the slide with its region."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hccdesk import resources
from hccdesk.domain.ct import CtVolume
from hccdesk.domain.result import CtResponseFinding, Figure
from hccdesk.domain.roi import CtRoi, SlideRoi
from hccdesk.domain.sentence import Sentence
from hccdesk.domain.slide import SlideFacts
from hccdesk.report.axial_view import AxialView, axial_view, body_box, square_pixels
from hccdesk.report.drawing import Rgb, outlined, rgb_of, with_bar, with_letter, with_rings
from hccdesk.report.image_facts import PHASE_WORDS
from hccdesk.report.saliency_overlay import laid_over, map_on_slice, with_scale

WINDOW_WIDTH_HU, WINDOW_LEVEL_HU = 400.0, 40.0
KEY_SLICES = 3
_LETTER_MARGIN_PX = 8
_BAR_LENGTHS_UM = (20000, 10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10)


def ct_figures(volume: CtVolume, roi: CtRoi, finding: CtResponseFinding | None) -> tuple[Figure, ...]:
    """Up to three axial key slices with the tumour outlined, and one explanation map where `finding` holds one.

    Patient's right is on the left and the front at the top, from the lattice's own directions; pixels are
    square, the picture is cut to the body. None where the region is empty. The key slice has the largest
    area of the region, the others lie a quarter of its extent from either end. Slices are numbered from the feet, as
    the viewer numbers them, whichever way the series runs.
    """
    view = axial_view(volume.geometry)
    hu, mask = view.turned(volume.hu), view.turned(roi.mask)
    figures = [_key_slice(volume, view, hu, mask, index) for index in key_slices(mask)]
    overlay = _explanation(volume, view, roi, finding) if finding is not None and figures else None
    return (*figures, overlay) if overlay is not None else tuple(figures)


def key_slices(mask: NDArray[np.bool_]) -> tuple[int, ...]:
    """Indices along axis 0: the slice with most of the region, then a quarter in from either end, in order."""
    areas = np.count_nonzero(mask, axis=(1, 2))
    held = np.flatnonzero(areas)
    if held.size == 0:
        return ()
    quarters = [held[round((held.size - 1) * share)] for share in (0.25, 0.75)]
    chosen = dict.fromkeys([int(np.argmax(areas)), *map(int, quarters), *map(int, held)])
    return tuple(sorted(list(chosen)[:KEY_SLICES]))


def windowed(hu: NDArray[np.float64]) -> Rgb:
    """Hounsfield units as grey RGB in the abdominal window (width 400, level 40)."""
    grey = np.clip((hu - WINDOW_LEVEL_HU) / WINDOW_WIDTH_HU + 0.5, 0, 1) * 255
    return np.repeat(np.round(grey).astype(np.uint8)[..., None], 3, axis=2)


def _key_slice(volume: CtVolume, view: AxialView, hu: NDArray[np.int16], mask: NDArray[np.bool_], index: int) -> Figure:
    image, outline = _picture(view, hu[index], mask[index])
    number = view.from_feet(index, hu.shape[0])
    caption = Sentence.of(
        "Axial CT, slice {number} of {count} from the feet (z {z_mm:.1f} mm), phase: {phase}, window {width} / level "
        "{level} HU. Tumour region outlined in yellow. Patient's right (R) is on the left.",
        number=number,
        count=hu.shape[0],
        z_mm=_z_mm(volume, view, index),
        phase=PHASE_WORDS[volume.phase],
        width=int(WINDOW_WIDTH_HU),
        level=int(WINDOW_LEVEL_HU),
    )
    return Figure(f"ct_slice_{number:04d}", _lettered(outlined(image, outline, _yellow())), caption)


def _z_mm(volume: CtVolume, view: AxialView, index: int) -> float:
    """LPS z of the middle of a slice of the view, rounded as the viewer shows it."""
    place = (np.array(volume.geometry.shape, dtype=float) - 1) / 2
    place[view.permutation[0]] = index
    return round(float(volume.geometry.position_mm(place)[2]), 1) + 0.0


def _picture(view: AxialView, hu: NDArray[np.int16], mask: NDArray[np.bool_]) -> tuple[Rgb, NDArray[np.bool_]]:
    box, spacing = _box(hu, mask), view.spacing_mm[1:]
    image = windowed(square_pixels(hu[box].astype(np.float64), spacing, order=1))
    return image, square_pixels(mask[box].astype(np.float64), spacing, order=1) >= 0.5


def _box(hu: NDArray[np.int16], mask: NDArray[np.bool_]) -> tuple[slice, slice]:
    """The body, widened where the region reaches beyond it."""
    rows, columns = body_box(hu)
    held = [np.flatnonzero(mask.any(axis=axis)) for axis in (1, 0)]
    return _wider(rows, held[0], hu.shape[0]), _wider(columns, held[1], hu.shape[1])


def _wider(span: slice, held: NDArray[np.intp], size: int) -> slice:
    start, stop = span.start or 0, size if span.stop is None else span.stop
    return slice(min(start, int(held.min())), max(stop, int(held.max()) + 1)) if held.size else slice(start, stop)


def _lettered(image: Rgb) -> Rgb:
    middle = image.shape[0] // 2
    right_edge = image.shape[1] - _LETTER_MARGIN_PX - 21
    return with_letter(with_letter(image, "R", middle, _LETTER_MARGIN_PX), "L", middle, max(right_edge, 0))


def _explanation(volume: CtVolume, view: AxialView, roi: CtRoi, finding: CtResponseFinding) -> Figure | None:
    """The map over the slice it was computed on that holds most of the region; None for other than axial slices."""
    if not view.keeps_slices or finding.saliency.size == 0 or len(finding.slice_indices) != len(finding.saliency):
        return None
    areas = [int(roi.mask[index].sum()) for index in finding.slice_indices]
    place = int(np.argmax(areas))
    index = finding.slice_indices[place]
    largest = float(np.abs(finding.saliency).max())
    rows_columns = (volume.hu.shape[1], volume.hu.shape[2])
    signed = map_on_slice(finding.saliency[place], finding.crop_boxes[place], rows_columns)
    hu, mask, turned = (view.turned(a[None])[0] for a in (volume.hu[index], roi.mask[index], signed))
    image, outline = _picture(view, hu, mask)
    tint = square_pixels(turned[_box(hu, mask)], view.spacing_mm[1:], order=1)
    painted = _lettered(outlined(laid_over(image, tint, largest), outline, _yellow()))
    count = volume.hu.shape[0]
    caption = Sentence.of(
        "What moved the CT model on slice {number} of {count} from the feet (z {z_mm:.1f} mm): blue (right end of the "
        "scale) speaks for response, orange (left end) against it, white is zero; ends at ±{largest:.2g}. An "
        "explanation, not a finding.",
        number=view.from_feet(index, count),
        count=count,
        z_mm=_z_mm(volume, view, index),
        largest=largest,
    )
    return Figure("ct_explanation", with_scale(painted), caption)


def slide_figure(thumbnail: Rgb, slide: SlideFacts, roi: SlideRoi) -> Figure:
    """The whole slide, `thumbnail` (row, column, 3) all of level 0, with the outlined region and a scale bar."""
    scale = np.array([thumbnail.shape[1] / slide.width_px, thumbnail.shape[0] / slide.height_px])
    rings = [ring * scale for polygon in roi.polygons for ring in (polygon.outline, *polygon.holes)]
    # The paper's own yellow is the darker one: on pale tissue the bright one would not be seen.
    image = with_rings(thumbnail, rings, rgb_of(resources.theme_tokens()["light"]["consensus"]))
    bar_um, bar_px = _bar(slide, thumbnail.shape[1])
    if bar_px == 0:
        return Figure("slide", image, Sentence.of("Biopsy slide, whole scan; analysed region outlined."))
    caption = Sentence.of(
        "Biopsy slide, whole scan; analysed region outlined. Bar: {bar_mm:g} mm.", bar_mm=bar_um / 1000
    )
    return Figure("slide", with_bar(image, bar_px), caption)


def _bar(slide: SlideFacts, width_px: int) -> tuple[int, int]:
    """Length of a round bar of at most a third of the picture, in micrometres and pixels; 0 pixels for none."""
    if slide.um_per_px is None:
        return 0, 0
    um_per_thumbnail_px = slide.um_per_px * slide.width_px / width_px
    length = next((um for um in _BAR_LENGTHS_UM if um / um_per_thumbnail_px <= width_px / 3), 0)
    return length, round(length / um_per_thumbnail_px)


def _yellow() -> NDArray[np.uint8]:
    return rgb_of(resources.theme_tokens()["dark"]["consensus"])  # on a CT image, black as the reading room
