"""One patient's row of a CSV table: the separator told from the header, every cell read by its field's type."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hccdesk.cohort.clinical_faults import field_names, kind_of, raise_all, unfit, unknown_field
from hccdesk.domain.errors import InputError

_SEPARATORS = (",", ";", "\t")
_INTEGER = re.compile(r"[+-]?[0-9]{1,15}")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?")
_DECIMAL_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+")
_THREE_DECIMALS = re.compile(r"[+-]?[0-9]{1,3}[.,][0-9]{3}")


@dataclass(frozen=True, slots=True)
class TableRow:
    """One patient's fields as JSON would hold them, and what is wrong with the columns and cells left out."""

    fields: dict[str, Any]
    faults: list[InputError]


def read_row(text: str, where: Path, patient_id: str | None) -> TableRow:
    """One row of a table; empty cells are left out, and so are cells that cannot be read, with their fault.

    Raises `InputError` where the separator cannot be told, a row has more or fewer cells than the header, a
    name is there twice, or the patient is not exactly one row. In tables separated by `;` or tabs a comma is
    a decimal sign; with either sign, exactly three decimals ("1,500") could be thousands there: a fault.
    """
    separator = _separator(text, where)
    rows = [row for row in _rows(text, separator, where) if any(cell.strip() for cell in row)]
    header = [name.strip() for name in rows[0]]
    raise_all(_twice(header, where))
    row = _patients_row(header, rows[1:], where, patient_id)
    unknown = [unknown_field(name, where) for name in header if name not in field_names()]
    cells = {name: cell for name, cell in zip(header, row, strict=True) if name in field_names()}
    read = _read(cells, separator, where)
    return TableRow(read.fields, unknown + read.faults)


def _separator(text: str, where: Path) -> str:
    first = text.lstrip().splitlines()[0]
    known = {s: sum(name.strip().strip('"') in field_names() for name in first.split(s)) for s in _SEPARATORS}
    best = max(known, key=lambda s: known[s])
    if not known[best]:
        raise InputError(
            "No column has the name of a clinical field.",
            where=where,
            what_to_do='Put the names of the fields, such as "age_years", in the first line.',
        )
    return best


def _rows(text: str, separator: str, where: Path) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text.lstrip(), newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise InputError(
            "The table's quotation marks do not match.", where=where, what_to_do="Save it again as CSV."
        ) from error


def _twice(header: list[str], where: Path) -> list[InputError]:
    known = [name for name in header if name in field_names()]
    twice = [name for name, count in Counter(known).items() if count > 1]
    return [InputError(f"{name}: two columns have this name.", where=where) for name in twice]


def _patients_row(header: list[str], rows: list[list[str]], where: Path, patient_id: str | None) -> list[str]:
    for number, row in enumerate(rows, start=1):
        if len(row) != len(header):
            raise InputError(
                f"Row {number} has {len(row)} cells, the header has {len(header)}.",
                where=where,
                what_to_do="Numbers with a decimal comma need quotation marks, or a table separated by semicolons.",
            )
    if patient_id is not None:
        column = header.index("patient_id") if "patient_id" in header else None
        rows = [row for row in rows if column is not None and row[column].strip() == patient_id]
    if len(rows) == 1:
        return rows[0]
    if patient_id is not None:
        what = f"{len(rows)} rows have this patient_id." if rows else "No row has this patient_id."
        raise InputError(what, where=where, what_to_do="One row is needed.")
    what = f"The table has {len(rows)} rows." if rows else "The table has a header but no row."
    raise InputError(what, where=where, what_to_do="Say which patient_id, or give a table of one row." if rows else "")


def _read(cells: dict[str, str], separator: str, where: Path) -> TableRow:
    values: dict[str, Any] = {}
    faults: list[InputError] = []
    for field, cell in cells.items():
        text = cell.strip()
        if not text:
            continue
        try:
            _put(values, field, _READERS[kind_of(field)](text, separator))
        except _AmbiguousNumber:
            faults.append(_ambiguous(field, text, where))
        except ValueError:
            faults.append(unfit(field, text, where))
    return TableRow(values, faults)


def _put(values: dict[str, Any], field: str, value: object) -> None:
    outer, _, inner = field.partition(".")
    if inner:
        values.setdefault(outer, {})[inner] = value
    else:
        values[outer] = value


class _AmbiguousNumber(ValueError):  # noqa: N818 - a finding, turned into a fault a few lines above
    """A number that reads differently in different countries."""


def _ambiguous(field: str, text: str, where: Path) -> InputError:
    return InputError(
        f'{field}: "{text}" may be a number with decimals or with thousands.',
        where=where,
        what_to_do="Write it without a separator for thousands and with one or two decimals.",
    )


def _boolean(text: str, _: str) -> bool:
    # Spreadsheets write TRUE. "1", "yes" and "x" mean different things in different tables.
    return {"true": True, "false": False}[text.lower()] if text.lower() in ("true", "false") else _no(text)


def _integer(text: str, _: str) -> int:
    return int(text) if _INTEGER.fullmatch(text) else _no(text)


def _number(text: str, separator: str) -> float:
    if separator != ",":
        if _THREE_DECIMALS.fullmatch(text):
            raise _AmbiguousNumber
        if _DECIMAL_COMMA.fullmatch(text):
            text = text.replace(",", ".")
    elif _DECIMAL_COMMA.fullmatch(text):
        raise _AmbiguousNumber
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
