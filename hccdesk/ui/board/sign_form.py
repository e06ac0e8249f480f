"""A member signs the decision that holds, by name and role."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from hccdesk.ui.board.board_desk import BoardDesk
from hccdesk.ui.board.drafts import SignDraft
from hccdesk.ui.board.form_pieces import PersonFields, keyboard_kept
from hccdesk.ui.widgets.pieces import button, column, label, row


class SignForm(QWidget):
    """Writes the draft of the session's board, and puts the signature on record."""

    def __init__(self, desk: BoardDesk) -> None:
        super().__init__()
        self._desk = desk
        self._of = label("", wrap=True)
        self.person = PersonFields(desk.role_of, self.tr("Role"))
        self.keep, self._missing = button(self.tr("Sign"), "primary"), label("", "caption", wrap=True)
        self._lay_out()
        self.person.edited.connect(self._write)
        self.person.entered.connect(self._sign)
        self.keep.clicked.connect(self._sign)
        desk.changed.connect(self._show_state)
        desk.drafts_changed.connect(self._show_draft)
        self._show_draft()
        self._show_state()

    @Slot()
    def _sign(self) -> None:
        if self.keep.isEnabled():
            with keyboard_kept(self, self.person):
                self._desk.sign()

    @Slot()
    def _write(self) -> None:
        self._desk.write(SignDraft(self.person.name.text(), self.person.role.text()))

    @Slot()
    def _show_draft(self) -> None:
        draft = self._desk.drafts.sign
        self.person.show_person(draft.signed_by, draft.role)

    @Slot()
    def _show_state(self) -> None:
        desk = self._desk
        blocked, missing, decision = desk.blocked_by, desk.missing_of_signature(), desk.of_result.decision
        self._of.setText(f"“{decision.decision}”" if decision else "")
        self._of.setVisible(decision is not None)
        self.person.show_known(desk.names)
        self.person.setEnabled(decision is not None)
        self.keep.setEnabled(not blocked and not missing)
        self._missing.setText(blocked or missing)

    def _lay_out(self) -> None:
        layout = column(self, 0, 8)
        layout.addWidget(label(self.tr("Sign the decision"), "group"))
        layout.addWidget(self._of)
        layout.addWidget(self.person)
        acts = row(spacing=8)
        acts.addWidget(self.keep)
        acts.addWidget(self._missing, 1)
        layout.addLayout(acts)
        words = self.tr(
            "A signed decision makes the report final. The name is typed, not an electronic signature: the audit trail "
            "keeps which account of this computer did it, and when."
        )
        layout.addWidget(label(words, "caption", wrap=True))
