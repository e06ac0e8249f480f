"""Every screen of the window on the sample patient, in both themes, both languages and two sizes, as PNG.

`make screenshots` writes them to out/screenshots/<theme>-<language>-<width>x<height>/<screen>.png; `--only` takes some
combinations, e.g. `--only dark-en-1280x800 light-zh`.
"""

from __future__ import annotations

import argparse
import itertools
import os
import sys
import tempfile
from datetime import datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from gallery_patients import keep_others, meet, write_arterial, write_broken
from gallery_scenes import grab, take_acts, take_cover, take_dialogs, take_problems
from gallery_waiting import wait_ms, wait_until
from PySide6.QtWidgets import QApplication

from hccdesk.domain.provenance import DeviceChoice
from hccdesk.ui import language, theme
from hccdesk.ui.main_window import MainWindow
from hccdesk.ui.session import Session
from hccdesk.ui.settings import Settings
from hccdesk.ui.verbs import WorkflowVerbs
from hccdesk.workflow.case_library import case_library
from hccdesk.workflow.make_sample import make_sample

THEMES = (theme.DARK, theme.LIGHT)
LANGUAGES = (language.ENGLISH, language.CHINESE)
SIZES = ((1280, 800), (2560, 1440))
Size = tuple[int, int]


def main() -> None:
    """Prepare the case once, then take every combination."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--out", type=Path, default=Path("out/screenshots"))
    asked.add_argument("--only", nargs="*", default=[""])
    told = asked.parse_args()
    application = QApplication([])
    application.setApplicationName("hccdesk")
    theme.use(application, theme.DARK)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        begun, filled = session_in(folder / "begun"), session_in(folder / "filled")
        try:
            begun.learn_models()
            broken = prepare(filled, folder / "filled", folder / "broken series")
            for combination in itertools.product(THEMES, LANGUAGES, SIZES):
                out = told.out / folder_name(*combination)
                if any(only in out.name for only in told.only):
                    take_all(application, (begun, filled), combination, broken, out)
        finally:
            begun.close()
            filled.close()


def session_in(folder: Path) -> Session:
    library = case_library(folder / "cases")
    settings = Settings(folder / "window.ini")
    settings.opinion_first = False  # the cover has a scene of its own
    return Session(WorkflowVerbs(), settings, folder / "log", datetime.now, library)


def folder_name(theme_name: str, language_name: str, size: Size) -> str:
    return f"{theme_name}-{language_name}-{size[0]}x{size[1]}"


def prepare(session: Session, folder: Path, broken: Path) -> Path:
    """The sample patient, read and analysed, with a second series beside; a broken series elsewhere."""
    keep_others(case_library(folder / "cases"), datetime.now())
    sample = make_sample(folder / "sample patient")
    window = MainWindow(session)
    window.show()
    session.shelf.learn()
    session.learn_models()
    session.loader.take([folder / "sample patient"])
    wait_until(lambda: session.model.inputs.ct is not None and session.model.inputs.slide is not None)
    wait_until(lambda: bool(session.models) and not session.loader.reading)
    window._analysis.start(DeviceChoice.AUTO)
    wait_until(lambda: session.model.result is not None or not window._analysis.running, 300)
    if session.model.result is None:
        raise SystemExit("\n".join(f"{line.what} {line.what_to_do}" for line in session.board.problems))
    meet(session, wait_until)
    session.tumour_board.set_opinion_first(True)  # what was seen is not covered by it
    write_arterial(sample.ct)
    session.loader.take([sample.ct])
    wait_until(lambda: len(session.loader.inputs.found_series) == 2 and not session.loader.reading)
    write_broken(sample, broken)
    close(window)
    return broken


def take_all(
    application: QApplication, sessions: tuple[Session, Session], combination: tuple[str, str, Size], broken: Path,
    out: Path,
) -> None:  # fmt: skip
    """Every screen in one combination."""
    theme_name, language_name, size = combination
    out.mkdir(parents=True, exist_ok=True)
    language.use(language_name)
    theme.use(application, theme_name)
    begun, filled = sessions
    for session in sessions:
        session.settings.language, session.settings.theme = language_name, theme_name
    window = shown(begun, size)
    wait_ms(400)
    grab(window, out / "start.png")
    take_problems(window, begun, out, broken)
    take_cover(window, begun, out)
    close(window)
    window = shown(filled, size)
    for screen in ("cases", "case", "ct", "slide", "results", "board", "report"):
        window.desk.go_to(screen)
        wait_ms(2500 if screen in ("slide", "report") else 700)
        grab(window, out / f"{screen}.png")
    take_acts(window, filled, out)
    take_dialogs(window, out)
    close(window)
    sys.stdout.write(f"{out}\n")
    sys.stdout.flush()


def shown(session: Session, size: Size) -> MainWindow:
    window = MainWindow(session)
    window.resize(*size)
    window.show()
    return window


def close(window: MainWindow) -> None:
    """Take the window away without ending the session."""
    window.hide()
    window.takeCentralWidget().deleteLater()
    window.deleteLater()
    wait_ms(50)


if __name__ == "__main__":
    main()
