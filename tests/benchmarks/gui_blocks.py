"""The longest time for which the window does not answer, while a 300-slice CT and a 40,000 px slide load, are looked
at, drawn on and analysed. Goal: 100 ms. What the benchmark itself has to compute, it computes before it looks.

Run as a script: `python tests/benchmarks/gui_blocks.py`, with `--ct` the CT alone; a machine at rest is best.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import bench_paths  # noqa: F401 - first: it says where the builders are
import ct_builder
import numpy as np
from big_slide import write_big_slide
from gallery_waiting import wait_ms, wait_until
from PySide6.QtCore import QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from hccdesk.domain.clinical_record import ClinicalRecord, PortalVeinInvasion
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.domain.roi import CtRoi, Polygon, SlideRoi
from hccdesk.domain.roi_set import Lesion
from hccdesk.ui import theme
from hccdesk.ui.ct_viewer.slice_pane import SlicePane
from hccdesk.ui.desk import SCREENS
from hccdesk.ui.main_window import MainWindow
from hccdesk.ui.roi_tools.toolbox import RoiTool
from hccdesk.ui.session import Session
from hccdesk.ui.settings import Settings
from hccdesk.ui.slide_viewer.canvas import SlideCanvas
from hccdesk.ui.verbs import WorkflowVerbs

SLICES, SIDE = 300, 512
BEAT_MS = 4
EVENTS = 150


class Heartbeat(QObject):
    """Notes the longest gap between two beats of the GUI thread."""

    def __init__(self) -> None:
        super().__init__()
        self.longest: dict[str, float] = {}
        self._phase, self._last = "", time.perf_counter()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    @contextmanager
    def during(self, phase: str) -> Iterator[None]:
        """Everything within the block counts for `phase`."""
        self._phase, self._last = phase, time.perf_counter()
        self.longest.setdefault(phase, 0.0)
        yield
        wait_ms(50)
        self._phase = ""

    def _beat(self) -> None:
        now = time.perf_counter()
        if self._phase:
            gap_ms = (now - self._last) * 1000 - BEAT_MS
            self.longest[self._phase] = max(self.longest[self._phase], gap_ms)
        self._last = now


def measure() -> dict[str, float]:
    """Longest block in ms by phase."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    theme.use(application, theme.DARK)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_big_ct(folder / "ct")
        slide = write_big_slide(folder / "slide.tiff")
        settings = Settings(folder / "window.ini")
        settings.opinion_first = False
        session = Session(WorkflowVerbs(), settings, folder / "log", datetime.now)
        beat = Heartbeat()
        with beat.during("window starts, screens are made"):
            window = MainWindow(session)
            window.resize(1280, 800)
            window.show()
            session.learn_models()
            wait_until(lambda: len(window.desk._screens) == len(SCREENS) and not session.compute.running)
        try:
            run(window, session, beat, folder / "ct", slide)
        finally:
            window.close()
            session.close()
        return beat.longest


def run(window: MainWindow, session: Session, beat: Heartbeat, ct: Path, slide: Path) -> None:
    """One patient's way through the window."""
    model, balls = session.model, [ball(x) for x in (190, 330, 260)]
    with beat.during("CT loads"):
        session.loader.take([ct])
        wait_until(lambda: model.viewed_ct is not None)
    with beat.during("CT shown and scrolled"):
        window.desk.go_to("ct")
        pane = window.findChildren(SlicePane)[0]
        for number in range(EVENTS):
            turn_wheel(pane, 120 if number % 60 < 30 else -120)
            wait_ms(8)
    with beat.during("lesion comes"):
        model.edit_rois(model.rois.with_lesion(Lesion("T1", CtRoi(balls[0], "T1"))), "Draw")
        wait_ms(500)
    with beat.during("two more lesions come"):
        for number, mask in enumerate(balls[1:], start=2):
            name = f"T{number}"
            model.edit_rois(model.rois.with_lesion(Lesion(name, CtRoi(mask, name))), "Draw")
            wait_ms(500)
    draw(window, session, beat)
    with beat.during("row is typed with three lesions"):
        window.desk.go_to("case")
        for age in range(40, 50):
            model.set_clinical(ClinicalRecord(age_years=float(age)))
            wait_ms(50)
    if "--ct" in sys.argv:
        return
    with beat.during("slide loads"):
        window.desk.go_to("slide")
        session.loader.take([slide])
        wait_until(lambda: model.inputs.slide is not None)
        wait_ms(500)
    with beat.during("slide zoomed and panned"):
        canvas = window.findChildren(SlideCanvas)[0]
        for _ in range(12):
            turn_wheel(canvas, 120)
            wait_ms(30)
        for number in range(EVENTS):
            QTest.keyClick(canvas, Qt.Key.Key_Right if number % 60 < 30 else Qt.Key.Key_Left)
            wait_ms(8)
    model.edit_rois(model.rois.with_slide(outline()), "Draw")
    model.set_clinical(record())
    with beat.during("analysis, Results open"):
        window.desk.go_to("results")
        window._analysis.start(DeviceChoice.CPU)
        wait_until(lambda: not window._analysis.running, 300)
    with beat.during("report shown"):
        window.desk.go_to("report")
        wait_ms(4000)


