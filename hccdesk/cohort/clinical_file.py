"""A patient's clinical row from a JSON or CSV file, checked as a whole: every fault at once."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from hccdesk.cohort.clinical_faults import add_faults
from hccdesk.cohort.clinical_schema import ClinicalRow
from hccdesk.cohort.clinical_table import read_row
from hccdesk.cohort.fault_list import Faults
from hccdesk.cohort.strict_json import read_object
from hccdesk.cohort.text_file import LARGEST_JSON_BYTES, LARGEST_TABLE_BYTES, read_text, too_large
from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.errors import InputError

_JSON_START = re.compile(r"\s*[\[{]")


def read_clinical(path: Path, patient_id: str | None = None) -> ClinicalRecord:
    """The clinical row of a file: one JSON object, or a CSV table with the fields' names as columns.

    `patient_id` chooses the row of a table with several, compared as text; where it is given for a file of
    one patient, another patient is refused. Raises `InputError`, or `InputFaults` with all that is wrong:
    unknown fields, values of another type or outside their range, names twice, unreadable text; of more than 20 faults
    the rest is only counted. JSON of more than 1 MiB and tables of more than 20 MiB are refused unread. The schema
    is `assets/schemas/clinical.schema.json`; in a CSV, `previous_session.child_pugh_before` names the inner field.
    """
    is_named_json = path.suffix.lower() == ".json"
    text = read_text(path, LARGEST_JSON_BYTES if is_named_json else LARGEST_TABLE_BYTES)
    if is_named_json or _JSON_START.match(text):
        if len(text) > LARGEST_JSON_BYTES:
            raise too_large(path, LARGEST_JSON_BYTES)
        record = _checked(read_object(text, path), path)
        if patient_id is not None and record.patient_id not in (None, patient_id):
            raise InputError("The file is about another patient than asked for.", where=path)
        return record
    row = read_row(text, path, patient_id)
    return _checked(row.fields, path, row.faults)


def _checked(fields: dict[str, Any], where: Path, faults: Faults | None = None) -> ClinicalRecord:
    found = faults or Faults(where)
    try:
        # Through JSON, where pydantic's strictness knows that an enumeration is written as its word.
        row = ClinicalRow.model_validate_json(json.dumps(fields))
    except ValidationError as error:
        add_faults(error.errors(include_url=False), found)
        row = ClinicalRow()
    found.raise_any()
    return row.record()
