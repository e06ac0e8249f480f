"""An empty cohort table for a hospital to fill in, and what belongs into each of its columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hccdesk.atomic_file import written_whole
from hccdesk.cohort.cohort_columns import column_names, column_rule, wanted_in
from hccdesk.domain.errors import InputError, StoreError
from hccdesk.domain.sentence import Sentence
from hccdesk.domain.spreadsheet_cell import neutral

EXPLAINED = ("column", "meaning", "unit", "allowed values")
COLUMNS_SHEET = "columns"
_LABEL_ROW = ("label_…", "Free text of your own, as many columns as you like (label_smoker)", "", "text")
_LEFT_OUT = ("name", "true_response_probability")
"""A cohort needs no names, and true probabilities are known of phantoms only."""
_TEXT_FORMAT = "@"
_ROWS_FORMATTED = 2000


def write_template(out: Path) -> tuple[Path, ...]:
    """Write an empty table: an .xlsx with a second sheet that explains the columns, or a .csv with a second file.

    Returns the files written. Raises `InputError` for another ending and where a file is there already, so that
    a table that was filled in is never replaced.
    """
    if out.suffix.lower() not in (".xlsx", ".csv"):
        raise InputError("A table ends in .xlsx or .csv.", where=out)
    files = (out,) if out.suffix.lower() == ".xlsx" else (out, out.with_name(f"{out.stem}-{COLUMNS_SHEET}.csv"))
    for file in files:
        if file.exists():
            raise InputError("The file is there already.", where=file, what_to_do="Choose another name.")
    try:
        _write(files)
    except OSError as error:
        raise StoreError(
            Sentence.of("The file cannot be written ({reason}).", reason=str(error.strerror)), where=out
        ) from error
    return files


def template_columns() -> tuple[str, ...]:
    """The columns of the empty table: every one that a hospital can fill in, the identifier first."""
    return tuple(name for name in column_names() if name not in _LEFT_OUT)


def explained_columns() -> Iterator[tuple[str, str, str, str]]:
    """(column, meaning, unit, allowed values) of each column; the unit is "" where there is none."""
    for name in template_columns():
        rule = column_rule(name)
        needed = " (required)" if name == "patient_id" else ""
        unit = rule.get("unit", "")
        yield name, f"{rule['description']}{needed}", "" if unit == "ratio" else unit, wanted_in(name).text
    yield _LABEL_ROW


def _write(files: tuple[Path, ...]) -> None:
    if len(files) == 1:
        _write_workbook(files[0])
        return
    _write_csv(files[0], [template_columns()])
    _write_csv(files[1], [EXPLAINED, *explained_columns()])


def _write_csv(path: Path, rows: list[tuple[str, ...]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([neutral(cell) for cell in row] for row in rows)
    with written_whole(path) as stream:
        stream.write(text.getvalue().encode("utf-8-sig"))  # Excel takes a CSV without BOM for the system's own


def _write_workbook(path: Path) -> None:
    from openpyxl import Workbook  # noqa: PLC0415 - takes half a second
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    book = Workbook()
    table, columns = book.active, book.create_sheet(COLUMNS_SHEET)
    table.title = "cohort"
    table.append([neutral(name) for name in template_columns()])
    for row in (EXPLAINED, *explained_columns()):
        columns.append([neutral(cell) for cell in row])
    for letter, width in (("A", 34), ("B", 80), ("C", 12), ("D", 60)):
        columns.column_dimensions[letter].width = width
    for number, name in enumerate(template_columns(), start=1):
        table.column_dimensions[get_column_letter(number)].width = max(12, len(name) + 2)
    _keep_identifiers_text(table)
    table.freeze_panes = "B2"
    with written_whole(path) as stream:
        book.save(stream)


def _keep_identifiers_text(table: Any) -> None:
    # Excel takes a column's format for new cells; LibreOffice needs it on the cells.
    table.column_dimensions["A"].number_format = _TEXT_FORMAT
    for row in range(1, _ROWS_FORMATTED):
        table.cell(row, 1).number_format = _TEXT_FORMAT
