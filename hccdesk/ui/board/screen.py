"""The Board screen: what is on record at the left, what can be added at the right."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QFrame, QStackedWidget, QVBoxLayout, QWidget

from hccdesk.domain.board_opinion import BoardRecord
from hccdesk.ui.board.board_desk import board_desk_of
from hccdesk.ui.board.decision_form import DecisionForm
from hccdesk.ui.board.opinion_form import OpinionForm
from hccdesk.ui.board.record_view import RecordView
from hccdesk.ui.board.sign_form import SignForm
from hccdesk.ui.session import Session
from hccdesk.ui.widgets.empty_state import EmptyState
from hccdesk.ui.widgets.pieces import button, column, label, line, row, scrolled

SIDE_PX = 372
OPINION, DECISION, SIGNATURE = range(3)


class BoardScreen(QWidget):
    """The Board screen on a session.

    Signals: `go_to(str)` another screen.
    """

    go_to = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("screen")
        self._session, self._desk = session, board_desk_of(session)
        self._record = RecordView()
        self._shown: tuple[BoardRecord, BoardRecord, bool] | None = None
        self._covered, self._read_only = QFrame(), label("", "warning", wrap=True)
        self.opinion, self.decision = OpinionForm(self._desk), DecisionForm(self._desk)
        self.signature = SignForm(self._desk)
        self._forms = (self.opinion, self.decision, self.signature)
        self._tabs, self._screens = QButtonGroup(self), QStackedWidget()
        self.first = QCheckBox(self.tr("Opinions before the result is shown"))
        self._lay_out()
        self._tabs.idClicked.connect(self.show_form)
        self.first.toggled.connect(session.tumour_board.set_opinion_first)
        self._desk.changed.connect(self._show)
        self.show_form(OPINION)
        self._show()

    @Slot(int)
    def show_form(self, form: int) -> None:
        """One of the three."""
        self._tabs.button(form).setChecked(True)
        self.setFocusProxy(self._tabs.button(form))
        for number, other in enumerate(self._forms):
            other.setVisible(number == form)

    @Slot()
    def _show(self) -> None:
        desk = self._desk
        self._screens.setCurrentIndex(1 if desk.has_case else 0)
        shown = desk.record, desk.of_result, self._session.model.result is not None
        if shown != self._shown:  # not with every letter that is typed
            self._shown = shown
            self._record.show_record(*shown)
        self._covered.setVisible(desk.is_covered)
        shut = desk.has_case and not desk.can_record
        self._read_only.setText(desk.blocked_by if shut else "")
        self._read_only.setVisible(shut)
        self.first.setChecked(self._session.settings.opinion_first)

    @Slot()
    def _to_results(self) -> None:
        self.go_to.emit("results")

    @Slot()
    def _to_case(self) -> None:
        self.go_to.emit("case")

    def _lay_out(self) -> None:
        nothing = EmptyState(
            "account-group-outline",
            self.tr("No case for the board"),
            self.tr(
                "Opinions before and after the result, the decision and its signatures belong to a case. Begin or open "
                "one first."
            ),
            self.tr("Go to the case"),
        )
        nothing.asked.connect(self._to_case)
        self._screens.addWidget(nothing)
        self._screens.addWidget(self._desk_area())
        column(self).addWidget(self._screens)

    def _desk_area(self) -> QWidget:
        area, record = QWidget(), QWidget()
        layout = row(area, 0, 0)
        inside = column(record, 16, 12)
        inside.addWidget(self._cover_line())
        inside.addWidget(self._record, 1)
        layout.addWidget(scrolled(record), 1)
        layout.addWidget(self._side())
        return area

    def _cover_line(self) -> QFrame:
        self._covered.setObjectName("card")
        content = row(self._covered, 12, 12)
        words = self.tr("The result is there and covered: opinions come first.")
        content.addWidget(label(words, wrap=True), 1)
        to_results = button(self.tr("Go to the results"))
        to_results.clicked.connect(self._to_results)
        content.addWidget(to_results)
        return self._covered

    def _side(self) -> QFrame:
        side = QFrame()
        side.setObjectName("report_side")
        side.setFixedWidth(SIDE_PX)
        layout = column(side, 0, 0)
        content = QWidget()
        inside = column(content, 16, 12)
        inside.addLayout(self._choices())
        inside.addWidget(self._read_only)
        for form in self._forms:
            inside.addWidget(form)
        inside.addStretch(1)
        layout.addWidget(scrolled(content), 1)
        layout.addWidget(line())
        layout.addLayout(self._setting())
        return side

    def _choices(self) -> QVBoxLayout:
        tabs, layout = row(spacing=0), column(spacing=0)
        titles = (self.tr("Opinion"), self.tr("Decision"), self.tr("Signature"))
        for number, (title, edge) in enumerate(zip(titles, ("left", "middle", "right"), strict=True)):
            tab = button(title, "segment")
            tab.setCheckable(True)
            tab.setProperty("edge", edge)
            self._tabs.addButton(tab, number)
            tabs.addWidget(tab, 1)
        layout.addLayout(tabs)
        return layout

    def _setting(self) -> QVBoxLayout:
        layout = column(spacing=4)
        layout.setContentsMargins(16, 8, 16, 12)
        layout.addWidget(self.first)
        words = self.tr("Results stay covered until somebody gives an opinion, or says why not.")
        layout.addWidget(label(words, "caption", wrap=True))
        return layout
