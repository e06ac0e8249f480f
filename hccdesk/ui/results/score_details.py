"""Every published score with its components, edition and source, over the whole width: opened from the short list."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout

from hccdesk.domain.result import NotComputed, ScoreFinding
from hccdesk.ui.spoken import say, words
from hccdesk.ui.widgets.pieces import column, empty, label, line
from hccdesk.ui.widgets.score_list import score_value, source_lines, under_the_score

STRETCHES = (12, 14, 40, 40)


class ScoreDetails(QFrame):
    """The table; hidden until it is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        outer = column(self, 16, 8)
        outer.addWidget(label(self.tr("Published scores: components and sources"), "section"))
        outer.addWidget(label(self.tr("Computed by us, not by the laboratory."), "caption"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        for place, stretch in enumerate(STRETCHES):
            self._grid.setColumnStretch(place, stretch)
        outer.addLayout(self._grid)
        self.hide()

    def show_scores(self, scores: tuple[tuple[str, ScoreFinding | NotComputed], ...]) -> None:
        """These."""
        empty(self._grid)
        for number, (name, finding) in enumerate(scores):
            self._grid.addWidget(line(), 2 * number, 0, 1, len(STRETCHES))
            self._add(2 * number + 1, words(name), finding)

    def _add(self, at: int, name: str, finding: ScoreFinding | NotComputed) -> None:
        if isinstance(finding, NotComputed):
            value, made_of, source = self.tr("not computed"), say(finding.reason), ""
        else:
            value, made_of = score_value(finding), "\n".join(under_the_score(finding))
            source = "\n".join(source_lines(finding))
        quiet = "muted" if isinstance(finding, NotComputed) else "group"
        cells = (label(name, quiet, wrap=True), label(value, quiet, wrap=True),
                 label(made_of, "caption", wrap=True), label(source, "caption", wrap=True))  # fmt: skip
        for place, cell in enumerate(cells):
            self._grid.addWidget(cell, at, place, Qt.AlignmentFlag.AlignTop)
