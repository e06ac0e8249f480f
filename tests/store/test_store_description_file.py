"""description.json: what was not computed says why, and no number is not a number."""

from __future__ import annotations

import json
from dataclasses import replace

import jsonschema
import pytest

from hccdesk.domain import cohort_description
from hccdesk.domain.cohort_description import CohortDescription, ResponseRow
from hccdesk.domain.errors import StoreError
from hccdesk.domain.estimate import Estimate
from hccdesk.domain.manifest import CohortKind
from hccdesk.domain.result import NotComputed
from hccdesk.domain.sentence import Sentence
from hccdesk.resources import schema
from hccdesk.store.description_file import FILE_NAME, description_bytes, description_document, write_description

NOT_KNOWN = NotComputed(Sentence.of("The response of {who} is known.", who="no patient"))
EMPTY = CohortDescription(
    table="cohort.csv",
    sha256="0123456789abcdef" * 4,
    kind=CohortKind.SITE,
    patients=3,
    by="arm",
    groups=(("HAIC", 3),),
    baseline=(),
    response=NOT_KNOWN,
    response_test=cohort_description.TestOutcome("Fisher's exact", None, None, 0.5),
    survival=(),
    regressions=(NOT_KNOWN,),
    notes=(Sentence.of("{n} patients", n=3),),
    program_version="0.1.0",
)
ROW = ResponseRow("HAIC", {"cr": 1, "pr": 0, "sd": 0, "pd": 2}, 3, Estimate(1 / 3, 0.06), Estimate(float("nan")))


def test_that_what_was_not_computed_is_its_reason():
    document = description_document(EMPTY)
    assert document["response"] == {"not_computed": "The response of no patient is known."}
    assert document["notes"] == ["3 patients"]
    assert document["groups"] == [["HAIC", 3]]
    jsonschema.Draft202012Validator(schema("description")).validate(document)


def test_that_the_schema_refuses_what_it_does_not_know():
    validator = jsonschema.Draft202012Validator(schema("description"))
    for wrong in ({"patients": -1}, {"kind": "real"}, {"response": {"not_computed": ""}}, {"more": 1}):
        assert list(validator.iter_errors(description_document(EMPTY) | wrong)), wrong


def test_that_a_number_that_is_none_is_refused_with_its_place():
    with pytest.raises(StoreError, match=r"description\.response\[0\]\.disease_control_rate\.value"):
        description_document(replace(EMPTY, response=(ROW,)))


def test_that_it_is_written_whole_and_the_same_twice(tmp_path):
    path = write_description(EMPTY, tmp_path / "new")
    assert path == tmp_path / "new" / FILE_NAME
    assert path.read_bytes() == description_bytes(EMPTY)
    assert json.loads(path.read_text(encoding="utf-8"))["version"] == 1


def test_that_a_file_in_the_way_is_said(tmp_path):
    (tmp_path / "taken").write_text("")
    with pytest.raises(StoreError, match="could not be written"):
        write_description(EMPTY, tmp_path / "taken")
