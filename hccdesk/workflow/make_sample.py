"""Make the synthetic sample patient, to try the program without one's own data."""

from __future__ import annotations

from pathlib import Path

from hccdesk.domain.progress import NoProgress, Progress
from hccdesk.phantom.sample_case import write_sample_case
from hccdesk.workflow.case_request import CaseRequest
from hccdesk.workflow.run_demo import SAMPLE_SEED


def make_sample(folder: Path, progress: Progress | None = None) -> CaseRequest:
    """Write the sample patient's files into `folder` and say what they are."""
    sample = write_sample_case(folder, SAMPLE_SEED, progress or NoProgress())
    return CaseRequest(
        regimen=sample.regimen,
        ct=sample.ct_folder,
        ct_roi=sample.ct_roi,
        slide=sample.slide,
        slide_roi=sample.slide_roi,
        clinical=sample.clinical,
    )
