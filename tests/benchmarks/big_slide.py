"""A slide of 40,000 × 40,000 pixels in a few hundred kilobytes: every tile of its pyramid is the same encoded JPEG."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import numpy as np
from PIL import Image

SIDE_PX, TILE_PX, DOWNSAMPLE, SMALLEST_PX = 40_000, 512, 4, 1_000
PIXELS_PER_CM = 40_000  # 0.25 µm a pixel
_SHORT, _LONG, _RATIONAL = 3, 4, 5
_SIZES = {_SHORT: ("H", 2), _LONG: ("I", 4), _RATIONAL: ("II", 8)}


def write_big_slide(path: Path, side_px: int = SIDE_PX) -> Path:
    """Write the pyramid: JPEG tiles of H&E-like tissue, 0.25 µm/px, each level a quarter of the one before."""
    tile = encoded_tile()
    with path.open("wb") as file:
        file.write(struct.pack("<2sHI", b"II", 42, 0))
        place = file.tell()
        file.write(tile)
        link = 4
        level_px = side_px
        while level_px >= min(SMALLEST_PX, side_px):
            start, block, next_link = _directory(file.tell(), level_px, side_px, place, len(tile))
            file.write(block)
            end = file.tell()
            file.seek(link)
            file.write(struct.pack("<I", start))
            file.seek(end)
            link, level_px = next_link, level_px // DOWNSAMPLE
    return path


def encoded_tile() -> bytes:
    """One tile: pink stroma, purple nuclei, some grain so that it costs what tissue costs to decode."""
    rows, columns = np.indices((TILE_PX, TILE_PX)).astype(float)
    random = np.random.default_rng(5)
    rgb = np.empty((TILE_PX, TILE_PX, 3))
    rgb[:] = (222, 160, 194)
    rgb[np.sin(columns / 9) * np.sin(rows / 8) > 0.6] = (98, 66, 142)
    rgb += random.normal(0, 7, rgb.shape)
    stream = io.BytesIO()
    Image.fromarray(np.clip(rgb, 0, 255).astype(np.uint8)).save(stream, "JPEG", quality=80, subsampling=2)
    return stream.getvalue()


def _directory(at: int, level_px: int, side_px: int, tile_at: int, tile_bytes: int) -> tuple[int, bytes, int]:
    """Where the directory begins, its bytes with the values behind it, and where its link to the next one lies."""
    tiles = (-(-level_px // TILE_PX)) ** 2
    scale = side_px // level_px
    tags: list[tuple[int, int, list[int]]] = [
        (254, _LONG, [0 if level_px == side_px else 1]),
        (256, _LONG, [level_px]),
        (257, _LONG, [level_px]),
        (258, _SHORT, [8, 8, 8]),
        (259, _SHORT, [7]),
        (262, _SHORT, [6]),
        (277, _SHORT, [3]),
        (282, _RATIONAL, [PIXELS_PER_CM // scale, 1]),
        (283, _RATIONAL, [PIXELS_PER_CM // scale, 1]),
        (284, _SHORT, [1]),
        (296, _SHORT, [3]),
        (322, _LONG, [TILE_PX]),
        (323, _LONG, [TILE_PX]),
        (324, _LONG, [tile_at] * tiles),
        (325, _LONG, [tile_bytes] * tiles),
        (530, _SHORT, [2, 2]),
    ]
    start = at + at % 2
    values_at = start + 2 + 12 * len(tags) + 4
    entries, values = b"", b""
    for tag, kind, numbers in tags:
        packed = struct.pack(f"<{len(numbers)}{_SIZES[kind][0][0]}", *numbers)
        count = len(packed) // _SIZES[kind][1]
        if len(packed) <= 4:
            field = packed.ljust(4, b"\0")
        else:
            field = struct.pack("<I", values_at + len(values))
            values += packed + b"\0" * (len(packed) % 2)
        entries += struct.pack("<HHI", tag, kind, count) + field
    block = b"\0" * (at % 2) + struct.pack("<H", len(tags)) + entries + b"\0\0\0\0" + values
    return start, block, start + 2 + len(entries)
