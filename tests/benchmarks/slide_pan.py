"""How long a pan of the slide takes from the mouse to the painted view, against a bare pyqtgraph image; and how long
the window is held up while a slide of 40,000 × 40,000 pixels is opened, zoomed and panned.

Run it as a script, or call `measure`. Machines differ and are noisy: the figures are for reading.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyqtgraph
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "ui"))
import ui_builder as build
from big_slide import SIDE_PX, write_big_slide

from hccdesk.domain.case import SlideInput
from hccdesk.domain.slide import DropReason, PatchGrid, PatchSelection
from hccdesk.ui.slide_viewer.screen import SlideScreen
from hccdesk.ui.verbs import WorkflowVerbs
from hccdesk.workflow.case_request import CaseRequest

VIEW_PX = (1280, 800)
PANS, STEP_PX = 240, 7
TICK_MS = 1


def measure() -> dict[str, float]:
    """p95 in ms of ours and of the peer, their ratio, and the longest block in ms on the big slide."""
    application = QApplication.instance() or QApplication(sys.argv)
    assert isinstance(application, QApplication)
    with tempfile.TemporaryDirectory() as folder:
        ours, peer = pan_times(Path(folder))
        blocks = big_slide_blocks(Path(folder))
    ours_ms, peer_ms = (1000 * float(np.percentile(times, 95)) for times in (ours, peer))
    return {"pan_p95_ms": ours_ms, "bare_pan_p95_ms": peer_ms, "ratio": ours_ms / peer_ms, **blocks}


def pan_times(folder: Path) -> tuple[list[float], list[float]]:
    """Seconds of every pan, ours and the bare image's, in turns, so that a busy moment hits both."""
    session = build.a_session(folder)
    screen = a_screen(session)
    pane = screen._canvas
    pane.zoom(6)
    settle(session)
    bare, slide_along = bare_image()
    ours, peer = [], []
    for number in range(PANS):
        step = STEP_PX if number // 40 % 2 else -STEP_PX
        ours.append(seconds(lambda step=step: drag(pane, step)))
        peer.append(seconds(lambda step=step: slide_along(step)))
        QCoreApplication.processEvents()
    close(screen, session)
    bare.close()
    bare.deleteLater()
    return ours, peer


def big_slide_blocks(folder: Path) -> dict[str, float]:
    """The longest time in ms that the event loop did not turn: while opening, while zooming in, while panning."""
    path = write_big_slide(folder / "big.tif")
    verbs = WorkflowVerbs()
    session = build.a_session(folder, verbs)
    screen = SlideScreen(session)
    show(screen)
    watch = BlockWatch()
    job = session.compute.start(
        lambda progress: verbs.open(CaseRequest(session.model.inputs.regimen, slide=path), progress)
    )
    job.succeeded.connect(lambda case: session.model.set_slide(case.slide, ()))
    settle(session, 60)
    pane = screen._canvas
    assert pane.slide is not None
    assert pane.slide.width_px == SIDE_PX
    opening = watch.take()
    for _ in range(14):
        pane.zoom(1.5)
        turn_for(0.06)
    settle(session, 60)
    zooming = watch.take()
    for number in range(160):
        drag(pane, 23 if number < 80 else -23)
        turn_for(0.012)
    settle(session, 60)
    panning = watch.take()
    kept_mib = screen._stage.loader.size_bytes / 2**20
    watch.stop()
    close(screen, session)
    return {
        "block_opening_ms": opening, "block_zooming_ms": zooming, "block_panning_ms": panning, "tiles_mib": kept_mib,
    }  # fmt: skip


