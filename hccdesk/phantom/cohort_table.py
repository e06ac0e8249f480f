"""The table of a phantom cohort, as any hospital would hand one in, and what is said of it in `cohort.json`."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from pathlib import PurePosixPath

from hccdesk.domain.clinical_record import CLINICAL_FIELDS, ClinicalRecord
from hccdesk.domain.spreadsheet_cell import neutral
from hccdesk.phantom.patient import PhantomPatient
from hccdesk.phantom.seeds import PatientSeed

_NEVER_SO = ("name", "previous_session", "bclc_confirmed")
CLINICAL_COLUMNS = tuple(name for name in CLINICAL_FIELDS if name not in _NEVER_SO)
"""A cohort needs nobody's name; phantoms have had no session before, and no reader has confirmed their stage."""
IMAGE_COLUMNS = ("ct", "ct_roi", "slide", "slide_roi")
OUTCOME_COLUMNS = ("mrecist", "pfs_months", "pfs_event", "centre", "label_scanner", "true_response_probability")
PATIENTS_FOLDER = "patients"

NOTES = (
    "Synthetic patients, made by formula (docs/adr/0002): they show that the program works, and nothing about people.",
    "Progression-free survival follows the percentages of Yin et al. 2024: 91/62/52/32/16 % at 6/12/18/24/30 months. "
    "These imply a median near 19 months and not the 14 months that the paper states: the paper contradicts itself.",
    "true_response_probability is the probability that each response was drawn with; the AUC of it is the best that "
    "any model could reach here.",
)


def cohort_csv(patients: Sequence[PhantomPatient], images: bool) -> bytes:
    """The table in UTF-8, one row a patient; with `images`, the paths that `cohort_files` writes to."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow((*CLINICAL_COLUMNS, *(IMAGE_COLUMNS if images else ()), *OUTCOME_COLUMNS))
    for patient in patients:
        cells = (*_clinical(patient.clinical), *(_images(patient) if images else ()), *_outcome(patient))
        table.writerow([neutral(cell) if isinstance(cell, str) else cell for cell in cells])
    return text.getvalue().encode("utf-8")


def about_json(seed: int, external: bool) -> bytes:
    """The `cohort.json` beside the table: kind, title and what to know of these patients."""
    where = "external hospital" if external else "primary centre"
    about = {"kind": "phantom", "title": f"Synthetic patients, {where}, seed {seed}", "notes": NOTES}
    return (json.dumps(about, indent=2, ensure_ascii=False) + "\n").encode("utf-8")


def patient_folder(patient: PhantomPatient) -> PurePosixPath:
    """Where a patient's images lie, from the table's folder."""
    return PurePosixPath(PATIENTS_FOLDER, patient.patient_id)


def centre_of(seed: PatientSeed) -> str:
    """The name of a phantom hospital in the table's `centre`."""
    return "external" if seed.external else "primary"


def _clinical(record: ClinicalRecord) -> list[object]:
    values = {field.name: getattr(record, field.name) for field in fields(record)}
    return [_cell(values[name]) for name in CLINICAL_COLUMNS]


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else value


def _images(patient: PhantomPatient) -> list[str]:
    folder = patient_folder(patient)
    return [str(folder / name) for name in ("ct", "ct_roi.nii.gz", "slide.tiff", "slide_roi.geojson")]


def _outcome(patient: PhantomPatient) -> list[object]:
    outcome = patient.outcome
    return [
        outcome.mrecist.value,
        outcome.pfs_months,
        int(outcome.progressed),
        centre_of(patient.seed),
        patient.scanner.value,
        round(outcome.true_response_probability, 6),
    ]
