"""Read a clinical row from a file into the form."""

from __future__ import annotations

from pathlib import Path

from hccdesk.cohort.clinical_file import read_clinical
from hccdesk.domain.clinical_record import ClinicalRecord


def read_clinical_row(path: Path, patient_id: str | None = None) -> ClinicalRecord:
    """The row of a JSON or CSV file, `patient_id` choosing among several; raises every fault at once."""
    return read_clinical(path, patient_id)
