"""Every answer in one table: with image features, of clinical features alone, and by published scores."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from hccdesk.domain.result import CaseResult
from hccdesk.ui.results.scope_words import role_of
from hccdesk.ui.results.side_by_side import (
    AnswerRow,
    answer_rows,
    column_titles,
    compares_demonstrations,
    comparisons,
    headline,
)
from hccdesk.ui.results.skeleton import lines
from hccdesk.ui.widgets.demonstration_mark import demonstration_mark
from hccdesk.ui.widgets.pieces import column, empty, label, line, row

STRETCHES = (12, 18, 12, 18, 26, 14)
NUMBERS, WORDS, STANDING = 3, 4, 5
TABLE_PX = 852
"""The table with everything that can be computed at the narrowest window, so that what is below it does not jump."""
LINES = 8


class SideBySideCard(QFrame):
    """The table, and below it in words what the images change."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        outer = column(self, 16, 8)
        outer.addWidget(label(headline(), "section"))
        note = self.tr("Each line keeps its own question, regimen and number: nothing is averaged.")
        outer.addWidget(label(note, "caption", wrap=True))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        for place, stretch in enumerate(STRETCHES):
            self._grid.setColumnStretch(place, stretch)
        outer.addLayout(self._grid)
        self._below = column(spacing=4)
        outer.addLayout(self._below)
        outer.addStretch(1)
        self.setMinimumHeight(TABLE_PX)
        self.show_skeleton()

    def show_skeleton(self) -> None:
        """Nothing is known yet."""
        self._clear()
        self._grid.addWidget(lines(LINES, height_px=14, spacing=10), 0, 0, 1, len(STRETCHES))

    def show_result(self, result: CaseResult) -> None:
        """Its answers."""
        self._clear()
        for place, title in enumerate(column_titles()):
            self._grid.addWidget(label(title, "caption", wrap=True), 0, place)
        rows = answer_rows(result)
        for number, found in enumerate(rows):
            self._grid.addWidget(line(), 2 * number + 1, 0, 1, len(STRETCHES))
            self._add(2 * number + 2, found)
        self._compare(comparisons(result), compares_demonstrations(rows))

    def _compare(self, sentences: tuple[str, ...], demonstration: bool) -> None:
        """What the images change; the sentences tell numbers, so that they bear the mark as well."""
        if not sentences:
            return
        self._below.addWidget(line())
        if demonstration:
            mark = row(spacing=0)
            mark.addWidget(demonstration_mark())
            mark.addStretch(1)
            self._below.addLayout(mark)
        for said in sentences:
            self._below.addWidget(label(said, "group", wrap=True))

    def _add(self, at: int, found: AnswerRow) -> None:
        top, quiet = Qt.AlignmentFlag.AlignTop, "muted" if found.outside or not found.there else ""
        self._grid.addWidget(label(found.question, quiet or "group", wrap=True), at, 0, top)
        self._grid.addWidget(label(found.looks_at, "muted", wrap=True), at, 1, top)
        self._grid.addWidget(label(found.regimen, "muted", wrap=True), at, 2, top)
        if found.numbers and found.words:
            self._grid.addWidget(label("\n".join(found.numbers), quiet or "group"), at, NUMBERS, top)
            self._grid.addWidget(label("\n".join(found.words), quiet, wrap=True), at, WORDS, top)
        else:
            said = "\n".join(found.numbers) or self.tr("not computed: {reason}").format(reason=" ".join(found.words))
            self._grid.addWidget(label(said, quiet or "group", wrap=True), at, NUMBERS, 1, 2, top)
        self._grid.addWidget(_standing(found), at, STANDING, top)

    def _clear(self) -> None:
        empty(self._grid)
        empty(self._below)


def _standing(found: AnswerRow) -> QWidget:
    owner = QWidget()
    body = column(owner, 0, 2)
    if found.demonstration:
        mark = row(spacing=0)
        mark.addWidget(demonstration_mark())
        mark.addStretch(1)
        body.addLayout(mark)
    for said in found.standing[found.demonstration :]:
        body.addWidget(label(said, role_of(said), wrap=True))
    return owner
