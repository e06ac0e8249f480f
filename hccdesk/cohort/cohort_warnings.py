"""What is allowed in a cohort table and still looks wrong."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from hccdesk.cohort.follow_up_warnings import follow_up_warnings
from hccdesk.cohort.raw_table import RawTable
from hccdesk.cohort.table_faults import spans
from hccdesk.domain.cohort import CohortPatient, Endpoint
from hccdesk.domain.problem import Problem, Severity
from hccdesk.domain.sentence import Sentence

_OUTCOMES = ("mrecist", *(f"{endpoint}_event" for endpoint in Endpoint))
CELLS_OF_TWINS = 8
"""Two patients may share a few facts; so many, numbers among them, are one patient entered twice."""
_SAME_PATIENT = Sentence.of("check that these are different patients: one patient in two rows spoils every validation")


def warnings_of(raw: RawTable, patients: Sequence[CohortPatient]) -> tuple[Problem, ...]:
    """Empty and constant columns, rows without data, a doubtful follow-up, patients who may be there twice."""
    numbers = [row.number for row in raw.rows]
    return (
        *_columns(raw),
        *_rows_without_data(raw),
        *follow_up_warnings(numbers, patients),
        *_alike_identifiers(raw),
        *_twins(raw),
    )


def _columns(raw: RawTable) -> Iterator[Problem]:
    values = {column: Counter(row.cells.get(column) for row in raw.rows) for column in raw.columns}
    empty = [column for column, found in values.items() if set(found) == {None}]
    constant = [column for column, found in values.items() if len(found) == 1 and column not in (*empty, *_OUTCOMES)]
    if empty:
        yield _warning(", ".join(empty), Sentence.of("empty columns"), Sentence.of("fill them in or leave them out"))
    if constant and len(raw.rows) > 1:
        what = Sentence.of("every patient has the same value, which can predict nothing")
        yield Problem(Severity.NOTE, ", ".join(constant), what)
    if "name" in raw.columns and "name" not in empty:
        what = Sentence.of("the table holds patients' names, which a cohort does not need")
        yield _warning("name", what, Sentence.of("leave the column out before the table is passed on"))


def _rows_without_data(raw: RawTable) -> Iterator[Problem]:
    """A total or a remark below the patients would otherwise count as one of them."""
    rows = [row.number for row in raw.rows if set(row.cells) == {"patient_id"}]
    if 0 < len(rows) < len(raw.rows):
        what = Sentence.of("rows {rows} hold nothing but an identifier", rows=spans(rows))
        yield _warning("patient_id", what, Sentence.of("delete totals and remarks below the patients"))


def _twins(raw: RawTable) -> Iterator[Problem]:
    found: dict[tuple[tuple[str, str], ...], list[int]] = defaultdict(list)
    for row in raw.rows:
        found[tuple(sorted((name, cell) for name, cell in row.cells.items() if name != "patient_id"))].append(
            row.number
        )
    rows = [
        number
        for cells, numbers in found.items()
        if len(numbers) > 1 and len(cells) >= CELLS_OF_TWINS
        for number in numbers
    ]
    if rows:
        what = Sentence.of("rows {rows} differ from another only by their identifier", rows=spans(rows))
        yield _warning("patient_id", what, _SAME_PATIENT)


def _alike_identifiers(raw: RawTable) -> Iterator[Problem]:
    plain = [_plain(row.cells["patient_id"]) for row in raw.rows]
    counts = Counter(plain)
    rows = [row.number for row, identifier in zip(raw.rows, plain, strict=True) if counts[identifier] > 1]
    if rows:
        yield _warning(
            "patient_id",
            Sentence.of(
                "identifiers differ only by leading zeros, capitals or signs between figures in rows {rows}",
                rows=spans(rows),
            ),
            _SAME_PATIENT,
        )


def _plain(identifier: str) -> str:
    # NFKC: the wide figures that Chinese input methods write are the same figures.
    folded = unicodedata.normalize("NFKC", identifier).casefold()
    return "".join(c for c in folded if c.isalnum()).lstrip("0") or folded


def _warning(where: str, what: Sentence, what_to_do: Sentence) -> Problem:
    return Problem(Severity.WARNING, where, what, what_to_do)
