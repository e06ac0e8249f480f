"""`hccdesk report`: what it prints, and what it refuses before anything is written."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from report_builder import a_result
from typer.testing import CliRunner

from hccdesk.cli.main import command_line
from hccdesk.domain.errors import StoreError
from hccdesk.workflow.write_outputs import write_outputs


def run(*arguments: object):
    return CliRunner().invoke(command_line("report"), ["report", *map(str, arguments)], catch_exceptions=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_outputs(a_result(), tmp_path / "written")
    return tmp_path / "written"


def test_that_the_report_is_written_and_a_missing_record_of_the_board_is_said(folder: Path, tmp_path: Path) -> None:
    done = run(folder / "result.json", "--out", tmp_path / "again.pdf")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "again.pdf").read_bytes() == (folder / "report.pdf").read_bytes()
    assert "No record of a board lies beside the result" in done.output


def test_that_a_result_of_another_version_says_so(tmp_path: Path) -> None:
    made_by = replace(a_result().provenance, software_version="0.0.1")
    write_outputs(replace(a_result(), provenance=made_by), tmp_path)
    assert "The result was made by hccdesk 0.0.1" in run(tmp_path, "--out", tmp_path / "again.pdf").output


def test_that_parts_and_paper_can_be_chosen(folder: Path, tmp_path: Path) -> None:
    short, out = tmp_path / "short.pdf", tmp_path / "letter.pdf"
    assert run(folder, "--out", short, "--parts", "none").exit_code == 0
    assert run(folder, "--out", out, "--parts", "evidence, inputs", "--paper", "letter").exit_code == 0
    one, other = pypdfium2.PdfDocument(short), pypdfium2.PdfDocument(out)
    assert len(one) < len(other)
    assert other.get_page_size(0) == (612, 792)
    titles = [mark.get_title() for mark in other.get_toc()]
    assert "Evidence" in titles and "Annex A – Inputs" in titles
    assert not any(title.startswith("Annex E") for title in titles)


@pytest.mark.parametrize(
    "arguments",
    [("--out", "again.txt"), ("--out", "result.json"), ("--out", "a.pdf", "--parts", "annex Z"),
     ("--out", "a.pdf", "--paper", "a3"), ("--out", "a.pdf", "--language", "fr"), ()],
)  # fmt: skip
def test_that_wrong_usage_is_refused_and_the_result_is_not_overwritten(arguments, folder, monkeypatch) -> None:
    monkeypatch.chdir(folder)
    before = Path("result.json").read_bytes()
    assert run("result.json", *arguments).exit_code == 2
    assert Path("result.json").read_bytes() == before and not Path("a.pdf").exists()


def test_that_a_result_of_the_first_format_is_refused_with_what_to_do(folder: Path, tmp_path: Path) -> None:
    document = json.loads((folder / "result.json").read_text("utf-8")) | {"version": 1}
    (folder / "result.json").write_text(json.dumps(document), "utf-8")
    done = run(folder, "--out", tmp_path / "again.pdf")
    assert isinstance(done.exception, StoreError)
    assert "earlier version of hccdesk" in str(done.exception) and "Analyse the case again" in str(done.exception)
    assert not (tmp_path / "again.pdf").exists()
