"""`hccdesk selftest`: what is printed and written, and the exit code."""

from __future__ import annotations

import json
import sys
import unicodedata
from datetime import UTC, datetime

import pypdfium2
import pytest

from hccdesk.cli import main as cli
from hccdesk.cli import selftest as command
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.domain.selftest import SECTION_TITLES, CheckState, MachineFacts, SelftestCheck, SelftestReport
from hccdesk.domain.selftest import SelftestSection as Section
from hccdesk.domain.sentence import Sentence
from hccdesk.report.pdf import pdf_bytes
from hccdesk.report.selftest_report import outline

PASSED, FAILED, NOT_APPLICABLE = CheckState
MACHINE = MachineFacts(
    "Linux 6.1 (x86_64)", "A processor", 8, 16_384, ("CPU (x86_64, 8 cores)",), "3.11.7",
    Sentence.of("a Python package"), tuple((f"library-{n}", "1.2.3") for n in range(20)),
)  # fmt: skip
LONG = "its output {name} differs by {difference:.1e} from the stored one (limit {limit:.0e}, relative)"


def a_report(*states: CheckState, quick: bool = False) -> SelftestReport:
    finding = Sentence.of(LONG, name="probability", difference=0.02, limit=1e-4)
    checks = tuple(
        SelftestCheck(Sentence.of("files of {model}", model=f"model-{n}"), state, finding, 0.5)
        for n, state in enumerate(states)
    )
    sections = tuple(Section(key, title, checks) for key, title in SECTION_TITLES.items())
    return SelftestReport("1.2.3", datetime(2026, 11, 22, 5, 7, tzinfo=UTC), 33.4, quick, MACHINE, sections)


@pytest.fixture
def called(monkeypatch):
    """What the command asked for; it is answered with `report`."""
    asked: list = []

    def answer(report: SelftestReport):
        monkeypatch.setattr(command, "run_selftest", lambda request, progress: asked.append(request) or report)
        return asked

    return answer


def run_main(monkeypatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["hccdesk", "selftest", *arguments])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return int(ended.value.code or 0)


def test_that_an_installation_that_passes_exits_with_0(monkeypatch, called, capsys):
    asked = called(a_report(PASSED, NOT_APPLICABLE))
    assert run_main(monkeypatch, "--quick", "--device", "cpu") == 0
    assert (asked[0].quick, asked[0].device) == (True, DeviceChoice.CPU)
    out = capsys.readouterr().out
    assert "All checks passed" in out
    assert "2026-11-22 05:07 UTC" in out
    assert "9 passed, 0 failed, 9 not applicable" in out


def test_that_one_that_fails_exits_with_3_and_says_by_how_much(monkeypatch, called, capsys):
    called(a_report(PASSED, FAILED))
    assert run_main(monkeypatch) == 3
    out = capsys.readouterr().out
    assert "FAILED: 9 of 18 checks. Do not use this installation for patients" in out
    assert "▲ failed: files of model-1" in out
    assert "files of model-0" not in out  # what passed is in the file
    assert "differs by 2.0e-02" in out


@pytest.mark.parametrize("state", [PASSED, FAILED])
def test_that_a_quick_check_says_what_it_left_out_however_it_went(monkeypatch, called, capsys, state):
    called(a_report(state, quick=True))
    run_main(monkeypatch, "--quick")
    assert "reference case was left out" in capsys.readouterr().out


@pytest.mark.parametrize("language", ["en", "zh"])
def test_that_every_line_fits_80_columns(monkeypatch, called, capsys, language):
    called(a_report(PASSED, FAILED, NOT_APPLICABLE))
    run_main(monkeypatch, "--language", language)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) > 20
    assert max(columns(line) for line in lines) <= 80


def columns(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in line)


