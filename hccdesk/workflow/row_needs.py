"""What each nomogram still needs of the clinical row, as it is typed."""

from __future__ import annotations

from collections.abc import Sequence

from hccdesk.domain.clinical_record import CLINICAL_FIELDS, ClinicalRecord
from hccdesk.domain.result import NotComputed
from hccdesk.survival.covariates import PatientInputs, gather
from hccdesk.survival.prediction import OpenNomogram
from hccdesk.workflow.derived_covariates import derived_covariates


def row_needs(record: ClinicalRecord, nomograms: Sequence[OpenNomogram]) -> dict[str, tuple[str, ...]]:
    """The unknown fields by model id, whatever becomes of its images; quick enough to follow typing."""
    patient = PatientInputs(record, None, None, derived_covariates(record))
    return {opened.manifest.model_id: _fields(gather(opened.nomogram, patient)) for opened in nomograms}


def _fields(gathered: object) -> tuple[str, ...]:
    if not isinstance(gathered, NotComputed):
        return ()
    named = str(dict(gathered.reason.facts).get("fields", "")).split(", ")
    return tuple(name for name in named if name in CLINICAL_FIELDS)
