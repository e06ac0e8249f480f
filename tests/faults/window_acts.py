"""The real program without a screen, drawing and saving until it is killed. Run as a module; the CT's folder is given.

Prints `said N` once the window says that the case is saved after its N-th drawing.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from hccdesk.domain.case_snapshot import CaseSnapshot
from hccdesk.domain.roi import CtRoi
from hccdesk.domain.roi_set import Lesion, RoiSet
from hccdesk.ui import app
from hccdesk.ui.main_window import MainWindow

BEAT_MS = 15


class Drawer:
    """Draws as soon as the drawing before is said to be saved."""

    def __init__(self, window: MainWindow) -> None:
        self._session, self._drawn, self._saved = window._session, 0, 0
        self._session.keeper.saved.connect(self._on_saved)
        self._timer = QTimer(window, interval=BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        try:
            self._draw_when_saved()
        except Exception:  # the window would go on, and this test with it
            traceback.print_exc()
            os._exit(3)

    def _draw_when_saved(self) -> None:
        session, keeper = self._session, self._session.keeper
        viewed = session.model.viewed_ct
        if viewed is None or session.loader.reading or keeper.is_saving or session.keeping.running:
            return
        if self._drawn and self._saved == self._drawn:
            sys.stdout.write(f"said {self._drawn}\n")
            sys.stdout.flush()
        if self._saved == self._drawn:
            self._drawn += 1
            session.model.edit_rois(drawing(self._drawn, viewed.volume.geometry.shape), "Draw")
            keeper.save()

    def _on_saved(self, _: object) -> None:
        self._saved = self._drawn


def drawing(number: int, shape: tuple[int, ...]) -> RoiSet:
    """The lesion after so many drawings: its voxels spell the number."""
    mask = np.zeros(shape, bool)
    mask[0, 0, :20] = [bool(number >> bit & 1) for bit in range(20)]
    mask[0, 1, 1] = True
    return RoiSet((Lesion("T1", CtRoi(mask, "T1")),))


def drawn(kept: CaseSnapshot) -> int:
    """Which drawing a kept case holds."""
    return sum(int(bit) << place for place, bit in enumerate(kept.rois.lesions[0].roi.mask[0, 0, :20]))


def main() -> None:
    """As `hccdesk app CT` does."""
    wait: Callable[[], int] = QApplication.exec

    def stay(application: QApplication | None = None) -> int:
        (window,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow)]
        window.drawer = Drawer(window)  # type: ignore[attr-defined]
        return wait()

    QApplication.exec = stay  # type: ignore[method-assign,assignment]
    sys.exit(app.run([Path(sys.argv[1])], "en"))


if __name__ == "__main__":
    main()
