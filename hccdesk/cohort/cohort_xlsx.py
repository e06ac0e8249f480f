"""The rows of a cohort table in an Excel workbook: the values as last saved, read cell by cell, nothing computed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from hccdesk.cohort.cohort_columns import kind_of_column
from hccdesk.cohort.raw_table import MOST_ROWS, RawRow, RawTable
from hccdesk.cohort.table_faults import TableFaults, spans
from hccdesk.cohort.table_header import checked_header, too_many_rows
from hccdesk.cohort.workbook_file import hidden_rows, merged_ranges, open_workbook_file, parts_to_know, uncomputed
from hccdesk.domain.errors import InputError
from hccdesk.domain.problem import Problem, Severity
from hccdesk.domain.sentence import Sentence


def read_xlsx_table(path: Path, faults: TableFaults) -> RawTable:
    """Columns and rows of the one sheet that has a `patient_id` in its first row.

    Numbers, truth values and dates become the text a CSV would hold; where the type of a cell says that a
    spreadsheet has changed what was typed (a number for an identifier), its row says so (`RawRow.unlike`).
    Cells to the right of the named columns are faults. Raises `InputError` for a workbook that cannot be opened,
    has no such sheet or several, has merged cells or too many rows. Macros are not run and links to other workbooks
    not followed; a problem says they are there.
    """
    with open_workbook_file(path) as opened:
        sheet = _cohort_sheet(opened.values, path)
        merged = merged_ranges(opened, sheet, path)
        if merged:
            raise InputError(
                Sentence.of("Cells are merged ({ranges}).", ranges=", ".join(merged[:5])),
                where=path,
                what_to_do="Unmerge them and fill in each row: one row is one patient.",
            )
        rows = _rows(sheet, path)
        header = checked_header([_written(cell.value) for cell in next(rows)[1]], faults)
        formulas = uncomputed(opened, sheet)
        kept: list[RawRow] = []
        for number, cells in rows:
            _refuse_beyond(cells[len(header) :], number, faults)
            row = _row(number, header, cells, formulas)
            if row.cells or row.unlike:
                kept.append(row)
        problems = (*parts_to_know(opened), *_hidden(hidden_rows(opened, sheet, path), kept, path))
        return RawTable(tuple(name for name in header if name), tuple(kept), ",", problems)


def _refuse_beyond(cells: Any, number: int, faults: TableFaults) -> None:
    if any(_written(cell.value).strip() for cell in cells):
        fault = InputError(
            "cells stand to the right of the last named column.",
            what_to_do="Give their column a name in the first row, or delete them.",
        )
        faults.add_in(number, fault)


def _hidden(numbers: list[int], rows: list[RawRow], path: Path) -> Iterator[Problem]:
    hidden = sorted({row.number for row in rows} & set(numbers))
    if hidden:
        what = Sentence.of("rows {rows} are hidden in the workbook and were read all the same", rows=spans(hidden))
        yield Problem(Severity.WARNING, path.name, what, Sentence.of("delete rows that do not belong to the cohort"))


def _cohort_sheet(book: Any, path: Path) -> Any:
    found = [sheet for sheet in book.worksheets if "patient_id" in (name.lower() for name in _first_row(sheet))]
    if len(found) == 1:
        return found[0]
    if len(found) > 1:
        raise InputError(
            Sentence.of(
                "{n} sheets have a column patient_id: {names}.", n=len(found), names=", ".join(s.title for s in found)
            ),
            where=path,
            what_to_do="Keep one table in the workbook.",
        )
    raise InputError(
        'No sheet has "patient_id" in its first row.',
        where=path,
        what_to_do="Put the names of the columns in the first row; `hccdesk cohort template` writes such a table.",
    )


def _first_row(sheet: Any) -> list[str]:
    sheet.reset_dimensions()  # as some programs write them they would cut the table off
    first = next(sheet.iter_rows(min_row=1, max_row=1), ())
    return [_written(cell.value).strip() for cell in first]


def _rows(sheet: Any, path: Path) -> Iterator[tuple[int, Any]]:
    held = 0
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        held += any(cell.value is not None for cell in cells)
        if held > MOST_ROWS + 1:
            raise too_many_rows(path)
        yield number, cells


def _row(number: int, header: tuple[str, ...], cells: Any, formulas: frozenset[tuple[int, int]]) -> RawRow:
    texts, unlike = {}, {}
    for column, (name, cell) in enumerate(zip(header, cells, strict=False), start=1):
        if not name:
            continue
        strange = "formula" if (number, column) in formulas else _unlike(name, cell)
        if strange:
            unlike[name] = strange
        elif text := _written(cell.value).strip():
            texts[name] = text
    return RawRow(number, texts, unlike)


def _unlike(name: str, cell: Any) -> str | None:
    if cell.value is None:
        return None
    if cell.data_type == "e":
        return "error"
    if name == "patient_id" and not isinstance(cell.value, str):
        return "number"
    if isinstance(cell.value, date | time | timedelta) and kind_of_column(name) != "date":
        return "date"
    return None


def _written(value: object) -> str:
    """The text that a CSV with a point as decimal sign would hold."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time().isoformat() == "00:00:00" else value.isoformat(" ")
    return str(value)
