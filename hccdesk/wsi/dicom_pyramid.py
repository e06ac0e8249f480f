"""A DICOM whole-slide pyramid found among the files of one folder, headers only."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pydicom import dcmread
from pydicom.dataset import Dataset
from pydicom.filereader import read_file_meta_info
from pydicom.uid import UID, DeflatedExplicitVRLittleEndian, VLWholeSlideMicroscopyImageStorage

from hccdesk.domain.errors import InputError
from hccdesk.domain.program_bytes import begins_as_program
from hccdesk.wsi.regular_file import is_regular_file

_NOT_TISSUE = {"LABEL", "OVERVIEW", "THUMBNAIL", "LOCALIZER"}  # PS3.3 C.8.12.4.1.1, image flavour
_RE_EXPORT = "Re-export the slide from the archive or the scanner software."


@dataclass(frozen=True, slots=True)
class LevelFile:
    """One file of a level: its headers without pixels, and where its pixel data element starts."""

    path: Path
    headers: Dataset
    pixel_data_at: int

    @property
    def size_px(self) -> tuple[int, int]:
        """(width, height) of the whole level."""
        return int(self.headers.TotalPixelMatrixColumns), int(self.headers.TotalPixelMatrixRows)

    @property
    def transfer_syntax(self) -> UID:
        """How the pixels are encoded."""
        return self.headers.file_meta.TransferSyntaxUID


def is_dicom_slide(path: Path) -> bool:
    """Whether the file is a DICOM whole-slide image; reads the file meta information only, so CT costs nothing."""
    if not is_dicom(path):
        return False
    try:
        with warnings.catch_warnings(action="ignore"):
            meta = read_file_meta_info(path)
    except Exception:  # damaged DICOM of any kind: not a slide we can name
        return False
    return bool(meta.get("MediaStorageSOPClassUID") == VLWholeSlideMicroscopyImageStorage)


def is_dicom(path: Path) -> bool:
    """Whether it is a regular file that carries the DICOM prefix."""
    if not is_regular_file(path):
        return False
    try:
        with path.open("rb") as file:
            return file.read(132)[128:] == b"DICM"
    except OSError:
        return False


def read_level_file(path: Path) -> LevelFile:
    """The headers of one whole-slide file; raises `InputError` where they cannot be read."""
    _refuse_program(path)
    try:
        with path.open("rb") as file, warnings.catch_warnings(action="ignore"):
            headers = dcmread(file, stop_before_pixels=True)
            level = LevelFile(path, headers, file.tell())
            complete = min(*level.size_px, int(headers.Rows), int(headers.Columns)) > 0
    except Exception as error:  # pydicom raises many kinds on damaged headers
        raise InputError("The DICOM headers cannot be read.", where=path, what_to_do=_RE_EXPORT) from error
    if not complete or level.transfer_syntax == DeflatedExplicitVRLittleEndian:
        raise InputError("The DICOM headers of this slide are not usable.", where=path, what_to_do=_RE_EXPORT)
    return level


def _refuse_program(path: Path) -> None:
    with contextlib.suppress(OSError), path.open("rb") as file:
        if begins_as_program(file.read(132)):
            raise InputError(
                "A program is hidden in the beginning of this DICOM file, so it is not read.",
                where=path,
                what_to_do="Tell whoever looks after your network's security.",
            )


def is_tissue(level: LevelFile) -> bool:
    """False for the label, the overview of the glass and the thumbnail, which are never shown or read."""
    return not _NOT_TISSUE.intersection(str(part).upper() for part in level.headers.get("ImageType") or ())


def pyramid_of(path: Path) -> tuple[tuple[LevelFile, ...], ...]:
    """The levels of the slide that `path` belongs to, largest first; each level is one file or several parts.

    Files of the same series in the same folder. Raises `InputError` where the file is the label or the
    overview, or where two different images claim the same level.
    """
    own = read_level_file(path)
    if not is_tissue(own):
        raise InputError("This DICOM file is the slide's label or overview, not its tissue.", where=path)
    others = (read_level_file(p) for p in sorted(path.parent.iterdir()) if p != path and is_dicom_slide(p))
    same = (o for o in others if is_tissue(o) and _series(o) == _series(own))
    by_size: dict[tuple[int, int], dict[str, LevelFile]] = {}
    for level in (own, *same):
        by_size.setdefault(level.size_px, {}).setdefault(str(level.headers.get("SOPInstanceUID")), level)
    levels = sorted(by_size.items(), key=lambda item: item[0], reverse=True)
    return tuple(_parts(parts.values()) for _, parts in levels)


def _series(level: LevelFile) -> tuple[str, str]:
    return str(level.headers.get("StudyInstanceUID")), str(level.headers.get("SeriesInstanceUID"))


def _parts(files: Iterable[LevelFile]) -> tuple[LevelFile, ...]:
    """One file, or the parts of one concatenation (PS3.3 C.7.6.16.2.2.4) in their order."""
    parts = sorted(files, key=frame_offset)
    concatenations = {part.headers.get("ConcatenationUID") for part in parts}
    if len(parts) > 1 and (None in concatenations or len(concatenations) > 1):
        what = "The folder holds two different images of the same size in one DICOM slide series."
        raise InputError(what, where=parts[0].path.parent, what_to_do="Keep one slide in a folder.")
    return tuple(parts)


def frame_offset(part: LevelFile) -> int:
    """How many frames of the level lie in the parts before this one."""
    return int(part.headers.get("ConcatenationFrameOffsetNumber") or 0)
