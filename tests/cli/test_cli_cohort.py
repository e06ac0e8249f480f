"""`hccdesk cohort check` and `hccdesk cohort template`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from hccdesk.cli import main as cli

TABLE = (
    "patient_id,mrecist,pfs_months,pfs_event,ttp_months,ttp_event,inr\n"
    "001,pr,3,1,3,2,1.5\n"
    "002,cr,7,0,3,1,\n"
    "003,,,,2,0,1.1\n"
)


def run_main(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["hccdesk", *arguments])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return int(ended.value.code or 0)


def a_table(folder: Path, text: str = TABLE) -> Path:
    (folder / "cohort.csv").write_text(text, encoding="utf-8")
    return folder / "cohort.csv"


def test_that_a_sound_table_is_summed_up(tmp_path, monkeypatch, capsys):
    (tmp_path / "cohort.json").write_text(json.dumps({"kind": "site", "title": "Ward 3"}))
    assert run_main(monkeypatch, "cohort", "check", str(a_table(tmp_path))) == 0
    assert capsys.readouterr().out.splitlines() == [
        "3 site patients: Ward 3",
        "response (mRECIST): known in 2 (CR 1, PR 1, SD 0, PD 0)",
        "Progression-free survival: known in 2, 1 with the event",
        "Time to progression: known in 3, 1 with the event, 1 died before it",
        "CT: none",
        "slide: none",
    ]


def test_that_every_fault_is_a_line_on_stderr_and_the_exit_code_says_refused(tmp_path, monkeypatch, capsys):
    table = a_table(tmp_path, "patient_id,afp,pfs_months,pfs_event\n1,5,-1,1\n1,5,2,3\n")
    assert run_main(monkeypatch, "cohort", "check", str(table)) == 3
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 4
    assert all(line.startswith(f"hccdesk: {table}: ") for line in said.err.splitlines())


def test_that_images_are_read_on_demand(tmp_path, monkeypatch, capsys):
    (tmp_path / "slide.svs").write_bytes(b"torn")
    table = a_table(tmp_path, "patient_id,slide\n1,slide.svs\n")
    assert run_main(monkeypatch, "cohort", "check", str(table)) == 0
    assert "slide: 1 of 1 patients, 0 with the tumour outlined" in capsys.readouterr().out
    assert run_main(monkeypatch, "cohort", "check", str(table), "--images") == 3
    assert "Patient 1 of the table: " in capsys.readouterr().err


def test_that_a_warning_stands_below_the_summary(tmp_path, monkeypatch, capsys):
    table = a_table(tmp_path, "patient_id,os_months,os_event\n1,300,1\n2,400,0\n")
    assert run_main(monkeypatch, "cohort", "check", str(table)) == 0
    assert capsys.readouterr().out.splitlines()[-1] == (
        "warning: os_months: the median is 350 months; these look like days or weeks "
        "(divide days by 30.4375, weeks by 4.3482)"
    )


def test_that_a_template_is_written_and_says_where(tmp_path, monkeypatch, capsys):
    out = tmp_path / "mine.csv"
    assert run_main(monkeypatch, "cohort", "template", "--out", str(out)) == 0
    assert capsys.readouterr().out.splitlines() == [str(out), str(tmp_path / "mine-columns.csv")]
    assert run_main(monkeypatch, "cohort", "template", "--out", str(out)) == 3
