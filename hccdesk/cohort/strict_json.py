"""JSON read without its usual leniencies: no NaN, no infinity, no name twice."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

from hccdesk.domain.errors import InputError, InputFaults


def read_object(text: str, where: Path) -> dict[str, Any]:
    """The one object in `text`; raises `InputError` for anything else, naming every name that occurs twice."""
    twice: list[str] = []
    try:
        value = json.loads(
            text, parse_constant=_refuse_constant, parse_float=_finite, object_pairs_hook=lambda p: _unique(p, twice)
        )
    except json.JSONDecodeError as error:
        raise InputError(f"This is not valid JSON (line {error.lineno}, column {error.colno}).", where=where) from error
    except _NotANumberError as error:
        raise InputError(str(error), where=where, what_to_do="Unknown values are null, or left out.") from error
    except ValueError as error:  # an integer of thousands of digits
        raise InputError("A number is too long.", where=where) from error
    except RecursionError as error:
        raise InputError("The JSON is nested too deep.", where=where) from error
    if twice:
        faults = [InputError(f'The name "{name}" occurs twice.', where=where) for name in dict.fromkeys(twice)]
        raise InputFaults(faults) if len(faults) > 1 else faults[0]
    if not isinstance(value, dict):
        raise InputError(
            "One JSON object is expected here.", where=where, what_to_do="Give one patient, as {...}, to a file."
        )
    return value


class _NotANumberError(ValueError):
    """A constant that Python's JSON knows and JSON does not."""


def _unique(pairs: list[tuple[str, Any]], twice: list[str]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    twice.extend(name[:60] for i, name in enumerate(names) if name in names[:i])
    return dict(pairs)


def _refuse_constant(constant: str) -> float:
    raise _NotANumberError(f"{constant} is not a number.")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise _NotANumberError(f"{text[:20]} is too large a number.")
    return number
