"""The trail as a file: for a spreadsheet without formulas, for a program with everything."""

from __future__ import annotations

import csv
import hashlib
import io
import json

import pytest
from audit_builder import SOME_EVENTS, a_recorder, a_trail, all_rows, an_empty_trail, rewrite
from hypothesis import given, settings
from hypothesis import strategies as st

from hccdesk.domain.audit import AuditAction, AuditEvent
from hccdesk.domain.errors import InputError, StoreError
from hccdesk.store.audit_chain import COLUMNS, append, rows
from hccdesk.store.audit_export import write_audit
from hccdesk.store.audit_verdict import verify

FORMULAS = ("=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)", "\t=1", "\r=1")


def written(tmp_path, connection, name):
    path = tmp_path / name
    sha256 = write_audit(path, rows(connection), verify(connection))
    assert sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    return path


def lines_of(path):
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def test_that_csv_has_every_act_and_the_verdict(tmp_path):
    connection = a_trail()
    path = written(tmp_path, connection, "trail.csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")  # for Excel
    *lines, verdict = lines_of(path)
    assert list(lines[0]) == [*COLUMNS, "finding"]
    assert [int(line["sequence"]) for line in lines] == [1, 2, 3, 4, 5]
    assert [line["action"] for line in lines] == [event.action.value for event in SOME_EVENTS]
    assert lines[2]["models"] == "haim-demo 1.2.0; ct-demo 1.0.0"
    assert lines[3]["reason"] == "The board knows of the TACE; 已知"
    assert (verdict["action"], verdict["finding"]) == ("verdict", "whole")


@pytest.mark.bad("BAD-083")
@pytest.mark.parametrize("formula", FORMULAS)
def test_that_no_cell_becomes_a_formula(tmp_path, formula):
    connection = an_empty_trail()
    append(connection, AuditEvent(AuditAction.OVERRIDDEN, reason=formula, detail=formula), a_recorder())
    line = lines_of(written(tmp_path, connection, "trail.csv"))[0]
    assert line["reason"] == line["detail"]
    assert line["reason"].startswith("'")
    assert line["reason"].replace("'", "") == formula.replace("'", "")


@settings(deadline=None)
@given(st.text(max_size=30))
def test_that_whatever_was_said_begins_no_formula(tmp_path_factory, said):
    connection = an_empty_trail()
    append(connection, AuditEvent(AuditAction.OVERRIDDEN, reason=said), a_recorder())
    path = written(tmp_path_factory.mktemp("export"), connection, "trail.csv")
    assert not lines_of(path)[0]["reason"].startswith(("=", "+", "-", "@", "\t", "\r"))


def hashed_as_the_manual_says(row: dict) -> str:
    """Without any of our own code."""
    covered = {name: value for name, value in row.items() if name != "sha256"}
    covered["models"] = json.dumps(covered["models"], separators=(",", ":"))
    text = json.dumps(covered, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def test_that_json_lines_hold_all_that_the_hashes_cover(tmp_path):
    connection = a_trail()
    *told, last = [json.loads(line) for line in written(tmp_path, connection, "trail.jsonl").read_text().splitlines()]
    for line, kept in zip(told, all_rows(connection), strict=True):
        assert {**line["row"], "models": kept["models"]} == kept
        assert hashed_as_the_manual_says(line["row"]) == kept["sha256"]
    assert last["verdict"] == {
        "is_whole": True,
        "n_rows": 5,
        "head_sha256": told[-1]["row"]["sha256"],
        "findings": [],
    }


@pytest.mark.parametrize("name", ["trail.csv", "trail.jsonl"])
def test_that_tampering_is_in_the_file(tmp_path, name):
    connection = a_trail()
    changed = all_rows(connection)
    changed[2]["reason"] = "never said"
    del changed[3]
    rewrite(connection, changed)
    path = written(tmp_path, connection, name)
    if name.endswith(".csv"):
        lines = {line["sequence"]: line for line in lines_of(path)}
        assert lines["3"]["finding"] == "Row 3 was changed after it was written."
        assert lines["4"]["finding"] == "Row 4 is missing."
        assert lines[""]["finding"] == "TAMPERED WITH"
    else:
        verdict = json.loads(path.read_text().splitlines()[-1])["verdict"]
        assert not verdict["is_whole"]
        assert [finding["sequence"] for finding in verdict["findings"]] == [3, 4]


def test_that_another_ending_is_refused_and_nothing_is_written(tmp_path):
    with pytest.raises(InputError, match=r"\.csv or \.jsonl"):
        written(tmp_path, a_trail(), "trail.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_that_a_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(StoreError, match="cannot be written"):
        written(tmp_path / "not there", a_trail(), "trail.csv")
