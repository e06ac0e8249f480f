"""Opens a slide with the reader that fits its content, and keeps the last few open."""

from __future__ import annotations

import warnings
from functools import lru_cache
from pathlib import Path

from hccdesk.domain.errors import InputError
from hccdesk.wsi.dicom_pyramid import is_dicom, is_dicom_slide
from hccdesk.wsi.dicom_reader import DicomReader
from hccdesk.wsi.jpeg_tiff_reader import faster_reader
from hccdesk.wsi.openslide_reader import OpenSlideReader
from hccdesk.wsi.regular_file import is_regular_file
from hccdesk.wsi.slide_reader import SlideReader


def open_reader(path: Path) -> SlideReader:
    """The slide's reader, shared within this process while the file stays the same; raises `InputError`."""
    try:
        stat = path.stat()
    except OSError as error:
        raise InputError(
            "The slide cannot be found.", where=path, what_to_do="Check the path and the drive."
        ) from error
    if not is_regular_file(path):
        raise InputError("This is not a regular file.", where=path, what_to_do="Name the slide's own file.")
    if stat.st_size == 0:
        raise InputError("The slide file is empty.", where=path, what_to_do="Copy it again from the scanner.")
    return _open(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=4)
def _open(path: Path, mtime_ns: int, size: int) -> SlideReader:
    """`mtime_ns` and `size` are part of the key: a replaced file is another slide."""
    try:
        with warnings.catch_warnings(action="ignore"):  # remarks on odd tags; what matters is raised
            return _fitting_reader(path)
    except InputError:
        raise
    except Exception as error:  # damaged headers break parsers in ways of their own
        what = "The slide's headers are damaged and cannot be read."
        raise InputError(what, where=path, what_to_do="Copy it again from the scanner or the archive.") from error


def _fitting_reader(path: Path) -> SlideReader:
    if is_dicom_slide(path):
        return DicomReader(path)
    if is_dicom(path):
        raise InputError("This DICOM file is not a whole-slide image.", where=path)
    return faster_reader(path, OpenSlideReader(path))
