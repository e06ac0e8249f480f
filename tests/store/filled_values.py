"""Values of any dataclass of the domain with something in every field, made from what the fields declare."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from itertools import count
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import numpy as np

from hccdesk.domain.geometry import VolumeGeometry
from hccdesk.domain.sentence import Sentence
from hccdesk.domain.slide import PatchPicture, SlideExplanation

GEOMETRY = VolumeGeometry((3, 4, 4), (2.5, 0.7, 0.7), (1.0, 2.0, 3.0), ((0, 0, 1), (0, 1, 0), (1, 0, 0)))


class Filler:
    """Makes values; no two texts and no two numbers of it are alike. `choose` picks among what is declared."""

    def __init__(self, choose: int = 0) -> None:
        self._choose, self._numbers = choose, count(2)

    def value(self, hint: Any) -> Any:
        origin, inside = get_origin(hint), get_args(hint)
        if hint is Sentence:
            return Sentence.of("{n} of {what}, in {unit}", n=next(self._numbers), what=self._text(), unit=SAID)
        if hint is VolumeGeometry:
            return GEOMETRY
        if hint is Any:
            return {"nested": [1, ("two", 2.5)], "text": self._text()}
        if origin in (Union, UnionType):
            wanted = [one for one in inside if one is not NoneType]
            return self.value(wanted[self._choose % len(wanted)])
        if origin is tuple:
            return self._tuple(inside)
        if origin is Mapping:
            return {self.value(inside[0]): self.value(inside[1]) for _ in range(2)}
        if origin is np.ndarray:
            return self._array(get_args(inside[1])[0])
        if hint is SlideExplanation:
            return SlideExplanation(self._array(np.float32).ravel(), self.value(Sentence), (self.value(PatchPicture),))
        if is_dataclass(hint):
            hints = get_type_hints(hint)
            return hint(**{one.name: self.value(hints[one.name]) for one in fields(hint)})
        return self._leaf(hint)

    def _tuple(self, inside: tuple[Any, ...]) -> tuple[Any, ...]:
        if len(inside) == 2 and inside[1] is Ellipsis:
            return tuple(self.value(inside[0]) for _ in range(2))
        return tuple(self.value(one) for one in inside)

    def _leaf(self, hint: Any) -> Any:
        number = next(self._numbers)
        if hint is bool:
            return True
        if hint is int:
            return number
        if hint is float:
            return number + 0.1 + 0.2
        if hint is str:
            return self._text()
        if issubclass(hint, Enum):
            return list(hint)[-1]
        if issubclass(hint, datetime):
            return datetime(2026, 1, 2, 3, 4, number % 60, tzinfo=UTC)
        if issubclass(hint, date):
            return date(2026, 1, 1 + number % 28)
        assert issubclass(hint, Path), f"no value for {hint}"
        return Path("folder") / f"file{number}.svs"

    def _text(self) -> str:
        return f"text-{next(self._numbers)}"

    def _array(self, kind: Any) -> Any:
        shape = (2, 3, 3)
        start = next(self._numbers)
        return (np.arange(start, start + 18) % 251).astype(kind).reshape(shape)


SAID = Sentence.of("millimetres")


def difference(one: Any, other: Any, place: str = "result") -> str | None:
    """The place of the first thing in which two values differ, or None."""
    if type(one) is not type(other):
        return f"{place}: {type(one).__name__} and {type(other).__name__}"
    if is_dataclass(one):
        told = ((f"{place}.{f.name}", getattr(one, f.name), getattr(other, f.name)) for f in fields(one))
    elif isinstance(one, tuple | list):
        if len(one) != len(other):
            return f"{place}: {len(one)} and {len(other)} items"
        told = ((f"{place}[{n}]", a, b) for n, (a, b) in enumerate(zip(one, other, strict=True)))
    elif isinstance(one, Mapping):
        if set(one) != set(other):
            return f"{place}: other keys"
        told = ((f"{place}[{key}]", one[key], other[key]) for key in one)
    elif isinstance(one, np.ndarray):
        same = one.dtype == other.dtype and np.array_equal(one, other)
        return None if same else f"{place}: other arrays"
    else:
        return None if one == other else f"{place}: {one!r} and {other!r}"
    return next((found for at, a, b in told if (found := difference(a, b, at))), None)
