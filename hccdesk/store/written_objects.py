"""What a case is made of, on its way into the library: what was encoded once is not encoded again."""

from __future__ import annotations

import hashlib
import json
import weakref
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.errors import StoreError
from hccdesk.store.case_file import FORMAT, VERSION
from hccdesk.store.case_file_arrays import Entries, VoxelBox, array_as_plain
from hccdesk.store.case_file_values import as_plain
from hccdesk.store.objects import digest, is_frozen

_MOST_REMEMBERED = 20_000


class EncodedArrays:
    """What arrays were encoded to, for as long as they live; of pictures, by their content."""

    def __init__(self) -> None:
        self._frozen: dict[int, tuple[weakref.ref[NDArray[Any]], dict[str, Any]]] = {}
        self._pictures: dict[str, dict[str, Any]] = {}

    def told(self, array: NDArray[Any]) -> dict[str, Any] | None:
        """What JSON said of the array, where it was met before and is the same still."""
        if is_frozen(array):
            alive, told = self._frozen.get(id(array), (None, None))
            return told if alive is not None and alive() is array else None
        return self._pictures.get(_content_of(array)) if array.dtype == np.uint8 else None

    def remember(self, array: NDArray[Any], told: dict[str, Any]) -> None:
        """Know it again."""
        if is_frozen(array):
            number = id(array)
            self._frozen[number] = (weakref.ref(array, lambda _: self._frozen.pop(number, None)), told)
        elif array.dtype == np.uint8:
            if len(self._pictures) >= _MOST_REMEMBERED:
                self._pictures.clear()
            self._pictures[_content_of(array)] = told


class WrittenObjects(Entries):
    """The objects that one case, result or report is made of, by their sha256.

    `is_kept` tells whether the library has an object; those it has are in `used` but not in `content`.
    """

    def __init__(self, known: EncodedArrays, is_kept: Callable[[str], bool]) -> None:
        super().__init__()
        self._known, self._is_kept = known, is_kept

    def add(self, kind: str, content: bytes) -> str:
        """An object; gives the name it is known by in JSON."""
        sha256 = digest(content)
        self.content[sha256] = content
        return f"{sha256}.{kind}"

    def array(self, array: NDArray[Any], box: VoxelBox | None = None) -> dict[str, Any]:
        """What JSON says of an array."""
        met = self._told.get(id(array)) or self._known.told(array)
        if met is None or not self._has(met["entry"]):
            met = array_as_plain(array, self, box)
            self._known.remember(array, met)
        self._told[id(array)] = met
        return met

    def json(self, value: Any, hint: Any = None) -> tuple[str, frozenset[str]]:
        """`value` as an object of its own: its sha256, and those of all that it is made of, itself included."""
        plain = as_plain(value, self, hint)
        try:
            told = json.dumps({"format": FORMAT, "version": VERSION, "value": plain}, allow_nan=False)
        except ValueError as error:
            raise StoreError(
                "the case holds a number that is none, so it was not saved.",
                what_to_do="Report this as a fault of the program.",
            ) from error
        sha256 = self.add("json", told.encode("ascii")).partition(".")[0]
        return sha256, frozenset((sha256, *objects_in(plain)))

    def _has(self, name: str) -> bool:
        sha256 = name.partition(".")[0]
        return sha256 in self.content or self._is_kept(sha256)


def objects_in(told: Any) -> Iterator[str]:
    """The sha256 of every object that JSON tells of."""
    if isinstance(told, list):
        for item in told:
            yield from objects_in(item)
    elif isinstance(told, dict) and {"entry", "shape"} <= told.keys():
        yield str(told["entry"]).partition(".")[0]
    elif isinstance(told, dict):
        for item in told.values():
            yield from objects_in(item)


def _content_of(array: NDArray[Any]) -> str:
    whole = hashlib.sha256(repr((array.shape, array.dtype.str)).encode())
    whole.update(np.ascontiguousarray(array).data)
    return whole.hexdigest()
