"""A patient's clinical row from a JSON or CSV file, checked as a whole: every fault at once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from hccdesk.cohort.clinical_faults import faults_of, raise_all
from hccdesk.cohort.clinical_schema import ClinicalRow
from hccdesk.cohort.clinical_table import read_row
from hccdesk.cohort.strict_json import read_object
from hccdesk.cohort.text_file import read_text
from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.errors import InputError


def read_clinical(path: Path, patient_id: str | None = None) -> ClinicalRecord:
    """The clinical row of a file: one JSON object, or a CSV table with the fields' names as columns.

    `patient_id` chooses the row of a table with several, compared as text; where it is given for a file of
    one patient, another patient is refused. Raises `InputError`, or `InputFaults` with all that is wrong:
    unknown fields, values of another type or outside their range, names twice, unreadable text. The schema
    is `assets/schemas/clinical.schema.json`; in a CSV, `previous_session.child_pugh_before` names the inner field.
    """
    text = read_text(path)
    if path.suffix.lower() == ".json" or text.lstrip().startswith(("{", "[")):
        record = _checked(read_object(text, path), path)
        if patient_id is not None and record.patient_id not in (None, patient_id):
            raise InputError("The file is about another patient than asked for.", where=path)
        return record
    row = read_row(text, path, patient_id)
    return _checked(row.fields, path, row.faults)


def _checked(fields: dict[str, Any], where: Path, faults: Sequence[InputError] = ()) -> ClinicalRecord:
    try:
        # Through JSON, where pydantic's strictness knows that an enumeration is written as its word.
        row = ClinicalRow.model_validate_json(json.dumps(fields))
    except ValidationError as error:
        faults = [*faults, *faults_of(error.errors(include_url=False), where)]
        row = ClinicalRow()
    raise_all(faults)
    return row.record()
