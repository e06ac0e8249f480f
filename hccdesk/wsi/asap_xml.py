"""ASAP's XML outlines (ASAP 1.9 and 2: polygons, rectangles, splines, in groups)."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError  # types only: defusedxml parses

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from hccdesk.domain.errors import InputError
from hccdesk.domain.roi import Polygon, Ring
from hccdesk.domain.sentence import Sentence
from hccdesk.wsi.rings import ring

_DEEPEST = 16
_AREAS = {"polygon", "rectangle", "spline"}
_LEFT_OUT = {"exclude", "excluded", "exclusion", "hole", "holes"}
_DRAW = "Draw the tumour as a polygon in ASAP and save again."


def read_asap_xml(content: bytes, path: Path) -> tuple[Polygon, ...]:
    """The areas of an ASAP file; a group named "Exclusion" (or hole, exclude) is cut out of all others.

    Splines are taken through their vertices; dots and point sets have no area and are passed over. Raises
    `InputError` for a document type declaration, a nesting deeper than ASAP's, damage, or no area at all.
    """
    areas: list[tuple[str, Ring]] = []
    parents: dict[str, str] = {}
    root_tag, others = "", 0
    for element in _elements(content, path):
        root_tag = element.tag
        if element.tag == "Group":
            parents[element.get("Name", "")] = element.get("PartOfGroup", "")
        elif element.tag == "Annotation":
            if element.get("Type", "").lower() in _AREAS:
                areas.append((element.get("PartOfGroup", ""), _ring(element, path, len(areas) + others + 1)))
            else:
                others += 1
        if element.tag in ("Annotation", "Group"):
            element.clear()
    if root_tag != "ASAP_Annotations":
        raise InputError("This XML file is not ASAP's.", where=path, what_to_do="Export the outlines from ASAP.")
    holes = tuple(area for group, area in areas if _is_left_out(group, parents))
    polygons = tuple(Polygon(area, holes) for group, area in areas if not _is_left_out(group, parents))
    if not polygons:
        what = Sentence.of("The ASAP file holds no outlined area.")
        if others:
            what = Sentence.of(
                "The ASAP file holds no outlined area ({others} dots or point sets have no area).", others=others
            )
        raise InputError(what, where=path, what_to_do=_DRAW)
    return polygons


def _elements(content: bytes, path: Path) -> Iterator[Element]:
    """Every element as it closes, the root last."""
    depth = 0
    try:
        for event, element in iterparse(io.BytesIO(content), events=("start", "end"), forbid_dtd=True):
            depth += 1 if event == "start" else -1
            if depth > _DEEPEST:
                raise InputError("The XML is nested deeper than any ASAP file.", where=path, what_to_do=_DRAW)
            if event == "end":
                yield element
    except DefusedXmlException as error:
        what = "The XML declares entities or a document type, which no ASAP file does, and was not read."
        raise InputError(what, where=path, what_to_do="Export the outlines from ASAP again.") from error
    except (ParseError, ValueError, LookupError) as error:
        what = "The XML is damaged and cannot be read."
        raise InputError(what, where=path, what_to_do="Export the outlines from ASAP again.") from error


def _ring(annotation: Element, path: Path, number: int) -> Ring:
    try:
        ordered = sorted(annotation.iter("Coordinate"), key=lambda c: int(float(c.get("Order", "0"))))
        vertices = [(float(c.attrib["X"]), float(c.attrib["Y"])) for c in ordered]
    except (KeyError, ValueError, OverflowError) as error:
        what = Sentence.of("Outline {number} has a coordinate that is not a number.", number=number)
        raise InputError(what, where=path, what_to_do="Correct or delete it in ASAP.") from error
    return ring(vertices, path, number)


def _is_left_out(group: str, parents: Mapping[str, str]) -> bool:
    """Whether the group, or one it is part of, is an exclusion; a circle of groups ends the walk."""
    seen: set[str] = set()
    while group and group not in seen:
        if group.strip().lower() in _LEFT_OUT:
            return True
        seen.add(group)
        group = parents.get(group, "")
    return False
