"""The published scores in one short list; more of each is shown elsewhere on demand."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from hccdesk.domain.result import NotComputed, ScoreFinding
from hccdesk.ui.results.skeleton import lines
from hccdesk.ui.spoken import words
from hccdesk.ui.widgets.pieces import button, column, empty, label, row
from hccdesk.ui.widgets.score_list import score_value

Scores = tuple[tuple[str, ScoreFinding | NotComputed], ...]
LINES = 11


class ScoresCard(QFrame):
    """One line a score; one that lacks something says so, and the list of what is missing says what.

    Signals: `details_asked(bool)` whether components, editions and sources are to be shown.
    """

    details_asked = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        outer, head = column(self, 16, 8), row(spacing=8)
        head.addWidget(label(self.tr("Published scores"), "section"))
        head.addStretch(1)
        self._more = button(self.tr("Components and sources"), "link")
        self._more.setCheckable(True)
        head.addWidget(self._more)
        outer.addLayout(head)
        self._body: QVBoxLayout = column(spacing=6)
        outer.addLayout(self._body)
        outer.addStretch(1)
        self._more.toggled.connect(self.details_asked)
        self.show_skeleton()

    def show_skeleton(self) -> None:
        """Nothing is known yet."""
        empty(self._body)
        self._more.setChecked(False)
        self._more.hide()
        self._body.addWidget(lines(LINES, height_px=14, spacing=8))

    def show_scores(self, scores: Scores) -> None:
        """These."""
        self._more.show()
        empty(self._body)
        for name, finding in scores:
            line = row(spacing=8)
            known = not isinstance(finding, NotComputed)
            line.addWidget(label(words(name), "" if known else "muted"))
            value = self._lack(finding) if isinstance(finding, NotComputed) else score_value(finding)
            shown = label(value, "group" if known else "muted", wrap=True)
            shown.setAlignment(Qt.AlignmentFlag.AlignRight)
            line.addWidget(shown, 1)
            self._body.addLayout(line)

    def _lack(self, finding: NotComputed) -> str:
        """As the list of what is missing calls it."""
        return self.tr("not computed") if finding.applicable else self.tr("not applicable")
