"""What the program offers about cases, in lines below the banner: never a dialog, never in the way."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QWidget

from hccdesk.ui import theme
from hccdesk.ui.case_keeping.case_search import SameBy
from hccdesk.ui.case_keeping.entry_words import when, who
from hccdesk.ui.case_keeping.held import held_by
from hccdesk.ui.case_keeping.keeper import SOURCE as AUTOSAVE
from hccdesk.ui.case_keeping.shelf import Twin
from hccdesk.ui.case_list.carrier_dialogs import place_of_export
from hccdesk.ui.case_list.case_carrier import CaseCarrier
from hccdesk.ui.session import Session
from hccdesk.ui.shell.elided_label import ElidedLabel
from hccdesk.ui.shell.in_place import show_in_place
from hccdesk.ui.spoken import say
from hccdesk.ui.widgets.pieces import button, column, empty, icon_button, label, row

Act = tuple[str, Callable[[], None]]
MOST_LETTERS = 28


class OfferBar(QWidget):
    """One line per offer: a way out where the case cannot be saved, a copy where somebody else has it, a kept case that
    may be this one, an unfinished case, a case that was taken away.

    Signals: `said(text)` for the strip.
    """

    said = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._carrier = CaseCarrier(session, self)
        self._carrier.said.connect(self.said)
        self._lines = column(self, 0, 0)
        self._state: tuple[object, ...] = ()
        session.shelf.offers_changed.connect(self._show)
        session.keeper.state_changed.connect(self._look)
        self._show()

    @Slot()
    def _look(self) -> None:
        """Saving goes on and on: only another state of it is another line."""
        if self._state != self._saving:
            self._show()

    @property
    def _saving(self) -> tuple[object, ...]:
        keeper = self._session.keeper
        return keeper.failed, keeper.holder, self._session.shelf.can_copy, self._reason if keeper.failed else ""

    @property
    def _reason(self) -> str:
        return next((line.what for line in self._session.board.of(AUTOSAVE)), "")

    @Slot()
    def _show(self) -> None:
        shelf = self._session.shelf
        empty(self._lines)
        self._state = self._saving
        self._show_saving()
        if shelf.unfinished:
            case_id = shelf.unfinished.case_id
            go_on = self.tr("Go on with {name}").format(name=_short(who(shelf.unfinished)))
            text = self.tr("hccdesk did not end as it should. The case was saved {time}.")
            saved = when(shelf.unfinished.saved_at, self._session.now())
            acts: list[Act] = [(go_on, lambda: shelf.open(case_id)), (self.tr("Not now"), shelf.set_aside)]
            self._add("history", text.format(time=saved), acts)
        if shelf.twin:
            acts = [(self.tr("Go on with that one"), shelf.go_on_with_twin), (self.tr("Keep both"), shelf.keep_both)]
            self._add("account-multiple-outline", self._twin_words(shelf.twin), acts)
        if shelf.removed:
            text = self.tr("{name} was removed from the list; it can be put back until hccdesk is closed.")
            acts = [(self.tr("Put back"), shelf.put_back)]
            self._add("playlist-remove", text.format(name=who(shelf.removed)), acts, closes=True)
        show_in_place(self, bool(self._lines.count()))

    def _show_saving(self) -> None:
        keeper, shelf = self._session.keeper, self._session.shelf
        if keeper.failed:
            text = self.tr("The last changes to this case are not saved: {reason}").format(reason=self._reason)
            acts: list[Act] = [(self.tr("Save a copy elsewhere …"), self._save_elsewhere)]
            self._add("alert-circle-outline", text, acts)
        if keeper.holder:
            acts = [(self.tr("Work on a copy"), shelf.work_on_copy)] if shelf.can_copy else []
            self._add("lock-outline", say(held_by(keeper.holder).said), acts)

    def _save_elsewhere(self) -> None:
        case_id = self._session.keeper.case_id
        chosen = place_of_export(self, case_id)
        if chosen:
            self._carrier.export(case_id, chosen, with_images=False)

    def _twin_words(self, twin: Twin) -> str:
        text = {
            SameBy.PATIENT_ID: self.tr("There is already a case with this patient ID: {name}, saved {time}."),
            SameBy.CT: self.tr("There is already a case with this CT: {name}, saved {time}."),
            SameBy.SLIDE: self.tr("There is already a case with this slide: {name}, saved {time}."),
        }[twin.by]
        return text.format(name=who(twin.entry), time=when(twin.entry.saved_at, self._session.now()))

    def _add(self, icon: str, text: str, acts: list[Act], *, closes: bool = False) -> None:
        line = QFrame()
        line.setObjectName("offer")
        layout = row(line, 0, 12)
        layout.setContentsMargins(16, 6, 12, 6)
        picture = label()
        picture.setPixmap(theme.current().icon(icon, "accent").pixmap(18, 18))
        layout.addWidget(picture)
        layout.addWidget(ElidedLabel(text), 1)
        for number, (word, act) in enumerate(acts):
            pressed = button(word, "" if number == 0 else "quiet")
            pressed.clicked.connect(act)
            layout.addWidget(pressed)
        if closes:
            close = icon_button("close", self.tr("Close this line"))
            close.clicked.connect(self._session.shelf.set_aside)
            layout.addWidget(close)
        self._lines.addWidget(line)


def _short(name: str) -> str:
    """A name that fits on a button."""
    return name if len(name) <= MOST_LETTERS else f"{name[: MOST_LETTERS - 1].rstrip()}…"
