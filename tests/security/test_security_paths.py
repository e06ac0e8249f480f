"""Paths as hospitals have them, and files that somebody else holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from hccdesk import atomic_file
from hccdesk.atomic_file import write_whole
from hccdesk.workflow.case_library import case_library

PLACES = ["用户 李娜", "Ünïcödé é", "🙂 emoji", "with 'quotes' & $dollar;", "x" * 200, "trailing. ", "CON"]


@pytest.mark.parametrize("name", PLACES)
def test_that_a_library_and_outputs_live_in_any_folder_of_the_system(tmp_path, name):
    folder = tmp_path / name / name
    library = case_library(folder)
    library.open()
    assert library.list().faults == ()
    library.close()
    write_whole(folder / "r.json", b"{}")
    assert (folder / "r.json").read_bytes() == b"{}"


def test_that_an_analysis_runs_from_and_into_such_folders(hccdesk, sample, tmp_path):
    inside = tmp_path / "用户 李娜 🙂" / "'é'"
    inside.mkdir(parents=True)
    row = inside / "行 1.json"
    row.write_bytes(sample.clinical.read_bytes())
    out = inside / "输出"
    ran = hccdesk("analyse", "--regimen", "tace-haic-pd1-tki", "--clinical", row, "--out", out, "--device", "cpu")
    assert ran.returncode == 0, ran.stderr
    assert (out / "report.pdf").is_file()


def held(monkeypatch, times: int) -> list[Path]:
    """A virus scanner: `times` replacements in a row are refused."""
    replace, refused = Path.replace, []

    def busy(path: Path, target: Path) -> Path:
        if len(refused) < times:
            refused.append(path)
            raise PermissionError(13, "in use by another process")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", busy)
    monkeypatch.setattr(atomic_file.time, "sleep", lambda _: None)
    return refused


def test_that_a_file_that_is_held_for_a_moment_is_replaced_after_it(tmp_path, monkeypatch):
    (tmp_path / "x").write_bytes(b"old")
    refused = held(monkeypatch, times=3)
    write_whole(tmp_path / "x", b"new")
    assert len(refused) == 3
    assert (tmp_path / "x").read_bytes() == b"new"


def test_that_a_file_that_cannot_be_replaced_keeps_what_it_had_and_leaves_no_rest(tmp_path, monkeypatch):
    (tmp_path / "x").write_bytes(b"old")
    held(monkeypatch, times=1000)
    with pytest.raises(PermissionError):
        write_whole(tmp_path / "x", b"new")
    assert (tmp_path / "x").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["x"]
