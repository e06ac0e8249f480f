"""The outlined tissue of a slide, from ASAP XML or QuPath GeoJSON, checked against the slide."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from hccdesk.domain.errors import InputError
from hccdesk.domain.roi import Polygon, SlideRoi
from hccdesk.domain.sentence import Sentence
from hccdesk.domain.slide import SlideFacts
from hccdesk.wsi.asap_xml import read_asap_xml
from hccdesk.wsi.qupath_geojson import read_qupath_geojson
from hccdesk.wsi.regular_file import is_regular_file
from hccdesk.wsi.rings import moved

MAXIMUM_BYTES = 100 * 2**20
_SMALLEST_USEFUL_PX = 64
_OVERHANG = 0.05
_DRAW_AGAIN = "Check that the outlines belong to this slide and are in pixels of its full resolution."


def read_slide_roi(path: Path, slide: SlideFacts) -> SlideRoi:
    """The polygons of an annotation file in level-0 pixels of `slide`; the format is told by the content.

    QuPath counts from the scanned area (`bounds_offset_px`), ASAP from the corner of level 0. An outline
    that crosses itself stands for all the area it goes round (the non-zero winding rule), so that the small
    loops of a free hand do no harm. Raises `InputError`, in words, for a file that is damaged, hostile or
    without an area, and for outlines that do not fit the slide.
    """
    content = _read(path)
    if _is_xml(content):
        roi = SlideRoi(read_asap_xml(content, path), "asap-xml")
    elif content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        found = read_qupath_geojson(content, path)
        polygons = tuple(_moved(polygon, slide.bounds_offset_px) for polygon in found.polygons)
        roi = SlideRoi(polygons, "qupath-geojson", found.unclear_classes)
    else:
        what = "The outlines are neither ASAP XML nor QuPath GeoJSON."
        raise InputError(what, where=path, what_to_do="Export them from ASAP, or from QuPath as GeoJSON.")
    _check_fits(roi, slide, path)
    return roi


def _read(path: Path) -> bytes:
    if not is_regular_file(path):
        raise InputError("The file of outlines cannot be read.", where=path, what_to_do="Check the path.")
    try:
        if path.stat().st_size > MAXIMUM_BYTES:
            what = Sentence.of("The file of outlines is larger than {maximum} MB.", maximum=MAXIMUM_BYTES // 2**20)
            raise InputError(what, where=path, what_to_do="Export the tumour outlines only, without cell detections.")
        return path.read_bytes()
    except OSError as error:
        raise InputError("The file of outlines cannot be read.", where=path, what_to_do="Check the path.") from error


def _is_xml(content: bytes) -> bool:
    return content.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1] == b"<" or content[:4] == b"\xfe\xff\0<"


def _moved(polygon: Polygon, offset_px: tuple[int, int]) -> Polygon:
    return Polygon(moved(polygon.outline, offset_px), tuple(moved(hole, offset_px) for hole in polygon.holes))


def _check_fits(roi: SlideRoi, slide: SlideFacts, path: Path) -> None:
    vertices = np.concatenate([polygon.outline for polygon in roi.polygons])
    low, high = vertices.min(axis=0), vertices.max(axis=0)
    size = np.array([slide.width_px, slide.height_px], np.float64)
    box = Sentence.of(
        "x {left:.0f} to {right:.0f}, y {top:.0f} to {bottom:.0f}",
        left=float(low[0]),
        right=float(high[0]),
        top=float(low[1]),
        bottom=float(high[1]),
    )
    on = Sentence.of("the slide, which is {width} × {height} px", width=slide.width_px, height=slide.height_px)
    if (high <= 0).any() or (low >= size).any():
        raise InputError(
            Sentence.of("The outlines ({box}) lie outside {on}.", box=box, on=on), where=path, what_to_do=_DRAW_AGAIN
        )
    if (low < -_OVERHANG * size).any() or (high > (1.0 + _OVERHANG) * size).any():
        raise InputError(
            Sentence.of("The outlines ({box}) reach far beyond {on}.", box=box, on=on),
            where=path,
            what_to_do=_DRAW_AGAIN,
        )
    if (high - low).max() < min(_SMALLEST_USEFUL_PX, size.min() / 4):
        raise InputError(
            Sentence.of("The outlines ({box}) are only a speck on {on}.", box=box, on=on),
            where=path,
            what_to_do=_DRAW_AGAIN,
        )
