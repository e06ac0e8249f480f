"""Finds slides in a folder and says of each what it is good for."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hccdesk.domain.ct import SkippedFile, Suitability, Verdict
from hccdesk.domain.errors import InputError
from hccdesk.domain.progress import NoProgress, Progress
from hccdesk.domain.sentence import Sentence
from hccdesk.domain.slide import SlideFacts
from hccdesk.wsi.dicom_pyramid import is_dicom_slide, is_tissue, read_level_file
from hccdesk.wsi.open_reader import open_reader
from hccdesk.wsi.overview import Overview, read_overview
from hccdesk.wsi.scan_scale import credible_um_per_px
from hccdesk.wsi.slide_reader import SlideHeader
from hccdesk.wsi.stain import not_he

_STAIN_CHECK_PX = 1024
_TIFF_MAGIC = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_LABEL = "label"
_SUFFIXES = {".svs", ".ndpi", ".mrxs", ".scn", ".tif", ".tiff", ".bif", ".svslide", ".vms", ".vmu", ".czi"}


@dataclass(frozen=True, slots=True)
class FoundSlides:
    """The slides of a folder, by path, and the files that look like slides and cannot be used."""

    slides: tuple[SlideFacts, ...]
    skipped: tuple[SkippedFile, ...]


def find_slides(root: Path, progress: Progress | None = None) -> FoundSlides:
    """The slides under `root`, a folder tree or one file; a DICOM pyramid of many files is one slide.

    Files that are no slides (CT, tables, outlines) are passed over; a `root` that is a file is always
    answered for. Raises `InputError` where `root` does not exist.
    """
    if not root.exists():
        raise InputError("This file or folder cannot be found.", where=root, what_to_do="Check the path and the drive.")
    slides, skipped = [], []
    candidates = tuple(_candidates(root))
    for done, path in enumerate(candidates):
        (progress or NoProgress()).step(done, len(candidates), path.name)
        try:
            slides.append(describe_slide(path))
        except InputError as error:
            skipped.append(SkippedFile(path, Sentence.of("This slide cannot be used: {reason}", reason=error.what)))
    return FoundSlides(tuple(slides), tuple(skipped))


def describe_slide(path: Path, stated_um_per_px: float | None = None) -> SlideFacts:
    """What a slide is and what it is good for; `path` is a file, any file of a DICOM pyramid, or its folder.

    `stated_um_per_px` is the user's, for a slide that does not say. The stain is judged on a thumbnail, so
    pixels are decoded: call it in the sandbox. Raises `InputError` where the slide cannot be read.
    """
    reader = open_reader(_slide_file(path))
    header = reader.header
    stated = header.um_per_px if stated_um_per_px is None else (stated_um_per_px, stated_um_per_px)
    um_per_px, scale_fault = credible_um_per_px(stated)
    width, height = header.level_sizes_px[0]
    return SlideFacts(
        path=header.main_file,
        vendor=header.vendor,
        width_px=width,
        height_px=height,
        um_per_px=um_per_px,
        objective_power=header.objective_power,
        level_count=len(header.level_sizes_px),
        bounds_offset_px=header.bounds_offset_px,
        verdict=_verdict(header, scale_fault, read_overview(reader, _STAIN_CHECK_PX)),
        patient=header.patient,
        colour_corrected=header.colour_corrected,
    )


def _verdict(header: SlideHeader, scale_fault: Sentence | None, overview: Overview) -> Verdict:
    faults = [fault for fault in (scale_fault, header.pixel_fault or not_he(overview.rgb)) if fault]
    notes = []
    if overview.unreadable.any():
        share = 100.0 * float(overview.unreadable.mean())
        notes.append(Sentence.of("About {share:.0f} % of the slide cannot be decoded.", share=max(share, 1.0)))
    return Verdict(Suitability.VIEW if faults else Suitability.INFER, tuple(faults + notes))


def _slide_file(path: Path) -> Path:
    """The file to open: `path`, or the one slide of a folder."""
    if not path.is_dir():
        return path
    inside = tuple(_candidates(path))
    if len(inside) != 1:
        what = f"The folder holds {len(inside)} slides." if inside else "The folder holds no slide."
        raise InputError(what, where=path, what_to_do="Name the slide's own file.")
    return inside[0]


def _candidates(root: Path) -> Iterator[Path]:
    """Files that look like slides, sorted; of a DICOM pyramid its first tissue file, never its label."""
    seen: set[tuple[Path, str]] = set()
    for path in _files(root):
        if path == root or (not is_dicom_slide(path) and _looks_like_slide(path)):
            yield path
        elif is_dicom_slide(path):
            key = path.parent, _series_uid(path)
            if key not in seen and key[1] != _LABEL:
                yield path
            seen.add(key)


def _files(root: Path) -> Iterator[Path]:
    if root.is_file():
        yield root
        return
    for folder, folders, names in os.walk(root):
        folders.sort()
        yield from (Path(folder) / name for name in sorted(names) if not name.startswith("."))


def _series_uid(path: Path) -> str:
    """The series of a tissue file; a damaged file stands for itself, a label or overview for nothing."""
    try:
        level = read_level_file(path)
    except InputError:
        return path.name
    return str(level.headers.get("SeriesInstanceUID")) if is_tissue(level) else _LABEL


def _looks_like_slide(path: Path) -> bool:
    if path.suffix.lower() in _SUFFIXES:
        return True
    try:
        with path.open("rb") as file:
            return file.read(4) in _TIFF_MAGIC
    except OSError:
        return False
