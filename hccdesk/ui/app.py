"""The desktop program from start to end: application, theme, language, window, and what becomes of a fault."""

from __future__ import annotations

import locale
import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType

from platformdirs import user_config_path, user_data_path, user_log_path
from PySide6.QtWidgets import QApplication

from hccdesk.domain.case_library import CaseLibrary
from hccdesk.private_files import private_folder
from hccdesk.ui import language, theme
from hccdesk.ui.dialog_history import no_dialog_history
from hccdesk.ui.library.library_choice import library_folder
from hccdesk.ui.library.opening import LibraryOpening
from hccdesk.ui.library.settings_words import tell_of_settings
from hccdesk.ui.main_window import MainWindow
from hccdesk.ui.session import Session
from hccdesk.ui.settings import Settings
from hccdesk.ui.shell.first_window import FirstWindow
from hccdesk.ui.verbs import WorkflowVerbs


def run(paths: Sequence[Path], wanted_language: str | None, library: Path | None = None) -> int:
    """Open the window, with `paths` brought into the case, and stay until it is closed; gives the exit code.

    `library` is the folder of the library of cases, None for the one that was opened last. Where a window is open
    already, it comes forward with `paths` and this start ends at once.
    """
    application = QApplication(sys.argv[:1])
    locale.setlocale(locale.LC_NUMERIC, "C")  # Qt took the user's: with a decimal comma, C libraries read 1.5 as 1
    application.setApplicationName("hccdesk")
    data = private_folder(user_data_path("hccdesk", appauthor=False))
    first = FirstWindow(data)
    if not first.claim():
        first.hand_over(paths)
        return 0
    try:
        with no_dialog_history():
            return _stay(application, first, paths, wanted_language, library)
    finally:
        first.release()


def _stay(
    application: QApplication,
    first: FirstWindow,
    paths: Sequence[Path],
    wanted_language: str | None,
    library: Path | None,
) -> int:
    settings = Settings(private_folder(user_config_path("hccdesk", appauthor=False)) / "window.ini")
    language.use(wanted_language or settings.language)
    theme.use(application, settings.theme)
    early = list[tuple[Path, ...]]()
    first.asked.connect(early.append)  # a second start while a dialog is still open is not forgotten
    folder = library_folder(settings, library)
    if folder is None:
        return 0
    logs = user_log_path("hccdesk", appauthor=False)
    session = Session(WorkflowVerbs(), settings, logs, datetime.now, _library(folder))
    _catch_faults(session)
    window = MainWindow(session)
    first.asked.disconnect(early.append)
    first.asked.connect(window.bring_forward)
    window.show()
    tell_of_settings(session)
    session.input_keeping.watch()
    asked = tuple(path for later in early for path in later)
    opening = LibraryOpening(session, window, lambda: window.take((*paths, *asked)))
    opening.start()
    session.learn_models()
    try:
        return application.exec()
    finally:
        session.close()
        sys.excepthook = sys.__excepthook__
        if session.hangs:  # Python would wait for ever for a thread that waits for a share that is gone
            first.release()
            os._exit(0)


def _library(folder: Path) -> CaseLibrary:
    from hccdesk.workflow.case_library import case_library  # noqa: PLC0415

    return case_library(folder)


def _catch_faults(session: Session) -> None:
    """A fault in a slot is a log, a line on the problem list, and once a dialog; the window and the work stay."""

    def report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            session.report_fault(error)

    sys.excepthook = report
