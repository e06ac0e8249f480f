"""One row of a cohort table as a patient, or everything that is wrong with it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from hccdesk.cohort.cell_advice import how_to_write
from hccdesk.cohort.clinical_cells import AmbiguousNumber, ambiguous, put, read_cell
from hccdesk.cohort.clinical_faults import field_names, unfit
from hccdesk.cohort.clinical_schema import ClinicalRow
from hccdesk.cohort.cohort_columns import LABELS, CohortColumns, is_label, is_text, kind_of_column, wanted_in
from hccdesk.cohort.cohort_paths import PATH_COLUMNS, file_of
from hccdesk.cohort.raw_table import RawRow
from hccdesk.cohort.row_rules import contradictions, identifier_faults, unlike_cell
from hccdesk.cohort.table_faults import TableFaults
from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.cohort import COVARIATES_GIVEN, CohortPatient, Ending, Endpoint, FollowUp
from hccdesk.domain.errors import InputError
from hccdesk.domain.manifest import CohortKind
from hccdesk.domain.sentence import Sentence

_Row = TypeVar("_Row", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class RowReader:
    """Reads rows of one table: `folder` is where relative paths begin, `kind` whose patients they are, `columns`
    what its header names."""

    folder: Path
    kind: CohortKind
    columns: tuple[str, ...]
    separator: str
    faults: TableFaults

    def patient(self, row: RawRow) -> CohortPatient | None:
        """The patient of a row; None where anything is wrong with it, which is then among the faults."""
        found: list[InputError] = [unlike_cell(column, how) for column, how in row.unlike.items()]
        clinical, own, labels = self._values(row, found)
        record = _validated(ClinicalRow, clinical, found)
        columns = _validated(CohortColumns, own, found)
        if "patient_id" in self.columns:  # else the header's fault says it once
            found += identifier_faults(row)
        found += contradictions(row, clinical, own, self.kind)
        paths = {c: self._path(c, str(own[c]), found) for c in PATH_COLUMNS if c in own}
        for fault in found:
            self.faults.add_in(row.number, fault)
        if found or record is None or columns is None:
            return None
        return _patient(record.record(), columns, paths, labels)

    def _values(self, row: RawRow, found: list[InputError]) -> tuple[dict[str, Any], dict[str, Any], dict[str, str]]:
        clinical: dict[str, Any] = {}
        own: dict[str, Any] = {}
        labels: dict[str, str] = {}
        for column, text in row.cells.items():
            try:
                if is_label(column):
                    labels[column] = _label(column, text)
                else:
                    put(clinical if column in field_names() else own, column, self._cell(column, text))
            except InputError as fault:
                found.append(fault)
        return clinical, own, labels

    def _cell(self, column: str, text: str) -> Any:
        try:
            return read_cell(text, kind_of_column(column), self.separator)
        except AmbiguousNumber:
            raise ambiguous(column, text, self.faults.where) from None
        except ValueError:
            raise _unfit(column, text) from None

    def _path(self, column: str, written: str, found: list[InputError]) -> Path | None:
        try:
            return file_of(column, written, self.folder)
        except InputError as fault:
            found.append(fault)
            return None


def _label(column: str, text: str) -> str:
    try:
        return str(CohortColumns.model_validate({"centre": text}).centre)
    except ValidationError:
        raise _unfit(column, text) from None


def _validated(model: type[_Row], values: dict[str, Any], found: list[InputError]) -> _Row | None:
    try:
        # Through JSON, where pydantic's strictness knows that an enumeration is written as its word.
        return model.model_validate_json(json.dumps(values))
    except ValidationError as error:
        details = {".".join(str(part) for part in d["loc"]): d["input"] for d in error.errors(include_url=False)}
        found += [_unfit(column, value) for column, value in details.items()]
        return None


def _unfit(column: str, value: object) -> InputError:
    fault = unfit(column, value, Path(), wanted_in(column), hidden=is_text(column))
    advice = how_to_write(column, value)
    return fault if advice is None else _advised(fault, advice)


def _advised(fault: InputError, advice: Sentence) -> InputError:
    return InputError(fault.said, what_to_do=advice)


def _patient(
    record: ClinicalRecord, columns: CohortColumns, paths: dict[str, Path | None], labels: dict[str, str]
) -> CohortPatient:
    named = {name: text for name in LABELS if (text := getattr(columns, name)) is not None}
    given = {name: float(number) for name in COVARIATES_GIVEN if (number := getattr(columns, name)) is not None}
    return CohortPatient(
        patient_id=str(record.patient_id),
        record=record,
        ct=paths.get("ct"),
        ct_series=columns.ct_series,
        ct_roi=paths.get("ct_roi"),
        ct_roi_label=columns.ct_roi_label,
        slide=paths.get("slide"),
        slide_roi=paths.get("slide_roi"),
        mrecist=columns.mrecist,
        follow_up=_follow_up(columns),
        given=given,
        labels={**named, **labels},
        true_response_probability=columns.true_response_probability,
    )


def _follow_up(columns: CohortColumns) -> dict[Endpoint, FollowUp]:
    pairs = {e: (getattr(columns, f"{e}_months"), getattr(columns, f"{e}_event")) for e in Endpoint}
    return {e: FollowUp(months, Ending(event)) for e, (months, event) in pairs.items() if months is not None}
