"""The sRGB colour space as an ICC profile, made from its published numbers: a file says what its colours are.

IEC 61966-2-1 for the transfer curve; primaries and white as adapted to D50 (ICC.1:2001-04, version 2.4 of the profile
format, which every reader of PDF/A knows). Made here, so that the bytes are the same whatever is installed.
"""

from __future__ import annotations

import struct
from functools import cache

DESCRIPTION = "sRGB IEC61966-2.1"
_COPYRIGHT = "No copyright, use freely"
_WHITE_D50 = (0.9642, 1.0, 0.8249)
_PRIMARIES_D50 = {
    "rXYZ": (0.43607, 0.22249, 0.01392),
    "gXYZ": (0.38515, 0.71687, 0.09708),
    "bXYZ": (0.14307, 0.06061, 0.71410),
}
_CURVE_POINTS = 1024
_HEADER_BYTES = 128
_MADE_ON = (2000, 1, 1, 0, 0, 0)


@cache
def srgb_profile() -> bytes:
    """The profile, about 2.6 kB."""
    curve = _curve()
    tags = {"desc": _description(), "cprt": _text(_COPYRIGHT), "wtpt": _xyz(_WHITE_D50)}
    tags |= {name: _xyz(colour) for name, colour in _PRIMARIES_D50.items()}
    tags |= dict.fromkeys(("rTRC", "gTRC", "bTRC"), curve)
    table, content = _laid_out(tags)
    size = _HEADER_BYTES + len(table) + len(content)
    return _header(size) + table + content


def _laid_out(tags: dict[str, bytes]) -> tuple[bytes, bytes]:
    """The table of tags and their content; tags that say the same share one place."""
    start = _HEADER_BYTES + 4 + 12 * len(tags)
    places: dict[bytes, int] = {}
    content = b""
    entries = [struct.pack(">I", len(tags))]
    for name, said in tags.items():
        if said not in places:
            places[said] = start + len(content)
            content += said + bytes(-len(said) % 4)
        entries.append(struct.pack(">4sII", name.encode("ascii"), places[said], len(said)))
    return b"".join(entries), content


def _header(size: int) -> bytes:
    return struct.pack(
        ">I4sI4s4s4s6H4s4sI4sIQI3i4s44x",
        size, b"\0\0\0\0", 0x02400000, b"mntr", b"RGB ", b"XYZ ", *_MADE_ON, b"acsp", b"\0\0\0\0", 0,
        b"\0\0\0\0", 0, 0, 0, *(_fixed(part) for part in _WHITE_D50), b"\0\0\0\0",
    )  # fmt: skip


def _curve() -> bytes:
    levels = [round(65535 * _linear(step / (_CURVE_POINTS - 1))) for step in range(_CURVE_POINTS)]
    return struct.pack(f">4s4xI{_CURVE_POINTS}H", b"curv", _CURVE_POINTS, *levels)


def _linear(encoded: float) -> float:
    """Light of an encoded level, both 0 to 1."""
    return encoded / 12.92 if encoded <= 0.04045 else float(((encoded + 0.055) / 1.055) ** 2.4)


def _xyz(colour: tuple[float, float, float]) -> bytes:
    return struct.pack(">4s4x3i", b"XYZ ", *(_fixed(part) for part in colour))


def _fixed(number: float) -> int:
    return round(number * 65536)


def _text(words: str) -> bytes:
    return b"text\0\0\0\0" + words.encode("ascii") + b"\0"


def _description() -> bytes:
    words = DESCRIPTION.encode("ascii") + b"\0"
    return struct.pack(f">4s4xI{len(words)}sIIHB67x", b"desc", len(words), words, 0, 0, 0, 0)
