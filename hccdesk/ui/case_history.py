"""What can be undone: one row of steps, of which those of an image that is put aside wait until it comes back."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

FORM, PICTURES = "form", "pictures"
"""Subjects that no image takes with it."""


class Step(Protocol):
    """One act. `subject` is what it changes and nothing else, `screen` where that is seen."""

    what: str
    subject: Hashable
    screen: str

    def redo(self) -> None:
        """Do it, or do it again."""

    def undo(self) -> None:
        """As it was before."""

    def pack(self, earlier: Step | None) -> None:
        """Take little room from now on; `earlier` is the step before, with which it may share."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    number: int
    step: Step
    done: bool


class CaseHistory(QObject):
    """The steps behind an undo stack.

    Signals: `acted(Step, bool)` a step was undone (True) or done again (False).

    Steps of different subjects touch nothing in common, so those of one can leave the row, and come back into it, in
    any order among the others.
    """

    acted = Signal(object, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.stack = QUndoStack(self)
        self._away: dict[Hashable, list[_Waiting]] = {}
        self._count = 0
        self._silent = False

    def push(self, step: Step) -> None:
        """Do it; from now on it can be undone."""
        self._count += 1
        self.stack.push(_Command(self, step, self._count))

    def pack(self, kept_whole: int) -> None:
        """The step that lies so far back takes little room."""
        place = self.stack.count() - kept_whole - 1
        if place >= 0:
            self._step(place).pack(self._step(place - 1) if place else None)

    def put_away(self, subject: Hashable) -> None:
        """The steps of a subject leave the row, and wait."""
        leaving = [one for one in self._row() if one.step.subject == subject]
        if leaving:
            for before, one in zip((None, *leaving), leaving, strict=False):
                one.step.pack(before.step if before else None)
            self._away[subject] = leaving
            self._lay([one for one in self._row() if one.step.subject != subject])

    def bring_back(self, subject: Hashable) -> None:
        """The steps of a subject that wait are in the row again."""
        waiting = self._away.pop(subject, [])
        if waiting:
            self._lay([*self._row(), *waiting])

    def drop(self, subject: Hashable) -> None:
        """The steps of a subject are gone for good."""
        self._away.pop(subject, None)
        row = self._row()
        kept = [one for one in row if one.step.subject != subject]
        if len(kept) < len(row):
            self._lay(kept)

    def clear(self) -> None:
        """Nothing can be undone."""
        self._away.clear()
        self.stack.clear()

    def has(self, subject: Hashable) -> bool:
        """Whether any step of the subject is in the row."""
        return any(one.step.subject == subject for one in self._row())

    def run(self, step: Step, *, undone: bool, first: bool) -> None:
        """What a command of the stack does; nothing, while the row is laid anew."""
        if self._silent:
            return
        (step.undo if undone else step.redo)()
        if not first:
            self.acted.emit(step, undone)

    def _row(self) -> list[_Waiting]:
        commands = [self._command(place) for place in range(self.stack.count())]
        index = self.stack.index()
        return [_Waiting(one.number, one.step, place < index) for place, one in enumerate(commands)]

    def _lay(self, row: Sequence[_Waiting]) -> None:
        """These steps, what is done in front: a stack cannot lose or gain a step in its middle."""
        ordered = sorted(row, key=lambda one: (not one.done, one.number))
        self._silent = True
        try:
            self.stack.clear()
            for one in ordered:
                self.stack.push(_Command(self, one.step, one.number))
            self.stack.setIndex(sum(one.done for one in ordered))
        finally:
            self._silent = False

    def _step(self, place: int) -> Step:
        return self._command(place).step

    def _command(self, place: int) -> _Command:
        command = self.stack.command(place)
        assert isinstance(command, _Command)
        return command


class _Command(QUndoCommand):
    """A step as the stack knows it."""

    def __init__(self, history: CaseHistory, step: Step, number: int) -> None:
        super().__init__(step.what)
        self._history, self.step, self.number = history, step, number
        self._first = True

    def redo(self) -> None:
        """Do the step."""
        self._history.run(self.step, undone=False, first=self._first)
        self._first = False

    def undo(self) -> None:
        """Undo the step."""
        self._history.run(self.step, undone=True, first=False)
