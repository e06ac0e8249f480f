"""JSON read without its usual leniencies: no NaN, no infinity, no name twice."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any

from hccdesk.cohort.fault_list import Faults
from hccdesk.domain.errors import InputError
from hccdesk.domain.sentence import Sentence

DEEPEST_NESTING = 8
"""A clinical row needs two."""
# A string is passed over whole, to the end of the text where it is never closed.
_BRACKET_OR_STRING = re.compile(r'"(?:[^"\\]++|\\.|\\\Z)*+"?|[\[\]{}]', re.DOTALL)


def read_object(text: str, where: Path) -> dict[str, Any]:
    """The one object in `text`; raises `InputError` for anything else, naming every name that occurs twice."""
    _require_shallow(text, where)
    twice: dict[str, None] = {}
    try:
        value = json.loads(
            text, parse_constant=_refuse_constant, parse_float=_finite, object_pairs_hook=lambda p: _unique(p, twice)
        )
    except json.JSONDecodeError as error:
        raise InputError(
            Sentence.of(
                "This is not valid JSON (line {lineno}, column {colno}).", lineno=error.lineno, colno=error.colno
            ),
            where=where,
        ) from error
    except _NotANumberError as error:
        raise InputError(error.said, where=where, what_to_do="Unknown values are null, or left out.") from error
    except ValueError as error:  # an integer of thousands of digits
        raise InputError("A number is too long.", where=where) from error
    except RecursionError as error:
        raise InputError("The JSON is nested too deep.", where=where) from error
    if twice:
        faults = Faults(where)
        for name in twice:
            faults.add(
                partial(
                    InputError,
                    Sentence.of('The name "{name}" occurs twice.', name=Sentence.literally(name)),
                    where=where,
                )
            )
        faults.raise_any()
    if not isinstance(value, dict):
        raise InputError(
            "One JSON object is expected here.", where=where, what_to_do="Give one patient, as {...}, to a file."
        )
    return value


class _NotANumberError(ValueError):
    """A constant that Python's JSON knows and JSON does not."""

    def __init__(self, said: Sentence) -> None:
        super().__init__(said.text)
        self.said = said


def _require_shallow(text: str, where: Path) -> None:
    depth = 0
    for token in _BRACKET_OR_STRING.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token[0], 0)
        if depth > DEEPEST_NESTING:
            raise InputError("The JSON is nested too deep.", where=where, what_to_do="A clinical row is one object.")


def _unique(pairs: list[tuple[str, Any]], twice: dict[str, None]) -> dict[str, Any]:
    unique = dict(pairs)
    if len(unique) < len(pairs):
        counts = Counter(name for name, _ in pairs)
        twice.update((name[:60], None) for name, count in counts.items() if count > 1)
    return unique


def _refuse_constant(constant: str) -> float:
    raise _NotANumberError(Sentence.of("{constant} is not a number.", constant=constant))


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise _NotANumberError(Sentence.of("{text} is too large a number.", text=text[:20]))
    return number
