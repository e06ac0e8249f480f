"""Tables for a spreadsheet program, in which no cell of somebody else's becomes a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from pathlib import Path

from hccdesk.atomic_file import write_whole
from hccdesk.domain.spreadsheet_cell import neutral

Cell = str | int | float | bool | None


def write_csv_table(path: Path, columns: Sequence[str], lines: Iterable[Mapping[str, Cell]]) -> None:
    """The lines under the columns, whole or not at all; UTF-8 with a mark, so that Excel reads Chinese.

    Numbers are written in their shortest exact form, True and False as yes and no, None as an empty cell. A text that
    a spreadsheet could take for a formula gets an apostrophe in front. Raises `OSError`.
    """
    text = StringIO()
    out = csv.writer(text, lineterminator="\r\n")
    out.writerow([plain_cell(column) for column in columns])
    out.writerows([plain_cell(line.get(column)) for column in columns] for line in lines)
    write_whole(path, text.getvalue().encode("utf-8-sig", "backslashreplace"))


def plain_cell(value: Cell) -> str:
    """One cell as text."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case str():
            return neutral(value)
    return repr(value)
