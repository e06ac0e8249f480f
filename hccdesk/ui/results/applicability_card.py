"""Whether each model may speak about this patient, as loud as its score: every rule with its answer."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from hccdesk.domain.applicability import ApplicabilityVerdict, RuleAnswer, RuleResult, Scope
from hccdesk.domain.result import CaseResult
from hccdesk.ui import theme
from hccdesk.ui.results.loudest_rules import loudest_first
from hccdesk.ui.results.model_names import full_name, kind_names, short_name
from hccdesk.ui.results.skeleton import Block, lines
from hccdesk.ui.spoken import say
from hccdesk.ui.widgets.pieces import button, column, empty, label, row

_SCOPE_ICONS = {
    Scope.INSIDE: ("check-circle", "text"),
    Scope.PARTLY: ("circle-half-full", "caution"),
    Scope.OUTSIDE: ("close-octagon", "problem"),
}
_ANSWER_ICONS = {
    RuleAnswer.INSIDE: ("check", "muted"),
    RuleAnswer.UNKNOWN: ("help", "caution"),
    RuleAnswer.OUTSIDE: ("close", "problem"),
}
COLUMNS = 3
COLUMN_HEIGHT_PX = 124
REASONS = 2
"""Rules that are not met are said outright up to so many; the others stand under "All rules"."""


class ApplicabilityCard(QFrame):
    """One column a model, three in a row; a button shows every rule."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        outer = column(self, 16, 8)
        outer.addWidget(label(self.tr("Applicability: may the model speak about this patient?"), "group"))
        self._body: QVBoxLayout = column(spacing=12)
        outer.addLayout(self._body)
        self._words = {
            Scope.INSIDE: self.tr("inside its scope"),
            Scope.PARTLY: self.tr("partly inside its scope"),
            Scope.OUTSIDE: self.tr("outside its scope"),
        }
        self.show_skeleton()

    def show_skeleton(self) -> None:
        """Nothing is known yet."""
        empty(self._body)
        columns = row(spacing=24)
        for title in kind_names().values():
            owner = QWidget()
            owner.setMinimumHeight(COLUMN_HEIGHT_PX)
            layout = column(owner, 0, 8)
            layout.addWidget(label(title, "muted"))
            layout.addWidget(Block(20, 180))
            layout.addWidget(lines(2))
            layout.addStretch(1)
            columns.addWidget(owner, 1)
        self._body.addLayout(columns)

    def show_result(self, result: CaseResult) -> None:
        """The verdicts of a result."""
        empty(self._body)
        verdicts = result.applicability
        if not verdicts:
            self._body.addWidget(label(self.tr("No model that speaks about patients is installed."), "muted"))
        for start in range(0, len(verdicts), COLUMNS):
            columns = row(spacing=24)
            for verdict in verdicts[start : start + COLUMNS]:
                names = (short_name(verdict.model_id, result.models), full_name(verdict.model_id, result.models))
                columns.addWidget(self._column(*names, verdict), 1)
            self._body.addLayout(columns)

    def _column(self, title: str, full: str, verdict: ApplicabilityVerdict) -> QWidget:
        owner = QWidget()
        owner.setMinimumHeight(COLUMN_HEIGHT_PX)
        layout = column(owner, 0, 4)
        named = label(title, "muted", wrap=True)
        named.setToolTip(full)
        layout.addWidget(named)
        layout.addLayout(self._said(verdict))
        layout.addLayout(self._reasons(verdict))
        rules, more = self._rules(verdict), button(self.tr("All rules"), "link")
        more.setCheckable(True)
        more.toggled.connect(rules.setVisible)
        layout.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(rules)
        layout.addStretch(1)
        return owner

    def _said(self, verdict: ApplicabilityVerdict) -> QVBoxLayout:
        icon, role = _SCOPE_ICONS[verdict.scope]
        line = row(spacing=8)
        line.addWidget(_picture(icon, role, 24))
        said = label(self._words[verdict.scope], f"scope_{verdict.scope.value}", wrap=True)
        line.addWidget(said, 1)
        layout = column(spacing=0)
        layout.addLayout(line)
        return layout

    def _reasons(self, verdict: ApplicabilityVerdict) -> QVBoxLayout:
        layout, reasons = column(spacing=4), loudest_first(verdict)
        if verdict.hard_stop:
            layout.addWidget(label(self.tr("■ STOP: its number is withheld"), "problem"))
        for rule in reasons[:REASONS]:
            layout.addLayout(_line(rule, "text"))
        met = self.tr("{met} of {all} rules are met").format(
            met=len(verdict.rules) - len(reasons), all=len(verdict.rules)
        )
        others = len(reasons) - REASONS
        more = self.tr("{n} more not met or unknown").format(n=others) if others > 0 else ""
        layout.addWidget(label(" · ".join(part for part in (met, more) if part), "muted", wrap=True))
        return layout

    def _rules(self, verdict: ApplicabilityVerdict) -> QFrame:
        rules = QFrame()
        layout = column(rules, 0, 4)
        for rule in verdict.rules:
            layout.addLayout(_line(rule, "caption"))
        rules.hide()
        return rules


def _line(rule: RuleResult, role: str) -> QHBoxLayout:
    line = row(spacing=8)
    line.addWidget(_picture(*_ANSWER_ICONS[rule.answer], 16), 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(label(say(rule.explanation), role, wrap=True), 1)
    return line


def _picture(icon: str, role: str, side_px: int) -> QLabel:
    picture = label()
    picture.setPixmap(theme.current().icon(icon, role).pixmap(side_px, side_px))
    picture.setFixedWidth(side_px + 2)
    return picture
