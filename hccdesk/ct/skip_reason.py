"""Files that are no image to look at: what they are instead, in words."""

from __future__ import annotations

from pathlib import Path

from hccdesk.domain.ct import SkippedFile, SkippedKind
from hccdesk.domain.sentence import Sentence

_SLIDE_ENDINGS = (".svs", ".ndpi", ".mrxs", ".scn", ".bif", ".vms", ".vmu", ".svslide", ".tif", ".tiff")
_NOT_DICOM = Sentence.of("not a DICOM file")
_EMPTY = Sentence.of("an empty file")
NOT_REGULAR = Sentence.of("not a regular file")
NOT_INFLATED = Sentence.of("deflated DICOM is not read: export it without compression")
PROGRAM = Sentence.of(
    "a program hidden in the beginning of a DICOM file: not read; tell whoever looks after your network's security"
)
WITHOUT_HEADER = frozenset({_NOT_DICOM, _EMPTY, NOT_REGULAR, NOT_INFLATED})
"""Reasons that leave open whether the file was a slice: its name may tell."""
_DAMAGED = Sentence.of("a damaged DICOM file: its header cannot be read")
_NRRD = Sentence.of("an NRRD file: read as a region of interest, not as an image series")
_NIFTI = Sentence.of("a NIfTI file: read as a region of interest, not as an image series")


class NotAnImage(Exception):  # noqa: N818 - a fact about a file, not a failure
    """A file that is no DICOM image; says what it is."""

    def __init__(self, reason: Sentence, kind: SkippedKind = SkippedKind.OTHER, modality: str = "") -> None:
        super().__init__(reason, kind, modality)
        self.reason = reason
        self.kind = kind
        self.modality = modality


class DamagedDicom(NotAnImage):
    """A DICOM file whose header cannot be understood."""

    def __init__(self, reason: Sentence | None = None) -> None:
        super().__init__(reason or _DAMAGED, SkippedKind.DAMAGED)


def skipped(path: Path, fact: NotAnImage) -> SkippedFile:
    """The file with what it is."""
    return SkippedFile(path, fact.reason, fact.kind)


def not_an_image(path: Path, start: bytes) -> NotAnImage:
    """What a file without a DICOM beginning is, by its first bytes and its name."""
    name = path.name.lower()
    if not start:
        return NotAnImage(_EMPTY)
    if start.startswith(b"NRRD"):
        return NotAnImage(_NRRD, SkippedKind.ROI)
    if name.endswith((".nii", ".nii.gz")):
        return NotAnImage(_NIFTI, SkippedKind.ROI)
    if name.endswith(_SLIDE_ENDINGS):
        return NotAnImage(Sentence.of("a slide or picture, not a DICOM file"), SkippedKind.SLIDE)
    return NotAnImage(_NOT_DICOM)


_REASON_OF_MODALITY = {
    "SEG": (Sentence.of("a DICOM segmentation: a region of interest"), SkippedKind.ROI),
    "RTSTRUCT": (Sentence.of("a DICOM structure set: a region of interest"), SkippedKind.ROI),
    "RTPLAN": (Sentence.of("a radiotherapy plan"), SkippedKind.OTHER),
    "RTDOSE": (Sentence.of("a radiotherapy dose"), SkippedKind.OTHER),
    "SR": (Sentence.of("a DICOM structured report"), SkippedKind.OTHER),
    "DOC": (Sentence.of("a document in DICOM"), SkippedKind.OTHER),
    "PR": (Sentence.of("a presentation state"), SkippedKind.OTHER),
    "KO": (Sentence.of("a key object selection"), SkippedKind.OTHER),
    "REG": (Sentence.of("a spatial registration"), SkippedKind.OTHER),
    "SM": (Sentence.of("a whole-slide image"), SkippedKind.SLIDE),
}
_MODALITY_OF_CLASS = {
    "1.2.840.10008.5.1.4.1.1.66.4": "SEG",
    "1.2.840.10008.5.1.4.1.1.66.7": "SEG",
    "1.2.840.10008.5.1.4.1.1.481.3": "RTSTRUCT",
    "1.2.840.10008.5.1.4.1.1.481.5": "RTPLAN",
    "1.2.840.10008.5.1.4.1.1.481.2": "RTDOSE",
    "1.2.840.10008.5.1.4.1.1.77.1.6": "SM",
    "1.2.840.10008.5.1.4.1.1.104.1": "DOC",
}
_MEDIA_DIRECTORY = "1.2.840.10008.1.3.10"


def kind_of_object(sop_class: str, modality: str) -> NotAnImage | None:
    """What a DICOM object without pictures to stack is, or None for an image."""
    if sop_class == _MEDIA_DIRECTORY:
        return NotAnImage(Sentence.of("a DICOMDIR index: the files themselves are looked at"))
    if sop_class.startswith("1.2.840.10008.5.1.4.1.1.88."):
        modality = "SR"
    modality = _MODALITY_OF_CLASS.get(sop_class, modality)
    found = _REASON_OF_MODALITY.get(modality)
    return NotAnImage(*found, modality) if found else None
