"""`hccdesk cohort describe` as it is typed."""

from __future__ import annotations

import json

from typer.testing import CliRunner

from hccdesk.cli.main import command_line
from hccdesk.domain.errors import InputError
from hccdesk.workflow.make_phantom_cohort import make_phantom_cohort

TABLE = (
    "patient_id,age_years,sex,arm,mrecist,pfs_months,pfs_event\n"
    "001,61,male,TACE,cr,14.2,1\n002,55,female,HAIC,sd,6.1,1\n003,70,male,HAIC,pd,2.5,1\n004,48,male,TACE,pr,20,0\n"
)


def described(*arguments):
    return CliRunner().invoke(command_line("cohort"), ["cohort", "describe", *map(str, arguments)])


def test_that_a_cohort_is_described_as_json_and_pdf(tmp_path):
    table = tmp_path / "cohort.csv"
    table.write_text(TABLE, encoding="utf-8")
    done = described(table, "--by", "arm", "--out", tmp_path / "out", "--language", "zh")
    assert done.exit_code == 0, done.output
    assert done.output.split() == [str(tmp_path / "out" / f"description.{kind}") for kind in ("json", "pdf")]
    found = json.loads((tmp_path / "out" / "description.json").read_text(encoding="utf-8"))
    assert (found["patients"], found["groups"]) == (4, [["HAIC", 2], ["TACE", 2]])
    assert (tmp_path / "out" / "description.pdf").read_bytes().startswith(b"%PDF")


def test_that_a_phantom_cohort_is_described(tmp_path):
    table = make_phantom_cohort(tmp_path / "phantoms", 24, 3, images=False)
    done = described(table, "--by", "responded", "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    found = json.loads((tmp_path / "out" / "description.json").read_text(encoding="utf-8"))
    assert (found["kind"], found["patients"]) == ("phantom", 24)


def test_that_an_unknown_column_is_refused_with_those_there_are(tmp_path):
    table = tmp_path / "cohort.csv"
    table.write_text(TABLE, encoding="utf-8")
    done = described(table, "--by", "stage", "--out", tmp_path / "out")
    assert isinstance(done.exception, InputError)
    assert "Choose one of age_years, sex, arm, responded, mrecist." in str(done.exception)
    assert not (tmp_path / "out").exists()
