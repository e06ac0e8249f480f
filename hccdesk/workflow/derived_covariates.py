"""What a survival model may take of the clinical row that is no field of it, as far as the row tells."""

from __future__ import annotations

from collections.abc import Mapping

from hccdesk.clinical import child_pugh
from hccdesk.clinical.tumour_spread import macrovascular_invasion
from hccdesk.domain.clinical_record import ClinicalRecord, PortalVeinInvasion
from hccdesk.domain.cohort import CohortPatient
from hccdesk.domain.result import ScoreFinding


def derived_covariates(record: ClinicalRecord) -> Mapping[str, float]:
    """The values of `domain.cohort.COVARIATES_GIVEN` that follow from `record`; what is unknown is left out.

    Vascular invasion is Vp1–4, tumour in a hepatic vein or in the inferior vena cava.
    """
    points = child_pugh.score(record)
    known = {
        "vascular_invasion": macrovascular_invasion(record).value,
        "child_pugh_points": points.value if isinstance(points, ScoreFinding) else None,
        "portal_vein_invasion": None if record.vp is None else record.vp is not PortalVeinInvasion.NONE,
        "multinodular": None if record.tumour_count is None else record.tumour_count > 1,
        "child_pugh_b_or_c": points.group != "A" if isinstance(points, ScoreFinding) else None,
    }
    return {name: float(value) for name, value in known.items() if value is not None}


def derived_of(patient: CohortPatient) -> Mapping[str, float]:
    """The same for a row of a cohort; what the table states goes before what would follow from the row."""
    return {**derived_covariates(patient.record), **patient.given}
