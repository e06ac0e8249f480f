"""The whole content of the window: banner, rail, screens, problem list, job strip, and how they hang together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QMenu, QStackedWidget, QWidget
from shiboken6 import isValid

from hccdesk.domain.problem import Severity
from hccdesk.ui.analysis import Analysis
from hccdesk.ui.case_history import Step
from hccdesk.ui.case_list.offer_bar import OfferBar
from hccdesk.ui.case_list.recent import RecentCases
from hccdesk.ui.patient_line import patient_line
from hccdesk.ui.saved_words import saved_state
from hccdesk.ui.screens import SCREENS, make_screen
from hccdesk.ui.session import Session
from hccdesk.ui.shell.banner import Banner
from hccdesk.ui.shell.job_strip import JobStrip
from hccdesk.ui.shell.problem_panel import ProblemPanel
from hccdesk.ui.shell.rail import Rail
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
            self.tr("Cases"),
            {
                "case": self.tr("Case"),
                "ct": self.tr("CT"),
                "slide": self.tr("Slide"),
                "results": self.tr("Results"),
                "board": self.tr("Board"),
                "report": self.tr("Report"),
            },
        )
        self._screens = _Screens(self._made)
        self._recent, self._offers = RecentCases(session), OfferBar(session)
        self._stack, self._problems = QStackedWidget(), ProblemPanel()
        self._strip = JobStrip(session.compute, behind=(session.input_keeping.runner,))
        self._lay_out()
        self._connect()
        self._refresh()
        self._show_saved()
        self._problems.setVisible(session.settings.problems_shown and bool(session.board.problems))
        self.go_to(session.screen)
        self._rest = QTimer(self, interval=0)
        self._rest.timeout.connect(self._make_next)
        self._rest.start()

    def go_to(self, screen: str) -> None:
        """Show a screen."""
        self._session.screen = screen
        self._stack.setCurrentWidget(self._screens[screen])
        self._rail.show_screen(screen)
        self._give_focus(screen)

    def _give_focus(self, screen: str) -> None:
        shown = self._screens[screen]
        proxy = shown.focusProxy()
        if proxy.isVisibleTo(shown) if proxy else shown.focusPolicy() != Qt.FocusPolicy.NoFocus:
            shown.setFocus()
        else:  # else it would go to the banner, where a key changes the treatment
            self._rail.take_focus(screen)

    def go_to_field(self, screen: str, field: str) -> None:
        """Show a screen, with the cursor in one of its fields where it has it."""
        self.go_to(screen)
        focus_field = getattr(self._screens[screen], "focus_field", None)
        if field and focus_field:
            focus_field(field)

    def show_inspectors(self, shown: bool) -> None:
        """Give the screens their inspectors, or all the room to what they show."""
        for inspector in self.findChildren(QFrame, "inspector"):
            inspector.setVisible(shown)

    def toggle_problems(self) -> None:
        """Open the problem list with its first line ready to be pressed, or close it."""
        shown = self._problems.isHidden() and bool(self._session.board.problems)
        self._problems.setVisible(shown)
        self._session.settings.problems_shown = shown
        if shown:
            self._problems.take_focus()
        else:
            self._give_focus(self._session.screen)

    def say(self, text: str) -> None:
        """A line of the job strip, until the next job."""
        self._strip.say(text)

    def open_menu(self) -> None:
        """The menu, from the keyboard."""
        self._banner.open_menu()

    def take(self, paths: tuple[Path, ...]) -> None:
        """Files and folders dropped on the window."""
        self._session.loader.take(paths)

    def _connect(self) -> None:
        session = self._session
        self._rail.chosen.connect(self.go_to)
        self._problems.go_to.connect(self.go_to_field)
        self._problems.left.connect(self.toggle_problems)
        self._strip.problems_asked.connect(self.toggle_problems)
        self._recent.all_asked.connect(self._show_cases)
        self._offers.said.connect(self.say)
        session.shelf.opened.connect(self._on_opened)
        session.keeper.state_changed.connect(self._show_saved)
        session.screen_asked.connect(self.go_to)
        self._banner.regimen_chosen.connect(session.model.set_regimen)
        self._banner.language_asked.connect(self.language_asked)
        self._banner.theme_asked.connect(self.theme_asked)
        session.model.history.acted.connect(self._say_undone)
        model = session.model
        for signal in (
            model.clinical_changed, model.ct_changed, model.slide_changed, model.regimen_changed,
            model.result_changed, session.loader.inputs_changed, session.board.changed, session.models_known,
            session.report_saved, session.tumour_board.changed,
            self._analysis.changed,
        ):  # fmt: skip
            signal.connect(self._refresh)

    @Slot(object, bool)
    def _say_undone(self, step: Step, undone: bool) -> None:
        """What was undone or done again, and where: it may be on a screen that is not shown."""
        said = self.tr("Undone: {what}") if undone else self.tr("Done again: {what}")
        where = {
            "case": self.tr("on the Case screen"),
            "ct": self.tr("on the CT screen"),
            "slide": self.tr("on the Slide screen"),
            "report": self.tr("on the Report screen"),
        }[step.screen]
        self.say(f"{said.format(what=step.what)} · {where}")

    def _refresh(self) -> None:
        session = self._session
        self._banner.show_patient(patient_line(session.model, session.loader.inputs))
        self._banner.show_regimen(session.model.inputs.regimen)
        self._banner.show_models(session.models)
        for name, state in step_states(session, self._analysis.running).items():
            self._rail.show_state(name, state)
        problems = session.board.problems
        stops = any(problem.severity is Severity.STOP for problem in problems)
        self._strip.show_problems(len(problems), stops)
        self._problems.show_problems(problems)
        if not problems:
            self._problems.hide()

    def _show_saved(self) -> None:
        session = self._session
        self._banner.show_saved(saved_state(session.keeper, session.board, session.library_state, session.now()))

    def _show_cases(self) -> None:
        self.go_to("cases")

    def _on_opened(self) -> None:
        self.go_to(self._session.views.screen)

    def _made(self, name: str) -> QWidget:
        """A screen, made when it is first wanted, or when there is nothing else to do: the window opens at once."""
        screen = make_screen(name, self._session, self._analysis)
        if name == "case":
            screen.put_above(self._recent)  # type: ignore[attr-defined] # it is the Case screen
        self._stack.addWidget(screen)
        for signal, slot in (("go_to", self.go_to), ("field_asked", self.go_to_field), ("said", self.say)):
            if hasattr(screen, signal):
                getattr(screen, signal).connect(slot)
        for inspector in screen.findChildren(QFrame, "inspector"):
            inspector.setVisible(self._session.settings.inspector_shown)
        return screen

    def _make_next(self) -> None:
        """One of the screens that nobody has looked at yet."""
        name = next((name for name in SCREENS if name not in self._screens), None)
        if name is None or self._session.is_closed or not isValid(self._stack):
            self._rest.stop()
        else:
            self._screens[name]

    def _lay_out(self) -> None:
        middle = row(spacing=0)
        middle.addWidget(self._rail)
        middle.addWidget(self._stack, 1)
        layout = column(self, 0, 0)
        layout.addWidget(self._banner)
        layout.addWidget(self._offers)
        layout.addLayout(middle, 1)
        layout.addWidget(self._strip)
        self._problems.lie_over(self._stack)
        self._problems.hide()


class _Screens(dict[str, QWidget]):
    """The screens there are; one that is asked for and not there yet is made."""

    def __init__(self, make: Callable[[str], QWidget]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, name: str) -> QWidget:
        made = self[name] = self._make(name)
        return made
