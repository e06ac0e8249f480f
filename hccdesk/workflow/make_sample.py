"""Make the synthetic sample patient, to try the program without one's own data."""

from __future__ import annotations

from pathlib import Path

from hccdesk.domain.errors import StoreError
from hccdesk.domain.progress import NoProgress, Progress
from hccdesk.domain.sentence import Sentence
from hccdesk.phantom.sample_case import write_sample_case
from hccdesk.workflow.case_request import CaseRequest

SAMPLE_SEED = 7
"""A man with a tumour of 8 cm with capsule, necrosis and Vp3: within the scope of the CT model."""


def make_sample(folder: Path, progress: Progress | None = None) -> CaseRequest:
    """Write the sample patient's files into `folder` and say what they are."""
    try:
        sample = write_sample_case(folder, SAMPLE_SEED, progress or NoProgress())
    except OSError as error:
        raise StoreError(
            Sentence.of(
                "the sample patient cannot be written ({reason}).", reason=error.strerror or Sentence.of("disk error")
            ),
            where=folder,
            what_to_do="Choose another folder.",
        ) from error
    return CaseRequest(
        regimen=sample.regimen,
        ct=sample.ct_folder,
        ct_roi=sample.ct_roi,
        slide=sample.slide,
        slide_roi=sample.slide_roi,
        clinical=sample.clinical,
    )
