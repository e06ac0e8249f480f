"""validation.json: written and read back to the same value, after its schema, strictly."""

from __future__ import annotations

import json
from dataclasses import replace

import jsonschema
import pytest

from hccdesk import resources
from hccdesk.domain.cohort_description import TestOutcome as Outcome
from hccdesk.domain.errors import StoreError
from hccdesk.domain.estimate import Estimate
from hccdesk.domain.manifest import CohortKind, ModelKind
from hccdesk.domain.result import NotComputed
from hccdesk.domain.sentence import Sentence
from hccdesk.domain.validation import (
    Calibration,
    CalibrationPoint,
    ChecklistItem,
    Comparison,
    ConfusionMatrix,
    DecisionCurve,
    ResponseValidation,
    RocCurve,
    SubgroupRow,
    ValidationReport,
)
from hccdesk.store.validation_file import read_validation, validation_bytes, validation_schema

WHY = NotComputed(Sentence.of("{measure}: {n} patients", n=3, measure=Sentence.of("not reached")))

REPORT = ValidationReport(
    model_id="m",
    model_version="1",
    model_kind=ModelKind.HAIM,
    model_manifest_sha256="",
    model_cohort_kind=CohortKind.PHANTOM,
    cohort="Kohorte ☃",
    cohort_sha256="0" * 64,
    cohort_kind=CohortKind.SITE,
    how=Sentence.of("x {value:.2f}", value=0.5),
    unit_of_analysis="patient",
    patients_in_table=5,
    scored=4,
    not_scored=((Sentence.of("no slide was given"), 1),),
    response=ResponseValidation(
        positive="no response",
        patients=4,
        positives=2,
        auc=Estimate(0.75, 0.3, 1.0),
        roc=RocCurve((0.0, 0.5, 1.0), (0.0, 1.0, 1.0)),
        confusion=ConfusionMatrix(0.5, 2, 1, 1, 0, {"accuracy": Estimate(0.75, 0.3, 0.95), "ppv": WHY}),
        brier=0.2,
        calibration=Calibration(WHY, Estimate(0.1, None, None), (CalibrationPoint(0.2, Estimate(0.3), 4),)),
        decision_curves=(DecisionCurve("m", (0.1,), (0.2,), (0.3,)),),
        best_reachable_auc=None,
    ),
    survival=None,
    comparisons=(Comparison("c", "AUC", WHY, None, Outcome("DeLong's paired", 1.0, None, 0.3)),),
    subgroups=(SubgroupRow("sex", "male", 2, 1, WHY),),
    checklist=(ChecklistItem("1", "Title", "asks", None),),
    notes=(),
    program_version="0.1.0",
)


def test_that_a_report_comes_back_as_it_was_with_its_sentences():
    back = read_validation(validation_bytes(REPORT))
    assert back == REPORT
    assert back.response.confusion.measures["ppv"].reason.text == "not reached: 3 patients"


def test_that_the_same_report_gives_the_same_bytes():
    assert validation_bytes(REPORT) == validation_bytes(read_validation(validation_bytes(REPORT)))


def test_that_the_shipped_schema_is_up_to_date_and_accepts_what_we_write():
    assert resources.schema("validation") == validation_schema()
    jsonschema.Draft202012Validator.check_schema(validation_schema())
    jsonschema.validate(json.loads(validation_bytes(REPORT)), validation_schema())


def test_that_a_number_that_is_none_is_not_written():
    broken = replace(REPORT, subgroups=(SubgroupRow("sex", "male", 2, 1, Estimate(float("nan"))),))
    with pytest.raises(StoreError, match="no number"):
        validation_bytes(broken)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"unit_of_analysis": "slice"}, "not the patient"),
        ({"surprise": 1}, "surprise"),
        ({"scored": "4"}, "integer"),
        ({"response": None}, "one model"),
        ({"format": "another"}, "no hccdesk-validation"),
        ({"version": 2}, "version 1"),
        ({"cohort_kind": "imagined"}, "phantom"),
    ],
)
def test_that_another_document_is_refused(change, why):
    document = json.loads(validation_bytes(REPORT)) | change
    with pytest.raises(StoreError, match=why):
        read_validation(json.dumps(document).encode())


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff", b"[" * 100_000, b'{"format": NaN}'])
def test_that_what_is_no_document_is_refused(content):
    with pytest.raises(StoreError, match="cannot be read"):
        read_validation(content)


def test_that_a_name_given_twice_is_refused():
    text = validation_bytes(REPORT).decode().replace('"scored": 4', '"scored": 4, "scored": 5')
    with pytest.raises(StoreError, match="twice"):
        read_validation(text.encode())
