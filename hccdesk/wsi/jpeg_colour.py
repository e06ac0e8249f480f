"""Which colours a JPEG stream really stores, whatever the file around it declares."""

from __future__ import annotations

from collections.abc import Iterator

_APP0, _APP14, _SOS, _EOI = 0xE0, 0xEE, 0xDA, 0xD9
_FRAME_HEADERS = {0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}
_STANDALONE = {0x01, *range(0xD0, 0xD9)}


def stores_ycbcr(stream: bytes) -> bool | None:
    """True for YCbCr, False for RGB, None where the stream itself does not tell (or has not three components).

    In the order of libjpeg: a JFIF marker means YCbCr (JFIF 1.02 allows nothing else), then Adobe's APP14
    transform flag, then component ids spelling "RGB". Chroma stored at a lower resolution means YCbCr too.
    """
    jfif, adobe_transform, components = _evidence(stream)
    if len(components) != 3:
        return None
    if jfif:
        return True
    if adobe_transform is not None:
        return adobe_transform == 1
    if bytes(identifier for identifier, _ in components) == b"RGB":
        return False
    subsampled = len({sampling for _, sampling in components}) > 1
    return True if subsampled else None


def _evidence(stream: bytes) -> tuple[bool, int | None, tuple[tuple[int, int], ...]]:
    jfif, adobe_transform = False, None
    components: tuple[tuple[int, int], ...] = ()
    for marker, payload in _segments(stream):
        if marker == _APP0 and payload.startswith(b"JFIF\0"):
            jfif = True
        elif marker == _APP14 and payload.startswith(b"Adobe") and len(payload) >= 12:
            adobe_transform = payload[11]
        elif marker in _FRAME_HEADERS and len(payload) >= 6:
            table = payload[6 : 6 + 3 * payload[5]]
            components = tuple(zip(table[0::3], table[1::3], strict=False))
    return jfif, adobe_transform, components


def _segments(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """The marker segments before the picture data; ends quietly where the stream is damaged."""
    position = 2
    while position + 4 <= len(stream) and stream[position] == 0xFF:
        marker = stream[position + 1]
        if marker == 0xFF or marker in _STANDALONE:
            position += 1 if marker == 0xFF else 2
            continue
        if marker in (_SOS, _EOI):
            return
        length = int.from_bytes(stream[position + 2 : position + 4], "big")
        yield marker, stream[position + 4 : position + 2 + length]
        position += 2 + max(length, 2)
