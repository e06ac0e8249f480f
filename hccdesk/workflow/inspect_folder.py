"""Inspect a folder or file: what is in it, what each thing is good for, and what was skipped and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from hccdesk.ct.segmentation import list_labels
from hccdesk.ct.series_finder import find_series
from hccdesk.domain.ct import CtSeries, SkippedFile, SkippedKind
from hccdesk.domain.errors import InputError
from hccdesk.domain.progress import NoProgress, Progress
from hccdesk.domain.sentence import Sentence
from hccdesk.domain.slide import SlideFacts
from hccdesk.workflow.workbench import Workbench
from hccdesk.wsi.open_slide import find_slides

OUTLINE_MARKS = {b"<ASAP_Annotations": "ASAP outlines", b'"coordinates"': "GeoJSON outlines"}
OUTLINE_HEAD_BYTES = 65536


@dataclass(frozen=True, slots=True)
class RoiFile:
    """A file that holds regions; `labels` are those of a mask, empty for outlines on a slide."""

    path: Path
    kind: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Inspection:
    """Everything found under one path."""

    series: tuple[CtSeries, ...]
    slides: tuple[SlideFacts, ...]
    roi_files: tuple[RoiFile, ...]
    skipped: tuple[SkippedFile, ...]


def inspect_folder(path: Path, workbench: Workbench, progress: Progress | None = None) -> Inspection:
    """What is in `path`, a folder tree or one file; damaged and foreign files are listed with the reason."""
    if not path.exists():
        raise InputError("there is no such file or folder.", where=path)
    watched = progress or NoProgress()
    ct = workbench.sandbox.call(find_series, path, progress=watched)
    slides = workbench.sandbox.call(find_slides, path, progress=watched)
    regions = tuple(_regions(ct.skipped, workbench))
    known = {item.path for item in (*regions, *slides.skipped)} | {slide.path for slide in slides.slides}
    left = [s for s in ct.skipped if s.path not in known and s.kind is not SkippedKind.SLIDE]
    rois = tuple(region for region in regions if isinstance(region, RoiFile))
    unusable = [region for region in regions if isinstance(region, SkippedFile)]
    return Inspection(ct.series, slides.slides, rois, tuple(_by_path([*left, *unusable, *slides.skipped])))


def _regions(skipped: Sequence[SkippedFile], workbench: Workbench) -> Iterator[RoiFile | SkippedFile]:
    for file in skipped:
        if file.kind is SkippedKind.ROI:
            yield _mask_file(file, workbench)
        elif outlines := _outline_kind(file.path):
            yield RoiFile(file.path, outlines, ())


def _mask_file(file: SkippedFile, workbench: Workbench) -> RoiFile | SkippedFile:
    try:
        return RoiFile(file.path, "tumour mask or label map", workbench.sandbox.call(list_labels, file.path))
    except InputError as fault:
        return SkippedFile(file.path, Sentence.of("this region cannot be used: {reason}", reason=fault.what))


def _outline_kind(path: Path) -> str | None:
    if path.suffix.lower() not in (".xml", ".geojson", ".json"):
        return None
    with path.open("rb") as stream:
        head = stream.read(OUTLINE_HEAD_BYTES)
    return next((kind for mark, kind in OUTLINE_MARKS.items() if mark in head), None)


def _by_path(files: list[SkippedFile]) -> list[SkippedFile]:
    return sorted(files, key=lambda file: file.path)
