"""The cells of a clinical table, each read by its field's type."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from hccdesk.cohort.clinical_faults import kind_of, unfit
from hccdesk.cohort.fault_list import Faults
from hccdesk.domain.errors import InputError
from hccdesk.domain.sentence import Sentence

_INTEGER = re.compile(r"([+-]?[0-9]{1,15})(\.0)?")
"""Programs for statistics write a column of whole numbers with gaps as 1.0."""
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?")
_DECIMAL_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+")
_THREE_DECIMALS = re.compile(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}")


def read_cells(cells: dict[str, str], separator: str, faults: Faults) -> dict[str, Any]:
    """The cells as JSON would hold them, empty ones left out; those that cannot be read are added to `faults`."""
    values: dict[str, Any] = {}
    for field, cell in cells.items():
        text = cell.strip()
        if not text:
            continue
        try:
            put(values, field, read_cell(text, kind_of(field), separator))
        except AmbiguousNumber:
            faults.add(partial(ambiguous, field, text, faults.where))
        except ValueError:
            faults.add(partial(unfit, field, text, faults.where))
    return values


def read_cell(text: str, kind: str, separator: str) -> Any:
    """A stripped cell as a value of its kind (`clinical_faults.kind_of`).

    Raises `ValueError` where it is none, `AmbiguousNumber` where its decimal sign could be one for thousands.
    """
    return _READERS[kind](text, separator)


def put(values: dict[str, Any], field: str, value: object) -> None:
    """Keep a field's value as JSON would: one named with a dot belongs to an object."""
    outer, _, inner = field.partition(".")
    if inner:
        values.setdefault(outer, {})[inner] = value
    else:
        values[outer] = value


class AmbiguousNumber(ValueError):  # noqa: N818 - a finding, turned into a fault a few lines above
    """A number that reads differently in different countries."""


def ambiguous(field: str, text: str, where: Path) -> InputError:
    """The fault of a number that reads differently in different countries."""
    return InputError(
        Sentence.of(
            '{field}: "{text}" may be a number with decimals or with thousands.',
            field=Sentence.literally(field),
            text=Sentence.literally(text),
        ),
        where=where,
        what_to_do="Write it without a separator for thousands and with one or two decimals.",
    )


def _boolean(text: str, _: str) -> bool:
    # Spreadsheets write TRUE. "1", "yes" and "x" mean different things in different tables.
    return {"true": True, "false": False}[text.lower()] if text.lower() in ("true", "false") else _no(text)


def _integer(text: str, _: str) -> int:
    whole = _INTEGER.fullmatch(text)
    return int(whole[1]) if whole else _no(text)


def _number(text: str, separator: str) -> float:
    if separator != ",":
        if _THREE_DECIMALS.fullmatch(text):
            raise AmbiguousNumber
        if _DECIMAL_COMMA.fullmatch(text):
            text = text.replace(",", ".")
    elif _DECIMAL_COMMA.fullmatch(text):
        raise AmbiguousNumber
    return float(text) if _NUMBER.fullmatch(text) else _no(text)


def _no(text: str) -> Any:
    raise ValueError(text)


_READERS: dict[str, Callable[[str, str], Any]] = {
    "boolean": _boolean,
    "integer": _integer,
    "number": _number,
    "date": lambda text, _: text,
    "text": lambda text, _: text,
}
