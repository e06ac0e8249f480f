"""The desktop program from start to end: application, theme, language, window, and what becomes of a fault."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType

from platformdirs import user_config_path, user_data_path, user_log_path
from PySide6.QtWidgets import QApplication

from hccdesk.domain.case_snapshot import CaseLibrary
from hccdesk.ui import language, theme
from hccdesk.ui.dialog_history import no_dialog_history
from hccdesk.ui.main_window import MainWindow
from hccdesk.ui.session import Session
from hccdesk.ui.settings import Settings
from hccdesk.ui.shell.first_window import FirstWindow
from hccdesk.ui.verbs import WorkflowVerbs


def run(paths: Sequence[Path], wanted_language: str | None) -> int:
    """Open the window, with `paths` brought into the case, and stay until it is closed; gives the exit code.

    Where a window is open already, it comes forward with `paths` and this start ends at once.
    """
    application = QApplication(sys.argv[:1])
    application.setApplicationName("hccdesk")
    data = user_data_path("hccdesk", appauthor=False, ensure_exists=True)
    first = FirstWindow(data)
    if not first.claim():
        first.hand_over(paths)
        return 0
    try:
        with no_dialog_history():
            return _stay(application, first, data, paths, wanted_language)
    finally:
        first.release()


def _stay(
    application: QApplication, first: FirstWindow, data: Path, paths: Sequence[Path], wanted_language: str | None
) -> int:
    settings = Settings(user_config_path("hccdesk", appauthor=False, ensure_exists=True) / "window.ini")
    language.use(wanted_language or settings.language)
    theme.use(application, settings.theme)
    logs = user_log_path("hccdesk", appauthor=False)
    session = Session(WorkflowVerbs(), settings, logs, datetime.now, _library(data / "cases"))
    _catch_faults(session)
    window = MainWindow(session)
    first.asked.connect(window.bring_forward)
    window.show()
    session.shelf.learn(purge=True)
    session.learn_models()
    window.take(tuple(paths))
    try:
        return application.exec()
    finally:
        session.close()
        sys.excepthook = sys.__excepthook__


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
