"""result.json: what is in it, that it follows its schema, and that it is written whole or not at all."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import jsonschema
import numpy as np
import pytest
from report_builder import a_manifest

from hccdesk.domain.applicability import ApplicabilityVerdict, RuleAnswer, RuleResult
from hccdesk.domain.clinical_record import (
    CLINICAL_FIELDS,
    ClinicalRecord,
    Hepatitis,
    PreviousSession,
    RadiologicalResponse,
)
from hccdesk.domain.ct import ContrastPhase, CtAcquisition, CtSeries, Suitability, Verdict
from hccdesk.domain.errors import StoreError
from hccdesk.domain.geometry import VolumeGeometry
from hccdesk.domain.manifest import BackboneReference, CohortKind, ModelKind, Recalibration
from hccdesk.domain.patient import PatientIdentity, Sex
from hccdesk.domain.problem import Problem, Severity
from hccdesk.domain.provenance import InputFact, ModelFact, Override, Provenance, RuntimeFacts
from hccdesk.domain.regimen import Regimen
from hccdesk.domain.result import (
    CaseResult,
    CtResponseFinding,
    Figure,
    HaimFinding,
    NotComputed,
    ScoreFinding,
    SurvivalFinding,
)
from hccdesk.domain.roi import RoiMeasurements
from hccdesk.domain.sentence import Sentence
from hccdesk.domain.slide import DropReason, PatchGrid, PatchSelection, SlideExplanation, SlideFacts
from hccdesk.domain.survival import NomogramAxis, NomogramLayout, NomogramTick, SurvivalAxis, SurvivalCurve
from hccdesk.resources import schema
from hccdesk.store.result_file import result_document, write_result

SHA = "0123456789abcdef" * 4
LATTICE = VolumeGeometry((3, 4, 4), (2.5, 0.7, 0.7), (0, 0, 0), ((0, 0, 1), (0, 1, 0), (1, 0, 0)))
NO_ROI = NotComputed(Sentence.of("No tumour region on {what}.", what="the CT"))

CT_RESPONSE = CtResponseFinding(
    model_id="ct-response-demo",
    probability_of_objective_response=np.float32(0.625),  # what a runtime hands over
    threshold=0.5,
    slice_indices=(4, 5, 6),
    slice_probabilities=(0.5, 0.75, 0.625),
    image_features=(0.1, -0.2),
    saliency=np.zeros((3, 2, 2), np.float32),
    crop_boxes=((0, 0, 2, 2),) * 3,
    in_regimen=True,
)
SLIDE_RESPONSE = HaimFinding(
    "haim-demo", 0.7, 0.532, 2, {"background": 1, "bad_stain": 0}, in_regimen=False,
    explanation=SlideExplanation(np.array([0.1, -0.002], np.float32), Sentence.of("Occlusion of {n}", n=2)),
)  # fmt: skip
PATCHES = PatchSelection(
    PatchGrid(np.array([(0, 0), (512, 0), (0, 512), (512, 512)]), 512, 512, 0.25),
    np.array([0, 2]),
    {1: DropReason.BACKGROUND, 3: DropReason.NOT_SAMPLED},
)
NOMOGRAM = NomogramLayout(
    axes=(NomogramAxis("vp4", "Vp4", "", (NomogramTick("no", 0, 0), NomogramTick("yes", 1, 100)), 1.0, "yes", 100.0),),
    total_points=100.0,
    total_points_axis=(0.0, 50.0, 100.0),
    survival_axes=(SurvivalAxis(12, ((0.8, 10.0), (0.5, 60.0))),),
    linear_predictor=0.75,
)
SURVIVAL = SurvivalFinding(
    model_id="pfs-nomogram-demo",
    question="Progression-free survival",
    cohort_kind=CohortKind.PHANTOM,
    probability_at_months={"12": 0.6, "18": 0.4, "24": 0.3},
    median_months=None,
    curve=SurvivalCurve((1.0, 13.5), (0.9, 0.4), 30.0),
    nomogram=NOMOGRAM,
    in_regimen=True,
    interval_at_months={"12": (0.4, 0.75)},
)
PROVENANCE = Provenance(
    software_version="0.1.0",
    started_at="2026-01-02T03:04:05Z",
    finished_at="2026-01-02T03:05:06Z",
    runtime=RuntimeFacts("CPU", "onnxruntime 1.31.1", "CPUExecutionProvider", "fp32", ("no GPU found",)),
    inputs=(InputFact("ct", "series", SHA, "89 files"),),
    models=(ModelFact("ct-response-demo", "1.0", "phantom", SHA),),
    overrides=(Override(Sentence.of("wrong-patient"), "typed wrongly in the scanner"),),
)


def a_full_result() -> CaseResult:
    rules = (RuleResult("regimen", RuleAnswer.OUTSIDE, Sentence.of("planned is another"), hard_stop=True),)
    return CaseResult(
        regimen=Regimen.TACE_HAIC_PD1_TKI,
        clinical=ClinicalRecord(
            patient_id="P1",
            name="张三",
            sex=Sex.FEMALE,
            hepatitis=Hepatitis.HBV_AND_HCV,
            afp_ng_per_ml=400.5,
            ct_date=date(2026, 1, 1),
            previous_session=PreviousSession(child_pugh_before=6, radiological_response=RadiologicalResponse.SD),
        ),
        ct_series=CtSeries(
            "1.2.3", "1.2", "Portal venous", "CT", ContrastPhase.PORTAL_VENOUS, (Path("secret/a.dcm"),), 3, LATTICE,
            Verdict(Suitability.INFER), CtAcquisition("GE", kvp=120.0, acquisition_date=date(2026, 1, 1)),
            PatientIdentity(name="Secret^Name"),
        ),
        ct_roi=RoiMeasurements(6.8, 25.0, 38.8, 3),
        slide=SlideFacts(
            Path("secret/slide.svs"), "aperio", 2220, 2967, 0.499, 20.0, 1, (0, 0),
            Verdict(Suitability.VIEW, (Sentence.of("coarser than {um} µm/px", um=0.25),)),
            PatientIdentity(name="Secret^Name"),
        ),
        ct_response=CT_RESPONSE,
        slide_response=SLIDE_RESPONSE,
        survival=(("pfs-nomogram-demo", SURVIVAL),),
        scores=(("albi", ScoreFinding("albi", -2.31, "grade 2", {"albumin": -3.4}, "Johnson 2015")),),
        applicability=(ApplicabilityVerdict("haim-demo", rules),),
        models=(),
        problems=(Problem(Severity.WARNING, "slide", Sentence.of("blurred"), Sentence.of("scan again")),),
        figures=(Figure("ct_1", np.zeros((2, 2, 3), np.uint8), Sentence.of("Slice {n}", n=5)),),
        provenance=PROVENANCE,
        patches=PATCHES,
    )  # fmt: skip


def an_empty_result() -> CaseResult:
    return CaseResult(
        regimen=Regimen.HAIC_TKI_ICI,
        clinical=ClinicalRecord(),
        ct_series=None,
        ct_roi=None,
        slide=None,
        ct_response=NO_ROI,
        slide_response=NO_ROI,
        survival=(("pfs-nomogram-demo", NO_ROI), ("other", NO_ROI)),
        scores=(("albi", NO_ROI),),
        applicability=(),
        models=(),
        problems=(),
        figures=(),
        provenance=replace(PROVENANCE, runtime=None, inputs=(), models=(), overrides=()),
    )


def valid(document) -> bool:
    validator = jsonschema.Draft202012Validator(schema("result"), format_checker=jsonschema.FormatChecker())
    return validator.is_valid(document)


def read_back(result: CaseResult, folder: Path):
    return json.loads(write_result(result, folder, {"ct_1": SHA}).read_text(encoding="utf-8"))


def test_that_the_schema_is_sound_and_closed():
    jsonschema.Draft202012Validator.check_schema(schema("result"))
    objects = [node for node in every_node(schema("result")) if "properties" in node]
    assert len(objects) > 20
    assert all(node["additionalProperties"] is False for node in objects if "type" in node)


def every_node(node):
    if isinstance(node, dict):
        yield node
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from every_node(child)


def test_that_the_schema_names_every_clinical_field():
    assert tuple(schema("result")["$defs"]["clinical"]["properties"]) == CLINICAL_FIELDS


@pytest.mark.parametrize("result", [a_full_result(), an_empty_result()], ids=["full", "empty"])
def test_that_a_written_result_follows_the_schema(result, tmp_path):
    document = read_back(result, tmp_path)
    jsonschema.validate(document, schema("result"), cls=jsonschema.Draft202012Validator)


def test_that_the_response_of_the_ct_is_told_with_direction_and_range(tmp_path):
    assert read_back(a_full_result(), tmp_path)["ct_response"] == {
        "model_id": "ct-response-demo",
        "probability_of_objective_response": 0.625,
        "threshold": 0.5,
        "direction": "higher favours objective response",
        "favours_response": True,
        "leaning": "favours_response",
        "interval_95": {"not_computed": "this model gives no interval"},
        "distance_to_training": None,
        "in_regimen": True,
        "n_slices": 3,
        "slice_probability_range": [0.5, 0.75],
        "image_features": [0.1, -0.2],
        "readings": [],
    }


def test_that_the_score_of_the_slide_is_told_with_the_opposite_direction(tmp_path):
    assert read_back(a_full_result(), tmp_path)["slide_response"] == {
        "model_id": "haim-demo",
        "post_treatment_risk_prediction_score": 0.7,
        "threshold": 0.532,
        "direction": "higher favours stable or progressive disease",
        "favours_response": False,
        "leaning": "favours_no_response",
        "interval_95": {"not_computed": "this model gives no interval"},
        "distance_to_training": None,
        "stain_distance_to_training": None,
        "in_regimen": False,
        "patches": {"kept": 2, "dropped": {"background": 1, "bad_stain": 0}},
        "explanation": {
            "method": "Occlusion of 2",
            "direction": "positive speaks for response",
            "contribution": [0.1, -0.002],
            "pictures": [],
        },
    }


def test_that_survival_is_told_per_bundle_with_curve_and_nomogram(tmp_path):
    (entry,) = read_back(a_full_result(), tmp_path)["survival"]
    assert entry["model_id"] == "pfs-nomogram-demo"
    assert entry["cohort_kind"] == "phantom"
    assert entry["probability_at_months"] == {"12": 0.6, "18": 0.4, "24": 0.3}
    assert entry["median_months"] is None
    assert entry["curve"] == {
        "months": [1.0, 13.5], "probability": [0.9, 0.4], "end_months": 30.0, "low_95": [], "high_95": []
    }  # fmt: skip
    assert entry["nomogram"]["total_points"] == 100.0
    assert entry["nomogram"]["axes"][0]["value"] == 1.0
    assert entry["nomogram"]["axes"][0]["points"] == 100.0


def test_that_what_is_not_computed_says_why_in_its_place(tmp_path):
    document = read_back(an_empty_result(), tmp_path)
    reason = "No tumour region on the CT."
    assert document["ct_response"] == document["slide_response"] == {"not_computed": reason}
    assert document["survival"][0] == {"model_id": "pfs-nomogram-demo", "not_computed": reason}
    assert document["scores"] == [{"score": "albi", "not_computed": reason}]
    assert document["measurements"] is None


def test_that_an_unknown_clinical_field_stays_unknown_and_a_known_one_is_plain(tmp_path):
    clinical = read_back(a_full_result(), tmp_path)["clinical"]
    assert clinical["cirrhosis"] is None
    assert (clinical["sex"], clinical["hepatitis"], clinical["ct_date"]) == ("female", "hbv+hcv", "2026-01-01")
    assert clinical["previous_session"]["radiological_response"] == "sd"


def test_that_provenance_tells_inputs_models_machine_and_overrides(tmp_path):
    record = read_back(a_full_result(), tmp_path)["provenance"]
    assert record["inputs"] == [{"role": "ct", "name": "series", "sha256": SHA, "detail": "89 files"}]
    assert record["models"][0]["sha256"] == SHA
    assert record["runtime"]["precision"] == "fp32"
    assert record["overrides"] == [{"stop": "wrong-patient", "reason": "typed wrongly in the scanner"}]


def test_that_a_recalibrated_model_says_so_and_what_it_gave_before(tmp_path):
    moved = Recalibration(0.25, 0.9, "Ward 5", SHA, 80, 31, BackboneReference("ct-response-demo", SHA), "0.9", SHA)
    manifest = a_manifest(ModelKind.CT_RESPONSE, recalibration=moved)
    finding = replace(CT_RESPONSE, probability_before_recalibration=0.5)
    document = result_document(replace(a_full_result(), ct_response=finding, models=(manifest,)), {"ct_1": SHA})
    jsonschema.validate(document, schema("result"))
    assert document["ct_response"]["probability_before_recalibration"] == 0.5
    told = document["provenance"]["models"][0]["recalibration"]
    assert (told["intercept"], told["slope"], told["patients"], told["events"]) == (0.25, 0.9, 80, 31)
    assert told["original"] == {"model_id": "ct-response-demo", "sha256": SHA}


@pytest.mark.control("RISK-38-b")
def test_that_neither_the_names_in_image_headers_nor_folders_are_repeated(tmp_path):
    text = write_result(a_full_result(), tmp_path).read_text(encoding="utf-8")
    assert "Secret" not in text
    assert "secret" not in text
    assert '"file": "slide.svs"' in text


def test_that_chinese_is_written_as_such_and_keys_are_sorted(tmp_path):
    text = write_result(a_full_result(), tmp_path).read_text(encoding="utf-8")
    assert '"name": "张三"' in text
    assert list(json.loads(text)) == sorted(json.loads(text))


@pytest.mark.control("RISK-28-a")
def test_that_the_same_result_gives_the_same_bytes(tmp_path):
    first, second = (write_result(a_full_result(), tmp_path / name).read_bytes() for name in "ab")
    assert first == second


def test_that_numbers_come_back_to_the_last_digit(tmp_path):
    odd = 0.1 + 0.2
    survival = replace(SURVIVAL, probability_at_months={"12": odd})
    document = read_back(replace(a_full_result(), survival=(("m", survival),)), tmp_path)
    assert document["survival"][0]["probability_at_months"]["12"] == odd


@pytest.mark.parametrize("number", [float("nan"), float("inf"), np.float32("nan")])
@pytest.mark.control("RISK-20-c")
def test_that_a_number_that_is_none_is_refused_by_its_place_and_nothing_is_written(number, tmp_path):
    bad = replace(SURVIVAL, probability_at_months={"12": number})
    with pytest.raises(StoreError, match=r"result\.survival\[0\]\.probability_at_months\.12 is (nan|inf)"):
        write_result(replace(a_full_result(), survival=(("m", bad),)), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_that_a_figure_without_a_file_has_no_hash():
    assert result_document(a_full_result(), {})["figures"] == [{"name": "ct_1", "caption": "Slice 5", "sha256": None}]


def test_that_a_file_name_that_is_no_text_is_still_written(tmp_path):
    odd = Path("scan\udcff.svs")  # what Python makes of a byte that is no UTF-8
    result = replace(a_full_result(), slide=replace(a_full_result().slide, path=odd))
    assert read_back(result, tmp_path)["slide"]["file"].startswith("scan")


@pytest.mark.control("RISK-31-a")
def test_that_an_earlier_result_survives_a_write_that_fails(tmp_path, monkeypatch):
    write_result(an_empty_result(), tmp_path)
    before = (tmp_path / "result.json").read_bytes()

    def full_disk(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(StoreError, match="No space left on device"):
        write_result(a_full_result(), tmp_path)
    assert (tmp_path / "result.json").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["result.json"]


def test_that_a_folder_that_is_a_file_is_refused_in_words(tmp_path):
    (tmp_path / "out").write_text("")
    with pytest.raises(StoreError, match="could not be written"):
        write_result(a_full_result(), tmp_path / "out")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda d: d.update(surprise=1),
        lambda d: d["ct_response"].pop("threshold"),
        lambda d: d["ct_response"].update(direction="higher favours progressive disease"),
        lambda d: d["ct_response"].update(probability_of_objective_response=1.2),
        lambda d: d["ct_response"].update(not_computed="both"),
        lambda d: d["survival"][0].update(cohort_kind="demo"),
        lambda d: d["survival"][0]["probability_at_months"].update({"one year": 0.5}),
        lambda d: d["survival"][0].pop("model_id"),
        lambda d: d["provenance"]["inputs"][0].update(sha256="abc"),
        lambda d: d["clinical"].update(bilirubin=3),
        lambda d: d["clinical"].update(ct_date="yesterday"),
        lambda d: d.update(version=1),
        lambda d: d.update(slide_response={"not_computed": ""}),
    ],
)
def test_that_the_schema_refuses_what_is_not_a_result(spoil):
    document = json.loads(json.dumps(result_document(a_full_result(), {})))
    assert valid(document)
    spoil(document)
    assert not valid(document)


def test_that_every_patch_says_where_it_lies_and_what_became_of_it():
    patches = result_document(a_full_result(), {})["patches"]
    assert (patches["x_px"], patches["y_px"]) == ([0, 512, 0], [0, 0, 512])
    assert patches["outcome"] == ["kept", "background", "kept"]  # what was not sampled is counted only
    assert patches["dropped"]["not_sampled"] == 1
    assert (patches["kept"], patches["size_px"]) == (2, 512)
    assert result_document(an_empty_result(), {})["patches"] is None


def test_that_contributions_follow_the_kept_patches_in_the_shortest_digits():
    told = result_document(a_full_result(), {})["slide_response"]["explanation"]
    assert told["contribution"] == [0.1, -0.002]
    assert told["method"] == "Occlusion of 2"
    assert told["direction"] == "positive speaks for response"
    plain = replace(a_full_result(), slide_response=replace(SLIDE_RESPONSE, explanation=None))
    document = result_document(plain, {})
    assert document["slide_response"]["explanation"] is None
    assert valid(document)


def test_that_the_largest_bag_stays_a_small_file(tmp_path):
    n = 4096
    grid = PatchGrid(np.array([(512 * (i % 64), 512 * (i // 64)) for i in range(n)]), 512, 512, 0.25)
    contribution = np.random.default_rng(0).normal(0, 1e-3, n).astype(np.float32)
    large = replace(
        a_full_result(),
        patches=PatchSelection(grid, np.arange(n), {}),
        slide_response=replace(SLIDE_RESPONSE, explanation=SlideExplanation(contribution, Sentence.of("Occlusion"))),
    )
    assert write_result(large, tmp_path).stat().st_size < 400_000
