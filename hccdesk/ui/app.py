"""The desktop program from start to end: application, theme, language, window, and what becomes of a fault."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType

from platformdirs import user_config_path, user_log_path
from PySide6.QtWidgets import QApplication

from hccdesk.ui import language, theme
from hccdesk.ui.main_window import MainWindow
from hccdesk.ui.session import Session
from hccdesk.ui.settings import Settings
from hccdesk.ui.verbs import WorkflowVerbs


def run(paths: Sequence[Path], wanted_language: str | None) -> int:
    """Open the window, with `paths` brought into the case, and stay until it is closed; gives the exit code."""
    application = QApplication(sys.argv[:1])
    application.setApplicationName("hccdesk")
    settings = Settings(user_config_path("hccdesk", appauthor=False, ensure_exists=True) / "window.ini")
    language.use(wanted_language or settings.language)
    theme.use(application, settings.theme)
    verbs = WorkflowVerbs()
    logs = user_log_path("hccdesk", appauthor=False)
    session = Session(verbs, settings, logs, datetime.now)
    _catch_faults(session)
    window = MainWindow(session)
    window.show()
    session.learn_models()
    if paths:
        session.loader.take(paths)
    try:
        return application.exec()
    finally:
        session.close()
        sys.excepthook = sys.__excepthook__


def _catch_faults(session: Session) -> None:
    """A fault in a slot is one line on the problem list and a log; the window and the work stay."""

    def report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            session.report_fault(error)

    sys.excepthook = report
