"""Values of the domain as plain JSON values and back, by the types that their dataclasses declare; checked."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import numpy as np

from hccdesk.domain.packed_region import PackedLesion, PackedRegion, PackedRegions
from hccdesk.domain.result import Figure
from hccdesk.domain.roi import CtRoi, SlideRoi
from hccdesk.store.case_file_arrays import Entries, ReadEntries, array_from_plain

_PLAIN = (bool, int, float, str)
_SHARED = (CtRoi, SlideRoi, Figure, PackedRegion, PackedLesion, PackedRegions)
"""Regions and pictures are told apart by identity: those that are told of alike are one again."""


class UnknownFieldError(ValueError):
    """The file tells something that this version has no place for."""


def as_plain(value: Any, entries: Entries, hint: Any = None) -> Any:  # noqa: PLR0911 - a table of kinds
    """`value`, declared as `hint`: dataclasses as objects, tuples as lists, mappings as pairs, arrays in `entries`.

    Where several dataclasses are declared, the name of the one that it is comes with it.
    """
    if hint is Any:
        return _anything_as_plain(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, np.generic):
        return value.item()
    if value is None or isinstance(value, _PLAIN):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, np.ndarray):
        return entries.array(value)
    if isinstance(value, (tuple, list)):
        hints = _each(get_args(_alternative(hint, tuple)), len(value))
        return [as_plain(item, entries, one) for item, one in zip(value, hints, strict=True)]
    if isinstance(value, Mapping):
        kinds = get_args(_alternative(hint, Mapping)) or (None, None)
        return [[as_plain(key, entries), as_plain(item, entries, kinds[1])] for key, item in value.items()]
    if is_dataclass(value):
        return _record_as_plain(value, entries, hint)
    raise TypeError(f"a {type(value).__name__} has no place in a case file")


def from_plain(hint: Any, told: Any, entries: ReadEntries) -> Any:  # noqa: PLR0911 - a table of kinds
    """The value of type `hint`; `ValueError`, `KeyError` or `TypeError` where what is told is no such value."""
    if hint is str or hint is int or hint is float or hint is bool:
        return _leaf(hint, told)
    origin, inside = _apart(hint)
    if hint is Any:
        return _anything(told)
    if origin in (Union, UnionType):
        return None if told is None and NoneType in inside else _one_of(inside, told, entries)
    if origin is tuple:
        return _tuple(inside, told, entries)
    if origin is Mapping:
        return {from_plain(inside[0], key, entries): from_plain(inside[1], item, entries) for key, item in told}
    if origin is np.ndarray:
        dtype = get_args(inside[1])[0]
        return entries.mask(told) if dtype is np.bool_ else array_from_plain(dtype, told, entries)
    if is_dataclass(hint):
        return _record(hint, told, entries)
    if issubclass(hint, (date, datetime)):
        return hint.fromisoformat(told)
    if issubclass(hint, (Enum, Path)):
        return hint(told)
    raise TypeError(f"a case file knows no {hint}")


def _record_as_plain(value: Any, entries: Entries, hint: Any) -> Any:
    kind: Any = type(value)
    if isinstance(value, CtRoi):
        entries.array(value.mask, value.box)
    hints = _hints(kind)
    told = {one.name: as_plain(getattr(value, one.name), entries, hints[one.name]) for one in fields(value)}
    return {"type": kind.__name__, "value": told} if len(_records(hint)) > 1 else told


def _one_of(hints: tuple[Any, ...], told: Any, entries: ReadEntries) -> Any:
    wanted = [hint for hint in hints if hint is not NoneType]
    if len(wanted) == 1:
        return from_plain(wanted[0], told, entries)
    records = [hint for hint in wanted if is_dataclass(hint)]
    if isinstance(told, dict) and len(records) == 1:
        return from_plain(records[0], told, entries)
    if isinstance(told, dict) and records:
        named: dict[str, Any] = {getattr(record, "__name__", ""): record for record in records}
        return from_plain(named[told["type"]], told["value"], entries)
    if type(told) not in wanted and not (float in wanted and type(told) is int):
        raise ValueError(f"a {type(told).__name__} instead of one of {wanted}")
    return told


def _leaf(hint: type, told: Any) -> Any:
    if type(told) is not hint and not (hint is float and type(told) is int):
        raise ValueError(f"a {type(told).__name__} instead of a {hint.__name__}")
    return told


def _tuple(hints: tuple[Any, ...], told: Any, entries: ReadEntries) -> tuple[Any, ...]:
    if not isinstance(told, list):
        raise TypeError("no list")
    return tuple(from_plain(hint, item, entries) for hint, item in zip(_each(hints, len(told)), told, strict=True))


def _record(kind: Any, told: Any, entries: ReadEntries) -> Any:
    shared = repr((kind, json.dumps(told, sort_keys=True))) if kind in _SHARED else ""
    if shared in entries.records:
        return entries.records[shared]
    known, required = _names(kind)
    for name in told:
        if name not in known:
            raise UnknownFieldError(name)
    missing = [name for name in required if name not in told]
    if missing:
        raise ValueError(f"{kind.__name__} without {missing}")
    hints = _hints(kind)
    made = kind(**{name: from_plain(hints[name], item, entries) for name, item in told.items()})
    if shared:
        entries.records[shared] = made
    return made


def _anything_as_plain(value: Any) -> Any:
    """A value of no declared type, such as the rules of a manifest: tuples told apart from lists."""
    if isinstance(value, Mapping):
        return {"mapping": [[key, _anything_as_plain(item)] for key, item in value.items()]}
    if isinstance(value, (tuple, list)):
        return {type(value).__name__: [_anything_as_plain(item) for item in value]}
    return as_plain(value, Entries())


def _anything(told: Any) -> Any:
    if not isinstance(told, dict):
        return told
    ((kind, items),) = told.items()
    if kind == "mapping":
        return {key: _anything(item) for key, item in items}
    return {"tuple": tuple, "list": list}[kind](map(_anything, items))


def _alternative(hint: Any, kind: type) -> Any:
    """The tuple or mapping among what is declared."""
    wanted = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    return next((one for one in wanted if get_origin(one) is kind), None)


def _records(hint: Any) -> list[Any]:
    return [one for one in get_args(hint) if is_dataclass(one)] if get_origin(hint) in (Union, UnionType) else []


def _each(hints: tuple[Any, ...], count: int) -> Iterable[Any]:
    """The hint of each item of a tuple."""
    if not hints:
        return (None,) * count
    return hints[:1] * count if len(hints) == 2 and hints[1] is Ellipsis else hints


@cache
def _apart(hint: Any) -> tuple[Any, tuple[Any, ...]]:
    return get_origin(hint), get_args(hint)


@cache
def _names(kind: Any) -> tuple[frozenset[str], tuple[str, ...]]:
    """The fields of a dataclass, and those that have no default."""
    return frozenset(one.name for one in fields(kind)), tuple(one.name for one in fields(kind) if _is_required(one))


def _is_required(one: Field[Any]) -> bool:
    return one.default is MISSING and one.default_factory is MISSING


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
