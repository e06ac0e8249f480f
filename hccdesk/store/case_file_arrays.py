"""Arrays of a case as binary entries: masks as packed bits of their box, pictures as PNG, others as they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import prod
from typing import Any

import imagecodecs
import numpy as np
from numpy.typing import NDArray

MOST_ELEMENTS = 2**31
"""More than any CT of ours has voxels (2000 slices of 1024 × 1024)."""
MOST_IN_ALL = 2**32
"""Elements of all arrays of a case together."""
_PNG_SIZE = slice(16, 24)


VoxelBox = tuple[slice, ...]


class Entries:
    """The binary entries of a file that is being written, by name; an array that is there already is not added again.

    The arrays must live, and stay as they are, for as long as this does.
    """

    def __init__(self) -> None:
        self.content: dict[str, bytes] = {}
        self._told: dict[int, dict[str, Any]] = {}

    def add(self, kind: str, content: bytes) -> str:
        """Another one; gives its name."""
        name = f"{len(self.content)}.{kind}"
        self.content[name] = content
        return name

    def array(self, array: NDArray[Any], box: VoxelBox | None = None) -> dict[str, Any]:
        """What JSON says of an array; `box` is the smallest around a mask, where that is known."""
        if id(array) not in self._told:
            self._told[id(array)] = array_as_plain(array, self, box)
        return self._told[id(array)]


class ReadEntries(dict[str, bytes]):
    """The binary entries of a file that is read; a mask told of several times is one array."""

    def __init__(self, content: Mapping[str, bytes]) -> None:
        super().__init__(content)
        self.records: dict[str, Any] = {}
        self._masks: dict[str, NDArray[Any]] = {}

    def mask(self, told: Any) -> NDArray[Any]:
        """The mask; read-only, since several may share it."""
        return shared_mask(self._masks, told, self)


def shared_mask(known: dict[str, NDArray[Any]], told: Any, entries: Mapping[str, bytes]) -> NDArray[Any]:
    """The mask that is told of, out of `known` where it is there."""
    key = repr((told["entry"], told["shape"], told["box"]))
    if key not in known:
        mask = _mask(entries[told["entry"]], _shape(told), told["box"])
        mask.setflags(write=False)
        known[key] = mask
    return known[key]


def array_as_plain(array: NDArray[Any], entries: Entries, box: VoxelBox | None = None) -> dict[str, Any]:
    """What JSON says of an array whose content goes into `entries`."""
    shape = list(array.shape)
    if array.dtype == np.bool_:
        ends = [[part.start, part.stop] for part in box] if box is not None else _bounding_box(array)
        inside = array[tuple(slice(start, stop) for start, stop in ends)]
        return {"entry": entries.add("bits", np.packbits(inside).tobytes()), "shape": shape, "box": ends}
    if _is_picture(array):
        picture = bytes(imagecodecs.png_encode(np.ascontiguousarray(array)))
        return {"entry": entries.add("png", picture), "shape": shape}
    if array.dtype == np.float64:
        content = np.ascontiguousarray(array, dtype="<f8").tobytes()
        return {"entry": entries.add("f64", content), "shape": shape}
    if array.dtype.kind in "fiu":
        kind = array.dtype.newbyteorder("<")
        content = np.ascontiguousarray(array, dtype=kind).tobytes()
        return {"entry": entries.add("raw", content), "shape": shape, "dtype": kind.str}
    raise TypeError(f"an array of {array.dtype} has no place in a case file")


def _is_picture(array: NDArray[Any]) -> bool:
    return array.dtype == np.uint8 and array.ndim == 3 and array.shape[2] == 3 and array.size > 0


def check_sizes(told: Any) -> None:
    """`ValueError` where what JSON tells of the arrays is too much together, or masks are of different lattices.

    To be asked before any of them takes memory: a few bytes can tell of many GiB.
    """
    if sum(prod(shape) for shape in {key: shape for key, shape, _ in _arrays_in(told)}.values()) > MOST_IN_ALL:
        raise ValueError("arrays larger than any case's")
    for lesions in _lesions_in(told):
        if len({shape for _, shape, is_mask in _arrays_in(lesions) if is_mask}) > 1:
            raise ValueError("lesions on different lattices")


def _arrays_in(told: Any) -> Iterator[tuple[str, tuple[int, ...], bool]]:
    if isinstance(told, list):
        for item in told:
            yield from _arrays_in(item)
    elif isinstance(told, dict) and {"entry", "shape"} <= told.keys():
        yield repr((told["entry"], told["shape"], told.get("box"))), _shape(told), "box" in told
    elif isinstance(told, dict):
        for item in told.values():
            yield from _arrays_in(item)


def _lesions_in(told: Any) -> Iterator[Any]:
    """What is told of the lesions of each set of regions."""
    for item in told if isinstance(told, list) else told.values() if isinstance(told, dict) else ():
        yield from _lesions_in(item)
    if isinstance(told, dict) and isinstance(told.get("lesions"), list):
        yield told["lesions"]


def _shape(told: Any) -> tuple[int, ...]:
    shape = tuple(int(n) for n in told["shape"])
    if any(n < 0 for n in shape) or prod(shape) > MOST_ELEMENTS:
        raise ValueError(f"an array of shape {shape}")
    return shape


def array_from_plain(dtype: type[np.generic], told: Any, entries: Mapping[str, bytes]) -> NDArray[Any]:
    """The array again; `ValueError` or `KeyError` where what is told does not fit the entry."""
    content, shape = entries[told["entry"]], _shape(told)
    if dtype is np.bool_:
        return _mask(content, shape, told["box"])
    kind = np.dtype(dtype).newbyteorder("<")
    if dtype is np.uint8 and "dtype" not in told:
        return _picture(content, shape)
    if told.get("dtype", "<f8") != kind.str:
        raise ValueError(f"an array of {told.get('dtype')} instead of {kind}")
    return np.frombuffer(content, kind).astype(dtype).reshape(shape)


def _bounding_box(mask: NDArray[np.bool_]) -> list[list[int]]:
    box = []
    for axis in range(mask.ndim):
        held = np.flatnonzero(mask.any(axis=tuple(other for other in range(mask.ndim) if other != axis)))
        box.append([int(held[0]), int(held[-1]) + 1] if held.size else [0, 0])
    return box


def _mask(content: bytes, shape: tuple[int, ...], box: Any) -> NDArray[np.bool_]:
    place = tuple(slice(int(start), int(stop)) for start, stop in box)
    inside = tuple(part.stop - part.start for part in place)
    fits = len(place) == len(shape) and all(0 <= p.start <= p.stop <= n for p, n in zip(place, shape, strict=True))
    if not fits or len(content) != -(-prod(inside) // 8):
        raise ValueError("a mask that does not fit its lattice")
    mask = np.zeros(shape, np.bool_)
    bits = np.unpackbits(np.frombuffer(content, np.uint8), count=prod(inside))
    mask[place] = bits.astype(np.bool_).reshape(inside)
    return mask


def _picture(content: bytes, shape: tuple[int, ...]) -> NDArray[np.uint8]:
    width, height = (int(n) for n in np.frombuffer(content[_PNG_SIZE], ">u4"))
    if shape != (height, width, 3):  # before the decoder takes memory for what the picture claims to be
        raise ValueError("a picture of another size")
    picture = np.asarray(imagecodecs.png_decode(content))
    if picture.shape != shape or picture.dtype != np.uint8:
        raise ValueError("a picture of another kind")
    return picture
