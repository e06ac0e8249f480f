"""Our values as JSON plus raw buffers, and back: the only things that can cross between program and worker.

Not pickle: a decoder that an attacker has taken over could send one. Decoding here builds nothing but plain
Python values, arrays of numbers, and hccdesk's own dataclasses, enumerations and errors, through their
constructors, so that what they refuse when built is refused here too.
"""

from __future__ import annotations

import dataclasses
import importlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from functools import cache
from pathlib import Path, PurePath
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.errors import HccdeskError, InputFaults
from hccdesk.domain.sentence import Sentence
from hccdesk.sandbox.sentence_check import HostileSentenceError, check_sentence

Buffer = NDArray[np.uint8]
"""Raw bytes, one-dimensional."""

_FRONT_DOORS = ("ui", "cli", "training")
_PLAIN_DTYPES = "?biufcSUmM"
LONGEST_TEXT = 100_000
"""Characters of one text; the longest we send are the stack frames of a fault."""


class UnsendableError(TypeError):
    """A value of a type that does not cross; a fault in our own code, not in a file."""


class HostileValueError(ValueError):
    """A received value that our own encoder would not have written."""


def encode(value: object, buffers: list[Buffer]) -> Any:
    """`value` as JSON; contents of arrays and byte strings are appended to `buffers`, uncopied where contiguous.

    Tuples, lists, sets, mappings, numbers, text, dates, paths, numpy arrays and scalars, hccdesk's dataclasses,
    enumerations and errors. Subclasses of str, int and float lose their class. Raises `UnsendableError` for others.
    """
    if hasattr(value, "_fields") and isinstance(value, tuple):
        raise UnsendableError(f"a {type(value).__name__} would arrive as a plain tuple; make it a dataclass")
    for kinds, encoder in _ENCODERS:
        if isinstance(value, kinds):
            return encoder(value, buffers)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _encode_dataclass(value, buffers)
    raise UnsendableError(f"a {type(value).__name__} cannot cross between the program and its worker")


def decode(tree: Any, buffers: Sequence[Buffer]) -> Any:
    """What `encode` was given; raises `HostileValueError` for anything that it would not have written."""
    try:
        return _decode(tree, buffers)
    except HostileValueError:
        raise
    except Exception as error:
        # Wrong arity, unknown field, impossible shape, endless nesting: all the same to us.
        raise HostileValueError(f"a value that cannot be rebuilt ({type(error).__name__})") from error


def _decode(tree: Any, buffers: Sequence[Buffer]) -> Any:
    if isinstance(tree, str):
        return _text(tree)
    if not isinstance(tree, list):
        if isinstance(tree, dict):
            raise HostileValueError("an untagged mapping")
        return tree
    decoder = _DECODERS.get(tree[0])
    if decoder is None:
        raise HostileValueError("an unknown kind of value")
    return decoder(tree[1:], buffers)


def _text(given: Any) -> str:
    if not isinstance(given, str) or len(given) > LONGEST_TEXT:
        raise HostileValueError("a text longer than any of ours")
    return given


def _encode_array(value: NDArray[Any], buffers: list[Buffer]) -> Any:
    if value.dtype.kind not in _PLAIN_DTYPES or value.dtype.names:
        raise UnsendableError(f"an array of {value.dtype} cannot cross between the program and its worker")
    buffers.append(np.ascontiguousarray(value).reshape(-1).view(np.uint8))
    return ["array", value.dtype.str, list(value.shape), len(buffers) - 1]


def _decode_array(parts: list[Any], buffers: Sequence[Buffer]) -> NDArray[Any]:
    dtype = np.dtype(str(parts[0]))
    if dtype.kind not in _PLAIN_DTYPES or dtype.names or dtype.itemsize == 0:
        raise HostileValueError("an array of a kind we do not send")
    return _buffer(buffers, parts[2]).view(dtype).reshape([_size(n) for n in parts[1]])


def _size(number: Any) -> int:
    if type(number) is not int or number < 0:  # reshape takes -1 for "the rest"
        raise HostileValueError("an array of an impossible shape")
    return number


def _buffer(buffers: Sequence[Buffer], index: Any) -> Buffer:
    return buffers[_size(index)]


def _encode_bytes(value: bytes | bytearray, buffers: list[Buffer]) -> Any:
    buffers.append(np.frombuffer(value, dtype=np.uint8) if value else np.empty(0, np.uint8))
    return ["bytes", len(buffers) - 1]


def _encode_dataclass(value: Any, buffers: list[Buffer]) -> Any:
    fields = {f.name: encode(getattr(value, f.name), buffers) for f in dataclasses.fields(value) if f.init}
    return ["object", _name(type(value)), fields]


