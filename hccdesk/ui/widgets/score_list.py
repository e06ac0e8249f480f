"""Published scores with their components; one that cannot be computed says what is missing."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from hccdesk.domain.result import NotComputed, ScoreFinding
from hccdesk.ui.language import translate
from hccdesk.ui.spoken import field_title, say, words
from hccdesk.ui.widgets.pieces import column, empty, label, line, row


class ScoreList(QWidget):
    """The list, in the order given; `compact` leaves out components, and names what was not computed in one line."""

    def __init__(self, *, compact: bool = False) -> None:
        super().__init__()
        self._compact = compact
        self._layout = column(self, 0, 6)

    def show_scores(self, scores: tuple[tuple[str, ScoreFinding | NotComputed], ...]) -> None:
        """These scores."""
        empty(self._layout)
        absent = [words(name) for name, finding in scores if isinstance(finding, NotComputed)]
        for number, (name, finding) in enumerate(scores):
            if self._compact and isinstance(finding, NotComputed):
                continue
            if number and not self._compact:
                self._layout.addWidget(line())
            self._add(name, finding)
        if self._compact and absent:
            text = self.tr("Not computed: {names}. The Case screen says why.").format(names=", ".join(absent))
            self._layout.addWidget(label(text, "caption", wrap=True))

    def _add(self, name: str, finding: ScoreFinding | NotComputed) -> None:
        head = row(spacing=8)
        head.addWidget(label(words(name), "group", wrap=True), 1)
        self._layout.addLayout(head)
        if isinstance(finding, NotComputed):
            self._layout.addWidget(label(say(finding.reason), "caption", wrap=True))
            return
        head.addWidget(label(score_value(finding)))
        for text in () if self._compact else under_the_score(finding):
            self._layout.addWidget(label(text, "caption", wrap=True))


def score_value(finding: ScoreFinding) -> str:
    """Value and group, e.g. "−2.31 · grade 2"; of a stage only its name, for its number is a place in a list."""
    if finding.confirmed is not None:
        return f"{words(finding.group)} ({_standing(finding)})"
    if not finding.components:
        return words(finding.group)
    value = finding.printed.replace("-", "−")
    return f"{value} · {words(finding.group)}" if finding.group and finding.group != value else value


def under_the_score(finding: ScoreFinding) -> tuple[str, ...]:
    """What stands below a score: its components, and what a reader must know of it."""
    note = say(finding.note) if finding.note else ""
    return tuple(text for text in (components_line(finding), note) if text)


def source_lines(finding: ScoreFinding) -> tuple[str, ...]:
    """Which edition was followed, and the paper."""
    edition = translate("ScoreList", "Edition: {edition}").format(edition=words(finding.edition))
    cited = translate("ScoreList", "Source: {citation}").format(citation=finding.citation)
    return (*([edition] if finding.edition else []), cited)


def _standing(finding: ScoreFinding) -> str:
    if finding.in_spite_of_rules:
        return translate("ScoreList", "stated, not suggested")
    return translate("ScoreList", "confirmed") if finding.confirmed else translate("ScoreList", "suggested")


def components_line(finding: ScoreFinding) -> str:
    """The components and their points in one line; of a stage the findings that made it."""
    if finding.grounds:
        return " · ".join(say(ground) for ground in finding.grounds)
    parts = [f"{field_title(name)} {value:.3g}" for name, value in finding.components.items()]
    return " · ".join(parts).replace("-", "−")
