"""A tumour mask as a gzipped NIfTI-1 file, byte for byte the same every time."""

from __future__ import annotations

import io
import struct
from gzip import GzipFile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.geometry import VolumeGeometry

HEADER_BYTES, DATA_AT = 348, 352
UINT8 = 2
MILLIMETRES = 2
SCANNER_ANATOMICAL = 1
LPS_TO_RAS = np.diag([-1.0, -1.0, 1.0, 1.0])


def write_mask(mask: NDArray[np.bool_], geometry: VolumeGeometry, path: Path) -> None:
    """`mask` (slice, row, column) as 0 and 1, with the lattice as sform (NIfTI-1 standard, Cox et al. 2004)."""
    voxels = np.ascontiguousarray(mask, dtype=np.uint8)  # columns run fastest, as NIfTI's first axis
    memory = io.BytesIO()
    with GzipFile(filename="", mode="wb", fileobj=memory, mtime=0) as packed:
        packed.write(_header(geometry) + b"\0" * (DATA_AT - HEADER_BYTES) + voxels.tobytes())
    path.write_bytes(memory.getvalue())


def _header(geometry: VolumeGeometry) -> bytes:
    affine = LPS_TO_RAS @ geometry.affine[:, [2, 1, 0, 3]]
    slices, rows, columns = geometry.shape
    header = bytearray(HEADER_BYTES)
    struct.pack_into("<i", header, 0, HEADER_BYTES)
    struct.pack_into("<8h", header, 40, 3, columns, rows, slices, 1, 1, 1, 1)
    struct.pack_into("<2h", header, 70, UINT8, 8)
    struct.pack_into("<8f", header, 76, 1.0, *geometry.spacing_mm[::-1], 0, 0, 0, 0)
    struct.pack_into("<3f", header, 108, DATA_AT, 1.0, 0.0)
    struct.pack_into("<B", header, 123, MILLIMETRES)
    struct.pack_into("<80s", header, 148, b"synthetic tumour mask")
    struct.pack_into("<2h", header, 252, 0, SCANNER_ANATOMICAL)
    struct.pack_into("<12f", header, 280, *affine[:3].ravel())
    struct.pack_into("<4s", header, 344, b"n+1\0")
    return bytes(header)
