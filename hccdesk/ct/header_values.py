"""Values of a DICOM header as plain Python, or None where the file holds nonsense; nothing here raises."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from pydicom import config
from pydicom.dataset import Dataset

from hccdesk.domain.patient import PatientIdentity, Sex

# Every value is checked here; pydicom's warnings would repeat the patient's values in logs.
config.settings.reading_validation_mode = config.IGNORE

_GB2312_ESCAPE = b"\x1b$)A"
_LONGEST_TEXT = 256
_GROUPS = (
    *("PlanePositionSequence", "PlaneOrientationSequence", "PixelMeasuresSequence"),
    *("PixelValueTransformationSequence", "SegmentIdentificationSequence", "CTImageFrameTypeSequence"),
)


def text(dataset: Dataset, keyword: str) -> str | None:
    """A text without surrounding blanks and control characters; several values joined by a backslash."""
    value = _value(dataset, keyword)
    if value is None:
        return None
    joined = "\\".join(map(str, value)) if _is_multi(value) else str(value)
    clean = "".join(c for c in joined if c.isprintable()).strip()[:_LONGEST_TEXT]
    return clean or None


def numbers(dataset: Dataset, keyword: str, count: int) -> tuple[float, ...] | None:
    """Exactly `count` finite numbers, or None."""
    value = _value(dataset, keyword)
    parts = list(value) if _is_multi(value) else [value]
    try:
        found = tuple(float(part) for part in parts)
    except (TypeError, ValueError, OverflowError):
        return None
    return found if len(found) == count and all(map(math.isfinite, found)) else None


def number(dataset: Dataset, keyword: str) -> float | None:
    """One finite number, or None."""
    found = numbers(dataset, keyword, 1)
    return found[0] if found else None


def first_number(dataset: Dataset, keyword: str) -> float | None:
    """The first of one or several numbers, or None."""
    value = _value(dataset, keyword)
    parts = list(value) if _is_multi(value) else [value]
    try:
        found = float(parts[0])
    except (TypeError, ValueError, OverflowError, IndexError):
        return None
    return found if math.isfinite(found) else None


def integer(dataset: Dataset, keyword: str) -> int | None:
    """One whole number, or None."""
    found = number(dataset, keyword)
    return int(found) if found is not None and found.is_integer() else None


def stored_integer(dataset: Dataset, keyword: str) -> int | None:
    """A 16-bit value whose VR depends on Pixel Representation, as the file stores it; sign not yet settled."""
    value = _value(dataset, keyword)
    if isinstance(value, bytes) and len(value) >= 2:
        return int.from_bytes(value[:2], "little")
    return integer(dataset, keyword)


def day(dataset: Dataset, keyword: str) -> date | None:
    """A date, or None where it does not exist in the calendar."""
    try:
        return datetime.strptime(text(dataset, keyword) or "", "%Y%m%d").date()
    except ValueError:
        return None


def items(dataset: Dataset, keyword: str) -> list[Dataset]:
    """The items of a sequence; empty where it is absent or no sequence."""
    value = _value(dataset, keyword)
    found = list(value) if _is_multi(value) else []
    return [item for item in found if isinstance(item, Dataset)]


def patient_of(dataset: Dataset) -> PatientIdentity:
    """Who the header says the patient is."""
    sex = {"M": Sex.MALE, "F": Sex.FEMALE}.get((text(dataset, "PatientSex") or "").upper())
    return PatientIdentity(text(dataset, "PatientID"), _name(dataset), day(dataset, "PatientBirthDate"), sex)


def _name(dataset: Dataset) -> str | None:
    if "ISO 2022 IR 58" not in (text(dataset, "SpecificCharacterSet") or ""):
        return text(dataset, "PatientName")
    # pydicom leaves the escapes of ISO 2022 IR 58 in the name, where GB 2312 must be decoded between them.
    raw = getattr(_value(dataset, "PatientName"), "original_string", b"")
    if not isinstance(raw, bytes):
        return text(dataset, "PatientName")
    name = raw.replace(_GB2312_ESCAPE, b"").decode("gb18030", errors="replace")
    return "".join(c for c in name if c.isprintable()).strip() or None


def _value(dataset: Dataset, keyword: str) -> Any:
    try:
        return dataset.get(keyword)
    except Exception:  # a damaged element may raise anything; the value is then unknown
        return None


def _is_multi(value: Any) -> bool:
    return hasattr(value, "__iter__") and not isinstance(value, (str, bytes)) and not hasattr(value, "components")


def planes_of(dataset: Dataset) -> Iterator[tuple[Dataset, ...]]:
    """Per frame, the data sets to look in for its geometry and scale, the most specific first.

    Enhanced objects keep them in functional groups (PS3.3 C.7.6.16), per frame or shared; others at the top.
    """
    shared = _groups(items(dataset, "SharedFunctionalGroupsSequence")[:1])
    frames = items(dataset, "PerFrameFunctionalGroupsSequence")
    if not frames:
        yield (*shared, dataset)
    for frame in frames:
        yield (*_groups([frame]), *shared, dataset)


def _groups(holders: list[Dataset]) -> tuple[Dataset, ...]:
    return tuple(item for holder in holders for name in _GROUPS for item in items(holder, name)[:1])
