"""Values of the domain as plain JSON values and back, by the types that their dataclasses declare; checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import numpy as np

from hccdesk.store.case_file_arrays import Entries, array_as_plain, array_from_plain

_PLAIN = (bool, int, float, str)


class UnknownFieldError(ValueError):
    """The file tells something that this version has no place for."""


def as_plain(value: Any, entries: Entries) -> Any:  # noqa: PLR0911 - a table of kinds
    """`value` with dataclasses as objects, tuples as lists and arrays moved to `entries`."""
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, _PLAIN):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, np.ndarray):
        return array_as_plain(value, entries)
    if isinstance(value, (tuple, list)):
        return [as_plain(item, entries) for item in value]
    if is_dataclass(value):
        return {one.name: as_plain(getattr(value, one.name), entries) for one in fields(value)}
    raise TypeError(f"a {type(value).__name__} has no place in a case file")


def from_plain(hint: Any, told: Any, entries: Mapping[str, bytes]) -> Any:  # noqa: PLR0911 - a table of kinds
    """The value of type `hint`; `ValueError`, `KeyError` or `TypeError` where what is told is no such value."""
    origin, inside = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return None if told is None and NoneType in inside else _one_of(inside, told, entries)
    if origin is tuple:
        return _tuple(inside, told, entries)
    if origin is np.ndarray:
        return array_from_plain(get_args(inside[1])[0], told, entries)
    if is_dataclass(hint):
        return _record(hint, told, entries)
    if hint in _PLAIN:
        return _leaf(hint, told)
    if issubclass(hint, (date, datetime)):
        return hint.fromisoformat(told)
    if issubclass(hint, (Enum, Path)):
        return hint(told)
    raise TypeError(f"a case file knows no {hint}")


def _one_of(hints: tuple[Any, ...], told: Any, entries: Mapping[str, bytes]) -> Any:
    wanted = [hint for hint in hints if hint is not NoneType]
    if len(wanted) == 1:
        return from_plain(wanted[0], told, entries)
    records = [hint for hint in wanted if is_dataclass(hint)]
    if isinstance(told, dict) and len(records) == 1:
        return from_plain(records[0], told, entries)
    if type(told) not in wanted:
        raise ValueError(f"a {type(told).__name__} instead of one of {wanted}")
    return told


def _leaf(hint: type, told: Any) -> Any:
    if hint is float and type(told) is int:
        return float(told)
    if type(told) is not hint:
        raise ValueError(f"a {type(told).__name__} instead of a {hint.__name__}")
    return told


def _tuple(hints: tuple[Any, ...], told: Any, entries: Mapping[str, bytes]) -> tuple[Any, ...]:
    if not isinstance(told, list):
        raise TypeError("no list")
    each = hints[:1] * len(told) if len(hints) == 2 and hints[1] is Ellipsis else hints
    return tuple(from_plain(hint, item, entries) for hint, item in zip(each, told, strict=True))


def _record(kind: Any, told: Any, entries: Mapping[str, bytes]) -> Any:
    known = {one.name: one for one in fields(kind)}
    for name in told:
        if name not in known:
            raise UnknownFieldError(name)
    missing = [name for name, one in known.items() if name not in told and _is_required(one)]
    if missing:
        raise ValueError(f"{kind.__name__} without {missing}")
    return kind(**{name: from_plain(_hints(kind)[name], item, entries) for name, item in told.items()})


def _is_required(one: Field[Any]) -> bool:
    return one.default is MISSING and one.default_factory is MISSING


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
