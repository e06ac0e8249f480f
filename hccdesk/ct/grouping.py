"""Image headers sorted into series: by their UID, and apart where one UID holds several acquisitions."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass

from hccdesk.ct.image_header import ImageHeader
from hccdesk.ct.slice_stack import all_slices
from hccdesk.ct.stack_rules import LEAST_SLICES
from hccdesk.domain.ct import SkippedFile
from hccdesk.domain.sentence import Sentence

PART_MARK = "#"
"""Stands between a UID and the number of the part where one UID was split: no UID can contain it."""

Headers = tuple[ImageHeader, ...]


@dataclass(frozen=True, slots=True)
class SeriesGroup:
    """The files of one series; `uid` carries a part number (`1.2.3#2`) where the UID holds several."""

    uid: str
    headers: Headers


def group_by_series(headers: Iterable[ImageHeader]) -> tuple[tuple[SeriesGroup, ...], tuple[SkippedFile, ...]]:
    """Series, in the order of their UIDs, and the exact copies of files that were left out.

    Files without a series UID belong together where they lie in one folder and share size and study.
    """
    parts_of: dict[str, list[Headers]] = defaultdict(list)
    copies: list[SkippedFile] = []
    for together in _by(headers, _series_key):
        unique, repeated = _without_copies(together)
        copies.extend(repeated)
        parts_of[together[0].series_instance_uid].extend(_apart(unique))
    return tuple(group for uid in sorted(parts_of) for group in _numbered(uid, parts_of[uid])), tuple(copies)


def series_uid_of(uid: str) -> str:
    """The DICOM UID of a series id that may carry a part number."""
    return uid.split(PART_MARK, maxsplit=1)[0]


def _numbered(uid: str, parts: list[Headers]) -> list[SeriesGroup]:
    if len(parts) == 1:
        return [SeriesGroup(uid, parts[0])]
    ordered = sorted(parts, key=lambda part: part[0].path)
    return [SeriesGroup(f"{uid}{PART_MARK}{i}", part) for i, part in enumerate(ordered, start=1)]


def _series_key(header: ImageHeader) -> Hashable:
    kind = (header.modality, "LOCALIZER" in header.image_type, header.layout.samples)
    if header.series_instance_uid:
        return header.series_instance_uid, kind
    size = (header.layout.rows, header.layout.columns)
    return header.path.parent, header.study_instance_uid, header.frame_of_reference_uid, size, kind


def _by(headers: Iterable[ImageHeader], key: Callable[[ImageHeader], Hashable]) -> list[Headers]:
    found: dict[Hashable, list[ImageHeader]] = defaultdict(list)
    for header in headers:
        found[key(header)].append(header)
    return [tuple(group) for group in found.values()]


def _without_copies(headers: Headers) -> tuple[Headers, list[SkippedFile]]:
    counts = Counter(h.sop_instance_uid for h in headers if h.sop_instance_uid)
    kept: list[ImageHeader] = []
    copies: list[SkippedFile] = []
    first_of: dict[str, str] = {}
    for header in headers:
        if counts[header.sop_instance_uid] > 1:
            content = _content_hash(header)
            if content in first_of:
                copies.append(SkippedFile(header.path, _copy_of(first_of[content])))
                continue
            first_of[content] = f"{header.path.parent.name}/{header.path.name}"
        kept.append(header)
    return tuple(kept), copies


def _content_hash(header: ImageHeader) -> str:
    try:
        return hashlib.sha256(header.path.read_bytes()).hexdigest()
    except OSError:  # gone meanwhile: no copy of anything, and reading its pixels will say so
        return str(header.path)


def _copy_of(name: str) -> Sentence:
    return Sentence.of("an exact copy of {file}", file=name)


def _apart(headers: Headers) -> list[Headers]:
    if not _has_repeats(headers):
        return [headers]
    for key in _SPLITS:
        parts = _by(headers, key)
        if len(parts) > 1 and all(_is_whole(part) for part in parts):
            return parts
    return [headers]


def _is_whole(headers: Headers) -> bool:
    return sum(len(h.planes) for h in headers) >= LEAST_SLICES and not _has_repeats(headers)


def _has_repeats(headers: Headers) -> bool:
    places = [
        (tuple(round(x, 2) for x in s.plane.position_mm), tuple(round(x, 2) for x in s.plane.orientation))
        for s in all_slices(headers)
        if s.plane.position_mm is not None and s.plane.orientation is not None
    ]
    return len(set(places)) < len(places)


# Several copies or acquisitions under one UID: apart by folder, by multi-frame file, then by how they were acquired.
_SPLITS: tuple[Callable[[ImageHeader], Hashable], ...] = (
    lambda h: h.path.parent,
    lambda h: h.path if h.layout.frames > 1 else None,
    lambda h: h.acquisition_keys[0],
    lambda h: h.acquisition_keys[1],
    lambda h: h.acquisition_keys[2],
    lambda h: h.acquisition.convolution_kernel,
    lambda h: h.image_type,
)
