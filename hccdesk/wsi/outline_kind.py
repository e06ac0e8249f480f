"""Which files beside a slide hold outlines, told by their beginning."""

from __future__ import annotations

from pathlib import Path

from hccdesk.domain.errors import InputError
from hccdesk.wsi.regular_file import is_regular_file

OUTLINE_SUFFIXES = (".xml", ".geojson", ".json")
_MARKS = {b"<ASAP_Annotations": "ASAP outlines", b'"coordinates"': "GeoJSON outlines"}
_HEAD_BYTES = 65536


def outline_kind(path: Path) -> str | None:
    """What outlines a file seems to hold, None for none; raises `InputError` where it cannot be read."""
    if path.suffix.lower() not in OUTLINE_SUFFIXES or not is_regular_file(path):
        return None
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except OSError as error:
        raise InputError("the file cannot be read.", where=path, what_to_do="Check the path and the drive.") from error
    return next((kind for mark, kind in _MARKS.items() if mark in head), None)