def a_screen(session: build.Session) -> SlideScreen:
    """Tissue, outline and a grid of some thousand patches, all of it shown, the slide filling the view."""
    slide, roi = build.a_slide(), build.a_slide_roi()
    session.model.set_slide(SlideInput(slide, roi), ())
    xs, ys = np.meshgrid(np.arange(0, 24_000 - 255, 256), np.arange(0, 16_000 - 255, 256))
    corners = np.stack([xs.ravel(), ys.ravel()], axis=1).astype(np.int64)
    dropped = dict.fromkeys(range(0, len(corners), 3), DropReason.BACKGROUND)
    kept = np.array([index for index in range(len(corners)) if index not in dropped])
    selection = PatchSelection(PatchGrid(corners, 256, 256, 0.25), kept, dropped)
    session.model.set_result(build.a_result(patches=selection), session.model.inputs)
    screen = SlideScreen(session)
    show(screen)
    screen._stage.acted.emit("grid")
    settle(session)
    return screen


def show(screen: SlideScreen) -> None:
    """Large enough that the slide alone takes the size measured."""
    screen.resize(VIEW_PX[0] + 348, VIEW_PX[1])
    screen.show()
    QCoreApplication.processEvents()
    screen._canvas.setFixedSize(*VIEW_PX)
    QCoreApplication.processEvents()


def bare_image() -> tuple[pyqtgraph.GraphicsView, Callable[[float], None]]:
    """An image and nothing else in pyqtgraph's view, panned by its own means."""
    view = pyqtgraph.GraphicsView()
    view.resize(*VIEW_PX)
    box = pyqtgraph.ViewBox(lockAspect=True, invertY=True, enableMenu=False)
    view.setCentralItem(box)
    image = pyqtgraph.ImageItem(axisOrder="row-major")
    image.setImage(build.slide_pixels((0, 0, 24_000, 16_000), (2_400, 1_600)), levels=(0, 255))
    box.addItem(image)
    box.setRange(xRange=(400, 400 + VIEW_PX[0]), yRange=(300, 300 + VIEW_PX[1]), padding=0)
    view.show()
    QCoreApplication.processEvents()

    def slide_along(pixels: float) -> None:
        box.translateBy(x=-pixels, y=-pixels / 2)
        view.viewport().repaint()

    return view, slide_along


def drag(pane: QWidget, pixels: float) -> None:
    """Press, move and let go, and the view painted."""
    middle = QPointF(VIEW_PX[0] / 2, VIEW_PX[1] / 2)
    there = middle + QPointF(pixels, pixels / 2)
    button, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    for kind, point, which, held in (
        (QEvent.Type.MouseButtonPress, middle, button, button),
        (QEvent.Type.MouseMove, there, none, button),
        (QEvent.Type.MouseButtonRelease, there, button, none),
    ):
        event = QMouseEvent(kind, point, pane.mapToGlobal(point), which, held, Qt.KeyboardModifier.NoModifier)
        QCoreApplication.sendEvent(pane, event)
    pane.repaint()


class BlockWatch:
    """Notes the longest time between two turns of the event loop."""

    def __init__(self) -> None:
        self._timer = QTimer()
        self._timer.setInterval(TICK_MS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_turn)
        self._last, self._longest = time.perf_counter(), 0.0
        self._timer.start()

    def take(self) -> float:
        """The longest so far, ms; begins anew."""
        longest, self._longest = self._longest, 0.0
        return 1000 * longest

    def stop(self) -> None:
        """No more."""
        self._timer.stop()

    def _on_turn(self) -> None:
        now = time.perf_counter()
        self._longest, self._last = max(self._longest, now - self._last), now


def settle(session: build.Session, at_most_s: float = 20) -> None:
    """Turn the event loop until nothing is being read any more."""
    end = time.perf_counter() + at_most_s
    turn_for(0.1)
    while (session.compute.running or session.tiles.running) and time.perf_counter() < end:
        turn_for(0.02)
    turn_for(0.1)


def turn_for(wait_s: float) -> None:
    end = time.perf_counter() + wait_s
    while time.perf_counter() < end:
        QCoreApplication.processEvents()
        time.sleep(0.0005)


def seconds(action: Callable[[], None]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def close(screen: SlideScreen, session: build.Session) -> None:
    session.close()
    screen.close()
    screen.deleteLater()
    QCoreApplication.sendPostedEvents(screen, QEvent.Type.DeferredDelete)


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.stdout.write(json.dumps({name: round(value, 2) for name, value in measure().items()}, indent=1) + "\n")
