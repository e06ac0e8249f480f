"""The screens by name. Each is imported when it is made, so that the window opens before the last of them is read."""

# ruff: noqa: PLC0415

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from hccdesk.ui.analysis import Analysis
from hccdesk.ui.session import Session

SCREENS = ("case", "ct", "slide", "results", "board", "report", "cases")
"""In the order in which they are made when there is nothing else to do."""


def make_screen(name: str, session: Session, analysis: Analysis) -> QWidget:
    """A new screen of that name on a session."""
    if name == "results":
        from hccdesk.ui.results.screen import ResultsScreen

        return ResultsScreen(session, analysis)
    return _plain(name)(session)


def _plain(name: str) -> Callable[[Session], QWidget]:
    if name == "cases":
        from hccdesk.ui.case_list.screen import CaseListScreen

        return CaseListScreen
    if name == "ct":
        from hccdesk.ui.ct_screen import CtScreen

        return CtScreen
    if name == "slide":
        from hccdesk.ui.slide_viewer.screen import SlideScreen

        return SlideScreen
    if name == "board":
        from hccdesk.ui.board.screen import BoardScreen

        return BoardScreen
    if name == "report":
        from hccdesk.ui.report_screen.screen import ReportScreen

        return ReportScreen
    from hccdesk.ui.intake.screen import CaseScreen

    return CaseScreen
