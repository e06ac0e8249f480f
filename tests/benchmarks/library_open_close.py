"""200 cases opened and closed in one session of the window: memory, open files and threads must stay level.

Run as a script: `python tests/benchmarks/library_open_close.py`. Growth is counted from the 20th case on: before,
things are made once that stay.
"""

from __future__ import annotations

import gc
import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import bench_paths  # noqa: F401 - first: it says where the builders are
import ct_builder
import numpy as np
import psutil
from gallery_waiting import wait_ms, wait_until
from PySide6.QtWidgets import QApplication

from hccdesk.domain.roi import CtRoi
from hccdesk.domain.roi_set import Lesion
from hccdesk.ui import theme
from hccdesk.ui.main_window import MainWindow
from hccdesk.ui.session import Session
from hccdesk.ui.settings import Settings
from hccdesk.ui.verbs import WorkflowVerbs
from hccdesk.workflow.case_library import case_library

TIMES, WARM_UP, CASES, SLICES = 200, 20, 8, 10


@dataclass(frozen=True)
class Level:
    """What the program has of its computer; the decoders' processes count as memory, too."""

    rss_mb: float
    files: int
    threads: int
    processes: int


@dataclass(frozen=True)
class Found:
    """Before and after, and what is held though every case is closed."""

    warm: Level
    end: Level
    opened: int
    held: int

    @property
    def rss_growth_mb(self) -> float:
        return self.end.rss_mb - self.warm.rss_mb

    def __str__(self) -> str:
        return (
            f"{self.opened} cases opened and closed: memory {self.warm.rss_mb:.0f} → {self.end.rss_mb:.0f} MB, "
            f"files {self.warm.files} → {self.end.files}, threads {self.warm.threads} → {self.end.threads}, "
            f"processes {self.warm.processes} → {self.end.processes}, cases still held {self.held}"
        )


def measure(times: int = TIMES, told: Callable[[int, Level], None] | None = None) -> Found:
    """Open and close, `times` times."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    theme.use(application, theme.DARK)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ.setdefault("HCCDESK_SITE_FOLDER", str(folder / "site"))
        library = case_library(folder / "library")
        session = Session(WorkflowVerbs(), Settings(folder / "window.ini"), folder / "log", datetime.now, library)
        session.open_library()
        window = MainWindow(session)
        window.resize(1280, 800)
        window.show()
        window.desk.go_to("ct")
        try:
            ids = [make_case(session, folder / f"ct {number}", number) for number in range(CASES)]
            return _open_and_close(session, folder, ids, times, told)
        finally:
            window.close()
            session.close()


def _open_and_close(
    session: Session, folder: Path, ids: list[str], times: int, told: Callable[[int, Level], None] | None
) -> Found:
    warm = None
    for number in range(1, times + 1):
        open_case(session, ids[number % len(ids)])
        if number % 5 == 0:
            draw(session, number)
        close_case(session)
        if number == WARM_UP:
            warm = level()
        if told and number % 20 == 0:
            told(number, level())
    held = len(list((folder / "library" / "held").glob("*.json")))
    assert warm is not None
    return Found(warm, level(), times, held)


def make_case(session: Session, ct: Path, number: int) -> str:
    """A CT read, a lesion drawn, the case saved and put away; gives its name."""

    def change(ds: object, index: int) -> None:
        ds.PatientID = f"P{number}"  # type: ignore[attr-defined]
        ds.SeriesInstanceUID = f"1.2.826.0.1.3680043.10.{number}"  # type: ignore[attr-defined]

    ct_builder.write_series(ct, ct_builder.positions(SLICES), change=change)
    session.loader.take([ct])
    wait_until(lambda: session.model.viewed_ct is not None and not busy(session))
    draw(session, number)
    session.keeper.save()
    wait_until(lambda: session.keeper.case_id is not None and not busy(session))
    made = session.keeper.case_id
    assert made is not None
    close_case(session)
    return made


def draw(session: Session, number: int) -> None:
    """The first lesion, moved a little."""
    rois = session.model.rois
    mask = np.zeros((SLICES, ct_builder.ROWS, ct_builder.COLUMNS), bool)
    mask[2:6, 8 + number % 7 : 16 + number % 7, 10:20] = True
    rest = tuple(one for one in rois.lesions if one.name != "T1")
    session.model.edit_rois(replace(rois, lesions=(Lesion("T1", CtRoi(mask, "T1")), *rest)), "Draw")
    wait_ms(20)


def open_case(session: Session, case_id: str) -> None:
    session.shelf.open(case_id)
    wait_until(lambda: session.keeper.case_id == case_id and session.model.viewed_ct is not None and not busy(session))


def close_case(session: Session) -> None:
    session.shelf.new()
    wait_until(lambda: session.keeper.case_id is None and session.model.viewed_ct is None and not busy(session))


def busy(session: Session) -> bool:
    return bool(session.compute.running or session.keeping.running or session.loader.reading)


def level() -> Level:
    """After everything that can go has gone."""
    gc.collect()
    ours = psutil.Process()
    children = ours.children(recursive=True)
    rss = sum(one.memory_info().rss for one in (ours, *children))
    return Level(rss / 1e6, ours.num_fds(), ours.num_threads(), 1 + len(children))


def _say(number: int, at: Level) -> None:
    sys.stdout.write(f"  {number:>4}: {at}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.stdout.write(f"{measure(told=_say)}\n")
