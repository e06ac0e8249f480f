"""The last cases, above the Case screen for as long as it is empty."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QPushButton, QWidget

from hccdesk.domain.case_snapshot import CaseEntry
from hccdesk.ui.case_keeping.entry_words import holdings, line_of, who
from hccdesk.ui.session import Session
from hccdesk.ui.shell.elided_label import ElidedLabel
from hccdesk.ui.shell.in_place import show_in_place
from hccdesk.ui.widgets.pieces import button, column, empty, label, row

MOST = 4


class RecentCases(QWidget):
    """Cards of the last cases; hidden once there is something in the case.

    Signals: `all_asked` for the whole list.
    """

    all_asked = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._cards = row(spacing=12)
        every = button(self.tr("All cases"), "link")
        head = row(spacing=8)
        head.addWidget(label(self.tr("Last cases"), "section"))
        head.addWidget(every)
        head.addStretch(1)
        layout = column(self, 0, 8)
        layout.addLayout(head)
        layout.addLayout(self._cards)
        every.clicked.connect(self.all_asked)
        session.shelf.entries_changed.connect(self._show)
        session.shelf.opened.connect(self._show)
        model = session.model
        for signal in (model.clinical_changed, model.ct_changed, model.slide_changed, session.loader.inputs_changed):
            signal.connect(self._hide_when_filled)
        self._show()

    @Slot()
    def _show(self) -> None:
        empty(self._cards)
        for entry in self._others():
            self._cards.addWidget(self._card(entry), 1)
        for _ in range(MOST - len(self._others())):
            self._cards.addStretch(1)
        self._hide_when_filled()

    @Slot()
    def _hide_when_filled(self) -> None:
        session = self._session
        unused = session.keeper.snapshot.is_empty and not session.loader.reading
        show_in_place(self, unused and bool(self._others()))

    def _others(self) -> tuple[CaseEntry, ...]:
        shelf = self._session.shelf
        return tuple(entry for entry in shelf.entries if entry.case_id != shelf.open_id)[:MOST]

    def _card(self, entry: CaseEntry) -> QPushButton:
        made = QPushButton()
        made.setProperty("kind", "case")
        made.setCursor(Qt.CursorShape.PointingHandCursor)
        made.setAccessibleName(self.tr("Open {name}").format(name=who(entry)))
        made.clicked.connect(lambda: self._session.shelf.open(entry.case_id))
        inside = column(made, 12, 4)
        name = ElidedLabel(who(entry), "group")
        for text in (name, ElidedLabel(line_of(entry, self._session.now()), "caption"), _held(entry)):
            text.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            inside.addWidget(text)
        return made


def _held(entry: CaseEntry) -> ElidedLabel:
    return ElidedLabel(holdings(entry), "caption")
