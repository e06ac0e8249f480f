"""What the files of an input are called once they are copied: never by the patient, as far as their format lets us."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

_NAMED_INSIDE = (".vms", ".vmu")
"""Hamamatsu's index names its companions in its text, which must not change."""
_STUB = ".mrxs"
_KEPT_SUFFIXES = frozenset(
    (
        ".dcm", ".svs", ".tif", ".tiff", ".ndpi", ".scn", ".bif", ".svslide", ".czi", ".mrxs",
        ".nii", ".nii.gz", ".nrrd", ".nhdr", ".mha", ".mhd", ".json", ".geojson", ".xml", ".csv", ".xlsx",
    )
)  # fmt: skip
_FALLBACK = {"ct": ".dcm", "ct_roi": ".dcm"}
_ONE_NAME = {"slide": "slide", "ct_roi": "region", "slide_roi": "outline", "clinical": "row"}


def copied_names(role: str, root: Path, files: Sequence[Path]) -> Mapping[Path, PurePosixPath]:
    """The place of each file below the folder of the copy; formats that find companions by name keep theirs."""
    if root.suffix.lower() in _NAMED_INSIDE:
        return {file: PurePosixPath(file.name) for file in files}
    if root.suffix.lower() == _STUB:
        return {file: _beside_stub(file, root) for file in files}
    if len(files) == 1:
        return {files[0]: PurePosixPath(f"{_ONE_NAME.get(role, '000001')}{_suffix(role, files[0])}")}
    return {file: PurePosixPath(f"{number:06d}{_suffix(role, file)}") for number, file in enumerate(files, start=1)}


def _beside_stub(file: Path, stub: Path) -> PurePosixPath:
    """MIRAX: `slide.mrxs` and `slide/`; the names in its folder are the scanner's, and Slidedat.ini tells of them."""
    if file == stub:
        return PurePosixPath(f"slide{_STUB}")
    return PurePosixPath("slide") / file.name


def _suffix(role: str, file: Path) -> str:
    """The suffix where it is one of a format; a DICOM file without one may end in a part of a UID, or of a name."""
    suffix = "".join(file.suffixes[-2:]).lower()
    if suffix not in _KEPT_SUFFIXES:
        suffix = file.suffix.lower()
    return suffix if suffix in _KEPT_SUFFIXES else _FALLBACK.get(role, "")
