"""A published table as its authors left it: rows by the names of their columns, numbers that are numbers."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hccdesk.cohort.text_file import read_text
from hccdesk.domain.errors import InputError
from hccdesk.domain.sentence import Sentence

DAYS_A_MONTH = 30.4375
"""365.25 / 12, as the reference analyses of both studies count."""


@dataclass(frozen=True, slots=True)
class RawPatient:
    """One row of the raw table; every refusal names the row (the header is 1) and the column."""

    where: Path
    number: int
    cells: Mapping[str, str]

    def value(self, column: str) -> float | None:
        """The number in a cell; None where it is empty."""
        text = self.cells[column].strip()
        if text in ("", "NA"):
            return None
        try:
            return float(text)
        except ValueError:
            raise self._refusal(column) from None

    def known(self, column: str) -> float:
        """The number in a cell that may not be empty."""
        number = self.value(column)
        if number is None:
            raise self._refusal(column)
        return number

    def flag(self, column: str) -> bool:
        """A 0 or 1."""
        number = self.known(column)
        if number not in (0.0, 1.0):
            raise self._refusal(column)
        return number == 1.0

    def word(self, column: str, words: Mapping[str, str]) -> str:
        """The word of ours for a word of theirs."""
        text = self.cells[column].strip()
        if text not in words:
            raise self._refusal(column)
        return words[text]

    def _refusal(self, column: str) -> InputError:
        return InputError(
            Sentence.of("Row {row}: {column} is not what this study's table holds.", row=self.number, column=column),
            where=self.where,
            what_to_do="Check that it is the raw table of this study.",
        )


def read_raw(path: Path, columns: Sequence[str]) -> list[RawPatient]:
    """The patients of a raw CSV; refused where one of `columns` is missing or a row is torn."""
    reader = csv.DictReader(io.StringIO(read_text(path), newline=""))
    missing = [column for column in columns if column not in (reader.fieldnames or ())]
    if missing:
        raise InputError(
            Sentence.of("This is not the table of that study: it lacks {columns}.", columns=", ".join(missing)),
            where=path,
            what_to_do="Give the study's raw table, or another --study.",
        )
    patients = [RawPatient(path, number, row) for number, row in enumerate(reader, start=2)]
    for patient in patients:
        if None in patient.cells or None in patient.cells.values():
            raise InputError(Sentence.of("Row {row} is torn.", row=patient.number), where=path)
    return patients


def truth(value: bool) -> str:
    """A truth value as our tables write it."""
    return "true" if value else "false"


def written(number: float | None) -> str:
    """A number with all its digits, whole ones without a point; "" where unknown."""
    if number is None:
        return ""
    return str(int(number)) if number.is_integer() else repr(number)
