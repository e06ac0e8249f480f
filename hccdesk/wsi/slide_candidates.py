"""Which files of a folder look like slides, by their names and headers; no pixels are decoded."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from hccdesk.domain.errors import InputError
from hccdesk.domain.progress import NoProgress, Progress
from hccdesk.domain.sentence import Sentence
from hccdesk.wsi.dicom_pyramid import is_dicom_slide, is_tissue, read_level_file
from hccdesk.wsi.regular_file import is_regular_file

_STAGE = "Looking for slides"
_TIFF_MAGIC = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_LABEL = "label"
_SUFFIXES = {".svs", ".ndpi", ".mrxs", ".scn", ".tif", ".tiff", ".bif", ".svslide", ".vms", ".vmu", ".czi"}


def slide_candidates(root: Path, progress: Progress | None = None) -> tuple[Path, ...]:
    """Files that look like slides, sorted; of a DICOM pyramid its first tissue file, never its label.

    `root` is a folder tree, or one file, which is always answered for. Regular files only. Raises `InputError`
    where `root` does not exist.
    """
    if not root.exists():
        raise InputError("This file or folder cannot be found.", where=root, what_to_do="Check the path and the drive.")
    return tuple(_candidates(root, progress or NoProgress()))


def slide_file(path: Path) -> Path:
    """The file to open: `path`, or the one slide of a folder; raises `InputError` where it holds none or several."""
    if not path.is_dir():
        return path
    inside = slide_candidates(path)
    if len(inside) != 1:
        what = Sentence.of("The folder holds {n} slides.", n=len(inside)) if inside else "The folder holds no slide."
        raise InputError(what, where=path, what_to_do="Name the slide's own file.")
    return inside[0]


def _candidates(root: Path, progress: Progress) -> Iterator[Path]:
    seen: set[tuple[Path, str]] = set()
    files = tuple(_files(root))
    for done, path in enumerate(files):
        progress.step(done, len(files), _STAGE)
        if path == root or (not is_dicom_slide(path) and _looks_like_slide(path)):
            yield path
        elif is_dicom_slide(path):
            key = path.parent, _series_uid(path)
            if key not in seen and key[1] != _LABEL:
                yield path
            seen.add(key)
    progress.step(len(files), len(files), _STAGE)


def _files(root: Path) -> Iterator[Path]:
    if is_regular_file(root):
        yield root
        return
    for folder, folders, names in os.walk(root):
        folders.sort()
        paths = (Path(folder) / name for name in sorted(names) if not name.startswith("."))
        yield from (path for path in paths if is_regular_file(path))


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
