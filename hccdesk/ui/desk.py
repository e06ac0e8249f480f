"""The whole content of the window: banner, rail, screens, problem list, job strip, and how they hang together."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from hccdesk.domain.problem import Severity
from hccdesk.ui.analysis import Analysis
from hccdesk.ui.ct_viewer.screen import CtScreen
from hccdesk.ui.intake.screen import CaseScreen
from hccdesk.ui.patient_line import patient_line
from hccdesk.ui.report_screen.screen import ReportScreen
from hccdesk.ui.results.screen import ResultsScreen
from hccdesk.ui.session import Session
from hccdesk.ui.shell.banner import Banner
from hccdesk.ui.shell.job_strip import JobStrip
from hccdesk.ui.shell.problem_panel import ProblemPanel
from hccdesk.ui.shell.rail import Rail
from hccdesk.ui.slide_viewer.screen import SlideScreen
from hccdesk.ui.step_states import step_states
from hccdesk.ui.widgets.pieces import column, row


class Desk(QWidget):
    """Everything in the window; built anew when language or theme change, around the same session.

    Signals: `language_asked`, `theme_asked`.
    """

    language_asked = Signal()
    theme_asked = Signal()

    def __init__(self, session: Session, analysis: Analysis, menu: QMenu) -> None:
        super().__init__()
        self.setObjectName("desk")
        self._session, self._analysis = session, analysis
        self._banner = Banner(menu)
        self._rail = Rail(
            {
                "case": self.tr("Case"),
                "ct": self.tr("CT"),
                "slide": self.tr("Slide"),
                "results": self.tr("Results"),
                "report": self.tr("Report"),
            }
        )
        self._screens: dict[str, QWidget] = {
            "case": CaseScreen(session),
            "ct": CtScreen(session),
            "slide": SlideScreen(session),
            "results": ResultsScreen(session, analysis),
            "report": ReportScreen(session),
        }
        self._stack, self._problems = QStackedWidget(), ProblemPanel()
        self._strip = JobStrip(session.compute)
        self._lay_out()
        self._connect()
        self._refresh()
        self.go_to(session.screen)

    def go_to(self, screen: str) -> None:
        """Show a screen."""
        self._session.screen = screen
        self._stack.setCurrentWidget(self._screens[screen])
        self._rail.show_screen(screen)
        self._screens[screen].setFocus()

    def take(self, paths: tuple[Path, ...]) -> None:
        """Files and folders dropped on the window."""
        self._session.loader.take(paths)

    def _connect(self) -> None:
        session = self._session
        self._rail.chosen.connect(self.go_to)
        self._problems.go_to.connect(self.go_to)
        self._strip.problems_asked.connect(self._toggle_problems)
        session.screen_asked.connect(self.go_to)
        self._banner.regimen_chosen.connect(session.model.set_regimen)
        self._banner.language_asked.connect(self.language_asked)
        self._banner.theme_asked.connect(self.theme_asked)
        model = session.model
        for signal in (
            model.clinical_changed, model.ct_changed, model.slide_changed, model.regimen_changed,
            model.result_changed, session.loader.inputs_changed, session.board.changed, session.models_known,
            session.report_saved,
            self._analysis.changed,
        ):  # fmt: skip
            signal.connect(self._refresh)
        for name in ("results", "report"):
            self._screens[name].go_to.connect(self.go_to)  # type: ignore[attr-defined] # a signal of these two
        for name in ("ct", "slide"):
            self._screens[name].go_to.connect(self.go_to)  # type: ignore[attr-defined]

    def _refresh(self) -> None:
        session = self._session
        self._banner.show_patient(patient_line(session.model))
        self._banner.show_regimen(session.model.inputs.regimen)
        self._banner.show_demonstration(any(model.is_demonstration for model in session.models))
        for name, state in step_states(session, self._analysis.running).items():
            self._rail.show_state(name, state)
        problems = session.board.problems
        stops = any(problem.severity is Severity.STOP for problem in problems)
        self._strip.show_problems(len(problems), stops)
        self._problems.show_problems(problems)
        if not problems:
            self._problems.hide()

    def _toggle_problems(self) -> None:
        self._problems.setVisible(self._problems.isHidden())

    def _lay_out(self) -> None:
        for screen in self._screens.values():
            self._stack.addWidget(screen)
        middle = row(spacing=0)
        middle.addWidget(self._rail)
        middle.addWidget(self._stack, 1)
        layout = column(self, 0, 0)
        layout.addWidget(self._banner)
        layout.addLayout(middle, 1)
        layout.addWidget(self._problems)
        layout.addWidget(self._strip)
        self._problems.hide()
