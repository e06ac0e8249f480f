"""The columns of a cohort table beyond the clinical row: images, outcome, labels; with type, range and unit."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from pydantic import BaseModel

from hccdesk.cohort.clinical_faults import expectation_of, field_names, kind_by, rule_of
from hccdesk.cohort.clinical_schema import STRICT, ClinicalRow, Text, number, says, text, whole
from hccdesk.domain.clinical_record import RadiologicalResponse
from hccdesk.domain.sentence import Sentence

LONGEST_FOLLOW_UP_MONTHS = 600
LABEL_PREFIX = "label_"
LABELS = ("centre", "arm")
_LABEL = f"^{LABEL_PREFIX}[a-z0-9_]+$"
_EVENTS = ("pfs_event", "os_event")
_EVENT = "0 censored, 1 event"


class CohortColumns(BaseModel):
    """What a cohort table says of one patient besides the clinical row. Every column is optional."""

    model_config = STRICT

    ct: Text | None = text(1024, "CT: a DICOM folder or NIfTI file, relative to the table's folder")
    ct_series: Text | None = text(64, "SeriesInstanceUID, where the CT's folder holds several series")
    ct_roi: Text | None = text(1024, "Tumour outline on the CT (NIfTI, NRRD, DICOM SEG or RTSTRUCT), relative path")
    ct_roi_label: Text | None = text(64, "Number or name of the tumour, where the outline holds several labels")
    slide: Text | None = text(1024, "Biopsy slide, relative path")
    slide_roi: Text | None = text(1024, "Outlined tumour on the slide (GeoJSON or XML), relative path")
    mrecist: RadiologicalResponse | None = says("Best response by mRECIST")
    pfs_months: float | None = number(0, LONGEST_FOLLOW_UP_MONTHS, "months", "Progression-free survival")
    pfs_event: int | None = whole(0, 1, f"Progression or death: {_EVENT}")
    os_months: float | None = number(0, LONGEST_FOLLOW_UP_MONTHS, "months", "Overall survival")
    os_event: int | None = whole(0, 1, f"Death of any cause: {_EVENT}")
    ttp_months: float | None = number(0, LONGEST_FOLLOW_UP_MONTHS, "months", "Time to progression")
    ttp_event: int | None = whole(0, 2, f"Progression: {_EVENT}, 2 died before progression")
    vascular_invasion: int | None = whole(
        0, 1, "Vascular invasion, 0 or 1, where vp and the veins are not known singly"
    )
    portal_vein_invasion: int | None = whole(0, 1, "Portal vein invasion, 0 or 1, where the grade (vp) is not known")
    multinodular: int | None = whole(0, 1, "More than one tumour, 0 or 1, where their number is not known")
    child_pugh_points: int | None = whole(5, 15, "Child-Pugh points, where what they are added from is not known")
    child_pugh_b_or_c: int | None = whole(0, 1, "Child-Pugh class B or C, 0 or 1, where the points are not known")
    centre: Text | None = text(200, "Hospital")
    arm: Text | None = text(200, "Treatment arm")
    true_response_probability: float | None = number(0, 1, "ratio", "Phantoms only: the probability it was drawn with")


def cohort_json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of one patient's row, as shipped in `assets/schemas/cohort.schema.json`.

    A row is an object of the columns that are not empty; those of the previous session are an object in it.
    """
    clinical, own = ClinicalRow.model_json_schema(), CohortColumns.model_json_schema()
    free = {"type": "string", "minLength": 1, "maxLength": 200, "description": "Free label of the table's own"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Row of a cohort table of hccdesk",
        "description": "One patient of a cohort. Every column but patient_id is optional; empty means unknown.",
        "type": "object",
        "additionalProperties": False,
        "required": ["patient_id"],
        "properties": {**clinical["properties"], "patient_id": _required(clinical), **own["properties"]},
        "patternProperties": {_LABEL: free},
        "dependentRequired": _dependencies(),
        "$defs": {**clinical["$defs"], **own["$defs"]},
    }


def _required(clinical: dict[str, Any]) -> dict[str, Any]:
    identifier = dict(clinical["properties"]["patient_id"])
    del identifier["default"]
    (text_rule,) = [option for option in identifier.pop("anyOf") if option["type"] == "string"]
    return {**text_rule, **identifier}


def _dependencies() -> dict[str, list[str]]:
    pairs = {f"{e}_months": [f"{e}_event"] for e in ("pfs", "os", "ttp")}
    pairs |= {f"{e}_event": [f"{e}_months"] for e in ("pfs", "os", "ttp")}
    return {**pairs, "ct_series": ["ct"], "ct_roi": ["ct"], "ct_roi_label": ["ct_roi"], "slide_roi": ["slide"]}


@cache
def column_names() -> tuple[str, ...]:
    """Every column that has a name of its own (labels besides): the clinical row's first."""
    return (*field_names(), *CohortColumns.model_fields)


def is_label(column: str) -> bool:
    """Whether a column is free text of the table's own (`label_smoker`)."""
    return re.fullmatch(_LABEL, column) is not None


def is_text(column: str) -> bool:
    """Whether a column holds text of the table's own choosing: labels, paths, names."""
    return kind_of_column(column) == "text" and "enum" not in column_rule(column)


@cache
def kind_of_column(column: str) -> str:
    """`boolean`, `integer`, `number`, `date` or `text`."""
    return "text" if is_label(column) else kind_by(column_rule(column))


def wanted_in(column: str) -> Sentence:
    """What belongs in a column, e.g. "a number from 0 to 600 months"."""
    rule = column_rule(column)
    if column == "ttp_event":
        return Sentence.of("0 (censored), 1 (progression) or 2 (died before progression)")
    if column in _EVENTS:
        return Sentence.of("0 (censored) or 1 (event)")
    is_flag = (rule.get("type"), rule.get("minimum"), rule.get("maximum")) == ("integer", 0, 1)
    return Sentence.of("0 or 1") if is_flag else expectation_of(rule)


def column_rule(column: str) -> dict[str, Any]:
    """What the JSON Schema says of a column."""
    schema = _schema()
    return dict(schema["patternProperties"][_LABEL]) if is_label(column) else rule_of(column, schema)


@cache
def _schema() -> dict[str, Any]:
    return cohort_json_schema()
