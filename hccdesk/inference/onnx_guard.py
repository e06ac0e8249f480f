"""A look at an ONNX file before any runtime sees it: whole, and without data in other files.

A runtime that is given bytes still reads external data relative to the current directory, and one that is
given a path follows a hard link, so no model with external data is ever handed over. Field numbers are
those of onnx.proto3 (IR version 3 and later). Numbers that a runtime's protobuf would shorten are refused: what
is scanned here must be what the runtimes read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from hccdesk.domain.errors import ModelBundleError
from hccdesk.domain.sentence import Sentence

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_MAXIMUM_DEPTH = 64
_MAXIMUM_TAG = (1 << 32) - 1
_MAXIMUM_SIZE = (1 << 31) - 1
_MAXIMUM_VALUE = (1 << 64) - 1

_CHILDREN: dict[str, dict[int, str]] = {
    "model": {7: "graph", 20: "training", 25: "function"},
    "training": {1: "graph", 2: "graph"},
    "graph": {1: "node", 5: "tensor", 15: "sparse"},
    "function": {7: "node", 11: "attribute"},
    "node": {5: "attribute"},
    "attribute": {5: "tensor", 6: "graph", 10: "tensor", 11: "graph", 22: "sparse", 23: "sparse"},
    "sparse": {1: "tensor", 2: "tensor"},
}
_EXTERNAL_DATA, _DATA_LOCATION = 13, 14


class _Field(NamedTuple):
    number: int
    wire: int
    value: int
    start: int
    end: int


def refuse_unsafe_onnx(weights: bytes) -> None:
    """Raise `ModelBundleError` for an ONNX file that is damaged, empty, or points to data outside itself."""
    view = memoryview(weights)
    has_graph = any(field.number == 7 and field.wire == _BYTES for field in _fields(view, 0, len(view)))
    if not has_graph:
        raise _damaged(Sentence.of("it holds no network"))
    _walk(view, 0, len(view), "model", 0)


def _walk(view: memoryview, start: int, end: int, message: str, depth: int) -> None:
    if depth > _MAXIMUM_DEPTH:
        raise _damaged(Sentence.of("its graphs are nested too deeply"))
    for field in _fields(view, start, end):
        if message == "tensor":
            _refuse_external(field)
        child = _CHILDREN.get(message, {}).get(field.number)
        if child is not None and field.wire == _BYTES:
            _walk(view, field.start, field.end, child, depth + 1)


def _refuse_external(field: _Field) -> None:
    if field.number == _EXTERNAL_DATA or (field.number == _DATA_LOCATION and field.value != 0):
        raise ModelBundleError(
            "The model keeps some of its weights in another file, which is not allowed.",
            what_to_do="Export the model as one self-contained .onnx file.",
        )


def _fields(view: memoryview, start: int, end: int) -> Iterator[_Field]:
    at = start
    while at < end:
        tag, at = _varint(view, at, end, _MAXIMUM_TAG)
        number, wire = tag >> 3, tag & 7
        value, size = 0, 0
        if wire == _VARINT:
            value, at = _varint(view, at, end, _MAXIMUM_VALUE)
        elif wire == _BYTES:
            size, at = _varint(view, at, end, _MAXIMUM_SIZE)
        elif wire in (_FIXED64, _FIXED32):
            size = 8 if wire == _FIXED64 else 4
        else:
            raise _damaged(Sentence.of("it is not an ONNX file"))
        if number == 0 or at + size > end:
            raise _damaged(Sentence.of("it is cut short or not an ONNX file"))
        yield _Field(number, wire, value, at, at + size)
        at += size


def _varint(view: memoryview, at: int, end: int, maximum: int) -> tuple[int, int]:
    value = shift = 0
    while at < end and shift < maximum.bit_length():
        byte = view[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            if value > maximum:
                # protobuf keeps the lowest 32 bits of a tag, so a larger one names another field to it than to us.
                raise _damaged(Sentence.of("it holds a number too large for an ONNX file"))
            return value, at
        shift += 7
    raise _damaged(Sentence.of("it is cut short or not an ONNX file"))


def _damaged(why: Sentence) -> ModelBundleError:
    return ModelBundleError(
        Sentence.of("The model file is damaged: {why}.", why=why),
        what_to_do="Install the bundle again from its source.",
    )
