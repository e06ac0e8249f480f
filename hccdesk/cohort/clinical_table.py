"""One patient's row of a CSV table: the separator told from the header, the row found by its patient."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from hccdesk.cohort.clinical_cells import read_cells
from hccdesk.cohort.clinical_faults import field_names, unknown_field
from hccdesk.cohort.fault_list import Faults
from hccdesk.domain.errors import InputError
from hccdesk.domain.sentence import Sentence

LONGEST_LINE = 100_000
_BLANK_LINES = re.compile(r"\A(?:[^\S\r\n]*[\r\n]+)+")
_SEPARATORS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class TableRow:
    """One patient's fields as JSON would hold them, and what is wrong with the columns and cells left out."""

    fields: dict[str, Any]
    faults: Faults


def read_row(text: str, where: Path, patient_id: str | None) -> TableRow:
    """One row of a table; empty cells are left out, and so are cells that cannot be read, with their fault.

    Raises `InputError` where the separator cannot be told, a row has more or fewer cells than the header, a
    name is there twice, or the patient is not exactly one row. In tables separated by `;` or tabs a comma is
    a decimal sign; with either sign, exactly three decimals ("1,500") could be thousands there: a fault.
    """
    separator = separator_of(text, where, field_names())
    rows = (row for row in csv_rows(text, separator, where) if any(cell.strip() for cell in row))
    header = [name.strip() for name in next(rows)]
    _require_unique(header, where)
    row = _patients_row(header, rows, where, patient_id)
    faults = Faults(where)
    for name in header:
        if name not in field_names():
            faults.add(partial(unknown_field, name, where))
    cells = {name: cell for name, cell in zip(header, row, strict=True) if name in field_names()}
    return TableRow(read_cells(cells, separator, faults), faults)


def separator_of(text: str, where: Path, names: Collection[str]) -> str:
    """Comma, semicolon or tab: that which finds most of `names` in the first line, in whatever capitals.

    Raises `InputError` where none does.
    """
    first = without_blank_lines_above(text)[:LONGEST_LINE].splitlines()[0]
    known = {s: sum(name.strip().strip('"').lower() in names for name in first.split(s)) for s in _SEPARATORS}
    best = max(known, key=lambda s: known[s])
    if not known[best]:
        raise InputError(
            "No column has the name of a clinical field.",
            where=where,
            what_to_do='Put the names of the fields, such as "age_years", in the first line.',
        )
    return best


def without_blank_lines_above(text: str) -> str:
    """The text from its first line that holds anything; a tab in front of that is a cell and stays."""
    return _BLANK_LINES.sub("", text)


def csv_rows(text: str, separator: str, where: Path) -> Iterator[list[str]]:
    """The rows of cells, blank lines among them; quotation marks that do not match are refused."""
    try:
        yield from csv.reader(_lines(text, where), delimiter=separator, strict=True)
    except csv.Error as error:
        raise InputError(
            "The table's quotation marks do not match.", where=where, what_to_do="Save it again as CSV."
        ) from error


def _lines(text: str, where: Path) -> Iterator[str]:
    for line in io.StringIO(without_blank_lines_above(text), newline=""):
        if len(line) > LONGEST_LINE:
            raise InputError("A line of the table is too long for a clinical row.", where=where)
        yield line


def _require_unique(header: list[str], where: Path) -> None:
    known = [name for name in header if name in field_names()]
    faults = Faults(where)
    for name, count in Counter(known).items():
        if count > 1:
            faults.add(
                partial(
                    InputError,
                    Sentence.of("{name}: two columns have this name.", name=Sentence.literally(name)),
                    where=where,
                )
            )
    faults.raise_any()


def _patients_row(header: list[str], rows: Iterable[list[str]], where: Path, patient_id: str | None) -> list[str]:
    # Row by row, keeping one: a table of 20 MiB as lists of cells would take a gigabyte.
    column = header.index("patient_id") if "patient_id" in header else None
    kept, count = [""], 0
    for number, row in enumerate(rows, start=1):
        _require_width(row, header, number, where)
        if patient_id is None or (column is not None and row[column].strip() == patient_id):
            kept, count = row, count + 1
    if count != 1:
        raise _not_one_row(count, patient_id, where)
    return kept


def _require_width(row: list[str], header: list[str], number: int, where: Path) -> None:
    if len(row) != len(header):
        raise InputError(
            Sentence.of(
                "Row {number} has {there} cells, the header has {wanted}.",
                number=number,
                there=len(row),
                wanted=len(header),
            ),
            where=where,
            what_to_do="Numbers with a decimal comma need quotation marks, or a table separated by semicolons.",
        )


def _not_one_row(count: int, patient_id: str | None, where: Path) -> InputError:
    if patient_id is not None:
        what = (
            Sentence.of("{count} rows have this patient_id.", count=count) if count else "No row has this patient_id."
        )
        return InputError(what, where=where, what_to_do="One row is needed.")
    if not count:
        return InputError("The table has a header but no row.", where=where)
    what = Sentence.of("The table has {count} rows.", count=count)
    return InputError(what, where=where, what_to_do="Say which patient_id, or give a table of one row.")
