"""`hccdesk cohort score`: what it says, how it ends, and that its numbers are those of `hccdesk analyse`."""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from io import StringIO
from pathlib import Path

import pytest

from hccdesk.cli import main as cli
from hccdesk.cli.cohort_score import rows_named
from hccdesk.cohort.clinical_faults import field_names
from hccdesk.domain.audit import AuditAction
from hccdesk.domain.errors import InputError
from hccdesk.store.folder_lock import FolderLock
from hccdesk.workflow import batch_run
from hccdesk.workflow.case_library import case_library
from hccdesk.workflow.make_phantom_cohort import make_phantom_cohort


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["hccdesk", *arguments])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return int(ended.value.code or 0)


def score(monkeypatch, table: Path, out: Path, *more: str) -> int:
    told = ("--regimen", "tace-haic-pd1-tki", "--out", str(out), "--device", "cpu", *more)
    return run(monkeypatch, "cohort", "score", str(table), *told)


@pytest.fixture
def table(tmp_path):
    return make_phantom_cohort(tmp_path / "cohort", 3, 21, images=False)


def test_that_it_says_how_many_were_scored_and_where(table, tmp_path, monkeypatch, capsys):
    out = tmp_path / "out"
    assert score(monkeypatch, table, out, "--no-pdf") == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert "3 of 3 patients scored" in said.out
    assert said.out.splitlines()[-1] == str(out / "scores.csv")
    assert not list(out.rglob("*.pdf"))
    assert score(monkeypatch, table, out, "--no-pdf", "--only", "2-3") == 0
    assert "kept from an earlier run 3" in capsys.readouterr().out


def test_that_a_faulted_row_is_a_line_on_stderr_and_the_exit_code_says_so(table, tmp_path, monkeypatch, capsys):
    text = table.read_text(encoding="utf-8").replace(",male,", ",martian,").replace(",female,", ",martian,", 1)
    table.write_text(text, encoding="utf-8")
    assert score(monkeypatch, table, tmp_path / "out", "--no-pdf") == 3
    said = capsys.readouterr()
    faulted = len(said.err.splitlines())
    assert faulted > 0
    assert f"{faulted} of 3 could not be analysed" in said.out
    assert all(line.startswith("hccdesk: row ") for line in said.err.splitlines())
    assert "PHANTOM" not in said.err


def test_that_it_is_recorded_by_the_tables_hash_and_no_patients_name(table, tmp_path, monkeypatch):
    monkeypatch.setenv("HCCDESK_LIBRARY", str(tmp_path / "library"))
    assert score(monkeypatch, table, tmp_path / "out", "--no-pdf") == 0
    library = case_library(tmp_path / "library")
    library.open()
    (event,) = [row.event for row in library.audit_rows() if row.event.action is AuditAction.COHORT_SCORED]
    library.close()
    assert event.object_sha256 == hashlib.sha256(table.read_bytes()).hexdigest()
    assert event.detail == "table 3 of 3"
    assert any(model.startswith("ct-response-demo ") for model in event.models)


def test_that_a_second_run_on_the_same_folder_is_refused(table, tmp_path, monkeypatch, capsys):
    with FolderLock(tmp_path / "out"):
        assert score(monkeypatch, table, tmp_path / "out") == 3
    assert "another run is at work" in capsys.readouterr().err


def test_that_ctrl_c_ends_it_as_stopped_with_a_whole_table(table, tmp_path, monkeypatch, capsys):
    analyse, seen = batch_run.analyse_case, []

    def interrupted(case, workbench, progress):
        seen.append(case)
        if len(seen) == 2:
            raise KeyboardInterrupt
        return analyse(case, workbench, progress)

    monkeypatch.setattr(batch_run, "analyse_case", interrupted)
    assert score(monkeypatch, table, tmp_path / "out", "--no-pdf") == 130
    assert "stopped" in capsys.readouterr().err
    text = (tmp_path / "out" / "scores.csv").read_bytes().decode("utf-8-sig")
    assert [line["status"] for line in csv.DictReader(StringIO(text))] == ["computed", "not run", "not run"]


@pytest.mark.parametrize(
    ("text", "rows"), [("2", {2}), ("2-4, 9", {2, 3, 4, 9}), (" 3 ,3-3", {3})]
)  # fmt: skip
def test_that_rows_are_named_by_numbers_and_ranges(text, rows):
    assert rows_named(text) == rows


@pytest.mark.parametrize("text", ["", "a", "5-2", "2,,3", "-3", "1-99999999", "2-", "٣a"])
def test_that_what_names_no_rows_is_refused(text):
    with pytest.raises(InputError, match="names no rows"):
        rows_named(text)


@pytest.mark.slow
def test_that_every_finding_is_the_one_of_hccdesk_analyse(tmp_path, monkeypatch, capsys):
    folder = tmp_path / "cohort"
    table = make_phantom_cohort(folder, 1, 22)
    assert score(monkeypatch, table, tmp_path / "out") == 0
    (row,) = csv.DictReader(StringIO(table.read_text(encoding="utf-8")))
    known = {name: value for name, value in row.items() if value and name in field_names()}
    clinical = tmp_path / "row.csv"
    clinical.write_text("\n".join((",".join(known), ",".join(known.values()))), encoding="utf-8")
    roles = ("ct", "ct_roi", "slide", "slide_roi")
    told = [word for role in roles for word in (f"--{role.replace('_', '-')}", str(folder / row[role]))]
    alone, together = tmp_path / "alone", tmp_path / "out" / "row-000002"
    regimen = ("--regimen", "tace-haic-pd1-tki", "--device", "cpu")
    assert run(monkeypatch, "analyse", *regimen, "--clinical", str(clinical), "--out", str(alone), *told) == 0
    batch, single = (json.loads((where / "result.json").read_text(encoding="utf-8")) for where in (together, alone))
    for name in ("ct_response", "slide_response", "survival", "scores", "applicability", "measurements", "clinical"):
        assert batch[name] == single[name], name
    assert "probability_of_objective_response" in batch["ct_response"]
    assert "post_treatment_risk_prediction_score" in batch["slide_response"]
    figures = {path.name for path in (together / "figures").iterdir()}
    assert figures == {path.name for path in (alone / "figures").iterdir()}
