"""Open one patient of a cohort as a case: the same readers and refusals as for a patient at the board."""

from __future__ import annotations

from hccdesk.domain.case import Case
from hccdesk.domain.cohort import CohortPatient
from hccdesk.domain.progress import NoProgress, Progress
from hccdesk.domain.regimen import Regimen
from hccdesk.domain.sentence import Sentence
from hccdesk.workflow.case_request import CaseRequest
from hccdesk.workflow.open_case import case_of
from hccdesk.workflow.workbench import Workbench

_HOW_TO_GO_ON = Sentence.of("Correct the table or the files: patients of a cohort are not mixed up on any reason.")


def cohort_case(
    patient: CohortPatient,
    regimen: Regimen,
    workbench: Workbench,
    progress: Progress | None = None,
    *,
    ct: bool = True,
    slide: bool = True,
) -> Case:
    """The patient's images, read through the workbench's one sandbox, with the record of the table.

    `ct=False` and `slide=False` leave that image unread. Raises `InputError` (or `InputFaults`) for an image that
    cannot be used, and `PatientMismatchError` where the images name another patient than the row: what would stop
    at the board stops here.
    """
    request = CaseRequest(
        regimen,
        ct=patient.ct if ct else None,
        series=patient.ct_series if ct else None,
        ct_roi=patient.ct_roi if ct else None,
        ct_roi_label=patient.ct_roi_label if ct else None,
        slide=patient.slide if slide else None,
        slide_roi=patient.slide_roi if slide else None,
        patient_id=patient.patient_id,
    )
    return case_of(request, patient.record, workbench, progress or NoProgress(), how_to_go_on=_HOW_TO_GO_ON)
