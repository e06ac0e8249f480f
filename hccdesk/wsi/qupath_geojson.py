"""QuPath's GeoJSON outlines: annotations as Polygon, MultiPolygon or GeometryCollection, with holes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from hccdesk.domain.errors import InputError
from hccdesk.domain.roi import Polygon
from hccdesk.domain.sentence import Sentence
from hccdesk.wsi.qupath_classes import class_of, is_ignored, unclear_classes
from hccdesk.wsi.rings import ring

_DEEPEST = 16
_DETECTIONS = {"detection", "cell", "tile", "tma_core", "root"}
_GEOMETRIES = {"Polygon", "MultiPolygon", "GeometryCollection"}
_WITHOUT_AREA = {"Point", "MultiPoint", "LineString", "MultiLineString"}
_EXPORT_AGAIN = "Export the annotations from QuPath again as GeoJSON."


_Rings = list[list[tuple[float, float]]]
"""A polygon's rings, the outline first."""


@dataclass(frozen=True, slots=True)
class QuPathOutlines:
    """The outlined areas, and their classes where those leave open whether all of them are tumour."""

    polygons: tuple[Polygon, ...]
    unclear_classes: tuple[str, ...]


class _LawlessJsonError(ValueError):
    """JSON that the standard forbids or leaves open, and that we do not guess at."""

    def __init__(self, how: Sentence) -> None:
        super().__init__(how.text)
        self.how = how


def read_qupath_geojson(content: bytes, path: Path) -> QuPathOutlines:
    """The outlined areas, in the file's own coordinates.

    A FeatureCollection, a Feature, a bare geometry or a list of them; cells, tiles and other detections,
    points, lines and outlines of a class to ignore are passed over. Raises `InputError` for damage, NaN,
    Infinity, a key given twice, a nesting without end, something that is no number where one belongs, or no
    area at all.
    """
    document = _parse(content, path)
    polygons: list[Polygon] = []
    classes: list[str] = []
    ignored = 0
    for name, rings in _areas(document, path):
        if is_ignored(name):
            ignored += 1
            continue
        closed = [ring(vertices, path, len(polygons) + ignored + 1) for vertices in rings]
        polygons.append(Polygon(closed[0], tuple(closed[1:])))
        classes.append(name)
    if not polygons:
        what = Sentence.of("The GeoJSON holds no outlined area.")
        if ignored:
            what = Sentence.of(
                "The GeoJSON holds no outlined area ({ignored} are of a class to ignore, such as Ignore*).",
                ignored=ignored,
            )
        raise InputError(what, where=path, what_to_do="Draw the tumour as an annotation in QuPath and export it.")
    return QuPathOutlines(tuple(polygons), unclear_classes(classes))


def _parse(content: bytes, path: Path) -> Any:
    try:
        return json.loads(content, parse_constant=_refuse_constant, object_pairs_hook=_unique)
    except RecursionError as error:
        raise _damaged(path, Sentence.of("is nested without end")) from error
    except _LawlessJsonError as error:
        raise _damaged(path, error.how) from error
    except ValueError as error:  # also of a wrong encoding, or of a number of thousands of digits
        raise _damaged(path, Sentence.of("is damaged and cannot be read")) from error


def _refuse_constant(name: str) -> NoReturn:
    raise _LawlessJsonError(Sentence.of("holds {name}, which is no number", name=name))


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _LawlessJsonError(Sentence.of("gives a key twice"))
    return found


def _areas(node: Any, path: Path, depth: int = 0, name: str = "") -> Iterator[tuple[str, _Rings]]:
    """Every polygon of the document, with the name of the class of its feature."""
    if depth > _DEEPEST:
        raise _damaged(path, Sentence.of("is nested deeper than any annotation"))
    kind = node.get("type") if isinstance(node, dict) else None
    name = class_of(node) if kind == "Feature" else name
    for part in _parts(node, path):
        yield from _areas(part, path, depth + 1, name)
    if kind == "Polygon":
        yield name, _polygon(node.get("coordinates"), path)
    elif kind == "MultiPolygon":
        yield from ((name, _polygon(rings, path)) for rings in _list(node.get("coordinates"), path))


def _parts(node: Any, path: Path) -> list[Any]:
    """What a collection, a feature or a list is made of."""
    if isinstance(node, list):
        return node
    kind = node.get("type") if isinstance(node, dict) else None
    if kind == "FeatureCollection":
        return _list(node.get("features"), path)
    if kind == "GeometryCollection":
        return _list(node.get("geometries"), path)
    if kind == "Feature":
        return [] if _is_detection(node) or node.get("geometry") is None else [node["geometry"]]
    if kind not in _GEOMETRIES | _WITHOUT_AREA:
        raise _damaged(path, Sentence.of("is not made of GeoJSON features"))
    return []


def _is_detection(feature: dict[str, Any]) -> bool:
    properties = feature.get("properties")
    said = properties if isinstance(properties, dict) else {}
    return str(said.get("objectType", said.get("object_type", ""))).lower() in _DETECTIONS


def _polygon(rings: Any, path: Path) -> _Rings:
    if not _list(rings, path):
        raise _damaged(path, Sentence.of("holds a polygon without coordinates"))
    return [[_vertex(point, path) for point in _list(one, path)] for one in rings]


def _vertex(point: Any, path: Path) -> tuple[float, float]:
    plain = isinstance(point, list) and len(point) >= 2 and all(type(value) in (int, float) for value in point[:2])
    if not plain:
        raise _damaged(path, Sentence.of("holds a coordinate that is no pair of numbers"))
    try:
        return float(point[0]), float(point[1])
    except OverflowError as error:
        raise _damaged(path, Sentence.of("holds a coordinate beyond all measure")) from error


def _list(value: Any, path: Path) -> list[Any]:
    if not isinstance(value, list):
        raise _damaged(path, Sentence.of("is not built as GeoJSON is"))
    return value


def _damaged(path: Path, how: Sentence) -> InputError:
    return InputError(Sentence.of("The GeoJSON {how}.", how=how), where=path, what_to_do=_EXPORT_AGAIN)
