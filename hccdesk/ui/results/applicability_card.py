"""Whether each model may speak about this patient, as loud as its score: every rule with its answer."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame

from hccdesk.domain.applicability import ApplicabilityVerdict, RuleAnswer, RuleResult, Scope
from hccdesk.domain.result import CaseResult
from hccdesk.ui import theme
from hccdesk.ui.spoken import say, words
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


class ApplicabilityCard(QFrame):
    """One line a model; a button shows every rule."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self._body = column(self, 16, 8)
        self._words = {
            Scope.INSIDE: self.tr("inside its scope"),
            Scope.PARTLY: self.tr("partly inside its scope"),
            Scope.OUTSIDE: self.tr("outside its scope"),
        }

    def show_result(self, result: CaseResult) -> None:
        """The verdicts of a result."""
        empty(self._body)
        self._body.addWidget(label(self.tr("Applicability"), "section"))
        titles = {model.model_id: words(model.title) for model in result.models}
        for verdict in result.applicability:
            self._add(titles.get(verdict.model_id, verdict.model_id), verdict)

    def _add(self, title: str, verdict: ApplicabilityVerdict) -> None:
        head, rules = row(spacing=8), QFrame()
        head.addWidget(_picture(*_SCOPE_ICONS[verdict.scope]))
        head.addWidget(label(title, "group"))
        head.addWidget(label(self._words[verdict.scope]))
        reason = _loudest(verdict)
        head.addWidget(label(say(reason.explanation) if reason else "", "muted", wrap=True), 1)
        more = button(self.tr("All rules"), "link")
        more.clicked.connect(lambda: rules.setVisible(rules.isHidden()))
        head.addWidget(more)
        lines = column(rules, 0, 2)
        lines.setContentsMargins(28, 0, 0, 8)
        for rule in verdict.rules:
            line = row(spacing=8)
            line.addWidget(_picture(*_ANSWER_ICONS[rule.answer]), 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(label(say(rule.explanation), "muted", wrap=True), 1)
            lines.addLayout(line)
        rules.hide()
        self._body.addLayout(head)
        self._body.addWidget(rules)


def _loudest(verdict: ApplicabilityVerdict) -> RuleResult | None:
    """The rule that decides: what stops, then what lies outside, then what is unknown."""
    if verdict.hard_stop:
        return verdict.hard_stop
    order = (RuleAnswer.OUTSIDE, RuleAnswer.UNKNOWN)
    speaking = [rule for rule in verdict.rules if rule.answer in order]
    return min(speaking, key=lambda rule: (rule.soft, order.index(rule.answer)), default=None)


def _picture(icon: str, role: str) -> QFrame:
    picture = label()
    picture.setPixmap(theme.current().icon(icon, role).pixmap(18, 18))
    picture.setFixedWidth(20)
    return picture
