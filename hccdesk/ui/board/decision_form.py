"""What the board decided, how that stands to the models and why, and who was present."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from hccdesk.ui.board.board_desk import BoardDesk
from hccdesk.ui.board.board_words import WITH_MODELS, board_word
from hccdesk.ui.board.drafts import DecisionDraft
from hccdesk.ui.board.form_pieces import Choices, keyboard_kept, show_text, titled
from hccdesk.ui.widgets.pieces import button, column, label, row

TEXT_PX = 68
"""Three lines."""


class DecisionForm(QWidget):
    """Writes the draft of the session's board, and puts it on record."""

    def __init__(self, desk: BoardDesk) -> None:
        super().__init__()
        self._desk = desk
        self.decision = QPlainTextEdit()
        self.decision.setTabChangesFocus(True)
        self.decision.setFixedHeight(TEXT_PX)
        stands = {value: board_word(word) for value, word in WITH_MODELS.items()}
        self.with_models = Choices(stands, self.tr("How does it stand to the models?"))
        self.reason, self.present = QLineEdit(), QLineEdit()
        self.present.setPlaceholderText(self.tr("Names, with commas between them"))
        self.everybody = button(self.tr("Add all who gave an opinion"), "offer")
        self.keep, self._missing = button(self.tr("Record the decision"), "primary"), label("", "caption", wrap=True)
        self._lay_out()
        self.decision.textChanged.connect(self._write)
        self.with_models.chosen.connect(self._write)
        for field in (self.reason, self.present):
            field.textEdited.connect(lambda _: self._write())
            field.returnPressed.connect(self._decide)
        self.everybody.clicked.connect(desk.add_attending)
        self.keep.clicked.connect(self._decide)
        desk.changed.connect(self._show_state)
        desk.drafts_changed.connect(self._show_draft)
        self._show_draft()
        self._show_state()

    @Slot()
    def _decide(self) -> None:
        if self.keep.isEnabled():
            with keyboard_kept(self, self.decision):
                self._desk.decide()

    @Slot()
    def _write(self) -> None:
        draft = DecisionDraft(
            self.decision.toPlainText(), self.with_models.value, self.reason.text(), self.present.text()
        )
        if draft != self._desk.drafts.decision:
            self._desk.write(draft)

    @Slot()
    def _show_draft(self) -> None:
        draft = self._desk.drafts.decision
        self.with_models.show_value(draft.with_models)
        show_text(self.reason, draft.reason)
        show_text(self.present, draft.present)
        if self.decision.toPlainText() != draft.decision:
            self.decision.setPlainText(draft.decision)

    @Slot()
    def _show_state(self) -> None:
        desk = self._desk
        blocked, missing = desk.blocked_by, desk.missing_of_decision()
        unseen = self.tr("The result was not seen: a decision made now does not rely on the models.")
        self.with_models.allow(desk.choices_with_models(), unseen)
        self.everybody.setVisible(bool(desk.attending))
        self.keep.setEnabled(not blocked and not missing)
        self._missing.setText(blocked or missing)

    def _lay_out(self) -> None:
        layout = column(self, 0, 8)
        layout.addWidget(label(self.tr("Decision of the board"), "group"))
        layout.addLayout(titled(self.tr("What was decided?"), self.decision))
        layout.addLayout(titled(self.tr("How does it stand to the models?"), self.with_models))
        layout.addLayout(titled(self.tr("Reason (needed unless it agrees)"), self.reason))
        layout.addLayout(titled(self.tr("Members present"), self.present))
        layout.addWidget(self.everybody)
        acts = row(spacing=8)
        acts.addWidget(self.keep)
        acts.addWidget(self._missing, 1)
        layout.addLayout(acts)
