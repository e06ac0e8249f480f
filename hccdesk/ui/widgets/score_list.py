"""Published scores with their components; one that cannot be computed says what is missing."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from hccdesk.domain.result import NotComputed, ScoreFinding
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
        made_of = "" if self._compact else components_line(finding)
        if made_of:
            self._layout.addWidget(label(made_of, "caption", wrap=True))


def score_value(finding: ScoreFinding) -> str:
    """Value and group, e.g. "−2.31 · grade 2"; of a stage only its name, for its number is a place in a list."""
    if not finding.components:
        return words(finding.group)
    value = f"{finding.value:.4g}".replace("-", "−")
    return f"{value} · {words(finding.group)}" if finding.group and finding.group != value else value


def components_line(finding: ScoreFinding) -> str:
    """The components and their points in one line; of a stage the findings that made it."""
    if finding.grounds:
        return " · ".join(say(ground) for ground in finding.grounds)
    parts = [f"{field_title(name)} {value:.3g}" for name, value in finding.components.items()]
    return " · ".join(parts).replace("-", "−")
