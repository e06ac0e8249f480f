"""Five cases through the real pipeline on the sample patient: what a report must be able to tell."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from hccdesk.domain.progress import NoProgress
from hccdesk.domain.regimen import Regimen
from hccdesk.domain.result import CaseResult
from hccdesk.phantom.sample_case import SampleCase
from hccdesk.workflow.analyse_case import analyse_case
from hccdesk.workflow.case_request import CaseRequest
from hccdesk.workflow.open_case import open_case
from hccdesk.workflow.workbench import Workbench

CASES = ("complete", "ct_only", "slide_only", "outside_scope", "chinese")


def five_results(sample: SampleCase, folder: Path, workbench: Workbench) -> dict[str, CaseResult]:
    """The results by the name of the case; `folder` takes the edited rows and the small outline.

    Outside scope: an ECOG of 3, an age of 17 and a treatment before, which no model's patients had.
    """
    tace, haic = Regimen.TACE_HAIC_PD1_TKI, Regimen.HAIC_TKI_ICI
    outline = few_patches(sample, folder)
    outside = _row(sample, folder / "outside.json", ecog=3, prior_treatment="tace", age_years=17)
    chinese = _row(sample, folder / "chinese.json", name="Ouyang^Wei=欧阳^伟")
    requests = {
        "complete": _request(sample, tace, sample.clinical, outline),
        "ct_only": CaseRequest(tace, ct=sample.ct_folder, ct_roi=sample.ct_roi, clinical=sample.clinical),
        "slide_only": CaseRequest(haic, slide=sample.slide, slide_roi=outline, clinical=sample.clinical),
        "outside_scope": _request(sample, tace, outside, outline),
        "chinese": CaseRequest(tace, ct=sample.ct_folder, ct_roi=sample.ct_roi, clinical=chinese),
    }
    return {name: _analysed(request, workbench) for name, request in requests.items()}


def few_patches(sample: SampleCase, folder: Path) -> Path:
    """An outline of sixteen patches or so in the middle of the sample's: enough for a score, soon read."""
    ring = np.array(json.loads(sample.slide_roi.read_text())["features"][0]["geometry"]["coordinates"][0])
    x, y = (ring.min(axis=0) + ring.max(axis=0)) / 2
    square = [[x + dx, y + dy] for dx, dy in ((-900, -900), (900, -900), (900, 900), (-900, 900), (-900, -900))]
    feature = {
        "type": "Feature",
        "geometry": {"type": "Polygon", "coordinates": [square]},
        "properties": {"objectType": "annotation", "classification": {"name": "Tumor"}},
    }
    path = folder / "few.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    return path


def _request(sample: SampleCase, regimen: Regimen, clinical: Path, outline: Path) -> CaseRequest:
    return CaseRequest(
        regimen,
        ct=sample.ct_folder,
        ct_roi=sample.ct_roi,
        slide=sample.slide,
        slide_roi=outline,
        clinical=clinical,
        accept_patient_mismatch=None,
    )


def _row(sample: SampleCase, path: Path, **changes: object) -> Path:
    row = json.loads(sample.clinical.read_text(encoding="utf-8")) | changes
    path.write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")
    return path


def _analysed(request: CaseRequest, workbench: Workbench) -> CaseResult:
    return analyse_case(open_case(request, workbench, NoProgress()), workbench, NoProgress())