def _decode_dataclass(parts: list[Any], buffers: Sequence[Buffer]) -> Any:
    kind = _class(parts[0])
    if not dataclasses.is_dataclass(kind):
        raise HostileValueError("an object that is not a value of ours")
    value = kind(**{name: _decode(tree, buffers) for name, tree in parts[1].items()})
    return _checked(value) if isinstance(value, Sentence) else value


def _checked(sentence: Sentence) -> Sentence:
    try:
        check_sentence(sentence)
    except HostileSentenceError as error:
        raise HostileValueError(str(error)) from error
    return sentence


def _decode_enum(parts: list[Any], buffers: Sequence[Buffer]) -> Any:
    kind = _class(parts[0])
    if not issubclass(kind, Enum):
        raise HostileValueError("an enumeration that is not ours")
    return kind(_decode(parts[1], buffers))


def _encode_error(value: HccdeskError, buffers: list[Buffer]) -> Any:
    faults = value.faults if isinstance(value, InputFaults) else ()
    where = value.where if value.where is None or isinstance(value.where, PurePath) else str(value.where)
    parts = (value.said, where, value.advice, tuple(faults))
    return ["error", _name(type(value)), *(encode(part, buffers) for part in parts)]


def _decode_error(parts: list[Any], buffers: Sequence[Buffer]) -> HccdeskError:
    kind = _class(parts[0])
    said, where, advice, faults = (_decode(part, buffers) for part in parts[1:])
    if kind is InputFaults:
        return InputFaults(faults)
    if not issubclass(kind, HccdeskError):
        raise HostileValueError("an error that is not ours")
    if not (isinstance(said, Sentence) and isinstance(advice, Sentence)):
        raise HostileValueError("an error without its sentences")
    return kind(said, where=where, what_to_do=advice)


def _name(kind: type) -> str:
    if not _is_ours(kind.__module__):
        raise UnsendableError(f"{kind.__module__}.{kind.__qualname__} is not a value of hccdesk's engines")
    return f"{kind.__module__}:{kind.__qualname__}"


@cache
def _class(name: str) -> type[Any]:
    module, _, qualified = name.partition(":")
    if not _is_ours(module) or "." in qualified:
        raise HostileValueError("a class that is not a value of hccdesk's engines")
    kind = getattr(importlib.import_module(module), qualified)
    if not isinstance(kind, type) or kind.__module__ != module:
        raise HostileValueError("a class that is not a value of hccdesk's engines")
    return kind


def _is_ours(module: str) -> bool:
    parts = module.split(".")
    return parts[0] == "hccdesk" and len(parts) > 1 and parts[1] not in _FRONT_DOORS


def _encode_items(tag: str) -> Callable[[Any, list[Buffer]], Any]:
    return lambda items, buffers: [tag, *(encode(item, buffers) for item in items)]


def _decode_items(kind: Callable[[Any], Any]) -> Callable[[list[Any], Sequence[Buffer]], Any]:
    return lambda parts, buffers: kind(_decode(part, buffers) for part in parts)


_ENCODERS: tuple[tuple[Any, Callable[[Any, list[Buffer]], Any]], ...] = (
    ((type(None), bool), lambda v, _: v),
    (Enum, lambda v, b: ["enum", _name(type(v)), encode(v.value, b)]),
    (np.ndarray, _encode_array),
    (np.generic, lambda v, b: ["scalar", _encode_array(np.asarray(v), b)]),
    (str, lambda v, _: str.__str__(v)),
    (int, lambda v, _: int(v)),
    (float, lambda v, _: float(v)),
    ((bytes, bytearray), _encode_bytes),
    (PurePath, lambda v, _: ["path", str(v)]),
    (datetime, lambda v, _: ["datetime", v.isoformat()]),
    (date, lambda v, _: ["date", v.isoformat()]),
    (HccdeskError, _encode_error),
    (tuple, _encode_items("tuple")),
    (list, _encode_items("list")),
    (frozenset, _encode_items("frozenset")),
    (set, _encode_items("set")),
    (Mapping, lambda v, b: ["mapping", *([encode(key, b), encode(item, b)] for key, item in v.items())]),
)

_DECODERS: dict[str, Callable[[list[Any], Sequence[Buffer]], Any]] = {
    "array": _decode_array,
    "scalar": lambda parts, buffers: _decode_array(parts[0][1:], buffers)[()],
    "bytes": lambda parts, buffers: _buffer(buffers, parts[0]).tobytes(),
    "object": _decode_dataclass,
    "enum": _decode_enum,
    "error": _decode_error,
    "path": lambda parts, _: Path(_text(parts[0])),
    "datetime": lambda parts, _: datetime.fromisoformat(parts[0]),
    "date": lambda parts, _: date.fromisoformat(parts[0]),
    "tuple": _decode_items(tuple),
    "list": _decode_items(list),
    "set": _decode_items(set),
    "frozenset": _decode_items(frozenset),
    "mapping": lambda parts, b: {_decode(key, b): _decode(item, b) for key, item in parts},
}
