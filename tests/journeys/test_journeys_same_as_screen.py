"""The window and the command line find the same in the same files, explanation, patches and pictures included."""

from __future__ import annotations

import json

import numpy as np
import pytest

from hccdesk.domain.model_choice import ModelChoice
from hccdesk.domain.progress import NoProgress
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.domain.report_options import ReportOptions
from hccdesk.domain.slide import PatchSelection
from hccdesk.ui.case_model import CaseModel
from hccdesk.ui.verbs import WorkflowVerbs
from hccdesk.workflow.case_request import CaseRequest

pytestmark = pytest.mark.timeout(600)
FINDINGS = (
    "ct_response",
    "slide_response",
    "patches",
    "survival",
    "scores",
    "applicability",
    "measurements",
    "figures",
)


@pytest.fixture(scope="module")
def small_outline(sample, tmp_path_factory):
    """Sixteen patches or so from the middle of the sample's outline: enough to compare, soon read."""
    ring = np.array(json.loads(sample.slide_roi.read_text())["features"][0]["geometry"]["coordinates"][0])
    x, y = (ring.min(axis=0) + ring.max(axis=0)) / 2
    square = [
        [x + dx, y + dy] for dx, dy in ((-1000, -1000), (1000, -1000), (1000, 1000), (-1000, 1000), (-1000, -1000))
    ]
    feature = {
        "type": "Feature",
        "geometry": {"type": "Polygon", "coordinates": [square]},
        "properties": {"objectType": "annotation", "classification": {"name": "Tumor"}},
    }
    path = tmp_path_factory.mktemp("outline") / "small.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def request_(sample, small_outline):
    return CaseRequest(
        sample.regimen,
        ct=sample.ct_folder,
        ct_roi=sample.ct_roi,
        slide=sample.slide,
        slide_roi=small_outline,
        clinical=sample.clinical,
    )


@pytest.fixture(scope="module")
def verbs():
    made = WorkflowVerbs()
    yield made
    made.close()


@pytest.fixture(scope="module")
def inputs(request_, verbs):
    case = verbs.open(request_, NoProgress())
    model = CaseModel()
    model.set_regimen(case.regimen)
    model.set_clinical(case.clinical)
    model.set_ct(case.ct, ())
    model.set_slide(case.slide, ())
    return model.inputs


@pytest.fixture(scope="module")
def on_screen(verbs, inputs):
    return verbs.analyse(inputs, DeviceChoice.CPU, NoProgress())


@pytest.mark.control("RISK-29-a")
def test_that_the_screen_finds_what_the_command_line_finds(request_, analyse, verbs, on_screen, tmp_path):
    ran = analyse(
        "--ct", request_.ct, "--ct-roi", request_.ct_roi, "--slide", request_.slide,
        "--slide-roi", request_.slide_roi, "--clinical", request_.clinical,
    )  # fmt: skip
    assert ran.code == 0, ran.err
    written = verbs.write_outputs(on_screen, tmp_path / "screen", ReportOptions())
    screen = json.loads(written.result.read_text(encoding="utf-8"))
    for part in FINDINGS:
        assert screen[part] == ran.result[part], part
    assert screen["slide_response"]["explanation"]["contribution"]
    assert "slide_explanation" in {figure["name"] for figure in screen["figures"]}


def test_that_the_preview_shows_the_patches_that_were_analysed(verbs, inputs, on_screen):
    seen = verbs.preview_patches(inputs.slide, NoProgress())
    assert isinstance(on_screen.patches, PatchSelection)
    assert np.array_equal(seen.grid.top_left_px, on_screen.patches.grid.top_left_px)
    assert np.array_equal(seen.kept, on_screen.patches.kept)
    assert seen.dropped == on_screen.patches.dropped


def test_that_the_explanation_has_a_value_for_every_kept_patch_and_its_pictures(on_screen):
    found = on_screen.slide_response
    told = found.explanation
    assert told.contribution.shape == on_screen.patches.kept.shape == (found.patches_kept,)
    signs = [np.sign(told.contribution[picture.kept_index]) for picture in told.gallery]
    assert signs == sorted(signs, reverse=True)
    assert all(max(picture.rgb.shape[:2]) <= 256 and np.ptp(picture.rgb) > 20 for picture in told.gallery)


def test_that_the_survival_prediction_alone_agrees_with_the_whole(verbs, inputs, on_screen):
    alone = verbs.analyse(inputs, DeviceChoice.CPU, NoProgress(), ModelChoice.SURVIVAL, None)
    assert alone.survival == on_screen.survival
    again = verbs.analyse(inputs, DeviceChoice.CPU, NoProgress(), ModelChoice.SURVIVAL, on_screen)
    assert again.survival == on_screen.survival
    assert again.slide_response is on_screen.slide_response


def test_that_what_if_starts_from_the_finding_and_moves_with_the_value(verbs, on_screen):
    model_id, finding = on_screen.survival[0]  # of this regimen; the public ones follow
    assert verbs.what_if(on_screen, model_id, {}) == finding
    axis = next(a for a in finding.nomogram.axes if a.variable == "vp4")
    moved = verbs.what_if(on_screen, model_id, {"vp4": 1.0 - axis.patient_value})
    assert moved.probability_at_months != finding.probability_at_months
