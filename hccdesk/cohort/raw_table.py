"""A table as its file holds it: names of columns and rows of text, before anything is made of the cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hccdesk.domain.problem import Problem

MOST_ROWS = 100_000
"""Far more than any cohort; a sheet filled to its end is something else."""


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row by its number in a spreadsheet (the header is 1): stripped text of each cell that is not empty.

    `unlike` names columns whose cell was of a type that must not be taken as text there ("number", "date",
    "error", "formula").
    """

    number: int
    cells: Mapping[str, str]
    unlike: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RawTable:
    """Columns in order, rows that hold anything, the decimal rule by its separator, and what to know of the file."""

    columns: tuple[str, ...]
    rows: tuple[RawRow, ...]
    separator: str
    problems: tuple[Problem, ...] = ()
