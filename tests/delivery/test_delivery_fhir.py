"""The FHIR bundle, checked by a model of R4 made by others, and against the result that it tells of."""

from __future__ import annotations

import base64
import hashlib
import json

import pytest
from chart_builder import PDF, STUDY_UID, made, path_of, signed, write_ct
from report_builder import a_complete_result, nothing_computed

from hccdesk.domain.delivery import ObjectKind
from hccdesk.domain.progress import NoProgress
from hccdesk.workflow.chart_source import ChartSource
from hccdesk.workflow.make_chart_objects import ChartOptions, make_chart_objects

R4B = pytest.importorskip("fhir.resources.R4B.bundle")


@pytest.fixture(scope="module")
def ct(tmp_path_factory):
    return write_ct(tmp_path_factory.mktemp("source") / "ct")


@pytest.fixture(scope="module")
def bundle(tmp_path_factory, ct):
    return read(made(tmp_path_factory.mktemp("made") / "chart", ct))


def read(chart):
    return json.loads(path_of(chart, ObjectKind.FHIR).read_text("utf-8"))


def resources(bundle, kind):
    return [entry["resource"] for entry in bundle["entry"] if entry["resource"]["resourceType"] == kind]


def without_ct(folder, result, options=ChartOptions()):  # noqa: B008 - frozen
    return make_chart_objects(result, PDF, ChartSource(), folder, options, progress=NoProgress())


def test_that_the_bundle_is_valid_r4(tmp_path, ct):
    chart = made(tmp_path / "chart", ct)
    parsed = R4B.Bundle.model_validate_json(path_of(chart, ObjectKind.FHIR).read_bytes())
    assert parsed.type == "collection"


@pytest.mark.parametrize("result", [a_complete_result, nothing_computed], ids=["no study", "nothing computed"])
def test_that_a_result_without_a_study_gives_a_valid_bundle_too(tmp_path, result):
    chart = without_ct(tmp_path / "chart", result())
    R4B.Bundle.model_validate_json(path_of(chart, ObjectKind.FHIR).read_bytes())
    assert [one.kind for one in chart.objects] == [ObjectKind.FHIR]


def test_that_the_report_carries_the_pdf(bundle):
    (report,) = resources(bundle, "DiagnosticReport")
    (form,) = report["presentedForm"]
    assert base64.b64decode(form["data"]) == PDF
    assert form["size"] == len(PDF)
    assert form["hash"] == base64.b64encode(hashlib.sha1(PDF, usedforsecurity=False).digest()).decode()
    assert (form["contentType"], form["language"]) == ("application/pdf", "en")


def test_that_the_report_is_preliminary_until_it_is_signed(bundle, ct, tmp_path):
    final = read(made(tmp_path / "chart", ct, options=signed()))
    for told, status in ((bundle, "preliminary"), (final, "final")):
        kinds = ("DiagnosticReport", "Observation", "RiskAssessment")
        assert {one["status"] for kind in kinds for one in resources(told, kind)} == {status}


def test_that_every_reference_leads_somewhere(bundle):
    there = {entry["fullUrl"] for entry in bundle["entry"]}

    def references(value):
        if isinstance(value, dict):
            yield from ([value["reference"]] if "reference" in value else [])
            for inner in value.values():
                yield from references(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from references(inner)

    named = set(references(bundle))
    assert named
    assert named <= there
    assert len(there) == len(bundle["entry"])


def test_that_who_and_where_from_are_told(bundle):
    (patient,) = resources(bundle, "Patient")
    assert patient["identifier"] == [{"value": "000123"}]
    assert (patient["name"], patient["gender"], patient["birthDate"]) == ([{"text": "Li Ming"}], "male", "1964-01-02")
    (study,) = resources(bundle, "ImagingStudy")
    assert {one["value"] for one in study["identifier"]} == {f"urn:oid:{STUDY_UID}", "A-77"}
    assert study["series"][0]["numberOfInstances"] == 8


def test_that_a_probability_is_a_risk_with_its_model_limits_and_warning(bundle):
    risks = {one["code"]["text"]: one for one in resources(bundle, "RiskAssessment")}
    ct_model = risks["DEMONSTRATION Response by the CT model"]
    (prediction,) = ct_model["prediction"]
    assert prediction["probabilityDecimal"] == 0.64
    assert ct_model["method"]["text"] == "ct-response-demo 0.1.0"
    assert ct_model["note"][0]["text"].startswith("Warning: DEMONSTRATION")
    survival = risks["DEMONSTRATION Survival: pfs-nomogram-demo"]["prediction"]
    assert [one["whenRange"]["high"]["value"] for one in survival] == [12, 18, 24]
    assert survival[0]["rationale"] == "95 % limits 0.480 to 0.670"  # a_survival_with_band
    (report,) = (entry for entry in bundle["entry"] if entry["resource"]["resourceType"] == "DiagnosticReport")
    assert ct_model["parent"]["reference"] == report["fullUrl"]


def test_that_models_of_two_regimens_are_never_one_number(bundle):
    (prps,) = (one for one in resources(bundle, "Observation") if "slide model" in one["code"].get("text", ""))
    assert prps["code"]["text"].startswith("DEMONSTRATION")
    assert prps["valueQuantity"]["value"] == 0.41
    assert len([one for one in resources(bundle, "RiskAssessment") if "slide" in one["code"]["text"]]) == 0


def test_that_a_score_that_is_missing_says_why(bundle):
    absent = {one["code"]["text"]: one for one in resources(bundle, "Observation") if "dataAbsentReason" in one}
    assert "crp" in absent["Score: CRAFITY"]["dataAbsentReason"]["text"]
    assert "valueQuantity" not in absent["Score: CRAFITY"]


def test_that_the_conclusion_warns_of_demonstrations(bundle):
    (report,) = resources(bundle, "DiagnosticReport")
    assert report["conclusion"].startswith("DEMONSTRATION")


def test_that_the_same_result_gives_the_same_bundle(tmp_path):
    first, second = (without_ct(tmp_path / name, a_complete_result()) for name in ("one", "two"))
    assert first.objects[0].sha256 == second.objects[0].sha256


def test_that_no_number_of_a_demonstration_has_a_code_without_saying_so(bundle):
    coded = [
        concept
        for risk in resources(bundle, "RiskAssessment")
        if "-demo" in risk["method"]["text"]
        for concept in (risk["code"], *(one["outcome"] for one in risk["prediction"]))
    ]
    coded += [one["code"] for one in resources(bundle, "Observation") if "valueQuantity" in one and "device" in one]
    assert len(coded) > 6
    for concept in coded:
        assert concept["text"].startswith("DEMONSTRATION")
        for code in concept.get("coding", ()):
            assert code["code"].startswith("demo-")
            assert code["display"].startswith("DEMONSTRATION")


def test_that_a_size_bears_the_day_of_the_images_and_not_that_of_the_analysis(bundle):
    sizes = [one for one in resources(bundle, "Observation") if one.get("derivedFrom")]
    assert len(sizes) == 4
    assert {one["effectiveDateTime"] for one in sizes} == {resources(bundle, "ImagingStudy")[0]["started"]}
