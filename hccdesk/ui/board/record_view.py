"""What is on record: opinions before and after, when the result was revealed, decisions, signatures. To read only."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from hccdesk.domain.board_opinion import BoardDecision, BoardOpinion, BoardRecord, OpinionTime
from hccdesk.ui.board.board_words import expects, moment, person, reveal_line, standing, stands_because
from hccdesk.ui.widgets.pieces import card, column, empty, label


class RecordView(QWidget):
    """The record of one case; what was decided of another result than the one on the desk says so."""

    def __init__(self) -> None:
        super().__init__()
        self._layout = column(self, 0, 12)

    def show_record(self, record: BoardRecord, of_result: BoardRecord, has_result: bool) -> None:
        """Everything, and what of it stands to the result on the desk."""
        empty(self._layout)
        if has_result:
            final = of_result.is_final
            head = label(standing(of_result), "section" if final else "group", wrap=True)
            self._layout.addWidget(head)
        self._layout.addWidget(_section(self.tr("Before the result"), self._before(record)))
        self._layout.addWidget(_section(self.tr("After the result"), self._after(record)))
        self._layout.addWidget(_section(self.tr("Decision"), self._decisions(record, of_result)))
        self._layout.addStretch(1)

    def _before(self, record: BoardRecord) -> QVBoxLayout:
        lines = opinions_in(_given(record, OpinionTime.BEFORE_RESULT), self.tr("No opinion yet."))
        if record.reveal is not None:
            lines.addWidget(label(reveal_line(record.reveal, record), "caption", wrap=True))
        return lines

    def _after(self, record: BoardRecord) -> QVBoxLayout:
        return opinions_in(_given(record, OpinionTime.AFTER_RESULT), self.tr("No opinion yet."))

    def _decisions(self, record: BoardRecord, of_result: BoardRecord) -> QVBoxLayout:
        lines = column(spacing=12)
        made = [entry for entry in record.entries if isinstance(entry, BoardDecision)]
        if not made:
            lines.addWidget(label(self.tr("Nothing is decided yet."), "muted"))
        for decision in reversed(made):
            lines.addLayout(self._decision(decision, record, of_result))
        return lines

    def _decision(self, decision: BoardDecision, record: BoardRecord, of_result: BoardRecord) -> QVBoxLayout:
        holds = decision is of_result.decision
        lines = column(spacing=4)
        if not holds:
            later = decision is not record.decision
            said = self.tr("An earlier decision") if later else self.tr("A decision on an earlier result")
            lines.addWidget(label(said, "caption"))
        lines.addWidget(_text(decision.decision, "group" if holds else "muted"))
        lines.addWidget(_text(stands_because(decision), "" if holds else "muted"))
        present = self.tr("Present: {names}").format(names=", ".join(decision.present))
        lines.addWidget(_text(f"{moment(decision.decided_at)} · {present}", "caption"))
        for one in record.signed_of(decision):
            signed = self.tr("Signed by {who}, {at}").format(
                who=person(one.signed_by, one.role), at=moment(one.signed_at)
            )
            lines.addWidget(_text(signed, "" if holds else "caption"))
        return lines


def opinions_in(opinions: Iterable[BoardOpinion], without: str) -> QVBoxLayout:
    """Opinions one below the other; the words `without` any."""
    lines = column(spacing=12)
    for one in opinions:
        lines.addLayout(_opinion(one))
    if not lines.count():
        lines.addWidget(label(without, "muted"))
    return lines


def _opinion(one: BoardOpinion) -> QVBoxLayout:
    lines = column(spacing=2)
    lines.addWidget(_text(f"{person(one.reader, one.role)} · {expects(one.expectation)}", "group"))
    for text in (one.decision, one.reason):
        if text:
            lines.addWidget(_text(text))
    lines.addWidget(label(moment(one.given_at), "caption"))
    return lines


def _given(record: BoardRecord, time: OpinionTime) -> tuple[BoardOpinion, ...]:
    return tuple(one for one in record.opinions if one.given is time)


def _section(title: str, content: QVBoxLayout) -> QFrame:
    frame, inside = card()
    inside.addWidget(label(title, "muted"))
    inside.addLayout(content)
    return frame


def _text(text: str, role: str = "") -> QWidget:
    shown = label(text, role, wrap=True)
    shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return shown
