"""Empty, overwritten and vanished files that were slices, told by their names beside the slices that are left."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from hccdesk.ct.skip_reason import WITHOUT_HEADER
from hccdesk.domain.ct import SkippedFile, SkippedKind

_ENDING = re.compile(r"\.[a-z][a-z0-9]{0,7}")
_SLICE_NAME = re.compile(r"(im|img|image|slice|ct|mr|i|z)?[-_. ]?[0-9]+(\.[0-9]+)*")
_DOCUMENTS = re.compile(
    r"(licen[cs]e|read_?me|dicomdir|version|changelog|changes|copying|notice|authors|citation|index|manifest"
    r"|checksums?|(md5|sha[0-9]+)(sums?)?|lockfile|desktop|thumbs|autorun)(\..*)?"
)
_TEXT = bytes([*b"\t\n\r\f", *range(0x20, 0x7F), *range(0x80, 0xFF)])


def with_lost_slices(others: Sequence[SkippedFile], slices: Iterable[Path]) -> list[SkippedFile]:
    """The skipped files, those that were slices marked as damaged.

    A file without a DICOM header counts as a lost slice where slices lie in its folder and its name is like theirs:
    with their ending (.dcm), numbered (IM0007, CT.1.2.840.7), or like them without an ending and not plain text.
    Documents (LICENSE, DICOMDIR …) and hidden files never are.
    """
    endings: dict[Path, set[str]] = defaultdict(set)
    for path in slices:
        endings[path.parent].add(_ending(path.name.lower()))
    return [
        replace(other, kind=SkippedKind.DAMAGED)
        if other.reason in WITHOUT_HEADER and _was_a_slice(other.path, endings.get(other.path.parent))
        else other
        for other in others
    ]


def _was_a_slice(path: Path, endings: set[str] | None) -> bool:
    name = path.name.lower()
    if not endings or name.startswith((".", "~")) or _DOCUMENTS.fullmatch(name):
        return False
    ending = _ending(name)
    if ending:
        return ending in endings
    return _SLICE_NAME.fullmatch(name) is not None or ("" in endings and not _is_text(path))


def _ending(name: str) -> str:
    # "1.2.840.7" is a UID without an ending, not a file of kind ".7".
    ending = Path(name).suffix
    return ending if _ENDING.fullmatch(ending) else ""


def _is_text(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            start = file.read(512)
    except OSError:
        return False
    return bool(start) and not start.translate(None, delete=_TEXT)
