"""The window on a real X server, worked with real mouse and keys: draw, scroll a hundred slices, pan the slide.

What was done is read back from the case that the program saved by itself.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from hccdesk.domain.case_snapshot import CaseSnapshot
from hccdesk.workflow.case_library import case_library
from hccdesk.workflow.make_sample import make_sample

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="an X server of our own is needed"),
    pytest.mark.skipif(not (shutil.which("Xvfb") and shutil.which("xdotool")), reason="Xvfb or xdotool is missing"),
]

T = TypeVar("T")
AXIAL = (420, 430)
"""A place well inside the axial view of a window of 1280 × 800 at the corner of the screen."""


class Desk:
    """The program on an X server, and the hands on it."""

    def __init__(self, home: Path, display: str, opened: list[Path]) -> None:
        self.home = home
        self._environment = os.environ | {
            "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "LC_ALL": "C.UTF-8",
            "XDG_DATA_HOME": str(home / "data"), "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_STATE_HOME": str(home / "state"), "XDG_CACHE_HOME": str(home / "cache"),
            "XDG_RUNTIME_DIR": str(home),
        }  # fmt: skip
        arguments = [part for path in opened for part in ("--open", str(path))]
        command = [sys.executable, "-m", "hccdesk", "app", "--language", "en", *arguments]
        self.process = subprocess.Popen(command, env=self._environment)
        self._window = self._until(self._find_window, 60)

    def do(self, *command: str) -> str:
        """One word to xdotool."""
        done = subprocess.run(
            ["xdotool", *command], env=self._environment, capture_output=True, text=True, timeout=30, check=True
        )
        return done.stdout.strip()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.do("key", key)
            time.sleep(0.15)

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        self.do("mousemove", *map(str, start))
        self.do("mousedown", "1")
        for step in range(1, 11):
            x, y = (round(a + (b - a) * step / 10) for a, b in zip(start, end, strict=True))
            self.do("mousemove", str(x), str(y))
            time.sleep(0.02)
        self.do("mouseup", "1")

    def saved(self, true: Callable[[CaseSnapshot], bool], seconds: float = 60) -> CaseSnapshot:
        """The case as the program saved it, as soon as it is so."""
        library = case_library(self.home / "data" / "hccdesk" / "cases")

        def look() -> CaseSnapshot | None:
            entries = library.list().entries
            snapshot = library.load(entries[0].case_id) if entries else None
            return snapshot if snapshot and true(snapshot) else None

        return self._until(look, seconds)

    def picture(self, name: str) -> None:
        """What the screen shows, beside the case, for whoever looks."""
        if shutil.which("import"):
            subprocess.run(["import", "-window", "root", str(self.home / name)], env=self._environment, check=False)

    def quit(self) -> int:
        self.press("ctrl+q")
        return self.process.wait(30)

    def _find_window(self) -> str | None:
        assert self.process.poll() is None, "the program ended"
        found = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--name", "hccdesk"],
            env=self._environment, capture_output=True, text=True, check=False,
        ).stdout.split()  # fmt: skip
        if found:
            self.do("windowfocus", "--sync", found[0])
        return found[0] if found else None

    def _until(self, look: Callable[[], T | None], seconds: float) -> T:
        end = time.monotonic() + seconds
        while (found := look()) is None:
            assert time.monotonic() < end, "it did not happen"
            time.sleep(0.3)
        return found


@pytest.fixture
def display(tmp_path: Path) -> Iterator[str]:
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
        pass_fds=(write,), stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(write)
    with os.fdopen(read) as told:
        number = told.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait(10)


def work_with(desk: Desk) -> CaseSnapshot:
    """Draw on the CT, scroll a hundred slices to and fro, pan the slide; key images witness each."""
    desk.saved(lambda case: case.ct is not None and case.slide is not None, 120)
    before = {lesion.name: lesion.roi.mask.sum() for lesion in desk.saved(lambda case: True).rois.lesions}
    desk.press("ctrl+3")
    time.sleep(1)
    desk.do("mousemove", *map(str, AXIAL))
    desk.press("k")
    desk.saved(lambda case: len(case.key_images) == 1)
    desk.do("click", "--repeat", "100", "--delay", "15", "5")  # wheel down
    desk.do("click", "--repeat", "3", "--delay", "30", "4")
    desk.press("k")
    desk.saved(lambda case: len(case.key_images) == 2)
    desk.press("b")
    desk.drag(AXIAL, (AXIAL[0] + 60, AXIAL[1] + 20))
    desk.picture("drawn.png")
    drawn = desk.saved(lambda case: {les.name: les.roi.mask.sum() for les in case.rois.lesions} != before)
    desk.press("ctrl+z")
    desk.saved(lambda case: {les.name: les.roi.mask.sum() for les in case.rois.lesions} == before)
    desk.press("ctrl+y", "ctrl+4")
    time.sleep(2)
    desk.do("mousemove", "500", "400")
    desk.do("click", "--repeat", "6", "--delay", "60", "4")
    desk.press("k")
    desk.saved(lambda case: len(case.key_images) == 3)
    desk.drag((500, 400), (300, 300))
    time.sleep(1)
    desk.press("k")
    desk.picture("panned.png")
    panned = desk.saved(lambda case: len(case.key_images) == 4)
    first, scrolled, zoomed, moved = panned.key_images
    assert first.caption != scrolled.caption  # another slice
    assert (zoomed.rgb.shape != moved.rgb.shape) or (zoomed.rgb != moved.rgb).mean() > 0.05
    return drawn


def test_that_a_lesion_is_drawn_slices_scrolled_and_the_slide_panned_with_real_input(tmp_path, display):
    make_sample(tmp_path / "sample")
    desk = Desk(tmp_path, display, [tmp_path / "sample"])
    try:
        assert work_with(desk).rois.lesions
        assert desk.quit() == 0
    finally:
        desk.process.kill()


@pytest.mark.real_data
def test_that_the_same_goes_for_a_real_liver_and_a_real_slide(tmp_path, display, real_data):
    slide = real_data / "wsi" / "aperio_CMU-1-Small-Region.svs"
    desk = Desk(tmp_path, display, [real_data / "ct" / "hcc_048_portal_venous", slide])
    try:
        lesions = work_with(desk).rois.lesions
        assert lesions[0].name == "T1"
        assert 20 < lesions[0].roi.mask.sum() < 100_000
        assert desk.quit() == 0
    finally:
        desk.process.kill()
