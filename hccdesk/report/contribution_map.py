"""What each patch did to the slide's score, laid over the slide: blue speaks for response, orange against it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hccdesk import resources
from hccdesk.domain.result import Figure
from hccdesk.domain.roi import SlideRoi
from hccdesk.domain.sentence import Sentence
from hccdesk.domain.signed_scale import scale_end
from hccdesk.domain.slide import PatchSelection, SlideExplanation, SlideFacts
from hccdesk.report.drawing import Rgb, rgb_of, with_rings
from hccdesk.report.saliency_overlay import laid_over, with_scale

NAME = "slide_explanation"
_MARGIN_SHARE = 0.04
_LUMA = (0.299, 0.587, 0.114)  # ITU-R BT.601


def contribution_figure(
    thumbnail: Rgb, slide: SlideFacts, roi: SlideRoi, selection: PatchSelection, explanation: SlideExplanation
) -> Figure:
    """The outlined tissue with every kept patch tinted, and the colour scale under it.

    `thumbnail` is (row, column, 3), all of level 0; the picture is cut to the outline with a margin around it.
    """
    scale = np.array([thumbnail.shape[1] / slide.width_px, thumbnail.shape[0] / slide.height_px])
    largest = scale_end(explanation.contribution)
    signed = _painted(selection, explanation, scale, (thumbnail.shape[0], thumbnail.shape[1]))
    rings = [ring * scale for polygon in roi.polygons for ring in (polygon.outline, *polygon.holes)]
    tinted = laid_over(_paled(thumbnail), signed, largest, ground="light")
    rows, columns = _around(rings, tinted.shape)
    corner = np.array([columns.start, rows.start])
    colour = rgb_of(resources.theme_tokens()["light"]["consensus"])
    cut = with_rings(tinted[rows, columns], [ring - corner for ring in rings], colour)
    return Figure(NAME, with_scale(cut, ground="light"), _caption(len(selection.kept), largest))


def _paled(image: Rgb) -> Rgb:
    """Half-faded grey: on the stain's own pink and violet, orange and blue would not be told apart."""
    grey = image.astype(np.float64) @ _LUMA
    return np.repeat(np.round(128 + grey / 2).clip(0, 255).astype(np.uint8)[..., None], 3, axis=2)


def _painted(
    selection: PatchSelection, explanation: SlideExplanation, scale: NDArray[np.float64], shape: tuple[int, int]
) -> NDArray[np.float64]:
    signed = np.zeros(shape)
    corners = selection.grid.top_left_px[selection.kept]
    starts = np.round(corners * scale).astype(int)
    ends = np.maximum(np.round((corners + selection.grid.size_px) * scale).astype(int), starts + 1)
    for (x0, y0), (x1, y1), value in zip(starts, ends, explanation.contribution, strict=True):
        signed[y0:y1, x0:x1] = value
    return signed


def _around(rings: list[NDArray[np.float64]], shape: tuple[int, ...]) -> tuple[slice, slice]:
    points = np.concatenate(rings)
    margin = max(shape[:2]) * _MARGIN_SHARE
    low = np.floor(points.min(axis=0) - margin).astype(int).clip(0)
    high = np.ceil(points.max(axis=0) + margin).astype(int)
    return slice(low[1], high[1]), slice(low[0], high[0])


def _caption(count: int, largest: float) -> Sentence:
    return Sentence.of(
        "What moved the slide model, {count} patches: blue (right end of the scale) speaks for response, orange (left "
        "end) against it, white is zero; ends at ±{largest:.2g} of the score. An explanation, not a finding.",
        count=count,
        largest=largest,
    )


def patch_figures(explanation: SlideExplanation) -> tuple[Figure, ...]:
    """The gallery's patches as pictures: for response, strongest first, then against it."""
    return tuple(
        Figure(f"patch_{number}", picture.rgb, _patch_caption(float(explanation.contribution[picture.kept_index])))
        for number, picture in enumerate(explanation.gallery, start=1)
    )


def _patch_caption(change: float) -> Sentence:
    if change > 0:
        return Sentence.of("For response: the score rises by {change:.2g} when it is hidden.", change=change)
    return Sentence.of("Against response: the score falls by {change:.2g} when it is hidden.", change=-change)
