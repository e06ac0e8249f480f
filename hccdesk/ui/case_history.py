"""What can be undone: one row of steps, of which those of an image that is put aside wait until it comes back."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from hccdesk.domain.kept_history import KeptStep, Subject


class Step(Protocol):
    """One act. `subject` is what it changes and nothing else, `screen` where that is seen."""

    what: str
    subject: Hashable
    screen: str

    def redo(self) -> None:
        """Do it, or do it again."""

    def undo(self) -> None:
        """As it was before."""

    def pack(self) -> None:
        """Take little room from now on."""

    def kept(self, number: int, subject: Subject) -> KeptStep:
        """The step as a value, done."""


@dataclass(frozen=True, slots=True)
class NumberedStep:
    """A step, when it was done first, and whether it is done or was undone."""

    number: int
    step: Step
    done: bool


class CaseHistory(QObject):
    """The steps behind an undo stack.

    Signals: `acted(Step, bool)` a step was undone (True) or done again (False); `done(Step, str)` the same and the
    first time, in a word for the record.

    Steps of different subjects touch nothing in common, so those of one can leave the row, and come back into it, in
    any order among the others.
    """

    acted = Signal(object, bool)
    done = Signal(object, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.stack = QUndoStack(self)
        self._away: dict[Hashable, list[NumberedStep]] = {}
        self._count = 0
        self._silent = False
        self._kept: dict[int, KeptStep] = {}
        self.acts = 0
        """How often anything was done, undone or done again since it was empty."""

    def push(self, step: Step) -> None:
        """Do it; from now on it can be undone."""
        self._count += 1
        self.stack.push(_Command(self, step, self._count))

    def pack(self, kept_whole: int) -> None:
        """The step that lies so far back takes little room."""
        place = self.stack.count() - kept_whole - 1
        if place >= 0:
            self._step(place).pack()

    def put_away(self, subject: Hashable) -> None:
        """The steps of a subject leave the row, and wait."""
        leaving = [one for one in self._row() if one.step.subject == subject]
        if leaving:
            for one in leaving:
                one.step.pack()
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
        self._kept.clear()
        self._count, self.acts = 0, 0

    def count_on_from(self, number: int) -> None:
        """Acts from now on are later than this one."""
        self._count = max(self._count, number)

    def lay(self, steps: Sequence[NumberedStep], is_here: Callable[[Hashable], bool]) -> None:
        """Steps of an earlier session, by their numbers among those that are there; of what is not here, they wait."""
        for one in steps:
            self.count_on_from(one.number)
            if not is_here(one.step.subject):
                self._away.setdefault(one.step.subject, []).append(one)
        here = [one for one in steps if is_here(one.step.subject)]
        if here:
            self._lay([*self._row(), *here])

    def kept(self, kept_subject: Callable[[Hashable], Subject | None]) -> tuple[KeptStep, ...]:
        """Every step as a value, those that wait as well; `kept_subject` gives None for one that is not kept.

        A step is the same value each time.
        """
        steps = [one for row in (self._row(), *self._away.values()) for one in row]
        before, self._kept = self._kept, {}
        for one in steps:
            subject = kept_subject(one.step.subject)
            if subject is not None:
                known = before.get(one.number)
                made = known if known and known.subject == subject else one.step.kept(one.number, subject)
                self._kept[one.number] = made if made.done is one.done else replace(made, done=one.done)
        return tuple(self._kept.values())

    def has(self, subject: Hashable) -> bool:
        """Whether any step of the subject is in the row."""
        return any(one.step.subject == subject for one in self._row())

    def run(self, step: Step, *, undone: bool, first: bool) -> None:
        """What a command of the stack does; nothing, while the row is laid anew."""
        if self._silent:
            return
        self.acts += 1
        (step.undo if undone else step.redo)()
        self.done.emit(step, "done" if first else "undone" if undone else "done again")
        if not first:
            self.acted.emit(step, undone)

    def _row(self) -> list[NumberedStep]:
        commands = [self._command(place) for place in range(self.stack.count())]
        index = self.stack.index()
        return [NumberedStep(one.number, one.step, place < index) for place, one in enumerate(commands)]

    def _lay(self, row: Sequence[NumberedStep]) -> None:
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
