"""Domain values as plain JSON values, checked: nothing that is not finite, nothing that JSON does not know."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum
from math import isfinite
from typing import Any

import numpy as np

from hccdesk.domain.errors import StoreError
from hccdesk.domain.sentence import Sentence

Leaf = None | bool | int | float | str


def plain(value: object, path: str = "result") -> Any:
    """`value` with mappings, sequences, numpy numbers, enums, dates and sentences (in English) made plain.

    Raises `StoreError` naming the place of a number that is not finite, and `TypeError` for any other kind of value.
    """
    if isinstance(value, Mapping):
        return {str(_leaf(key, path)): plain(item, f"{path}.{key}") for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item, f"{path}[{index}]") for index, item in enumerate(value)]
    return _leaf(value, path)


def _leaf(value: object, path: str) -> Leaf:  # noqa: PLR0911 - a table of kinds
    match value:
        case Enum():
            return _leaf(value.value, path)
        case Sentence():
            return _text(value.text)
        case date():
            return value.isoformat()
        case np.generic():
            return _leaf(value.item(), path)
        case float():
            return _finite(value, path)
        case str():
            return _text(value)
        case None | bool() | int():
            return value
    raise TypeError(f"{path}: a {type(value).__name__} is no JSON value")


def _text(value: str) -> str:
    # A file name may hold bytes that are no text; UTF-8 cannot carry them as they are.
    return value.encode("utf-8", "backslashreplace").decode("utf-8")


def _finite(value: float, path: str) -> float:
    if not isfinite(value):
        raise StoreError(
            Sentence.of("{path} is {value}, which is no number: the result was not written.", path=path, value=value),
            what_to_do="Report this as a fault of the program.",
        )
    return float(value)
