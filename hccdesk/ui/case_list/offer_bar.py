"""What the program offers about cases, in lines below the banner: never a dialog, never in the way."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QWidget

from hccdesk.ui import theme
from hccdesk.ui.case_keeping.case_search import SameBy
from hccdesk.ui.case_keeping.entry_words import when, who
from hccdesk.ui.case_keeping.shelf import Twin
from hccdesk.ui.session import Session
from hccdesk.ui.shell.elided_label import ElidedLabel
from hccdesk.ui.shell.in_place import show_in_place
from hccdesk.ui.widgets.pieces import button, column, empty, icon_button, label, row

Act = tuple[str, Callable[[], None]]
MOST_LETTERS = 28


class OfferBar(QWidget):
    """One line per offer: a kept case that may be this one, an unfinished case, a case that was taken away."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._lines = column(self, 0, 0)
        session.shelf.offers_changed.connect(self._show)
        self._show()

    @Slot()
    def _show(self) -> None:
        shelf = self._session.shelf
        empty(self._lines)
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
        show_in_place(self, bool(shelf.unfinished or shelf.twin or shelf.removed))

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
