"""One member's opinion: who, what is expected, what one would do and why. Made for a minute."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from hccdesk.ui.board.board_desk import BoardDesk
from hccdesk.ui.board.board_words import EXPECTATIONS, board_word
from hccdesk.ui.board.drafts import OpinionDraft
from hccdesk.ui.board.form_pieces import Choices, PersonFields, keyboard_kept, show_text, titled
from hccdesk.ui.widgets.pieces import button, column, label, row


class OpinionForm(QWidget):
    """Writes the draft of the session's board, and puts it on record."""

    def __init__(self, desk: BoardDesk) -> None:
        super().__init__()
        self._desk = desk
        self._title = label("", "group")
        self._of = label("", "caption", wrap=True)
        self.person = PersonFields(desk.role_of, self.tr("Role (optional)"))
        expected = {value: board_word(word) for value, word in EXPECTATIONS.items()}
        self.expectation = Choices(expected, self.tr("What do you expect?"))
        self.decision, self.reason = QLineEdit(), QLineEdit()
        self.keep, self._missing = button(self.tr("Record this opinion"), "primary"), label("", "caption", wrap=True)
        self._lay_out()
        self.person.edited.connect(self._write)
        self.expectation.chosen.connect(self._write)
        for field in (self.decision, self.reason):
            field.textEdited.connect(lambda _: self._write())
            field.returnPressed.connect(self._give)
        self.person.entered.connect(self._give)
        self.keep.clicked.connect(self._give)
        desk.changed.connect(self._show_state)
        desk.drafts_changed.connect(self._show_draft)
        self._show_draft()
        self._show_state()

    @Slot()
    def _give(self) -> None:
        if not self.keep.isEnabled():
            return
        with keyboard_kept(self, self.person):  # the next member may go on at once
            self._desk.give_opinion()

    @Slot()
    def _write(self) -> None:
        person = self.person
        self._desk.write(
            OpinionDraft(
                person.name.text(),
                person.role.text(),
                self.expectation.value,
                self.decision.text(),
                self.reason.text(),
            )
        )

    @Slot()
    def _show_draft(self) -> None:
        draft = self._desk.drafts.opinion
        self.person.show_person(draft.reader, draft.role)
        self.expectation.show_value(draft.expectation)
        show_text(self.decision, draft.decision)
        show_text(self.reason, draft.reason)

    @Slot()
    def _show_state(self) -> None:
        desk = self._desk
        blocked, missing = desk.blocked_by, desk.missing_of_opinion()
        after = desk.is_revealed
        self._title.setText(self.tr("Opinion after the result") if after else self.tr("Opinion before the result"))
        self._of.setText(self.tr("What do you expect of {regimen} in this patient?").format(regimen=desk.regimen))
        self.person.show_known(desk.names)
        self.keep.setEnabled(not blocked and not missing)
        self._missing.setText(blocked or missing)

    def _lay_out(self) -> None:
        layout = column(self, 0, 8)
        layout.addWidget(self._title)
        layout.addWidget(self._of)
        layout.addWidget(self.person)
        layout.addLayout(titled(self.tr("What do you expect?"), self.expectation))
        layout.addLayout(titled(self.tr("What would you do? (optional)"), self.decision))
        layout.addLayout(titled(self.tr("Why? (optional)"), self.reason))
        acts = row(spacing=8)
        acts.addWidget(self.keep)
        acts.addWidget(self._missing, 1)
        layout.addLayout(acts)
