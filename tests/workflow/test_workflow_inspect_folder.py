"""Inspecting a folder: one file that cannot be read costs itself, never the others."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tifffile

from hccdesk.domain.errors import Cancelled, UntrustedFileError
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.sandbox.limits import Limits
from hccdesk.sandbox.worker import Sandbox
from hccdesk.workflow.inspect_folder import Inspection, inspect_folder
from hccdesk.workflow.workbench import DECODERS, Workbench

needs_pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes of POSIX")


class InProcess:
    """Runs the decoders here; for a file named in `kills`, as the sandbox answers when its worker dies."""

    def __init__(self, *kills: str) -> None:
        self.kills = kills

    def call(self, function: Callable[..., Any], path: Path, progress: Any = None) -> Any:
        if path.name in self.kills:
            raise UntrustedFileError("Its decoder crashed.", where=path)
        return function(path, progress=progress) if progress is not None else function(path)


class Watcher:
    def __init__(self, stop_at: str | None = None) -> None:
        self.steps: list[tuple[int, int, str]] = []
        self.stop_at = stop_at

    def step(self, done: int, total: int, label: str) -> None:
        self.steps.append((done, total, label))
        if label == self.stop_at:
            raise Cancelled


def a_slide(path: Path) -> Path:
    picture = np.full((300, 300, 3), 243, np.uint8)
    tifffile.imwrite(path, picture, tile=(256, 256), photometric="rgb", metadata=None)
    return path


def inspected(folder: Path, sandbox: Any, progress: Any = None) -> Inspection:
    bench = Workbench(sandbox, DeviceChoice.CPU, folder, lambda: datetime(2026, 1, 1, tzinfo=UTC))
    return inspect_folder(folder, bench, progress)


def reasons(found: Inspection) -> dict[str, str]:
    return {file.path.name: file.reason.text for file in found.skipped}


def test_that_a_slide_that_kills_its_decoder_is_one_file_skipped(tmp_path: Path) -> None:
    for name in ("a.tif", "bad.tif", "c.tif"):
        a_slide(tmp_path / name)
    found = inspected(tmp_path, InProcess("bad.tif"))
    assert [slide.path.name for slide in found.slides] == ["a.tif", "c.tif"]
    assert reasons(found) == {"bad.tif": "This slide cannot be used: Its decoder crashed."}


def test_that_outlines_that_cannot_be_read_are_one_file_skipped(tmp_path: Path) -> None:
    for name in ("a.xml", "bad.xml"):
        (tmp_path / name).write_bytes(b"<ASAP_Annotations>")
    (tmp_path / "other.xml").write_bytes(b"<html>")
    found = inspected(tmp_path, InProcess("bad.xml"))
    assert [(file.path.name, file.kind) for file in found.roi_files] == [("a.xml", "ASAP outlines")]
    assert set(reasons(found)) == {"bad.xml", "other.xml"}
    assert reasons(found)["bad.xml"] == "this region cannot be used: Its decoder crashed."


def test_that_slides_move_one_bar_to_its_end(tmp_path: Path) -> None:
    for name in ("a.tif", "b.tif"):
        a_slide(tmp_path / name)
    watcher = Watcher()
    inspected(tmp_path, InProcess(), watcher)
    slides = [step for step in watcher.steps if step[2] == "Slides"]
    assert slides[-1] == (2, 2, "Slides")
    assert {step[:2] for step in slides} == {(0, 2), (1, 2), (2, 2)}
    assert {step[2] for step in watcher.steps} == {"Reading headers", "Looking for slides", "Slides"}


def test_that_the_user_can_stop_while_slides_are_read(tmp_path: Path) -> None:
    a_slide(tmp_path / "a.tif")
    with pytest.raises(Cancelled):
        inspected(tmp_path, InProcess(), Watcher(stop_at="Slides"))


@needs_pipes
def test_that_pipes_and_a_slide_that_hangs_leave_the_others_listed(tmp_path: Path) -> None:
    """Through real workers. The MIRAX slide hangs OpenSlide itself, at a pipe in its folder."""
    for name in ("x.xml", "x.json", "x.svs", "x.dcm"):
        os.mkfifo(tmp_path / name)
    (tmp_path / "hangs.mrxs").write_bytes(b"\xff\xd8\xff\xe0")
    (tmp_path / "hangs").mkdir()
    os.mkfifo(tmp_path / "hangs" / "Slidedat.ini")
    a_slide(tmp_path / "good.tif")
    (tmp_path / "outlines.xml").write_bytes(b"<ASAP_Annotations>")
    with Sandbox(Limits(timeout_s=5.0), preload=DECODERS) as sandbox:
        found = inspected(tmp_path, sandbox, Watcher())
    assert [slide.path.name for slide in found.slides] == ["good.tif"]
    assert [file.path.name for file in found.roi_files] == ["outlines.xml"]
    told = reasons(found)
    assert "longer than allowed" in told["hangs.mrxs"]
    assert {told[name] for name in ("x.xml", "x.json", "x.svs", "x.dcm")} == {"not a regular file"}
