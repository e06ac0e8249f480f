"""Fields of the board's forms: a title above a field, one of a few choices, and a person."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Generic, TypeVar

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QApplication, QButtonGroup, QCompleter, QLineEdit, QVBoxLayout, QWidget

from hccdesk.ui.board.board_words import ROLES, board_word
from hccdesk.ui.widgets.pieces import button, column, label, row

Value = TypeVar("Value")
_EDGES = ("left", "middle", "right")


def titled(title: str, field: QWidget) -> QVBoxLayout:
    """A field with its title above, which a screen reader says as well."""
    layout, head = column(spacing=2), label(title, "muted")
    head.setBuddy(field)
    field.setAccessibleName(title)
    layout.addWidget(head)
    layout.addWidget(field)
    return layout


@contextmanager
def keyboard_kept(form: QWidget, first: QWidget) -> Iterator[None]:
    """The keyboard stays in a form whose button cannot be pressed while a line is saved, for whoever comes next."""
    here = form.isAncestorOf(QApplication.focusWidget() or form)
    yield
    if here:
        first.setFocus()


def show_text(field: QLineEdit, text: str) -> None:
    """What is written elsewhere; the cursor stays where one is typing."""
    if field.text() != text:
        field.setText(text)


class Choices(QWidget, Generic[Value]):
    """A few choices side by side, none of them chosen at first.

    Signals: `chosen`.
    """

    chosen = Signal()

    def __init__(self, words: Mapping[Value, str], name: str) -> None:
        super().__init__()
        self._values, self._group = tuple(words), QButtonGroup(self)
        layout = row(self, 0, 0)
        for number, word in enumerate(words.values()):
            segment = button(word, "segment")
            segment.setProperty("edge", _EDGES[0] if number == 0 else _EDGES[2 if number == len(words) - 1 else 1])
            segment.setCheckable(True)
            segment.setAccessibleName(f"{name}: {word}")
            self._group.addButton(segment, number)
            layout.addWidget(segment, 1)
        self.setFocusProxy(self._group.button(0))
        self._group.idClicked.connect(lambda _: self.chosen.emit())

    @property
    def value(self) -> Value | None:
        """What is chosen."""
        number = self._group.checkedId()
        return self._values[number] if number >= 0 else None

    def show_value(self, value: Value | None) -> None:
        """This is chosen, or nothing."""
        self._group.setExclusive(False)  # else the last one could not be let go of
        for number, other in enumerate(self._values):
            self._group.button(number).setChecked(other == value)
        self._group.setExclusive(True)

    def allow(self, values: tuple[Value, ...], why_not: str) -> None:
        """Only these can be chosen."""
        for number, value in enumerate(self._values):
            choice = self._group.button(number)
            choice.setEnabled(value in values)
            choice.setToolTip("" if value in values else why_not)


class PersonFields(QWidget):
    """A name and a role; people who are known are offered while one types, with the role that they had.

    Signals: `edited`, `entered` (the Enter key).
    """

    edited = Signal()
    entered = Signal()

    def __init__(self, role_of: Callable[[str], str], role_title: str) -> None:
        super().__init__()
        self._role_of, self._known = role_of, QStringListModel(self)
        self.name, self.role = QLineEdit(), QLineEdit()
        self.name.setCompleter(_completer(self._known, self))
        roles = QStringListModel([board_word(role) for role in ROLES], self)
        self.role.setCompleter(_completer(roles, self))
        layout = row(self, 0, 8)
        layout.addLayout(titled(self.tr("Name"), self.name), 1)
        layout.addLayout(titled(role_title, self.role), 1)
        self.setFocusProxy(self.name)
        self.name.editingFinished.connect(self._offer_role)
        for field in (self.name, self.role):
            field.textEdited.connect(lambda _: self.edited.emit())
            field.returnPressed.connect(self.entered)
            field.completer().activated.connect(lambda _: self.edited.emit(), Qt.ConnectionType.QueuedConnection)

    def show_person(self, name: str, role: str) -> None:
        """Who is written."""
        show_text(self.name, name)
        show_text(self.role, role)

    def show_known(self, names: tuple[str, ...]) -> None:
        """Who is offered."""
        if tuple(self._known.stringList()) != names:
            self._known.setStringList(list(names))

    def _offer_role(self) -> None:
        role = self._role_of(self.name.text().strip())
        if role and not self.role.text():
            self.role.setText(role)
            self.edited.emit()


def _completer(model: QStringListModel, parent: QWidget) -> QCompleter:
    made = QCompleter(model, parent)
    made.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    made.setFilterMode(Qt.MatchFlag.MatchContains)
    return made
