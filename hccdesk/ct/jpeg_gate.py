"""The frame header of a JPEG stream compared with the DICOM header, before GDCM may see the stream."""

from __future__ import annotations

_START_OF_SCAN = 0xDA
_FRAME_HEADERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_SEQUENTIAL_OR_LOSSLESS = frozenset({0xC0, 0xC1, 0xC3})


def is_plain_jpeg(stream: bytes, rows: int, columns: int, bits_allocated: int) -> bool:
    """Whether a stream is one grey frame of exactly this size and no more bits than are allocated.

    ITU-T T.81 B.2.2: marker, length, precision, height, width, number of components. GDCM crashes on streams that
    claim otherwise.
    """
    if stream[:2] != b"\xff\xd8":
        return False
    frames = 0
    at = 2
    while at + 4 <= len(stream) and stream[at] == 0xFF:
        marker, length = stream[at + 1], int.from_bytes(stream[at + 2 : at + 4], "big")
        if marker == _START_OF_SCAN:
            return frames == 1
        if marker in _FRAME_HEADERS:
            frames += 1
            if marker not in _SEQUENTIAL_OR_LOSSLESS or not _fits(stream[at + 4 :], rows, columns, bits_allocated):
                return False
        at += 2 + max(length, 2)
    return False


def _fits(header: bytes, rows: int, columns: int, bits_allocated: int) -> bool:
    size = (int.from_bytes(header[1:3], "big"), int.from_bytes(header[3:5], "big"))
    return len(header) > 5 and 2 <= header[0] <= bits_allocated and size == (rows, columns) and header[5] == 1
