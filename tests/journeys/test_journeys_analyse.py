"""One patient from files to report, and what is withheld when something is missing."""

from __future__ import annotations

import json

import jsonschema
import numpy as np
import pypdfium2
import pytest
import SimpleITK as sitk

from hccdesk import resources
from hccdesk.domain.progress import NoProgress
from hccdesk.inference.runtimes import gpu_runtimes
from hccdesk.workflow.analyse_files import analyse_files
from hccdesk.workflow.case_request import CaseRequest
from hccdesk.workflow.workbench import open_workbench

pytestmark = pytest.mark.timeout(600)


def pdf_text(path) -> str:
    document = pypdfium2.PdfDocument(path)
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)


@pytest.fixture(scope="module")
def complete(sample, tmp_path_factory):
    """The sample patient with everything, analysed once."""
    out = tmp_path_factory.mktemp("complete")
    request = CaseRequest(
        sample.regimen,
        ct=sample.ct_folder,
        ct_roi=sample.ct_roi,
        slide=sample.slide,
        slide_roi=sample.slide_roi,
        clinical=sample.clinical,
    )
    with open_workbench() as workbench:
        analyse_files(request, workbench, out, "en", NoProgress())
    return out


def result_in(folder) -> dict:
    return json.loads((folder / "result.json").read_text(encoding="utf-8"))


def test_that_a_complete_patient_gets_every_finding(complete):
    result = result_in(complete)
    jsonschema.validate(result, resources.schema("result"))
    assert 0 < result["ct_response"]["probability_of_objective_response"] < 1
    assert result["ct_response"]["n_slices"] >= 3
    assert 0 < result["slide_response"]["post_treatment_risk_prediction_score"] < 1
    assert result["slide_response"]["patches"]["kept"] >= 8
    (survival,) = [s for s in result["survival"] if s["model_id"] == "pfs-nomogram-demo"]
    at = survival["probability_at_months"]
    assert list(at) == ["12", "18", "24"]
    assert 1 >= at["12"] >= at["18"] >= at["24"] >= 0
    assert {fact["role"] for fact in result["provenance"]["inputs"]} == {
        "ct",
        "ct_roi",
        "slide",
        "slide_roi",
        "clinical",
    }
    assert not list(complete.glob(".*")), "nothing half written is left behind"


@pytest.mark.control("RISK-14-a")
def test_that_the_report_says_demonstration_and_the_same_numbers_as_the_result(complete):
    text, result = pdf_text(complete / "report.pdf"), result_in(complete)
    assert "DEMONSTRATION" in text
    assert f"{result['ct_response']['probability_of_objective_response']:.2f}" in text
    assert f"{result['slide_response']['post_treatment_risk_prediction_score']:.2f}" in text


@pytest.mark.control("RISK-28-b")
def test_that_figures_are_written_and_hashed(complete):
    figures = result_in(complete)["figures"]
    assert figures
    for figure in figures:
        assert (complete / "figures" / f"{figure['name']}.png").is_file()
        assert len(figure["sha256"]) == 64


def test_that_a_ct_without_a_region_says_no_tumour_region(analyse, sample):
    ran = analyse("--ct", sample.ct_folder, "--clinical", sample.clinical)
    assert ran.code == 0, ran.err
    assert ran.result["ct_response"] == {"not_computed": "no tumour region"}
    assert ran.result["slide_response"] == {"not_computed": "no slide was given"}
    assert "not_computed" in ran.result["survival"][0]


@pytest.mark.control("RISK-21-a")
def test_that_unknown_fields_are_named_and_never_filled_in(analyse, sample, edited_row):
    row = edited_row(encapsulated=None, diffuse=None)
    ran = analyse("--ct", sample.ct_folder, "--ct-roi", sample.ct_roi, "--clinical", row)
    assert ran.code == 0, ran.err
    for reason in (ran.result["ct_response"]["not_computed"], ran.result["survival"][0]["not_computed"]):
        assert "encapsulated" in reason or "apsule" in reason
        assert "diffuse" in reason.lower()


def test_that_labs_alone_give_scores_and_say_what_the_rest_needs(analyse, sample):
    ran = analyse("--clinical", sample.clinical)
    assert ran.code == 0, ran.err
    assert ran.result["ct_response"] == {"not_computed": "no CT was given"}
    scores = {score["score"]: score for score in ran.result["scores"]}
    assert "value" in scores["Child-Pugh"], scores


@pytest.mark.control("RISK-15-a")
def test_that_child_pugh_c_withholds_the_models_that_exclude_it(analyse, sample, edited_row):
    row = edited_row(bilirubin_umol_per_l=80.0, albumin_g_per_l=22.0, inr=2.5, ascites="moderate_or_severe")
    ran = analyse("--ct", sample.ct_folder, "--ct-roi", sample.ct_roi, "--clinical", row)
    assert ran.code == 0, ran.err
    assert "Child-Pugh" in ran.result["ct_response"]["not_computed"]
    assert "Child-Pugh" in ran.result["survival"][0]["not_computed"]


@pytest.mark.control("RISK-16-a")
def test_that_the_other_regimen_is_computed_and_marked(analyse, sample):
    ran = analyse(
        "--ct", sample.ct_folder, "--ct-roi", sample.ct_roi, "--clinical", sample.clinical, regimen="haic-tki-ici"
    )
    assert ran.code == 0, ran.err
    assert ran.result["ct_response"]["in_regimen"] is False
    assert "probability_of_objective_response" in ran.result["ct_response"]
    scope = {verdict["model_id"]: verdict["scope"] for verdict in ran.result["applicability"]}
    assert scope[ran.result["ct_response"]["model_id"]] == "outside"


