"""The whole of a result within `result.json`: every field as the domain declares it, arrays packed, figures by name.

The keys beside it are for people and scripts; this is what a report is set from again.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterable, Iterator, Mapping
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.neutral_result import neutral_result
from hccdesk.domain.result import CaseResult
from hccdesk.domain.slide import DropReason
from hccdesk.store.case_file_arrays import Entries, ReadEntries
from hccdesk.store.case_file_values import as_plain, from_plain
from hccdesk.store.figure_files import FOLDER_NAME, pictures_of

LARGEST_ARRAYS = 1 << 29
"""Bytes of all arrays of a result together; a slide of 100 000 patches has 5 MB."""
MOST_ELEMENTS = 1 << 28


class EntriesBesideFigures(Entries):
    """Pictures that lie beside as files, by name, are named and not repeated."""

    def __init__(self, written: Iterable[tuple[str, NDArray[np.uint8]]]) -> None:
        super().__init__()
        for name, rgb in written:
            self._told.setdefault(id(rgb), {"entry": f"{FOLDER_NAME}/{name}.png", "shape": list(rgb.shape)})


def content_of(result: CaseResult, figure_sha256: Mapping[str, str]) -> dict[str, Any]:
    """The result as JSON values; pictures in `figure_sha256` are taken to lie beside it as files."""
    entries = EntriesBesideFigures((name, rgb) for name, rgb in pictures_of(result) if name in figure_sha256)
    told = as_plain(neutral_result(result), entries)
    if told["patches"] is not None:
        told["patches"]["dropped"] = _by_reason(told["patches"]["dropped"], entries)
    return {"result": told, "arrays": {name: _packed(content) for name, content in entries.content.items()}}


def result_from(content: Any, figures: Mapping[str, bytes]) -> CaseResult:
    """The result again; `figures` are the verified bytes of the files beside it, by their names in the content.

    Raises `ValueError`, `KeyError`, `TypeError` and the like where the content is no result's.
    """
    told, arrays = content["result"], content["arrays"]
    if sum(_elements(told)) > MOST_ELEMENTS:
        raise ValueError("arrays larger than any result's")
    entries = ReadEntries(_unpacked(arrays) | dict(figures))
    if told["patches"] is not None:
        told["patches"]["dropped"] = _by_patch(told["patches"]["dropped"], entries)
    result: CaseResult = from_plain(CaseResult, told, entries)
    return result


def figures_named(content: Any) -> frozenset[str]:
    """The files beside it that the content asks for, as `figures/<name>.png`."""
    return frozenset(name for name in _entries_in(content["result"]) if name.startswith(f"{FOLDER_NAME}/"))


def _by_reason(dropped: list[list[Any]], entries: Entries) -> dict[str, Any]:
    """Which patches each reason took, as an array: on a large slide most patches are not sampled."""
    taken: dict[str, list[int]] = {}
    for index, reason in dropped:
        taken.setdefault(reason, []).append(index)
    return {reason: {"raw": entries.add("raw", np.array(of, "<i8").tobytes())} for reason, of in taken.items()}


def _by_patch(told: Any, entries: Mapping[str, bytes]) -> list[list[Any]]:
    pairs = []
    for reason, of in told.items():
        known = DropReason(reason).value
        pairs += [[int(index), known] for index in np.frombuffer(entries[of["raw"]], "<i8")]
    return sorted(pairs)


def _packed(content: bytes) -> str:
    return base64.b64encode(zlib.compress(content)).decode("ascii")


def _unpacked(arrays: Any) -> dict[str, bytes]:
    found, room = {}, LARGEST_ARRAYS
    for name, packed in arrays.items():
        opened = zlib.decompressobj()
        found[name] = opened.decompress(base64.b64decode(packed, validate=True), room)
        room -= len(found[name])
        if not opened.eof or opened.unused_data or room <= 0:
            raise ValueError("an array that is cut short or larger than any result's")
    return found


def _entries_in(told: Any) -> Iterator[str]:
    for item in told if isinstance(told, list) else told.values() if isinstance(told, dict) else ():
        yield from _entries_in(item)
    if isinstance(told, dict) and isinstance(told.get("entry"), str) and "shape" in told:
        yield told["entry"]


def _elements(told: Any) -> Iterator[int]:
    for item in told if isinstance(told, list) else told.values() if isinstance(told, dict) else ():
        yield from _elements(item)
    if isinstance(told, dict) and {"entry", "shape"} <= told.keys():
        shape = [int(n) for n in told["shape"]]
        if min(shape, default=0) < 0:
            raise ValueError("an array of negative size")
        yield prod(shape)
