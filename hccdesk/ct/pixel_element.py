"""Where a DICOM file keeps its pixels, and whether the file is long enough to hold them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

from hccdesk.domain.sentence import Sentence

IMPLICIT_LITTLE = "1.2.840.10008.1.2"
EXPLICIT_LITTLE = "1.2.840.10008.1.2.1"
EXPLICIT_BIG = "1.2.840.10008.1.2.2"
UNCOMPRESSED = frozenset({IMPLICIT_LITTLE, EXPLICIT_LITTLE, EXPLICIT_BIG})

DECODER_OF = {
    "1.2.840.10008.1.2.4.51": "imagecodecs",  # JPEG extended; pydicom's GDCM takes it at 8 bits only
    "1.2.840.10008.1.2.4.57": "gdcm",  # JPEG lossless
    "1.2.840.10008.1.2.4.70": "gdcm",  # JPEG lossless, first-order prediction
    "1.2.840.10008.1.2.4.80": "pyjpegls",
    "1.2.840.10008.1.2.4.81": "pyjpegls",
    "1.2.840.10008.1.2.4.90": "pylibjpeg",  # JPEG 2000
    "1.2.840.10008.1.2.4.91": "pylibjpeg",
    "1.2.840.10008.1.2.4.201": "pylibjpeg",  # high-throughput JPEG 2000
    "1.2.840.10008.1.2.4.202": "pylibjpeg",
    "1.2.840.10008.1.2.4.203": "pylibjpeg",
    "1.2.840.10008.1.2.5": "pylibjpeg",  # RLE
}
"""Which decoder reads which compressed transfer syntax; GDCM only what nothing else does."""

UNDEFINED_LENGTH = 0xFFFFFFFF
LARGEST_SIDE_PX = 8192
LARGEST_VOXEL_COUNT = 2**31
_PIXEL_DATA = (0x7FE0, 0x0010)


@dataclass(frozen=True, slots=True)
class PixelElement:
    """Where the value of Pixel Data begins in the file, and how many bytes it says it has (None: encapsulated).

    `fragments_complete` tells whether all fragments of encapsulated pixels lie within the file.
    """

    offset: int
    length: int | None
    fragments_complete: bool = True


@dataclass(frozen=True, slots=True)
class PixelLayout:
    """How pixels are stored: sizes in pixels, bits, sign, samples a pixel, number of frames, transfer syntax."""

    rows: int
    columns: int
    frames: int
    samples: int
    bits_allocated: int
    bits_stored: int
    signed: bool
    photometric: str
    transfer_syntax: str

    @property
    def frame_bytes(self) -> int:
        """Bytes of one uncompressed frame."""
        return self.rows * self.columns * self.samples * self.bits_allocated // 8


def locate(file: BinaryIO, transfer_syntax: str) -> PixelElement | None:
    """The pixel element that begins at the file's current place, or None where something else does."""
    order = "big" if transfer_syntax == EXPLICIT_BIG else "little"
    start = file.read(12)
    if len(start) < 8 or (_int(start[:2], order), _int(start[2:4], order)) != _PIXEL_DATA:
        return None
    if transfer_syntax == IMPLICIT_LITTLE:
        length = _int(start[4:8], order)
        offset = file.tell() - len(start) + 8
    else:
        length = _int(start[8:12], order)
        offset = file.tell()
    if length != UNDEFINED_LENGTH:
        return PixelElement(offset, length)
    file.seek(offset)
    return PixelElement(offset, None, _fragments_complete(file))


def _fragments_complete(file: BinaryIO) -> bool:
    # PS3.5 A.4: items of (FFFE,E000) and their length, closed by (FFFE,E0DD).
    while len(start := file.read(8)) == 8:
        if start[:4] == b"\xfe\xff\xdd\xe0":
            return True
        if start[:4] != b"\xfe\xff\x00\xe0":
            return False
        file.seek(_int(start[4:], "little"), 1)
    return False


def _int(data: bytes, order: str) -> int:
    return int.from_bytes(data, "big" if order == "big" else "little")


def layout_fault(layout: PixelLayout) -> Sentence | None:
    """Why pixels stored so cannot be read, or None."""
    if min(layout.rows, layout.columns, layout.frames) < 1 or max(layout.rows, layout.columns) > LARGEST_SIDE_PX:
        return Sentence.of(
            "an image of {rows} rows, {columns} columns and {frames} frames is not plausible",
            rows=layout.rows,
            columns=layout.columns,
            frames=layout.frames,
        )
    if layout.rows * layout.columns * layout.frames > LARGEST_VOXEL_COUNT:
        return Sentence.of("the image has more voxels than this program reads")
    if layout.bits_allocated not in (8, 16, 32) or not 1 <= layout.bits_stored <= layout.bits_allocated:
        return Sentence.of(
            "{stored} bits stored in {allocated} is no image this program reads",
            stored=layout.bits_stored,
            allocated=layout.bits_allocated,
        )
    if layout.transfer_syntax not in UNCOMPRESSED and layout.transfer_syntax not in DECODER_OF:
        return Sentence.of("pixels stored in transfer syntax {syntax} are not read", syntax=layout.transfer_syntax)
    return None


def length_fault(layout: PixelLayout, element: PixelElement | None, file_bytes: int) -> Sentence | None:
    """Why the file cannot hold the pixels its header promises, or None."""
    if element is None:
        return Sentence.of("the file ends before its pixels")
    if element.length is None:
        return _encapsulation_fault(layout, element)
    if element.length > file_bytes - element.offset:
        return Sentence.of(
            "the file is cut short: {there} of {promised} bytes of pixels are there",
            there=max(0, file_bytes - element.offset),
            promised=element.length,
        )
    needed = layout.frame_bytes * layout.frames
    if layout.transfer_syntax in UNCOMPRESSED and element.length not in (needed, needed + needed % 2):
        return Sentence.of(
            "the pixels take {there} bytes where rows, columns and frames need {needed}",
            there=element.length,
            needed=needed,
        )
    return None


def _encapsulation_fault(layout: PixelLayout, element: PixelElement) -> Sentence | None:
    if layout.transfer_syntax in UNCOMPRESSED:
        return Sentence.of("the pixels have no length")
    return None if element.fragments_complete else Sentence.of("the file is cut short within its compressed pixels")
