"""Which image a reader's picture for the report shows, so that it goes when that image goes. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from hccdesk.domain.provenance import InputFact
from hccdesk.domain.result import Figure

_CT, _SLIDE = "ct", "slide"


def of_ct(series_instance_uid: str) -> str:
    """A series, by its UID; with none behind "ct" there is no CT."""
    return f"{_CT} {series_instance_uid}"


def of_slide(path: Path | None, facts: Sequence[InputFact]) -> str:
    """A slide, by name and by the sha256 that is among `facts`; with nothing behind "slide" there is no slide."""
    if path is None:
        return f"{_SLIDE} "
    sha256 = next((fact.sha256 for fact in facts if fact.role == _SLIDE), "")
    return f"{_SLIDE} {path.name} {sha256}"


def marked(image: Figure, ct: str, slide: str) -> Figure:
    """The picture with a source: its own, or the image of its kind that is open (`ct`, `slide`) where there is one."""
    if image.source:
        return image
    here = slide if _kind(image) == _SLIDE else ct
    return replace(image, source=here if here.partition(" ")[2] else "")


def still_shown(images: tuple[Figure, ...], source: str) -> tuple[Figure, ...]:
    """Without pictures of the same kind of image but of another one than `source`."""
    kind = source.partition(" ")[0]
    return tuple(image for image in images if _kind(image) != kind or image.source == source)


def _kind(image: Figure) -> str:
    """Pictures kept by an earlier version name no source, but are called after what they show."""
    if image.source:
        return image.source.partition(" ")[0]
    return _SLIDE if image.name.startswith(_SLIDE) else _CT
