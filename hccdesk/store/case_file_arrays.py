"""Arrays of a case as entries of its file: masks as packed bits of their bounding box, vertices as they are, PNG."""

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


class Entries:
    """The binary entries of a file that is being written, by name."""

    def __init__(self) -> None:
        self.content: dict[str, bytes] = {}

    def add(self, kind: str, content: bytes) -> str:
        """Another one; gives its name."""
        name = f"{len(self.content)}.{kind}"
        self.content[name] = content
        return name


def array_as_plain(array: NDArray[Any], entries: Entries) -> dict[str, Any]:
    """What JSON says of an array whose content goes into `entries`: bool masks, uint8 pictures, float64 vertices."""
    if array.dtype == np.bool_:
        box = _bounding_box(array)
        inside = array[tuple(slice(start, stop) for start, stop in box)]
        return {"entry": entries.add("bits", np.packbits(inside).tobytes()), "shape": list(array.shape), "box": box}
    if array.dtype == np.uint8 and array.ndim == 3:
        picture = bytes(imagecodecs.png_encode(np.ascontiguousarray(array)))
        return {"entry": entries.add("png", picture), "shape": list(array.shape)}
    if array.dtype == np.float64:
        content = np.ascontiguousarray(array, dtype="<f8").tobytes()
        return {"entry": entries.add("f64", content), "shape": list(array.shape)}
    raise TypeError(f"an array of {array.dtype} has no place in a case file")


def check_sizes(told: Any) -> None:
    """`ValueError` where what JSON tells of the arrays is too much together, or masks are of different lattices.

    To be asked before any of them takes memory: a few bytes can tell of many GiB.
    """
    arrays = list(_arrays_in(told))
    if sum(prod(shape) for shape, _ in arrays) > MOST_IN_ALL:
        raise ValueError("arrays larger than any case's")
    if len({shape for shape, is_mask in arrays if is_mask}) > 1:
        raise ValueError("lesions on different lattices")


def _arrays_in(told: Any) -> Iterator[tuple[tuple[int, ...], bool]]:
    if isinstance(told, list):
        for item in told:
            yield from _arrays_in(item)
    elif isinstance(told, dict) and {"entry", "shape"} <= told.keys():
        yield _shape(told), "box" in told
    elif isinstance(told, dict):
        for item in told.values():
            yield from _arrays_in(item)


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
    if dtype is np.uint8:
        return _picture(content, shape)
    return np.frombuffer(content, "<f8").astype(np.float64).reshape(shape)


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
