"""From a turn of the wheel to the painted axial slice with its outline, against a bare pyqtgraph `ImageItem`.

Both show the same slices of one volume at the same size, in turns within one run; the ratio is of the 95th
percentiles. Machines differ and are noisy: the figures are for reading, never for passing or failing.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pyqtgraph
from PySide6.QtCore import QCoreApplication, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from hccdesk.domain.case import CtInput
from hccdesk.domain.ct import ContrastPhase, CtAcquisition, CtSeries, CtVolume, Suitability, Verdict
from hccdesk.domain.geometry import VolumeGeometry
from hccdesk.domain.patient import PatientIdentity
from hccdesk.domain.roi import CtRoi
from hccdesk.ui import theme
from hccdesk.ui.ct_screen import CtScreen
from hccdesk.ui.ct_viewer.patient_grid import Plane
from hccdesk.ui.session import Session
from hccdesk.ui.settings import Settings
from hccdesk.ui.verbs import WorkflowVerbs

SHAPE = (300, 512, 512)
WINDOW = (1280, 800)
ROUNDS, SCROLLS = 8, 60


def main() -> None:
    """Measure and say so on one line."""
    found = measure()
    sys.stdout.write(
        f"CT scroll at {WINDOW[0]}×{WINDOW[1]}, wheel to painted slice with outline: p95 {found['ours_p95_ms']:.1f} ms,"
        f" pyqtgraph ImageItem {found['peer_p95_ms']:.1f} ms, ratio {found['ratio']:.2f};"
        f" opening {SHAPE[0]} slices held the window for {found['open_ms']:.0f} ms\n"
    )


def measure() -> dict[str, float]:
    """p95 of both in milliseconds, their ratio, the medians, and how long opening the volume takes."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    theme.use(application, theme.DARK)
    with tempfile.TemporaryDirectory() as folder:
        session = Session(WorkflowVerbs(), Settings(Path(folder) / "window.ini"), Path(folder), _no_clock)
        screen = CtScreen(session)
        screen.resize(*WINDOW)
        screen.show()
        _settle()
        volume, open_ms = a_volume(), _open_ms(session)
        pane = screen._panes[Plane.AXIAL]
        peer, show = _peer(pane.width(), pane.height(), volume.hu)
        ours, theirs = _in_turns(_our_scroll(pane), show)
        for widget in (screen, peer):
            widget.close()
            widget.deleteLater()
        session.close()
        _settle()
    p95 = [float(np.percentile(times, 95)) for times in (ours, theirs)]
    return {
        "ours_p95_ms": p95[0],
        "peer_p95_ms": p95[1],
        "ratio": p95[0] / p95[1],
        "ours_median_ms": float(np.median(ours)),
        "peer_median_ms": float(np.median(theirs)),
        "open_ms": open_ms,
    }


def a_volume() -> CtVolume:
    """A body with noise, stored from head to feet as many scanners do."""
    noise = np.random.default_rng(7).integers(-40, 40, SHAPE[1:], dtype=np.int16)
    y, x = np.mgrid[-1 : 1 : SHAPE[1] * 1j, -1 : 1 : SHAPE[2] * 1j]
    body = np.where((x / 0.85) ** 2 + (y / 0.65) ** 2 < 1, 60, -1000).astype(np.int16) + noise
    hu = np.stack([np.roll(body, 3 * number, axis=1) for number in range(SHAPE[0])])
    directions = ((0.0, 0.0, -1.0), (0.0, 1.0, 0.0), (1.0, 0.0, 0.0))
    geometry = VolumeGeometry(SHAPE, (1.0, 0.8, 0.8), (-205.0, -205.0, 150.0), directions)
    return CtVolume("1.2.3", ContrastPhase.PORTAL_VENOUS, hu, geometry)


def a_lesion() -> CtRoi:
    """A large one, on every slice that is scrolled through."""
    z, y, x = np.ogrid[: SHAPE[0], : SHAPE[1], : SHAPE[2]]
    return CtRoi(((z - 150) / 120) ** 2 + ((y - 256) / 60) ** 2 + ((x - 200) / 60) ** 2 < 1, "T1")


def _open_ms(session: Session) -> float:
    volume, roi = a_volume(), a_lesion()
    series = CtSeries(
        "1.2.3", "1.2", "Portal venous 1.0", "CT", ContrastPhase.PORTAL_VENOUS, (), SHAPE[0], volume.geometry,
        Verdict(Suitability.INFER), CtAcquisition(), PatientIdentity(),
    )  # fmt: skip
    start = time.perf_counter()
    session.model.set_ct(CtInput(series, volume, roi, None), ())
    QCoreApplication.sendPostedEvents()
    held_ms = (time.perf_counter() - start) * 1000
    while session.compute.running or session.tiles.running:  # the lesion is measured in the background
        _settle()
        time.sleep(0.01)
    return held_ms


def _our_scroll(pane: QWidget) -> Callable[[int], None]:
    centre = QPointF(pane.width() / 2, pane.height() / 2)
    rest = (Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False)

    def scroll(number: int) -> None:
        angle = QPoint(0, 120 if number < SCROLLS else -120)
        QApplication.sendEvent(pane, QWheelEvent(centre, centre, QPoint(), angle, *rest))

    return scroll


def _peer(width: int, height: int, hu: Any) -> tuple[QWidget, Callable[[int], None]]:
    pyqtgraph.setConfigOption("imageAxisOrder", "row-major")
    view = pyqtgraph.GraphicsView()
    box, item = pyqtgraph.ViewBox(lockAspect=True, invertY=True), pyqtgraph.ImageItem(levels=(15, 165))
    box.addItem(item)
    view.setCentralItem(box)
    item.setImage(hu[0], autoLevels=False)
    view.resize(width, height)
    view.show()
    _settle()
    return view, lambda number: item.setImage(hu[number % len(hu)], autoLevels=False)


def _in_turns(ours: Callable[[int], None], theirs: Callable[[int], None]) -> tuple[list[float], list[float]]:
    """Milliseconds of each scroll, in turns, so that a busy moment hits both."""
    times: tuple[list[float], list[float]] = ([], [])
    for turn in range(ROUNDS):
        for kept, scroll in zip(times, (ours, theirs), strict=True):
            for number in range(SCROLLS):
                start = time.perf_counter()
                scroll(turn % 2 * SCROLLS + number)
                QCoreApplication.sendPostedEvents()  # paints what was asked to be painted
                kept.append((time.perf_counter() - start) * 1000)
                _settle()
    return times


def _settle() -> None:
    for _ in range(2):
        QCoreApplication.processEvents()


def _no_clock() -> Any:
    raise NotImplementedError


if __name__ == "__main__":
    main()
