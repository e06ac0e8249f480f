"""`hccdesk cohort phantom`."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from hccdesk.cli import main as cli


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["hccdesk", "cohort", "phantom", *arguments])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return int(ended.value.code or 0)


def test_that_it_makes_the_table_and_names_it(monkeypatch, capsys, tmp_path: Path) -> None:
    out = tmp_path / "cohort"
    made = run(monkeypatch, "--patients", "3", "--seed", "9", "--out", str(out), "--external", "--no-images")
    assert made == 0
    assert capsys.readouterr().out == f"{out / 'cohort.csv'}\n"
    assert (out / "cohort.csv").read_text(encoding="utf-8").count("PHANTOM-E9-") == 3
    again = run(monkeypatch, "--patients", "3", "--seed", "10", "--out", str(out), "--no-images")
    assert again == 3
    assert "left alone" in capsys.readouterr().err


def test_that_nobody_is_no_cohort(monkeypatch, tmp_path: Path) -> None:
    assert run(monkeypatch, "--patients", "0", "--seed", "9", "--out", str(tmp_path / "cohort")) == 2
