"""Folders and files of any name that a system allows: the library works there as anywhere."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import library_facts as facts
import pytest

from hccdesk.domain.case_library import InputFiles
from hccdesk.domain.progress import NoProgress
from hccdesk.workflow.case_library import case_library
from hccdesk.workflow.input_hash import input_fact

CASE = facts.CASES[0]
ANYWHERE = ("病例库 王芳", "emoji 😀👩‍⚕️", "a'b;c#d%20&e=f", "--help", ".hidden", "e\u0301 and é", "x" * 200)
NOT_ON_WINDOWS = (
    "CON", "nul.sqlite", "trailing dot.", "trailing space ", 'quote"s', "what?mode=memory", "new\nline", "tab\there",
    "back\\slash", "colon:name", "star*", "\udce9\udcff not UTF-8",
)  # fmt: skip

pytestmark = pytest.mark.bad("BAD-093")


def names():
    if sys.platform == "win32":
        return ANYWHERE
    return (*ANYWHERE, *(NOT_ON_WINDOWS if sys.platform != "darwin" else NOT_ON_WINDOWS[:-1]))


@pytest.mark.parametrize("name", names(), ids=ascii)
def test_that_a_library_and_its_inputs_may_lie_under_any_name(name, tmp_path):
    works(tmp_path / name / "library", tmp_path / "in" / name)


def test_that_a_library_may_lie_more_than_260_characters_deep(tmp_path):
    deep = tmp_path.joinpath(*["a folder of thirty characters "[:30].strip()] * 12)
    assert len(str(deep)) > 300
    works(deep / "library", deep / "in")


def test_that_a_library_may_be_named_relative_to_where_the_program_was_started(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    works(Path("library"), tmp_path / "in")
    monkeypatch.chdir(os.sep)
    assert case_library(tmp_path / "library").open() is not None


def works(folder: Path, root: Path) -> None:
    """Save, copy in, report; close; open again: the same."""
    root.mkdir(parents=True)
    slide = root / f"slide of {root.name}.svs"[-120:]
    slide.write_bytes(b"II*\0" + bytes(5000))
    found = InputFiles("slide", slide, (slide,), input_fact("slide", slide, (slide,)).sha256)
    library = case_library(folder)
    library.open()
    try:
        library.save(CASE, facts.a_snapshot(CASE, 1), facts.moment(1))
        assert library.hold(CASE) is None
        (kept,) = library.keep_inputs(CASE, [found], NoProgress())
        library.keep_report(CASE, facts.a_report(2), facts.report_facts(2))
        assert library.back_up().is_file()
    finally:
        library.close()
    again = case_library(folder)
    again.open()
    try:
        assert facts.same(again.load(CASE).rois, facts.a_snapshot(CASE, 1).rois)
        assert again.load_report(CASE, 1) == facts.a_report(2)
        assert again.inputs(CASE)[0].original == slide
        assert again.inputs(CASE)[0].kept is not None
        assert facts.contents(again.inputs(CASE)[0].kept) == facts.contents(slide)
        assert facts.NAME not in str(kept.kept)
        assert again.verify_audit().is_whole
    finally:
        again.close()
