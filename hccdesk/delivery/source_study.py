"""The study that a CT series belongs to, as its files say it: what an object for the same chart takes over."""

from __future__ import annotations

import math
import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydicom.dataset import Dataset
from pydicom.filereader import dcmread
from pydicom.tag import Tag

from hccdesk.domain.errors import DeliveryError
from hccdesk.domain.progress import NoProgress, Progress
from hccdesk.domain.sentence import Sentence

COPIED = {
    "StudyDate": "DA",
    "StudyTime": "TM",
    "AccessionNumber": "SH",
    "ReferringPhysicianName": "PN",
    "StudyDescription": "LO",
    "PatientName": "PN",
    "PatientID": "LO",
    "IssuerOfPatientID": "LO",
    "PatientBirthDate": "DA",
    "PatientSex": "CS",
    "OtherPatientIDs": "LO",
    "StudyID": "SH",
}
"""Patient and study as every object of one study must say them, with their value representations."""
_MUST_AGREE = ("PatientID", "PatientName", "PatientBirthDate", "AccessionNumber")
_PLACE = ("ImagePositionPatient", "ImageOrientationPatient", "PixelSpacing", "SliceThickness")
_GROUPS = ("PlanePositionSequence", "PlaneOrientationSequence", "PixelMeasuresSequence")
_TAGS: list[Any] = [
    *COPIED,
    *_PLACE,
    *("SpecificCharacterSet", "TimezoneOffsetFromUTC", "SOPClassUID", "SOPInstanceUID", "Rows", "Columns"),
    *("StudyInstanceUID", "SeriesInstanceUID", "FrameOfReferenceUID"),
    *("SharedFunctionalGroupsSequence", "PerFrameFunctionalGroupsSequence"),
]
_UID = re.compile(r"[0-9]+(\.[0-9]+)*")
_OFFSET = re.compile(r"[+-][01][0-9][0-5][0-9]")
_LONGEST_VALUE, _LONGEST_UID = 1024, 64
_WHAT_TO_DO = "Export the series from the PACS again."


@dataclass(frozen=True, slots=True)
class CopiedElement:
    """An element of the source, its value byte for byte: whatever the character set, a PACS sees the same patient."""

    keyword: str
    vr: str
    value: bytes


@dataclass(frozen=True, slots=True)
class SourceFrame:
    """Where one frame lies, LPS mm; None where the file does not say."""

    position_mm: tuple[float, ...] | None
    orientation: tuple[float, ...] | None
    pixel_spacing_mm: tuple[float, ...] | None
    thickness_mm: float | None


@dataclass(frozen=True, slots=True)
class SourceImage:
    """One file of the series."""

    sop_class_uid: str
    sop_instance_uid: str
    frames: tuple[SourceFrame, ...]


@dataclass(frozen=True, slots=True)
class SourceStudy:
    """What the series' files say; a UID is empty where they have none. `images` follow the order of the files.

    `character_set` is that of the copied values, as the files write it; `utc_offset` is "+0800" or empty.
    """

    study_instance_uid: str
    series_instance_uid: str
    frame_of_reference_uid: str
    character_set: str
    utc_offset: str
    rows: int
    columns: int
    images: tuple[SourceImage, ...]
    copied: tuple[CopiedElement, ...]

    def bytes_of(self, keyword: str) -> bytes:
        """The value of a copied element without its padding; empty where there is none."""
        found = next((element.value for element in self.copied if element.keyword == keyword), b"")
        return found.strip(b" \0")

    def ascii_of(self, keyword: str) -> str:
        """The same as text, for values that are ASCII by their nature: dates, times, numbers."""
        return self.bytes_of(keyword).decode("ascii", "replace")


def read_source_study(files: Sequence[Path], progress: Progress = NoProgress()) -> SourceStudy:  # noqa: B008 - it holds nothing
    """The study of a series; for the worker, since the files are a stranger's.

    Raises `DeliveryError` where a file cannot be read, or where the files name two patients, studies or series.
    """
    if not files:
        raise DeliveryError("There is no file to take the patient and the study from.")
    headers = []
    for done, path in enumerate(files, start=1):
        headers.append(_header(path))
        progress.step(done, len(files), "Reading headers")
    first = headers[0]
    for path, header in zip(files, headers, strict=True):
        _require_same(first, header, path)
    return SourceStudy(
        study_instance_uid=_uid(first, "StudyInstanceUID"),
        series_instance_uid=_uid(first, "SeriesInstanceUID"),
        frame_of_reference_uid=_uid(first, "FrameOfReferenceUID"),
        character_set=_character_set(first),
        utc_offset=_offset(first),
        rows=_integer(first, "Rows"),
        columns=_integer(first, "Columns"),
        images=tuple(_image(header, path) for path, header in zip(files, headers, strict=True)),
        copied=tuple(element for keyword in COPIED if (element := _copied(first, keyword)) is not None),
    )