def draw(window: MainWindow, session: Session, beat: Heartbeat) -> None:
    """Strokes with a disc and with a ball, then all of it undone and done again."""
    rois, pane = window.desk._screens["ct"]._rois, window.findChildren(SlicePane)[0]
    for phase, brush_mm, sphere in (("disc of 10 mm", 10.0, False), ("ball of 100 mm", 100.0, True)):
        rois.use(RoiTool.BRUSH)
        rois.toolbox.set_options(replace(rois.toolbox.options, brush_mm=brush_mm, sphere=sphere))
        with beat.during(f"strokes with a {phase}"):
            for number in range(6):
                stroke(pane, QPoint(120 + 12 * number, 150))
    rois.use(None)
    with beat.during("strokes undone and done again"):
        for act in [session.model.undo_stack.undo] * 8 + [session.model.undo_stack.redo] * 8:
            act()
            wait_ms(50)


def stroke(pane: QWidget, start: QPoint) -> None:
    """Press, 20 moves, release."""
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mousePress(pane, left, none, start)
    for step in range(1, 21):
        here = QPointF(start + QPoint(step, step))
        moved = QMouseEvent(
            QMouseEvent.Type.MouseMove, here, pane.mapToGlobal(here), Qt.MouseButton.NoButton, left, none
        )
        QApplication.sendEvent(pane, moved)
        wait_ms(8)
    QTest.mouseRelease(pane, left, none, start + QPoint(20, 20))
    wait_ms(100)


def write_big_ct(folder: Path) -> None:
    """300 slices of 512 × 512: a body with a bright spot, and noise that differs from slice to slice."""
    random = np.random.default_rng(1)
    y, x = np.mgrid[:SIDE, :SIDE]
    body = ((x - 256) / 210) ** 2 + ((y - 256) / 150) ** 2 < 1
    spot = (x - 190) ** 2 + (y - 240) ** 2 < 60**2
    noise = random.normal(0, 12, (SIDE, SIDE))

    def change(ds: object, index: int) -> None:
        hu = np.where(body, 60.0, -1000.0) + np.where(spot & (100 < index < 200), 40, 0)
        hu = hu + np.roll(noise, index * 7, axis=1)
        ds.Rows = ds.Columns = SIDE  # type: ignore[attr-defined]
        ds.PixelData = (hu.round().astype(np.int32) + 1024).clip(0, 4095).astype("<u2").tobytes()  # type: ignore[attr-defined]

    ct_builder.write_series(folder, ct_builder.positions(SLICES, (0.0, 0.0, 1.0)), change=change)


def ball(middle: int) -> np.ndarray:
    z, y, x = np.ogrid[:SLICES, :SIDE, :SIDE]
    return ((z - 150) / 40) ** 2 + ((y - 240) / 60) ** 2 + ((x - middle) / 60) ** 2 < 1


def outline() -> SlideRoi:
    ring = np.array([(10_000, 10_000), (13_000, 10_000), (13_000, 13_000), (10_000, 13_000)], dtype=float)
    return SlideRoi((Polygon(ring),), "drawn")


def record() -> ClinicalRecord:
    return ClinicalRecord(
        afp_ng_per_ml=500.0,
        vp=PortalVeinInvasion.VP4,
        largest_tumour_diameter_mm=96.0,
        encapsulated=False,
        diffuse=False,
    )


def turn_wheel(widget: QWidget, angle: int) -> None:
    middle = QPointF(widget.width() / 2, widget.height() / 2)
    none = Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(
        middle, widget.mapToGlobal(middle), QPoint(), QPoint(0, angle), Qt.MouseButton.NoButton, none,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


if __name__ == "__main__":
    for phase, gap_ms in measure().items():
        sys.stdout.write(f"{phase}: longest block {gap_ms:.0f} ms\n")
