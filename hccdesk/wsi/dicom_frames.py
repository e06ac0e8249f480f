"""Where each frame's bytes lie in a DICOM file, found without reading the pixels."""

from __future__ import annotations

import mmap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from hccdesk.domain.errors import InputError

_ITEM, _SEQUENCE_END = b"\xfe\xff\x00\xe0", b"\xfe\xff\xdd\xe0"
_UNDEFINED_LENGTH = 0xFFFFFFFF
_RE_EXPORT = "Re-export the slide from the archive or the scanner software."

Fragments = tuple[tuple[int, int], ...]
"""(start, length) in the file of the pieces that make one frame."""


@dataclass(frozen=True, slots=True)
class FrameIndex:
    """A DICOM file's frames by position in the file."""

    path: Path
    frames: tuple[Fragments, ...]

    def read(self, index: int) -> bytes:
        """The bytes of one frame as stored."""
        with self.path.open("rb") as file:
            return b"".join(_read_at(file, start, length) for start, length in self.frames[index])


def encapsulated_frames(path: Path, pixel_data_at: int, frame_count: int, extended: Sequence[int]) -> FrameIndex:
    """Index the frames of compressed pixel data whose element starts at `pixel_data_at` (little endian, explicit).

    One fragment a frame, or as the extended (`extended`, byte offsets) or basic offset table tells. Raises
    `InputError` where the file is cut short or the frames cannot be told apart (PS3.5 A.4).
    """
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        items = tuple(_items(data, pixel_data_at + 12, path))
        if not items:
            raise _cut_short(path)
        table = data[items[0][0] : items[0][0] + items[0][1]]
    basic = [int.from_bytes(table[i : i + 4], "little") for i in range(0, len(table) - 3, 4)]
    return FrameIndex(path, tuple(_frames(items[1:], frame_count, extended or basic, path)))


def native_frames(path: Path, value_at: int, frame_count: int, frame_bytes: int) -> FrameIndex:
    """Index the frames of uncompressed pixel data whose value starts at `value_at`."""
    if path.stat().st_size < value_at + frame_count * frame_bytes:
        raise _cut_short(path)
    return FrameIndex(path, tuple(((value_at + i * frame_bytes, frame_bytes),) for i in range(frame_count)))


def _frames(items: Fragments, frame_count: int, offsets: Sequence[int], path: Path) -> Iterator[Fragments]:
    if len(items) == frame_count:
        yield from ((item,) for item in items)
        return
    if len(items) < frame_count:
        raise _cut_short(path)
    if frame_count > 1 and len(offsets) != frame_count:
        raise InputError("The frames of this DICOM slide cannot be told apart.", where=path, what_to_do=_RE_EXPORT)
    base = items[0][0] - 8
    bounds = [offset + base for offset in offsets[1:]] if frame_count > 1 else []
    groups: list[list[tuple[int, int]]] = [[]]
    for start, length in items:
        if len(groups) <= len(bounds) and start - 8 >= bounds[len(groups) - 1]:
            groups.append([])
        groups[-1].append((start, length))
    if len(groups) != frame_count:
        raise InputError("The frames of this DICOM slide cannot be told apart.", where=path, what_to_do=_RE_EXPORT)
    yield from (tuple(group) for group in groups)


def _items(data: mmap.mmap, position: int, path: Path) -> Iterator[tuple[int, int]]:
    while position + 8 <= len(data):
        tag = data[position : position + 4]
        length = int.from_bytes(data[position + 4 : position + 8], "little")
        if tag == _SEQUENCE_END:
            return
        if tag != _ITEM or length == _UNDEFINED_LENGTH or position + 8 + length > len(data):
            raise _cut_short(path)
        yield position + 8, length
        position += 8 + length
    # Some writers leave out the closing delimiter; a missing frame is noticed by the count.


def _read_at(file: BinaryIO, start: int, length: int) -> bytes:
    file.seek(start)
    return file.read(length)


def _cut_short(path: Path) -> InputError:
    what = "The DICOM slide file is damaged or cut short."
    return InputError(what, where=path, what_to_do="Copy it again from the archive.")
