"""The rows of a cohort table in CSV, whatever a hospital's spreadsheet program made of it."""

from __future__ import annotations

from pathlib import Path

from hccdesk.cohort.clinical_table import csv_rows, separator_of, without_blank_lines_above
from hccdesk.cohort.cohort_columns import column_names
from hccdesk.cohort.raw_table import MOST_ROWS, RawRow, RawTable
from hccdesk.cohort.table_faults import TableFaults
from hccdesk.cohort.table_header import checked_header, too_many_rows
from hccdesk.cohort.text_file import UTF_8, UTF_16, read_text_and_encoding
from hccdesk.domain.errors import InputError
from hccdesk.domain.problem import Problem, Severity
from hccdesk.domain.sentence import Sentence

_TOO_MANY = "Numbers with a decimal comma need quotation marks, or a table separated by semicolons."
_TOO_FEW = "Spreadsheets may leave out empty cells at the end of a row: give the table as .xlsx instead."


def read_csv_table(path: Path, faults: TableFaults) -> RawTable:
    """Columns and rows of a table separated by comma, semicolon or tab (encodings: see `read_text_and_encoding`).

    Raises `InputError` where the text, its separator or its quotation marks cannot be told. Columns that cannot be
    used and rows with too many or too few cells are added to `faults`; empty cells and rows are left out.
    """
    text, encoding = read_text_and_encoding(path)
    above = text[: len(text) - len(without_blank_lines_above(text))].count("\n")
    separator = separator_of(text, path, column_names())
    rows = csv_rows(text, separator, path)
    first = next(rows)
    header = checked_header(first, faults)
    kept: list[RawRow] = []
    for number, cells in enumerate(rows, start=above + 2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(kept) == MOST_ROWS:
            raise too_many_rows(path)
        if _fits(cells, len(first), number, faults):
            kept.append(_row(number, header, cells))
    return RawTable(tuple(name for name in header if name), tuple(kept), separator, _guessed(encoding, path))


def _guessed(encoding: str, path: Path) -> tuple[Problem, ...]:
    if encoding in (UTF_8, UTF_16):
        return ()
    what = Sentence.of("the text is not UTF-8 and was read as {encoding}", encoding=encoding)
    advice = Sentence.of("check the names of centres and labels, or save the table as CSV UTF-8")
    return (Problem(Severity.NOTE, path.name, what, advice),)


def _fits(cells: list[str], wanted: int, number: int, faults: TableFaults) -> bool:
    # An empty cell too many counts: in "58,5," the age of 58.5 has become two cells, and the last was empty.
    there = len(cells)
    if there == wanted:
        return True
    what = Sentence.of("it has {there} cells, the header has {wanted}.", there=there, wanted=wanted)
    faults.add_in(number, InputError(what, what_to_do=_TOO_MANY if there > wanted else _TOO_FEW))
    return False


def _row(number: int, header: tuple[str, ...], cells: list[str]) -> RawRow:
    named = zip(header, (cell.strip() for cell in cells), strict=False)
    return RawRow(number, {name: cell for name, cell in named if name and cell})
