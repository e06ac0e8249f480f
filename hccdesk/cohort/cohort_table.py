"""A cohort table from CSV or Excel: every patient, or every fault of the whole table at once."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from posixpath import normpath

from hccdesk.cohort.cohort_about import CohortAbout, read_about
from hccdesk.cohort.cohort_csv import read_csv_table
from hccdesk.cohort.cohort_row import RowReader
from hccdesk.cohort.cohort_warnings import warnings_of
from hccdesk.cohort.cohort_xlsx import read_xlsx_table
from hccdesk.cohort.raw_table import RawRow, RawTable
from hccdesk.cohort.table_faults import TableFaults, spans
from hccdesk.domain.cohort import CohortPatient, CohortTable
from hccdesk.domain.cohort_row import CohortRow, CohortRows
from hccdesk.domain.errors import InputError, InputFaults
from hccdesk.domain.sentence import Sentence

_WORKBOOKS = (".xlsx", ".xlsm")
_ONE_PATIENTS_OWN = (("ct", "ct_series"), ("slide", ""), ("ct_roi", "ct_roi_label"), ("slide_roi", ""))
"""Columns that name a file, each with the column that chooses a part of it."""


def read_cohort_table(path: Path) -> CohortTable:
    """The cohort in a CSV or Excel table, with the `cohort.json` beside it (`read_about`).

    One row is one patient; the columns are those of `assets/schemas/cohort.schema.json`. Raises `InputError`, or
    `InputFaults` with everything that is wrong, each with the row's number and the column: unknown columns and
    columns without unit, patients twice, cells out of range or of the wrong kind, half a follow-up, files that are
    not there or outside the table's folder. No fault repeats an identifier.
    """
    faults = TableFaults(path)
    raw = _raw(path, faults)
    about = _about(path, faults)
    reader = RowReader(path.parent, about.kind, raw.columns, raw.separator, faults)
    patients = [reader.patient(row) for row in raw.rows]
    for _, fault in _twins(raw.rows):
        faults.add(InputError(fault.said, where=path, what_to_do=fault.advice))
    _require_rows(raw, faults)
    faults.raise_any()
    kept = tuple(patient for patient in patients if patient is not None)
    return CohortTable(
        path=path,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        kind=about.kind,
        patients=kept,
        problems=(*raw.problems, *warnings_of(raw, kept)),
        title=about.title or path.stem,
        citation=about.citation,
        licence=about.licence,
        notes=about.notes,
    )


def read_cohort_rows(path: Path) -> CohortRows:
    """The same table row by row: what is wrong with a row, or between two of them, stands with these rows.

    What only a description or a training has to know of the patients together is left out of `problems`. Raises
    `InputError` or `InputFaults` only for what is wrong with the table as a whole.
    """
    faults = TableFaults(path)
    raw = _raw(path, faults)
    about = _about(path, faults)
    reader = RowReader(path.parent, about.kind, raw.columns, raw.separator, faults)
    patients = [reader.patient(row) for row in raw.rows]
    _require_rows(raw, faults)
    of_rows, faults.of_rows = faults.of_rows, {}
    faults.raise_any()
    found: dict[int, list[InputError]] = defaultdict(list)
    for (said, advice), numbers in of_rows.items():
        for number in numbers:
            found[number].append(_of_row(said, advice))
    for numbers, fault in _twins(raw.rows):
        for number in numbers:
            found[number].append(fault)
    return CohortRows(
        path=path,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        kind=about.kind,
        rows=_rows(raw.rows, patients, found),
        problems=raw.problems,
    )


def _of_row(said: Sentence, advice: Sentence) -> InputError:
    return InputError(said, what_to_do=advice)


def _rows(
    raw: tuple[RawRow, ...], patients: list[CohortPatient | None], found: dict[int, list[InputError]]
) -> tuple[CohortRow, ...]:
    """All of them in the table's order, those too whose cells could not be told apart."""
    pairs = zip(raw, patients, strict=True)
    read = {row.number: _row(row, patient, tuple(found[row.number])) for row, patient in pairs}
    torn = {n: CohortRow(n, "", "", None, tuple(faults)) for n, faults in found.items() if n not in read}
    return tuple(row for _, row in sorted({**read, **torn}.items()))


def _row(raw: RawRow, patient: CohortPatient | None, faults: tuple[InputError, ...]) -> CohortRow:
    cells = json.dumps(dict(raw.cells), sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(cells.encode("utf-8", "surrogatepass")).hexdigest()
    return CohortRow(raw.number, raw.cells.get("patient_id", ""), digest, None if faults else patient, faults)


def _require_rows(raw: RawTable, faults: TableFaults) -> None:
    if not raw.rows and not faults.of_rows:
        faults.add(InputError("The table has a header but no row.", where=faults.where))


def _raw(path: Path, faults: TableFaults) -> RawTable:
    return read_xlsx_table(path, faults) if path.suffix.lower() in _WORKBOOKS else read_csv_table(path, faults)


def _about(path: Path, faults: TableFaults) -> CohortAbout:
    try:
        return read_about(path.parent)
    except InputError as error:
        for fault in error.faults if isinstance(error, InputFaults) else (error,):
            faults.add(fault)
        return CohortAbout()


def _twins(rows: tuple[RawRow, ...]) -> Iterator[tuple[list[int], InputError]]:
    """Rows that cannot both be right, with their fault."""
    for numbers in _together((row.cells.get("patient_id"), row.number) for row in rows):
        what = Sentence.of("Rows {rows}: they have the same patient_id.", rows=spans(numbers))
        yield numbers, InputError(what, what_to_do="One patient is one row: keep one of them.")
    for column, part in _ONE_PATIENTS_OWN:
        for numbers in _sharing(rows, column, part):
            what = Sentence.of("Rows {rows}: {column} names the same file.", rows=spans(numbers), column=column)
            yield numbers, InputError(what, what_to_do="Two patients cannot share an image; give each their own.")


def _sharing(rows: tuple[RawRow, ...], column: str, part: str) -> Iterator[list[int]]:
    """Rows that name one file, however they write its path, and not each a part of its own."""
    parts = {row.number: row.cells.get(part) for row in rows}
    for numbers in _together((_plain_path(row.cells.get(column)), row.number) for row in rows):
        if any(parts[number] is None for number in numbers):
            yield numbers
        else:
            yield from _together((parts[number], number) for number in numbers)


def _plain_path(written: str | None) -> str | None:
    return None if written is None else normpath(written.replace("\\", "/"))


def _together(named: Iterable[tuple[str | None, int]]) -> list[list[int]]:
    """The numbers under each name, where it has several; None is no name."""
    found: dict[str, list[int]] = defaultdict(list)
    for name, number in named:
        if name is not None:
            found[name].append(number)
    return [numbers for numbers in found.values() if len(numbers) > 1]
