"""Regions to files: NIfTI, NRRD and DICOM segmentation, on the series' own lattice, read back to the same voxels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hccdesk.atomic_file import write_whole
from hccdesk.ct.nrrd_writer import nrrd_bytes
from hccdesk.ct.usable_series import require_volume
from hccdesk.domain.ct import CtSeries
from hccdesk.domain.errors import InputError
from hccdesk.domain.geometry import VolumeGeometry
from hccdesk.domain.sentence import Sentence

NamedMask = tuple[str, NDArray[np.bool_]]
Encoder = Callable[[Sequence[NamedMask], CtSeries, VolumeGeometry], bytes]
_WRITTEN = "Choose a name that ends in .nii.gz, .seg.nrrd or .dcm (DICOM segmentation)."


def write_masks(masks: Sequence[NamedMask], series: CtSeries, path: Path, encode_seg: Encoder | None = None) -> Path:
    """Write named masks (slice, row, column) to a file, whole or not at all; the suffix says which kind.

    NIfTI and NRRD hold label 1, 2, … in the order given, NRRD and DICOM segmentation their names too. Only DICOM
    and .seg.nrrd hold masks that overlap. A DICOM segmentation needs the headers of the series: `encode_seg` reads
    them in a place of its own; without one they are read here. Refused, in words: no mask or an empty one, one that
    is not on the series' lattice, overlaps where the format has no place for them, a suffix that is not known, a
    folder not to be written.
    """
    geometry = require_volume(series)
    encode = _encoder(path, encode_seg or _seg_bytes)
    _require_sound(masks, geometry)
    content = encode(masks, series, geometry)
    try:
        write_whole(path, content)
    except OSError as fault:
        raise InputError("The file cannot be written.", where=path, what_to_do="Choose another folder.") from fault
    return path


def _seg_bytes(masks: Sequence[NamedMask], series: CtSeries, geometry: VolumeGeometry) -> bytes:
    from hccdesk.ct.dicom_seg_writer import seg_bytes  # noqa: PLC0415 - highdicom takes long to load

    return seg_bytes(masks, series, geometry)


def _encoder(path: Path, encode_seg: Encoder) -> Encoder:
    name = path.name.lower()
    if name.endswith((".nii", ".nii.gz")):
        return lambda masks, _, geometry: _nifti_bytes(masks, geometry, name.endswith(".gz"))
    if name.endswith(".seg.nrrd"):
        return lambda masks, _, geometry: nrrd_bytes(_layers(masks), geometry)
    if name.endswith(".nrrd"):
        return lambda masks, _, geometry: nrrd_bytes([_apart(masks)], geometry)
    if name.endswith(".dcm"):
        return encode_seg
    raise InputError("This kind of file is not written.", where=path.name, what_to_do=_WRITTEN)


def _require_sound(masks: Sequence[NamedMask], geometry: VolumeGeometry) -> None:
    if not masks:
        raise InputError("There is no region to write.", what_to_do="Draw or load a region first.")
    for name, mask in masks:
        if mask.shape != geometry.shape:
            raise ValueError(f"a mask of {mask.shape} is not on a lattice of {geometry.shape}")
        if not mask.any():
            raise InputError(
                Sentence.of("The region '{name}' is empty.", name=name),
                what_to_do="Draw it, or remove it from the list.",
            )


def _overlap(masks: Sequence[NamedMask]) -> tuple[str, str] | None:
    taken = np.zeros(masks[0][1].shape, dtype=np.bool_)
    for number, (name, mask) in enumerate(masks):
        if (taken & mask).any():
            return next(other for other, earlier in masks[:number] if (earlier & mask).any()), name
        taken |= mask
    return None


def _apart(masks: Sequence[NamedMask]) -> Sequence[NamedMask]:
    """The masks, where no two of them share a voxel."""
    shared = _overlap(masks)
    if shared:
        raise InputError(
            Sentence.of(
                "The regions '{first}' and '{second}' overlap, which this kind of file cannot hold.",
                first=shared[0],
                second=shared[1],
            ),
            what_to_do="Write a .seg.nrrd or a DICOM segmentation (.dcm).",
        )
    return masks


def _layers(masks: Sequence[NamedMask]) -> list[Sequence[NamedMask]]:
    """All masks in one layer, or each in its own where they overlap."""
    return [[one] for one in masks] if _overlap(masks) else [masks]


def _nifti_bytes(masks: Sequence[NamedMask], geometry: VolumeGeometry, packed: bool) -> bytes:
    import SimpleITK  # noqa: PLC0415 - no other kind of file needs it

    labels = np.zeros(geometry.shape, dtype=np.uint8)
    for number, (_, mask) in enumerate(_apart(masks), start=1):
        labels[mask] = number
    image: Any = SimpleITK.GetImageFromArray(labels)  # it has no types
    image.SetSpacing(geometry.spacing_mm[::-1])
    image.SetOrigin(geometry.origin_mm)
    image.SetDirection(np.array(geometry.directions)[::-1].T.ravel().tolist())
    with TemporaryDirectory() as folder:  # the library writes to paths only
        part = Path(folder) / ("mask.nii.gz" if packed else "mask.nii")
        write: Any = SimpleITK.WriteImage
        try:
            write(image, str(part), useCompression=packed)
        except RuntimeError as fault:
            what = "NIfTI cannot hold the lattice of this series."
            raise InputError(what, what_to_do="Write a .seg.nrrd or a DICOM segmentation (.dcm).") from fault
        return part.read_bytes()
