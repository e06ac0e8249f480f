"""`hccdesk validate` and `hccdesk recalibrate` on the command line: what is printed, and the refusals."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from hccdesk.cli import main


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr("sys.argv", ["hccdesk", *arguments])
    with pytest.raises(SystemExit) as ended:
        main.main()
    return int(ended.value.code or 0)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "cohort.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["patient_id", "age_years", "mrecist", "pfs_months", "pfs_event"])
        out.writerows(
            [[f"P{number}", 60, "pr" if number % 2 else "sd", number + 1, number % 2] for number in range(12)]
        )
    (tmp_path / "cohort.json").write_text('{"kind": "phantom", "title": "Twelve"}', encoding="utf-8")
    return path


@pytest.mark.parametrize("command", ["validate", "recalibrate"])
def test_that_a_bundle_that_is_not_here_is_refused_with_advice(monkeypatch, capsys, table, tmp_path, command):
    assert run(monkeypatch, command, "no-such-model", str(table), "--out", str(tmp_path / "out")) == 3
    assert "there is no model bundle no-such-model" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("command", ["validate", "recalibrate"])
def test_that_patients_without_what_the_model_needs_leave_nothing_to_validate(
    monkeypatch, capsys, table, tmp_path, command
):
    assert run(monkeypatch, command, "ct-response-demo", str(table), "--out", str(tmp_path / "out")) == 3
    assert "nothing to validate" in capsys.readouterr().err


def test_that_a_backbone_is_refused(monkeypatch, capsys, table, tmp_path):
    assert run(monkeypatch, "validate", "resnet50-backbone", str(table), "--out", str(tmp_path / "out")) == 3
    assert "predicts nothing" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["validate", "recalibrate"])
def test_that_both_are_listed(monkeypatch, capsys, command):
    run(monkeypatch, "--help")
    assert command in capsys.readouterr().out
