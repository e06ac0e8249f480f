"""Every screen of the window on the sample patient, in both themes, both languages and two sizes, as PNG.

`make screenshots` writes them to out/screenshots/<theme>-<language>-<width>x<height>/<screen>.png; `--only` takes one
combination, e.g. `--only dark-en-1280x800`.
"""

from __future__ import annotations

import argparse
import itertools
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QScrollArea, QWidget

from hccdesk.domain.provenance import DeviceChoice
from hccdesk.ui import language, theme
from hccdesk.ui.ct_viewer.slice_pane import SlicePane
from hccdesk.ui.main_window import MainWindow
from hccdesk.ui.results.nomogram_view import NomogramView
from hccdesk.ui.session import Session
from hccdesk.ui.settings import Settings
from hccdesk.ui.slide_viewer.canvas import SlideCanvas
from hccdesk.ui.verbs import WorkflowVerbs
from hccdesk.workflow.case_library import case_library
from hccdesk.workflow.make_sample import make_sample

THEMES = (theme.DARK, theme.LIGHT)
LANGUAGES = (language.ENGLISH, language.CHINESE)
SIZES = ((1280, 800), (2560, 1440))


def main() -> None:
    """Prepare the case once, then take every combination."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--out", type=Path, default=Path("out/screenshots"))
    asked.add_argument("--only", default="")
    told = asked.parse_args()
    application = QApplication([])
    application.setApplicationName("hccdesk")
    theme.use(application, theme.DARK)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        library = case_library(folder / "cases")
        session = Session(WorkflowVerbs(), Settings(folder / "window.ini"), folder / "log", datetime.now, library)
        try:
            prepare(session, folder / "sample patient")
            for combination in itertools.product(THEMES, LANGUAGES, SIZES):
                if told.only in folder_name(*combination):
                    take_all(application, session, *combination, told.out / folder_name(*combination))
        finally:
            session.close()


def folder_name(theme_name: str, language_name: str, size: tuple[int, int]) -> str:
    return f"{theme_name}-{language_name}-{size[0]}x{size[1]}"


def prepare(session: Session, folder: Path) -> None:
    """The sample patient, read and analysed."""
    make_sample(folder)
    window = MainWindow(session)
    window.show()
    session.learn_models()
    session.loader.take([folder])
    wait_until(lambda: session.model.inputs.ct is not None and session.model.inputs.slide is not None)
    wait_until(lambda: bool(session.models) and not session.loader.reading)
    window._analysis.start(DeviceChoice.AUTO)
    wait_until(lambda: session.model.result is not None, 300)
    close(window)


def take_all(
    application: QApplication, session: Session, theme_name: str, language_name: str, size: tuple[int, int], out: Path
) -> None:
    """Every screen in one combination."""
    out.mkdir(parents=True, exist_ok=True)
    language.use(language_name)
    theme.use(application, theme_name)
    window = MainWindow(session)
    window.resize(*size)
    window.show()
    for screen in ("cases", "case", "ct", "slide", "results", "report"):
        window.desk.go_to(screen)
        wait_ms(2500 if screen in ("slide", "report") else 700)
        grab(window, out / f"{screen}.png")
    take_acts(window, session, out)
    take_dialogs(window, out)
    close(window)
    sys.stdout.write(f"{out}\n")


def take_acts(window: MainWindow, session: Session, out: Path) -> None:
    """What only shows itself when something is done."""
    window.desk.go_to("ct")
    axial = window.findChildren(SlicePane)[0]
    QTest.keyClick(axial, Qt.Key.Key_B)
    middle = QPoint(axial.width() // 3, axial.height() // 2)
    QTest.mouseMove(axial, middle)
    wait_ms(400)
    grab(window, out / "ct-brush.png")
    QTest.keyClick(axial, Qt.Key.Key_Escape)
    session.overlays.show_saliency(True)
    wait_ms(600)
    grab(window, out / "ct-saliency.png")
    session.overlays.show_saliency(False)
    window.desk.go_to("slide")
    canvas = window.findChildren(SlideCanvas)[0]
    QTest.keyClick(canvas, Qt.Key.Key_G)
    session.overlays.show_contribution(True)
    wait_ms(1500)
    grab(window, out / "slide-contributions.png")
    session.overlays.show_contribution(False)
    QTest.keyClick(canvas, Qt.Key.Key_G)
    window.desk.go_to("results")
    for ruler in window.findChildren(NomogramView)[:1]:
        show_whole(window, ruler)
        wait_ms(200)
        grab(window, out / "results-survival.png")
        ruler.setFocus()
        QTest.keyClick(ruler, Qt.Key.Key_Left)
        QTest.keyClick(ruler, Qt.Key.Key_Right)
    wait_ms(500)
    grab(window, out / "results-what-if.png")
    window.desk.go_to("case")


def show_whole(window: MainWindow, widget: QWidget) -> None:
    """Scroll to it."""
    for area in window.findChildren(QScrollArea):
        if area.isAncestorOf(widget):
            area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
            area.ensureWidgetVisible(widget)


def take_dialogs(window: MainWindow, out: Path) -> None:
    """Manual, controls, about."""
    acts: tuple[tuple[str, Callable[[], None]], ...] = (
        ("manual", window.show_help), ("controls", window.show_controls), ("about", window.show_about)
    )  # fmt: skip
    for name, show in acts:
        show()
        wait_ms(300)
        dialog = next(d for d in window.findChildren(QDialog) if d.isVisible())
        grab(dialog, out / f"{name}.png")
        dialog.close()
        wait_ms(50)


def grab(widget: QWidget, path: Path) -> None:
    widget.grab().save(str(path))


def close(window: MainWindow) -> None:
    """Take the window away without ending the session."""
    window.hide()
    window.takeCentralWidget().deleteLater()
    window.deleteLater()
    wait_ms(50)


def wait_ms(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def wait_until(true: Callable[[], bool], seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise TimeoutError
        wait_ms(30)


if __name__ == "__main__":
    main()
