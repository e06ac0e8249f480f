"""`hccdesk app` with hands on it: opens what it is given, analyses it, saves the outputs, and closes the window.

Started by tests as a program of its own: `python watched_window.py OUT PATH …`; says "analysed" when it was.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from hccdesk.workflow.load_runtime import load_runtime_before_qt

load_runtime_before_qt()

from PySide6.QtCore import QTimer  # noqa: E402

from hccdesk.domain.provenance import DeviceChoice  # noqa: E402
from hccdesk.ui import app  # noqa: E402
from hccdesk.ui.main_window import MainWindow  # noqa: E402


class Hands:
    """One step after another, each as soon as nothing is being done any more."""

    def __init__(self, window: MainWindow, out: Path) -> None:
        self.window, self.session = window, window._session
        self.steps: list[Callable[[], object]] = [
            lambda: self.session.tumour_board.set_opinion_first(False),
            lambda: window._analysis.start(DeviceChoice.CPU),
            lambda: window.outputs.save(out),
            lambda: print("analysed" if self.session.model.result_is_current else "not analysed", flush=True),
            window.close,
        ]
        self.timer = QTimer(window)
        self.timer.timeout.connect(self.go_on)
        self.timer.start(200)

    def go_on(self) -> None:
        session = self.session
        if session.compute.running or session.tiles.running or session.keeping.running:
            return
        if session.model.inputs.ct is not None:
            step = self.steps.pop(0)
            if not self.steps:
                self.timer.stop()
            step()


def main() -> int:
    out, paths = Path(sys.argv[1]), [Path(path) for path in sys.argv[2:]]
    take = MainWindow.take

    def take_and_go_on(window: MainWindow, given: tuple[Path, ...]) -> None:
        take(window, given)
        window.hands = Hands(window, out)  # type: ignore[attr-defined]

    MainWindow.take = take_and_go_on  # type: ignore[method-assign]
    sys.argv[1:] = []
    return app.run(paths, "en")


if __name__ == "__main__":
    sys.exit(main())
