"""What a PACS gave back, element by element against what it was sent.

A PACS may add elements (where it keeps things, what it coerced), drop empty ones, and put its own words into what
describes study and place; that is told. It must change nothing of the object itself and nothing by which the object
finds its patient (it may fill in what was left empty there): that is not delivered.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydicom.datadict import keyword_for_tag
from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset
from pydicom.filebase import DicomBytesIO
from pydicom.filewriter import write_data_element
from pydicom.tag import BaseTag

PATIENT = frozenset(
    {
        "PatientID", "IssuerOfPatientID", "PatientName", "PatientBirthDate", "PatientSex", "AccessionNumber",
        "StudyInstanceUID",
    }
)  # fmt: skip
DESCRIBING = frozenset(
    {
        "StudyDescription", "StudyID", "StudyDate", "StudyTime", "ReferringPhysicianName", "InstitutionName",
        "InstitutionalDepartmentName", "StationName", "PatientAge", "PatientSize", "PatientWeight",
        "OtherPatientIDs", "PatientComments", "ProcedureCodeSequence", "RequestAttributesSequence",
        "InstanceCreationDate", "InstanceCreationTime", "TimezoneOffsetFromUTC",
    }
)  # fmt: skip
_CHARSET = "SpecificCharacterSet"


@dataclass(frozen=True, slots=True)
class Differences:
    """Keywords (or tags) of what is different, sorted: `altered` ones forbid calling it delivered, and so do
    `moved` ones, by which the object would be in another patient's chart.
    """

    altered: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    described: tuple[str, ...] = ()
    added: tuple[str, ...] = ()


def compare(sent: Dataset, found: Dataset) -> Differences:
    """How `found` differs from `sent`; group lengths, and a charset in which the words are the same, do not count."""
    altered, moved, described = list[str](), list[str](), list[str]()
    for element in _elements(sent):
        if _same(element, found.get(element.tag)):
            continue
        name = _name(element.tag)
        if name in DESCRIBING or (name in PATIENT and _is_empty(element)):
            described.append(name)
        else:
            (moved if name in PATIENT else altered).append(name)
    added = [_name(element.tag) for element in _elements(found) if element.tag not in sent and not _is_empty(element)]
    return Differences(*(tuple(sorted(names)) for names in (altered, moved, described, added)))


def _elements(data: Dataset) -> Iterator[DataElement]:
    for element in data:
        if element.tag.element != 0 and element.keyword != _CHARSET:
            yield element


def _same(one: DataElement, other: DataElement | None) -> bool:
    if other is None or _is_empty(other):
        return _is_empty(one)
    if one.VR == "SQ" and other.VR == "SQ":
        return len(one.value) == len(other.value) and all(map(_same_items, one.value, other.value))
    if one.VR != other.VR and "UN" in (one.VR, other.VR):
        return _encoded(one) == _encoded(other)
    return bool(_plain(one.value) == _plain(other.value))


def _same_items(one: Dataset, other: Dataset) -> bool:
    """Within a sequence nothing may differ or come in addition."""
    tags = {element.tag for element in (*_elements(one), *_elements(other))}
    return all(_same_or_empty(one.get(tag), other.get(tag)) for tag in tags)


def _same_or_empty(one: DataElement | None, other: DataElement | None) -> bool:
    if one is None:
        return other is None or _is_empty(other)
    return _same(one, other)


def _is_empty(element: DataElement) -> bool:
    value = element.value
    return value is None or (hasattr(value, "__len__") and len(value) == 0)


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return value[:-1] if len(value) % 2 == 0 and value.endswith(b"\0") else value
    if isinstance(value, str):
        return value.rstrip(" \0")
    if isinstance(value, (list, tuple)) or type(value).__name__ == "MultiValue":
        return [_plain(one) for one in value]
    if type(value).__name__ == "PersonName":
        return str(value).rstrip("=^ ")
    return value


def _encoded(element: DataElement) -> bytes:
    """The bytes of a value, for elements that one side knows and the other does not."""
    stream = DicomBytesIO()
    stream.is_little_endian, stream.is_implicit_VR = True, True
    write_data_element(stream, element, ["utf-8"])
    return bytes(stream.getvalue()[8:].rstrip(b" \0"))


def _name(tag: BaseTag) -> str:
    return keyword_for_tag(tag) or f"({tag.group:04X},{tag.element:04X})"
