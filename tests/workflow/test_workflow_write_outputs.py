"""Files of two results are never mixed, and what cannot be written is told before the work."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from report_builder import a_result

from hccdesk.domain.errors import ReportError, StoreError
from hccdesk.domain.result import Figure
from hccdesk.domain.sentence import Sentence
from hccdesk.workflow import write_outputs as module
from hccdesk.workflow.write_outputs import require_writable, write_outputs


def figure(name: str) -> Figure:
    return Figure(name, np.zeros((20, 30, 3), np.uint8), Sentence.of("slide"))


def test_that_report_figures_and_result_are_written_and_hashed(tmp_path):
    written = write_outputs(replace(a_result(), figures=(figure("ct_1"),)), tmp_path / "new")
    assert written.report.read_bytes().startswith(b"%PDF")
    (listed,) = json.loads(written.result.read_text(encoding="utf-8"))["figures"]
    assert listed["name"] == "ct_1"
    assert len(listed["sha256"]) == 64


@pytest.mark.control("RISK-26-b")
def test_that_figures_of_an_earlier_result_do_not_stay(tmp_path):
    write_outputs(replace(a_result(), figures=(figure("ct_1"), figure("slide"))), tmp_path)
    write_outputs(replace(a_result(), figures=(figure("ct_1"),)), tmp_path)
    assert [path.name for path in (tmp_path / "figures").iterdir()] == ["ct_1.png"]


def test_that_a_report_that_cannot_be_set_changes_nothing(tmp_path, monkeypatch):
    def refused(*_):
        raise ReportError("no font")

    write_outputs(a_result(), tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    monkeypatch.setattr(module, "set_report", refused)
    with pytest.raises(ReportError):
        write_outputs(replace(a_result(), figures=(figure("other"),)), tmp_path)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


@pytest.mark.control("RISK-26-b")
def test_that_a_report_that_cannot_be_saved_leaves_no_result_beside_the_old_one(tmp_path, monkeypatch):
    def locked(*_):
        raise ReportError("open in a viewer")

    write_outputs(a_result(), tmp_path)
    monkeypatch.setattr(module, "save_pdf", locked)
    with pytest.raises(ReportError):
        write_outputs(a_result(), tmp_path)
    assert not (tmp_path / "result.json").exists()


def test_that_a_file_in_the_way_is_told_before_the_work(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="cannot be written"):
        require_writable(tmp_path / "file" / "out")
    require_writable(tmp_path / "deep" / "er")
    assert not (tmp_path / "deep").exists()
