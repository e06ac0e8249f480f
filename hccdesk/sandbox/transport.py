"""Messages through a pair of pipes: a length, JSON, and where the raw buffers lie."""

from __future__ import annotations

import itertools
import json
import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from hccdesk.sandbox.blocks import read_block, write_block
from hccdesk.sandbox.values import Buffer, HostileValueError, decode, encode

_LENGTH = struct.Struct(">Q")
LARGEST_FRAME_BYTES = 64 * 1024 * 1024
"""Values without their buffers; a study of 10,000 files needs about 3 MiB."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message: its kind (`ready`, `call`, `progress`, `result` …) and its value."""

    kind: str
    value: Any


@dataclass(frozen=True, slots=True)
class Outbox:
    """Packs messages; blocks are named after the sender and counted."""

    sender: str
    folders: Sequence[Path]
    _count: itertools.count[int] = field(default_factory=itertools.count)

    def pack(self, kind: str, value: object) -> bytes:
        """The message as one frame; its buffers are on their way in a block before this returns."""
        buffers: list[Buffer] = []
        tree = encode(value, buffers)
        sizes = [buffer.nbytes for buffer in buffers]
        block = f"{self.sender}-{next(self._count)}" if buffers else None
        folder = write_block(buffers, block, self.folders) if block else 0
        document = {"kind": kind, "value": tree, "block": block, "folder": folder, "sizes": sizes}
        return json.dumps(document).encode("ascii")


def unpack(frame: bytes, sender: str, folders: Sequence[Path], at_most_bytes: int) -> Message:
    """The message in a frame from `sender`; raises `HostileValueError` for one that `Outbox` would not have written."""
    try:
        document = json.loads(frame)
        buffers = _buffers(document, sender, folders, at_most_bytes)
        return Message(str(document["kind"]), decode(document["value"], buffers))
    except HostileValueError:
        raise
    except (ValueError, TypeError, LookupError, RecursionError, OSError, AttributeError) as error:
        raise HostileValueError(f"a message that cannot be read ({type(error).__name__})") from error


def _buffers(document: dict[str, Any], sender: str, folders: Sequence[Path], at_most_bytes: int) -> list[Buffer]:
    block = document["block"]
    if block is None:
        return []
    if Path(block).name != block or not block.startswith(f"{sender}-"):
        raise HostileValueError("a block outside its folder")
    return read_block(folders[document["folder"]] / block, document["sizes"], at_most_bytes)


def write_frame(stream: IO[bytes], frame: bytes) -> None:
    """Send one frame; raises `OSError` when nobody listens any more."""
    if len(frame) > LARGEST_FRAME_BYTES:
        raise ValueError(f"a message of {len(frame)} bytes is too long")
    stream.write(_LENGTH.pack(len(frame)) + frame)
    stream.flush()


def read_frame(stream: IO[bytes]) -> bytes | None:
    """The next frame; None at the end of the stream, a broken frame or one that is too long."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    if length > LARGEST_FRAME_BYTES:
        return None
    frame = stream.read(length)
    return frame if len(frame) == length else None