@pytest.mark.bad("BAD-034")
@pytest.mark.control("RISK-01-a")
def test_that_the_wrong_patient_is_refused_and_writes_nothing(analyse, sample, edited_row):
    row = edited_row(patient_id="SOMEONE-ELSE")
    ran = analyse("--ct", sample.ct_folder, "--ct-roi", sample.ct_roi, "--clinical", row)
    assert ran.code == 3
    assert len(ran.faults) == 1
    assert "--accept-patient-mismatch" in ran.faults[0]
    assert "SOMEONE-ELSE" not in ran.err
    assert not ran.folder.exists()


@pytest.mark.bad("BAD-034")
@pytest.mark.control("RISK-01-b")
def test_that_a_reason_passes_the_wrong_patient_stop_and_is_recorded(analyse, sample, edited_row):
    row = edited_row(patient_id="SOMEONE-ELSE")
    ran = analyse("--ct", sample.ct_folder, "--clinical", row, "--accept-patient-mismatch", "renumbered on transfer")
    assert ran.code == 0, ran.err
    (override,) = ran.result["provenance"]["overrides"]
    assert override["reason"] == "renumbered on transfer"
    assert "renumbered on transfer" in pdf_text(ran.folder / "report.pdf")


@pytest.mark.bad("BAD-046")
@pytest.mark.control("RISK-24-b")
def test_that_too_little_tissue_is_said_with_its_count(analyse, sample, tmp_path):
    speck = {"type": "Polygon", "coordinates": [[[3000, 1000], [4100, 1000], [4100, 2100], [3000, 2100], [3000, 1000]]]}
    roi = tmp_path / "speck.geojson"
    roi.write_text(json.dumps(speck), encoding="utf-8")
    ran = analyse("--slide", sample.slide, "--slide-roi", roi, regimen="haic-tki-ici")
    assert ran.code == 0, ran.err
    assert ran.result["slide_response"]["not_computed"].startswith("too little tissue: ")


@pytest.mark.control("RISK-11-a")
def test_that_a_mask_on_another_lattice_is_refused_in_words(analyse, sample, tmp_path):
    image = sitk.ReadImage(str(sample.ct_roi))
    image.SetOrigin([o + 3.0 for o in image.GetOrigin()])
    moved = tmp_path / "moved.nii.gz"
    sitk.WriteImage(image, str(moved))
    ran = analyse("--ct", sample.ct_folder, "--ct-roi", moved)
    assert ran.code == 3
    assert "3.00 mm away" in ran.faults[0]
    assert not ran.folder.exists()


def test_that_an_empty_mask_is_no_tumour(analyse, sample, tmp_path):
    image = sitk.ReadImage(str(sample.ct_roi))
    blank = sitk.GetImageFromArray(np.zeros_like(sitk.GetArrayFromImage(image)))
    blank.CopyInformation(image)
    empty = tmp_path / "empty.nii.gz"
    sitk.WriteImage(blank, str(empty))
    ran = analyse("--ct", sample.ct_folder, "--ct-roi", empty)
    assert ran.code == 3
    assert len(ran.faults) == 1


def test_that_every_fault_of_every_input_is_told_at_once(analyse, sample, tmp_path):
    row = tmp_path / "row.json"
    row.write_text('{"ecog": 9, "colour": "blue"}', encoding="utf-8")
    ran = analyse("--clinical", row, "--slide", tmp_path / "none.svs")
    assert ran.code == 3
    assert len(ran.faults) == 3
    assert any("ecog" in fault for fault in ran.faults)
    assert any("colour" in fault for fault in ran.faults)


def test_that_a_gpu_that_is_not_there_is_exit_code_3_in_words(hccdesk, sample, tmp_path):
    if any(runtime.is_installed() for runtime in gpu_runtimes()):
        pytest.skip("this machine has a GPU runtime")
    out = tmp_path / "gpu"
    ran = hccdesk(
        "analyse", "--regimen", "haic-tki-ici", "--out", out, "--clinical", sample.clinical, "--device", "gpu"
    )
    assert ran.code == 3
    assert "No usable GPU" in ran.faults[0]
    assert not out.exists()


def test_that_nothing_at_all_is_wrong_input(analyse):
    ran = analyse()
    assert ran.code == 3
    assert "nothing to analyse" in ran.faults[0]


@pytest.mark.control("RISK-28-a")
def test_that_the_report_is_set_again_without_the_patients_files(complete, hccdesk, tmp_path, monkeypatch):
    for path in (complete / "result.json", *(complete / "figures").iterdir()):
        copy = tmp_path / "elsewhere" / path.relative_to(complete)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    ran = hccdesk("report", copy.parents[1] / "result.json", "--out", tmp_path / "again.pdf")
    assert ran.code == 0, ran.err
    assert (tmp_path / "again.pdf").read_bytes() == (complete / "report.pdf").read_bytes()


@pytest.mark.control("RISK-28-c")
def test_that_no_report_is_set_from_a_number_that_was_changed(complete, hccdesk, tmp_path):
    result = result_in(complete)
    result["ct_response"]["probability_of_objective_response"] = 0.99
    (tmp_path / "result.json").write_text(json.dumps(result), encoding="utf-8")
    ran = hccdesk("report", tmp_path, "--out", tmp_path / "again.pdf")
    assert ran.code == 3
    assert "was changed after hccdesk wrote it" in ran.err and "Traceback" not in ran.err
    assert not (tmp_path / "again.pdf").exists()