def test_that_the_text_file_has_every_check_and_a_line_to_sign(monkeypatch, called, tmp_path):
    called(a_report(PASSED, NOT_APPLICABLE))
    assert run_main(monkeypatch, "--out", str(tmp_path / "s.txt")) == 0
    text = (tmp_path / "s.txt").read_text(encoding="utf-8")
    assert text.count("● passed: files of model-0") == len(SECTION_TITLES)
    assert "Checked by ____" in text


def test_that_the_json_file_says_what_was_found(monkeypatch, called, tmp_path):
    called(a_report(PASSED, FAILED))
    assert run_main(monkeypatch, "--out", str(tmp_path / "s.json")) == 3
    said = json.loads((tmp_path / "s.json").read_text(encoding="utf-8"))
    assert (said["passed"], said["version"], said["at"]) == (False, "1.2.3", "2026-11-22T05:07:00+00:00")
    assert [section["key"] for section in said["sections"]] == list(SECTION_TITLES)
    assert said["sections"][0]["checks"][1]["state"] == "failed"
    assert said["machine"]["cores"] == 8


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ["Checked by", "Image decoders", "▲ failed"]), ("zh", ["检查人", "图像解码器", "▲ 未通过"])],
)
def test_that_the_pdf_can_be_filed_in_both_languages(monkeypatch, called, tmp_path, language, words):
    called(a_report(PASSED, FAILED))
    run_main(monkeypatch, "--out", str(tmp_path / "s.pdf"), "--language", language)
    with pypdfium2.PdfDocument(tmp_path / "s.pdf") as document:
        text = "".join(page.get_textpage().get_text_bounded() for page in document)
        width, height = document.get_page_size(0)
    assert (round(width), round(height)) == (595, 842)  # A4
    assert all("".join(word.split()) in "".join(text.split()) for word in words)


def test_that_the_same_check_gives_the_same_pdf():
    assert pdf_bytes(outline(a_report(PASSED), "en")) == pdf_bytes(outline(a_report(PASSED), "en"))


def test_that_another_suffix_is_refused_before_anything_is_run(monkeypatch, called, capsys, tmp_path):
    asked = called(a_report(PASSED))
    assert run_main(monkeypatch, "--out", str(tmp_path / "s.docx")) == 3
    assert asked == []
    assert ".txt, .json or .pdf" in capsys.readouterr().err


def test_that_a_folder_that_is_not_there_is_told_after_the_summary_and_the_check_is_recorded(
    monkeypatch, called, capsys, tmp_path
):
    recorded: list[SelftestReport] = []
    monkeypatch.setattr(command, "record_selftest", lambda report, folder: recorded.append(report))
    called(a_report(PASSED))
    assert run_main(monkeypatch, "--out", str(tmp_path / "none" / "s.txt")) == 3
    assert len(recorded) == 1
    said = capsys.readouterr()
    assert "All checks passed" in said.out
    assert "the summary cannot be written" in said.err


def test_that_control_c_ends_in_one_line(monkeypatch, capsys):
    def interrupted(request, progress):
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "run_selftest", interrupted)
    assert run_main(monkeypatch) == 130
    assert capsys.readouterr().err == "hccdesk: stopped.\n"


def test_that_a_record_that_could_not_be_made_is_a_line_and_no_failure(monkeypatch, called, capsys):
    called(a_report(PASSED))
    why = Sentence.of("this check was not recorded: {why}", why="the disk is full.")
    monkeypatch.setattr(command, "record_selftest", lambda report, folder: why)
    assert run_main(monkeypatch) == 0
    assert "Note     this check was not recorded: the disk is full." in capsys.readouterr().err


def test_that_writing_the_list_of_files_is_for_maintainers_and_hidden(monkeypatch, called, capsys):
    asked = called(a_report(PASSED))
    written: list = []
    monkeypatch.setattr(command, "write_list_of_files", written.append)
    run_main(monkeypatch, "--write-list")
    assert (asked, len(written)) == ([], 1)
    run_main(monkeypatch, "--help")
    assert "--write-list" not in capsys.readouterr().out
