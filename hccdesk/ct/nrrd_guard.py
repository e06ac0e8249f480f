"""A NRRD file's own header and length, checked before any library is trusted with them, and its segments' names."""

from __future__ import annotations

import math
import re
import zlib
from dataclasses import dataclass
from pathlib import Path

from hccdesk.ct.pixel_element import LARGEST_VOXEL_COUNT
from hccdesk.domain.errors import CalibrationError, InputError
from hccdesk.domain.sentence import Sentence

_LONGEST_HEADER = 1 << 20
_BYTES_OF_TYPE = {
    **dict.fromkeys(("signed char", "int8", "int8_t", "uchar", "unsigned char", "uint8", "uint8_t"), 1),
    **dict.fromkeys(("short", "short int", "signed short", "signed short int", "int16", "int16_t"), 2),
    **dict.fromkeys(("ushort", "unsigned short", "unsigned short int", "uint16", "uint16_t"), 2),
    **dict.fromkeys(
        ("int", "signed int", "int32", "int32_t", "uint", "unsigned int", "uint32", "uint32_t", "float"), 4
    ),
    **dict.fromkeys(("longlong", "long long", "int64", "int64_t", "uint64", "uint64_t", "ulonglong", "double"), 8),
}
_SPACES = frozenset(
    {
        *("left-posterior-superior", "lps", "right-anterior-superior", "ras", "left-anterior-superior", "las"),
    }
)
_NUMBERS = re.compile(r"[-+]?(?:nan|inf|\d+\.?\d*(?:e[-+]?\d+)?|\.\d+(?:e[-+]?\d+)?)", re.IGNORECASE)
_SEGMENT = re.compile(r"Segment(\d+)_(Name|LabelValue|Layer)")
_WHAT_TO_DO = "Export the mask again as one .nrrd file."


@dataclass(frozen=True, slots=True)
class NrrdSegment:
    """One segment of a .seg.nrrd: its name, the value it has in its layer, and the layer."""

    name: str
    value: int
    layer: int


@dataclass(frozen=True, slots=True)
class NrrdHeader:
    """What a checked header says about labels; `layers` is 1 for a plain label map."""

    layers: int
    segments: tuple[NrrdSegment, ...]


def read_sound_header(path: Path) -> NrrdHeader:
    """The header of a NRRD mask. Refuses detached data, voxels that are not all there, and a missing geometry."""
    try:
        data = path.read_bytes()
    except OSError as fault:
        raise InputError(
            Sentence.of("It cannot be read ({reason}).", reason=str(fault.strerror)), where=path
        ) from fault
    found = re.search(rb"\r?\n\r?\n", data[:_LONGEST_HEADER])
    if not data.startswith(b"NRRD") or found is None:
        raise InputError("The NRRD header is damaged or has no data after it.", where=path, what_to_do=_WHAT_TO_DO)
    fields, keys = _lines(data[: found.start()].decode("utf-8", errors="replace"))
    try:
        layers, needed = _checked_fields(fields, path)
        _require_length(data[found.end() :], fields.get("encoding", ""), needed, path)
        return NrrdHeader(layers, _segments(keys))
    except ValueError as fault:
        raise InputError("The NRRD header is damaged.", where=path, what_to_do=_WHAT_TO_DO) from fault


def _lines(header: str) -> tuple[dict[str, str], dict[str, str]]:
    fields: dict[str, str] = {}
    keys: dict[str, str] = {}
    for line in header.splitlines()[1:]:
        if ":=" in line:
            key, _, value = line.partition(":=")
            keys[key.strip()] = value.strip()
        elif not line.startswith("#") and ":" in line:
            name, _, value = line.partition(":")
            fields[name.strip().lower()] = value.strip()
    return fields, keys


def _checked_fields(fields: dict[str, str], path: Path) -> tuple[int, int]:
    """Number of layers, and bytes of voxels that the header promises."""
    if any(name in fields for name in ("data file", "datafile", "byte skip", "line skip", "byteskip", "lineskip")):
        raise InputError("Its voxels are in another file or behind others.", where=path, what_to_do=_WHAT_TO_DO)
    sizes = [int(n) for n in fields.get("sizes", "").split()]
    kind = fields.get("type", "").lower()
    if (
        len(sizes) not in (3, 4)
        or min(sizes) < 1
        or str(len(sizes)) != fields.get("dimension")
        or kind not in _BYTES_OF_TYPE
    ):
        raise InputError("It is not one three-dimensional mask.", where=path, what_to_do=_WHAT_TO_DO)
    if math.prod(sizes) > LARGEST_VOXEL_COUNT:
        raise InputError(
            Sentence.of("It claims {count} voxels, more than this program reads.", count=math.prod(sizes)), where=path
        )
    layers = 1
    if len(sizes) == 4:
        if fields.get("kinds", "").split()[:1] not in (["list"], ["vector"]):
            raise InputError("It is not one three-dimensional mask.", where=path, what_to_do=_WHAT_TO_DO)
        layers = sizes[0]
    _require_placement(fields, path)
    return layers, math.prod(sizes) * _BYTES_OF_TYPE[kind]


def _require_placement(fields: dict[str, str], path: Path) -> None:
    numbers = [float(n) for n in _NUMBERS.findall(fields.get("space directions", ""))]
    origin = [float(n) for n in _NUMBERS.findall(fields.get("space origin", ""))]
    if (
        fields.get("space", "").lower() not in _SPACES
        or len(numbers) != 9
        or len(origin) != 3
        or not all(map(math.isfinite, numbers + origin))
    ):
        raise CalibrationError(
            "It does not say where it lies in the patient.", where=path, what_to_do="Export the mask with its geometry."
        )


def _require_length(body: bytes, encoding: str, needed: int, path: Path) -> None:
    if encoding.lower() == "raw":
        there = len(body)
    elif encoding.lower() in ("gzip", "gz"):
        there = _inflated_length(body, needed, path)
    else:
        raise InputError(
            Sentence.of("Its encoding '{encoding}' is not read.", encoding=encoding[:20]),
            where=path,
            what_to_do=_WHAT_TO_DO,
        )
    if there < needed:
        raise InputError(
            Sentence.of("Its voxels are not all there ({there} of {needed} bytes).", there=there, needed=needed),
            where=path,
            what_to_do=_WHAT_TO_DO,
        )


def _inflated_length(body: bytes, needed: int, path: Path) -> int:
    inflater = zlib.decompressobj(wbits=31)
    there, rest = 0, body
    try:
        while there < needed and rest and not inflater.eof:
            there += len(inflater.decompress(rest, 1 << 22))
            rest = inflater.unconsumed_tail
        while there < needed and (block := inflater.decompress(b"", 1 << 22)):
            there += len(block)
    except zlib.error as fault:
        raise InputError("Its compressed voxels are damaged.", where=path, what_to_do=_WHAT_TO_DO) from fault
    return there


def _segments(keys: dict[str, str]) -> tuple[NrrdSegment, ...]:
    found: dict[int, dict[str, str]] = {}
    for key, value in keys.items():
        if match := _SEGMENT.fullmatch(key):
            found.setdefault(int(match[1]), {})[match[2]] = value
    return tuple(
        NrrdSegment(facts.get("Name", ""), int(facts.get("LabelValue", "1")), int(facts.get("Layer", "0")))
        for _, facts in sorted(found.items())
    )
