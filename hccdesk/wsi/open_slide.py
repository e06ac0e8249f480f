"""Finds slides in a folder and says of each what it is good for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hccdesk.domain.ct import SkippedFile, Suitability, Verdict
from hccdesk.domain.errors import InputError
from hccdesk.domain.progress import NoProgress, Progress
from hccdesk.domain.sentence import Sentence
from hccdesk.domain.slide import SlideFacts
from hccdesk.wsi.open_reader import open_reader
from hccdesk.wsi.overview import Overview, read_overview
from hccdesk.wsi.scan_scale import credible_um_per_px
from hccdesk.wsi.slide_candidates import slide_candidates, slide_file
from hccdesk.wsi.slide_parts import slide_parts
from hccdesk.wsi.slide_reader import SlideHeader
from hccdesk.wsi.stain import not_he

STAGE = "Slides"
"""What the progress of describing slides is called."""
_STAIN_CHECK_PX = 1024


@dataclass(frozen=True, slots=True)
class FoundSlides:
    """The slides of a folder, by path, and the files that look like slides and cannot be used."""

    slides: tuple[SlideFacts, ...]
    skipped: tuple[SkippedFile, ...]


def find_slides(root: Path, progress: Progress | None = None) -> FoundSlides:
    """The slides under `root`, a folder tree or one file; a DICOM pyramid of many files is one slide.

    Files that are no slides (CT, tables, outlines) are passed over; a `root` that is a file is always
    answered for. Raises `InputError` where `root` does not exist. A slide that ends the process ends this too:
    where that must not be, take `slide_candidates` and call `describe_slide` for each.
    """
    slides, skipped = [], []
    told = progress or NoProgress()
    candidates = slide_candidates(root, told)
    for done, path in enumerate(candidates):
        told.step(done, len(candidates), STAGE)
        try:
            slides.append(describe_slide(path))
        except InputError as error:
            skipped.append(unusable_slide(path, error))
    told.step(len(candidates), len(candidates), STAGE)
    return FoundSlides(tuple(slides), tuple(skipped))


def unusable_slide(path: Path, error: InputError) -> SkippedFile:
    """A slide that could not be described, with why."""
    return SkippedFile(path, Sentence.of("This slide cannot be used: {reason}", reason=error.said))


def files_of(path: Path) -> tuple[Path, ...]:
    """The files that the slide is read from, in an order that follows from their content, not from `path`'s choice.

    `path` as in `describe_slide`. A DICOM pyramid gives the files of its levels, largest level first; MIRAX its
    stub and its folder; Hamamatsu VMS and VMU the files that they name; any other slide itself. Opens headers: call
    it in the sandbox. Raises `InputError` where the slide cannot be read.
    """
    return slide_parts(slide_file(path))


def describe_slide(path: Path, stated_um_per_px: float | None = None, progress: Progress | None = None) -> SlideFacts:
    """What a slide is and what it is good for; `path` is a file, any file of a DICOM pyramid, or its folder.

    `stated_um_per_px` is the user's, for a slide that does not say. The stain is judged on a thumbnail, so
    pixels are decoded: call it in the sandbox, with a `progress` where the user should be able to stop it.
    Raises `InputError` where the slide cannot be read.
    """
    (progress or NoProgress()).step(0, 1, STAGE)
    reader = open_reader(slide_file(path))
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
