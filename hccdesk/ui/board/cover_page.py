"""What stands in the place of a result until the board has said what it thinks."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from hccdesk.domain.board_opinion import BoardOpinion, OpinionTime
from hccdesk.ui.board.board_desk import BoardDesk
from hccdesk.ui.board.drafts import PassDraft
from hccdesk.ui.board.form_pieces import keyboard_kept, show_text, titled
from hccdesk.ui.board.opinion_form import OpinionForm
from hccdesk.ui.board.record_view import opinions_in
from hccdesk.ui.widgets.pieces import button, card, column, empty, label, line, row, scrolled, set_property

FORM_PX = 440


class CoverPage(QWidget):
    """Opinions are given here, one after the other; then the result is revealed, or somebody says why without one."""

    def __init__(self, desk: BoardDesk) -> None:
        super().__init__()
        self._desk = desk
        self.form = OpinionForm(desk)
        self._given = column(spacing=12)
        self._shown: tuple[BoardOpinion, ...] | None = None
        self._words = label("", "muted", wrap=True)
        self.reveal = button(self.tr("Reveal the result"), "primary", "eye-outline")
        self._why_not = label("", "caption", wrap=True)
        self.without, self._passing = button(self.tr("Go on without an opinion …"), "link"), QWidget()
        self.by, self.reason = QLineEdit(), QLineEdit()
        self.pass_on, self._missing = button(self.tr("Reveal without an opinion")), label("", "caption", wrap=True)
        self._lay_out()
        self._connect()
        self._show_draft()
        self._show()

    def _connect(self) -> None:
        self.reveal.clicked.connect(self._reveal)
        self.without.clicked.connect(self._open_passing)
        self.pass_on.clicked.connect(self._pass_on)
        for field in (self.by, self.reason):
            field.textEdited.connect(self._write)
            field.returnPressed.connect(self._pass_on)
        self._desk.changed.connect(self._show)
        self._desk.drafts_changed.connect(self._show_draft)

    @Slot()
    def _reveal(self) -> None:
        with keyboard_kept(self, self.form.person):
            self._desk.reveal()

    @Slot()
    def _pass_on(self) -> None:
        if self.pass_on.isEnabled():
            with keyboard_kept(self, self.form.person):
                self._desk.pass_on()

    @Slot()
    def _write(self) -> None:
        self._desk.write(PassDraft(self.by.text(), self.reason.text()))

    @Slot()
    def _open_passing(self) -> None:
        opens = self._passing.isHidden()
        if not opens:
            self.without.setFocus()  # else the keyboard would go to the banner with the field that it is in
        self._passing.setVisible(opens)
        if opens:
            self.by.setFocus()

    @Slot()
    def _show_draft(self) -> None:
        show_text(self.by, self._desk.drafts.passing.by)
        show_text(self.reason, self._desk.drafts.passing.reason)

    @Slot()
    def _show(self) -> None:
        desk = self._desk
        if not desk.is_covered:
            return  # nobody sees it
        records, readers, blocked = desk.can_record, desk.readers_before, desk.blocked_by
        self._words.setText(self._explained(records))
        self.form.setVisible(records)
        self.without.setVisible(records and not readers)
        if not self.without.isVisibleTo(self):
            self._passing.hide()
        self.reveal.setEnabled(not records or (not blocked and bool(readers)))
        self._why_not.setText(self._next_step(records, len(readers)))
        missing = desk.missing_of_passing()
        self.pass_on.setEnabled(not blocked and not missing)
        self._missing.setText(blocked or missing)
        opinions = tuple(one for one in desk.record.opinions if one.given is OpinionTime.BEFORE_RESULT)
        if opinions != self._shown:  # not with every letter that is typed
            self._shown = opinions
            empty(self._given)
            self._given.addLayout(opinions_in(opinions, self.tr("No opinion yet.")))
        set_property(self.reveal, "kind", "primary" if self.reveal.isEnabled() else "")

    def _explained(self, records: bool) -> str:
        if not records:
            return self.tr(
                "The models have finished. Nothing can be put on record here: the case, or the library, can only be "
                "looked at. You can look at the result all the same; that is not recorded."
            )
        return self.tr(
            "The models have finished. What a board thinks before it has seen them shows later whether they changed "
            "anything. Each member may give an opinion; it takes a minute and stays as it was given."
        )

    def _next_step(self, records: bool, count: int) -> str:
        if not records:
            return ""
        if count == 0:
            return self.tr("It is revealed after at least one opinion.")
        return self.tr("More members may give theirs first. Once revealed, it stays revealed for this case.")

    def _lay_out(self) -> None:
        content = QWidget()
        layout = row(content, 16, 12)
        layout.addWidget(self._said(), 1)
        frame, inside = card()
        frame.setFixedWidth(FORM_PX)
        inside.addWidget(self.form)
        inside.addStretch(1)
        layout.addWidget(frame)
        column(self, 0, 0).addWidget(scrolled(content))
        ways = (self.form.keep, self.reveal, self.without, self.by, self.reason, self.pass_on)
        for one, next_one in pairwise(ways):  # an opinion first, also for the keyboard
            QWidget.setTabOrder(one, next_one)

    def _said(self) -> QFrame:
        frame, inside = card()
        inside.addWidget(label(self.tr("The result is ready, and covered"), "section"))
        inside.addWidget(self._words)
        inside.addSpacing(4)
        inside.addWidget(label(self.tr("Opinions so far"), "group"))
        inside.addLayout(self._given)
        inside.addStretch(1)
        inside.addWidget(line())
        acts = row(spacing=12)
        acts.addWidget(self.reveal)
        acts.addWidget(self._why_not, 1)
        inside.addLayout(acts)
        without = row(spacing=0)
        without.addWidget(self.without)
        without.addStretch(1)
        inside.addLayout(without)
        inside.addWidget(self._pass_fields())
        return frame

    def _pass_fields(self) -> QWidget:
        layout, fields, acts = column(self._passing, 0, 8), row(spacing=8), row(spacing=8)
        fields.addLayout(titled(self.tr("Name"), self.by), 1)
        fields.addLayout(titled(self.tr("Why is no opinion given?"), self.reason), 2)
        acts.addWidget(self.pass_on)
        acts.addWidget(self._missing, 1)
        layout.addLayout(fields)
        layout.addLayout(acts)
        self._passing.hide()
        return self._passing
