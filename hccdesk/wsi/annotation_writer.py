"""The outlined tissue of a slide to a file: QuPath's GeoJSON or ASAP's XML."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

import numpy as np
from numpy.typing import NDArray

from hccdesk.atomic_file import write_whole
from hccdesk.domain.errors import InputError
from hccdesk.domain.roi import Polygon, Ring, SlideRoi
from hccdesk.domain.slide import SlideFacts
from hccdesk.wsi.polygon_cover import inside
from hccdesk.wsi.rings import moved

_TUMOUR, _EXCLUSION = "Tumor", "Exclusion"
_RED = "#c80000"


def write_slide_roi(roi: SlideRoi, slide: SlideFacts, path: Path) -> Path:
    """Write the outline, whole or not at all: .geojson or .json for QuPath, .xml for ASAP.

    QuPath counts from the scanned area, ASAP from the corner of level 0. ASAP has no holes: they are written in a
    group named "Exclusion", which is cut out of everything. Refused, in words: an outline without area, an island
    within a hole as ASAP XML, a suffix that is not known, a folder that cannot be written.
    """
    if not roi.polygons:
        raise InputError("There is no outline to write.", what_to_do="Outline the tumour first.")
    suffix = path.suffix.lower()
    if suffix in (".geojson", ".json"):
        content = _geojson(roi, slide)
    elif suffix == ".xml":
        content = _asap(roi)
    else:
        what_to_do = "Choose a name that ends in .geojson (QuPath) or .xml (ASAP)."
        raise InputError("This kind of file is not written.", where=path.name, what_to_do=what_to_do)
    try:
        write_whole(path, content)
    except OSError as fault:
        raise InputError("The file cannot be written.", where=path, what_to_do="Choose another folder.") from fault
    return path


def _geojson(roi: SlideRoi, slide: SlideFacts) -> bytes:
    x, y = slide.bounds_offset_px
    properties: dict[str, Any] = {"objectType": "annotation"}
    if len(roi.classes) <= 1:  # of several classes nobody knows any more which outline had which
        properties["classification"] = {"name": roi.classes[0] if roi.classes else _TUMOUR, "color": [200, 0, 0]}
    features = [
        {
            "type": "Feature",
            "geometry": {
                "type": "Polygon",
                "coordinates": [_closed(moved(ring, (-x, -y))) for ring in (polygon.outline, *polygon.holes)],
            },
            "properties": properties,
        }
        for polygon in roi.polygons
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False).encode()


def _closed(ring: Ring) -> list[list[float]]:
    vertices: list[list[float]] = ring.tolist()
    return [*vertices, vertices[0]]


def _asap(roi: SlideRoi) -> bytes:
    _require_no_island(roi)
    root = Element("ASAP_Annotations")
    annotations, groups = SubElement(root, "Annotations"), SubElement(root, "AnnotationGroups")
    holes = [hole for polygon in roi.polygons for hole in polygon.holes]
    for number, polygon in enumerate(roi.polygons):
        _annotation(annotations, f"{_TUMOUR} {number + 1}", _TUMOUR, polygon.outline)
    for number, hole in enumerate(holes):
        _annotation(annotations, f"{_EXCLUSION} {number + 1}", _EXCLUSION, hole)
    for name in (_TUMOUR, *((_EXCLUSION,) if holes else ())):
        SubElement(groups, "Group", Name=name, PartOfGroup="None", Color=_RED)
    indent(root)
    document: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def _annotation(parent: Element, name: str, group: str, ring: Ring) -> None:
    annotation = SubElement(parent, "Annotation", Name=name, Type="Polygon", PartOfGroup=group, Color=_RED)
    coordinates = SubElement(annotation, "Coordinates")
    for order, (x, y) in enumerate(ring.tolist()):
        SubElement(coordinates, "Coordinate", Order=str(order), X=repr(x), Y=repr(y))


def _require_no_island(roi: SlideRoi) -> None:
    """An exclusion is cut out of every outline, so that one that lies within a hole would be lost."""
    for polygon in roi.polygons:
        others: list[Polygon] = [other for other in roi.polygons if other is not polygon]
        if any(_meet(hole, other.outline) for hole in polygon.holes for other in others):
            raise InputError(
                "ASAP cannot hold an outline that lies within a hole of another.", what_to_do="Write it as GeoJSON."
            )


def _meet(hole: Ring, outline: Ring) -> bool:
    """Whether a vertex of one lies within the other; outlines that only touch do not meet."""
    low = np.maximum(hole.min(axis=0), outline.min(axis=0))
    high = np.minimum(hole.max(axis=0), outline.max(axis=0))
    if (low >= high).any():
        return False
    return _any_within(outline, hole, low, high) or _any_within(hole, outline, low, high)


def _any_within(points: Ring, area: Ring, low: NDArray[np.float64], high: NDArray[np.float64]) -> bool:
    near = points[((points >= low) & (points <= high)).all(axis=1)]
    return any(inside((Polygon(area),), near[i : i + 1, 0], near[i : i + 1, 1])[0, 0] for i in range(len(near)))
