"""The demonstration: a synthetic patient, and the whole job on it."""

from __future__ import annotations

from pathlib import Path

from hccdesk.domain.progress import Progress
from hccdesk.domain.result import CaseResult
from hccdesk.phantom.sample_case import write_sample_case
from hccdesk.workflow.analyse_files import analyse_files
from hccdesk.workflow.case_request import CaseRequest
from hccdesk.workflow.workbench import Workbench
from hccdesk.workflow.write_outputs import Outputs

SAMPLE_SEED = 7
"""A man with a tumour of 8 cm with capsule, necrosis and Vp3: within the scope of the CT model."""


def run_demo(workbench: Workbench, out: Path, language: str, progress: Progress) -> tuple[CaseResult, Outputs]:
    """Make the sample patient in `out/patient`, analyse it, and write result and report into `out`."""
    sample = write_sample_case(out / "patient", SAMPLE_SEED, progress)
    request = CaseRequest(
        regimen=sample.regimen,
        ct=sample.ct_folder,
        ct_roi=sample.ct_roi,
        slide=sample.slide,
        slide_roi=sample.slide_roi,
        clinical=sample.clinical,
    )
    return analyse_files(request, workbench, out, language, progress)
