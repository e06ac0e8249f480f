"""Every image series in a folder tree, headers only, each with what it is good for."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from hccdesk.ct.contrast_phase import contrast_phase
from hccdesk.ct.geometry_check import check
from hccdesk.ct.grouping import SeriesGroup, group_by_series
from hccdesk.ct.header_cache import header_of
from hccdesk.ct.header_reader import read_header
from hccdesk.ct.image_header import ImageHeader
from hccdesk.ct.lost_slices import with_lost_slices
from hccdesk.ct.skip_reason import NOT_REGULAR, NotAnImage, skipped
from hccdesk.domain.ct import CtSeries, SkippedFile, SkippedKind, Suitability, Verdict
from hccdesk.domain.errors import InputError
from hccdesk.domain.progress import NoProgress, Progress
from hccdesk.domain.sentence import Sentence

_READERS = 8


@dataclass(frozen=True, slots=True)
class FoundCt:
    """The series found, CT or not (`verdict` tells), and every other file with what it is."""

    series: tuple[CtSeries, ...]
    skipped: tuple[SkippedFile, ...]


def find_series(root: Path, progress: Progress = NoProgress()) -> FoundCt:  # noqa: B008 - it holds nothing
    """Every image series under `root` (a folder or one file), in the order of their first file.

    Damaged and foreign files are never an error: they are listed with the reason. Raises `InputError`
    where `root` does not exist.
    """
    if not root.exists():
        raise InputError("There is no such file or folder.", where=root)
    read = _read_all(list(_files(root)), progress)
    headers = [found for found in read if isinstance(found, ImageHeader)]
    groups, copies = group_by_series(headers)
    others = [found for found in read if isinstance(found, SkippedFile)]
    others = with_lost_slices(others, [header.path for header in headers])
    series = sorted((_beside_damage(_series(group), others) for group in groups), key=lambda s: min(s.files))
    return FoundCt(tuple(series), tuple(sorted([*others, *copies], key=lambda s: s.path)))


def _beside_damage(series: CtSeries, others: list[SkippedFile]) -> CtSeries:
    """The series, not for a model or a measurement where an unreadable file beside it may be its end slice."""
    folders = {path.parent for path in series.files}
    lost = [s.path.name for s in others if s.kind is SkippedKind.DAMAGED and s.path.parent in folders]
    if not lost or series.verdict.suitability in (Suitability.NONE, Suitability.VIEW):
        return series
    reason = Sentence.of("unreadable DICOM files lie beside the slices, which may belong to them: {file}", file=lost[0])
    return replace(series, verdict=Verdict(Suitability.VIEW, (*series.verdict.reasons, reason)))


def _files(root: Path) -> Iterator[Path]:
    if not root.is_dir():
        yield root
    for folder, subfolders, names in os.walk(root):
        subfolders.sort()
        yield from (Path(folder) / name for name in sorted(names))


def _read_all(paths: list[Path], progress: Progress) -> list[ImageHeader | SkippedFile]:
    found: list[ImageHeader | SkippedFile] = []
    with ThreadPoolExecutor(_READERS) as pool:
        try:
            for i, one in enumerate(pool.map(_read, paths)):
                found.append(one)
                progress.step(i + 1, len(paths), "Reading headers")
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return found


def _read(path: Path) -> ImageHeader | SkippedFile:
    try:
        if not path.is_file():  # a pipe or a device would never end
            return SkippedFile(path, NOT_REGULAR)
        return header_of(path, read_header)
    except NotAnImage as fact:
        return skipped(path, fact)
    except MemoryError:  # one header that asks for the moon costs itself, not the folder
        return SkippedFile(path, Sentence.of("cannot be read ({reason})", reason="out of memory"), SkippedKind.DAMAGED)
    except OSError as fault:
        reason = Sentence.of("cannot be read ({reason})", reason=fault.strerror or "disk error")
        return SkippedFile(path, reason, SkippedKind.DAMAGED)


def _series(group: SeriesGroup) -> CtSeries:
    checked = check(group.headers)
    first = checked.slices[0].header if checked.slices else group.headers[0]
    files = tuple(dict.fromkeys([s.header.path for s in checked.slices] + [h.path for h in group.headers]))
    return CtSeries(
        series_instance_uid=group.uid,
        study_instance_uid=first.study_instance_uid,
        description=first.description,
        modality=first.modality or "?",
        phase=contrast_phase(first.phase_words),
        files=files,
        slice_count=sum(max(1, h.layout.frames) if h.pixel_fault is None else 1 for h in group.headers),
        geometry=checked.geometry,
        verdict=checked.verdict,
        acquisition=first.acquisition,
        patient=first.patient,
        header_window_hu=first.window_hu,
    )
