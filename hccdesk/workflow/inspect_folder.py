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
from hccdesk.wsi.open_slide import STAGE, FoundSlides, describe_slide, unusable_slide
from hccdesk.wsi.outline_kind import OUTLINE_SUFFIXES, outline_kind
from hccdesk.wsi.slide_candidates import slide_candidates


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
    """What is in `path`, a folder tree or one file; damaged and foreign files are listed with the reason.

    Each slide and region is opened in a call of its own: one that ends or hangs its decoder is one file skipped.
    """
    if not path.exists():
        raise InputError("there is no such file or folder.", where=path)
    watched = progress or NoProgress()
    ct = workbench.sandbox.call(find_series, path, progress=watched)
    slides = _slides(path, workbench, watched)
    regions = tuple(_regions(ct.skipped, workbench))
    known = {item.path for item in (*regions, *slides.skipped)} | {slide.path for slide in slides.slides}
    left = [s for s in ct.skipped if s.path not in known and s.kind is not SkippedKind.SLIDE]
    rois = tuple(region for region in regions if isinstance(region, RoiFile))
    unusable = [region for region in regions if isinstance(region, SkippedFile)]
    return Inspection(ct.series, slides.slides, rois, tuple(_by_path([*left, *unusable, *slides.skipped])))


class _OneOfMany:
    """Progress within one file of many, told as the place of that file; so a silent file can still be stopped."""

    def __init__(self, watched: Progress, done: int, total: int) -> None:
        self._watched = watched
        self._place = done, total, STAGE

    def step(self, done: int, total: int, label: str) -> None:
        """Tell which file it is."""
        self._watched.step(*self._place)


def _slides(path: Path, workbench: Workbench, watched: Progress) -> FoundSlides:
    slides, skipped = [], []
    candidates = workbench.sandbox.call(slide_candidates, path, progress=watched)
    for done, candidate in enumerate(candidates):
        within = _OneOfMany(watched, done, len(candidates))
        try:
            slides.append(workbench.sandbox.call(describe_slide, candidate, progress=within))
        except InputError as fault:
            skipped.append(unusable_slide(candidate, fault))
    watched.step(len(candidates), len(candidates), STAGE)
    return FoundSlides(tuple(slides), tuple(skipped))


def _regions(skipped: Sequence[SkippedFile], workbench: Workbench) -> Iterator[RoiFile | SkippedFile]:
    for file in skipped:
        if file.kind is SkippedKind.ROI:
            yield _mask_file(file, workbench)
        elif file.path.suffix.lower() in OUTLINE_SUFFIXES:
            yield from _outline_file(file.path, workbench)


def _mask_file(file: SkippedFile, workbench: Workbench) -> RoiFile | SkippedFile:
    try:
        return RoiFile(file.path, "tumour mask or label map", workbench.sandbox.call(list_labels, file.path))
    except InputError as fault:
        return _unusable(file.path, fault)


def _outline_file(path: Path, workbench: Workbench) -> Iterator[RoiFile | SkippedFile]:
    """The outlines that the file holds, or why it cannot be read; nothing where it is something else."""
    try:
        kind = workbench.sandbox.call(outline_kind, path)
    except InputError as fault:
        yield _unusable(path, fault)
    else:
        if kind:
            yield RoiFile(path, kind, ())


def _unusable(path: Path, fault: InputError) -> SkippedFile:
    return SkippedFile(path, Sentence.of("this region cannot be used: {reason}", reason=fault.said))


def _by_path(files: list[SkippedFile]) -> list[SkippedFile]:
    return sorted(files, key=lambda file: file.path)