def _header(path: Path) -> Dataset:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # pydicom would repeat values of the patient
            return dcmread(path, stop_before_pixels=True, force=True, specific_tags=_TAGS)
    except Exception as fault:  # pydicom raises whatever damaged bytes lead it to
        what = "A file of the series cannot be read as DICOM any more."
        raise DeliveryError(what, where=path, what_to_do=_WHAT_TO_DO) from fault


def _require_same(first: Dataset, header: Dataset, path: Path) -> None:
    uids = ("StudyInstanceUID", "SeriesInstanceUID", "FrameOfReferenceUID")
    same = all(_uid(first, name) == _uid(header, name) for name in uids)
    if not same or any(_raw(first, name) != _raw(header, name) for name in _MUST_AGREE):
        raise DeliveryError(
            "The files of the series name more than one patient, study or series: nothing may be filed with them.",
            where=path,
            what_to_do=_WHAT_TO_DO,
        )
    if _character_set(first) != _character_set(header):
        raise DeliveryError(
            "The files of the series are written in different character sets.", where=path, what_to_do=_WHAT_TO_DO
        )


def _copied(header: Dataset, keyword: str) -> CopiedElement | None:
    value = _raw(header, keyword)
    return CopiedElement(keyword, COPIED[keyword], value) if value else None


def _raw(header: Dataset, keyword: str) -> bytes:
    """The bytes of an element as the file holds them; empty for what no chart could hold."""
    try:
        element: Any = header.get_item(Tag(keyword))
        value = element.value if element is not None else b""
    except Exception:  # a damaged element may raise anything
        return b""
    if isinstance(value, str):  # already converted by pydicom, which it does with the character set alone
        value = value.encode("ascii", "replace")
    clean = value.strip(b" \0") if isinstance(value, bytes) else b""
    return clean if len(clean) <= _LONGEST_VALUE else b""


def _text(header: Dataset, keyword: str) -> str:
    try:
        value = header.get(keyword)
    except Exception:
        return ""
    parts = value if isinstance(value, (list, tuple)) or type(value).__name__ == "MultiValue" else [value]
    return "\\".join("" if part is None else str(part).strip(" \0") for part in parts)


def _character_set(header: Dataset) -> str:
    text = _text(header, "SpecificCharacterSet")
    return text if text.isascii() and text.isprintable() and len(text) <= _LONGEST_VALUE else ""


def _uid(header: Dataset, keyword: str) -> str:
    text = _text(header, keyword)
    return text if len(text) <= _LONGEST_UID and _UID.fullmatch(text) else ""


def _offset(header: Dataset) -> str:
    text = _text(header, "TimezoneOffsetFromUTC")
    return text if _OFFSET.fullmatch(text) else ""


def _integer(header: Dataset, keyword: str) -> int:
    try:
        return int(header.get(keyword, 0) or 0)
    except Exception:
        return 0


def _image(header: Dataset, path: Path) -> SourceImage:
    sop_class, instance = _uid(header, "SOPClassUID"), _uid(header, "SOPInstanceUID")
    if not sop_class or not instance:
        what = Sentence.of("A file of the series has no identifier of its own (SOP Instance UID).")
        raise DeliveryError(what, where=path, what_to_do=_WHAT_TO_DO)
    shared = _groups(_items(header, "SharedFunctionalGroupsSequence")[:1])
    frames = [_groups([item]) for item in _items(header, "PerFrameFunctionalGroupsSequence")]
    places = [(*own, *shared, header) for own in frames] or [(*shared, header)]
    return SourceImage(sop_class, instance, tuple(_frame(sources) for sources in places))


def _groups(holders: Sequence[Dataset]) -> tuple[Dataset, ...]:
    return tuple(item for holder in holders for name in _GROUPS for item in _items(holder, name)[:1])


def _items(holder: Dataset, keyword: str) -> list[Dataset]:
    try:
        found = holder.get(keyword)
        return [item for item in found if isinstance(item, Dataset)] if found else []
    except Exception:
        return []


def _frame(sources: Sequence[Dataset]) -> SourceFrame:
    def numbers(keyword: str, count: int) -> tuple[float, ...] | None:
        return next((found for source in sources if (found := _numbers(source, keyword, count)) is not None), None)

    thickness = numbers("SliceThickness", 1)
    return SourceFrame(
        position_mm=numbers("ImagePositionPatient", 3),
        orientation=numbers("ImageOrientationPatient", 6),
        pixel_spacing_mm=numbers("PixelSpacing", 2),
        thickness_mm=thickness[0] if thickness else None,
    )


def _numbers(source: Dataset, keyword: str, count: int) -> tuple[float, ...] | None:
    try:
        value = source.get(keyword)
        found = tuple(float(part) for part in (value if count > 1 else [value]))
    except Exception:
        return None
    return found if len(found) == count and all(map(math.isfinite, found)) else None
