"""A NIfTI file's own header and length, checked before any library is trusted with them."""

from __future__ import annotations

import gzip
import math
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from hccdesk.ct.nifti_placement import placements_agree
from hccdesk.ct.pixel_element import LARGEST_VOXEL_COUNT
from hccdesk.domain.errors import CalibrationError, InputError
from hccdesk.domain.sentence import Sentence

GZIP_MAGIC = b"\x1f\x8b"
_BITS_OF_TYPE = {2: 8, 4: 16, 8: 32, 16: 32, 64: 64, 256: 8, 512: 16, 768: 32, 1024: 64, 1280: 64}
_WHAT_TO_DO = "Export the mask again."


@dataclass(frozen=True, slots=True)
class _Fields:
    """Where NIfTI-1 or NIfTI-2 keeps what we check: struct formats and offsets."""

    dim: tuple[str, int]
    datatype: tuple[str, int]
    pixdim: tuple[str, int]
    vox_offset: tuple[str, int]
    codes: tuple[str, int]
    placement: tuple[str, int]


_NIFTI_1 = _Fields(("8h", 40), ("2h", 70), ("8f", 76), ("f", 108), ("2h", 252), ("18f", 256))
_NIFTI_2 = _Fields(("8q", 16), ("2h", 12), ("8d", 104), ("q", 168), ("2i", 344), ("18d", 352))


def is_nifti(start: bytes) -> bool:
    """Whether bytes (uncompressed) begin a single-file NIfTI-1 or NIfTI-2."""
    return start[344:348] == b"n+1\x00" or start[4:8] == b"n+2\x00"


def require_sound(path: Path) -> None:
    """Refuse a NIfTI mask whose header holds nonsense or whose voxels are not all there.

    Libraries read a spacing that is no number as 1 mm and a missing body as an image; both are refused here,
    and so is a file that does not say where it lies in the patient, or says it twice and differently.
    """
    try:
        with gzip.open(path) if _is_compressed(path) else path.open("rb") as file:
            start = file.read(544)
            end = _end_of_voxels(start, path)
            file.seek(0)
            _require_length(file, end, path)  # type: ignore[arg-type]  # GzipFile reads like a binary file
    except (OSError, EOFError, gzip.BadGzipFile, struct.error) as fault:
        raise InputError("The NIfTI file is damaged or cut short.", where=path, what_to_do=_WHAT_TO_DO) from fault
    except Exception as fault:
        if isinstance(fault, InputError):
            raise
        raise InputError("The NIfTI file is damaged.", where=path, what_to_do=_WHAT_TO_DO) from fault


def _is_compressed(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == GZIP_MAGIC


def _end_of_voxels(start: bytes, path: Path) -> int:
    if not is_nifti(start):
        raise InputError("It is no single-file NIfTI image.", where=path, what_to_do=_WHAT_TO_DO)
    fields = _NIFTI_2 if start[4:8] == b"n+2\x00" else _NIFTI_1
    order = "<" if struct.unpack_from("<i", start)[0] in (348, 540) else ">"

    def read(field: tuple[str, int]) -> tuple[float, ...]:
        return struct.unpack_from(order + field[0], start, field[1])

    dim = [int(n) for n in read(fields.dim)]
    count = _voxel_count(dim, path)
    codes, pixdim, placement = read(fields.codes), read(fields.pixdim), read(fields.placement)
    _require_placement(pixdim, codes, placement, path)
    if all(code > 0 for code in codes) and not placements_agree(
        placement, pixdim, dim[1:4], is_single=fields is _NIFTI_1
    ):
        raise CalibrationError(
            "It says in two ways where it lies in the patient (qform and sform), and they contradict each other.",
            where=path,
            what_to_do="Export the mask again from the program that drew it, or as DICOM SEG.",
        )
    datatype, bits = (int(n) for n in read(fields.datatype))
    if _BITS_OF_TYPE.get(datatype) != bits:
        raise InputError("Its voxels are not plain numbers.", where=path, what_to_do=_WHAT_TO_DO)
    return int(read(fields.vox_offset)[0]) + count * bits // 8


def _require_placement(
    pixdim: tuple[float, ...], codes: tuple[float, ...], placement: tuple[float, ...], path: Path
) -> None:
    if not all(math.isfinite(mm) and mm > 0 for mm in pixdim[1:4]) or not all(map(math.isfinite, placement)):
        raise CalibrationError(
            "Its voxel size or position is no number.", where=path, what_to_do="Export the mask with its geometry."
        )
    if not any(code > 0 for code in codes):
        raise CalibrationError(
            "It does not say where it lies in the patient (qform and sform are unset).",
            where=path,
            what_to_do="Export the mask with its geometry.",
        )


def _voxel_count(dim: list[int], path: Path) -> int:
    axes = dim[1 : dim[0] + 1] if 1 <= dim[0] <= 7 else []
    if len(axes) < 3 or min(axes) < 1 or any(n > 1 for n in axes[3:]):
        raise InputError("It is not one three-dimensional mask.", where=path, what_to_do=_WHAT_TO_DO)
    count = math.prod(axes)
    if count > LARGEST_VOXEL_COUNT:
        raise InputError(
            Sentence.of("It claims {count} voxels, more than this program reads.", count=count), where=path
        )
    return count


def _require_length(file: BinaryIO, end: int, path: Path) -> None:
    read = 0
    while read < end:
        block = file.read(min(1 << 22, end - read))
        if not block:
            raise InputError(
                Sentence.of("Its voxels are not all there ({read} of {end} bytes).", read=read, end=end),
                where=path,
                what_to_do=_WHAT_TO_DO,
            )
        read += len(block)
