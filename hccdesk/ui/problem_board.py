"""Everything that is wrong with the case on the desk, by where it came from: shown as a list, never as a dialog."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from hccdesk.domain.errors import HccdeskError, InputFaults
from hccdesk.domain.problem import Problem, Severity
from hccdesk.ui.language import translate
from hccdesk.ui.spoken import say, tell, words

PROGRAM = ("models", "program", "autosave", "cases", "library", "record", "deliveries")
"""Sources that have nothing to do with the case."""


@dataclass(frozen=True, slots=True)
class BoardProblem:
    """One line of the list: how loud, where, what, what to do, and the screen, with the field in it, that shows it."""

    severity: Severity
    where: str
    what: str
    what_to_do: str
    screen: str
    field: str = ""


class ProblemBoard(QObject):
    """The list. Each source ("ct", "slide", "run" …) replaces its own lines.

    Signals: `changed`.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: dict[str, tuple[BoardProblem, ...]] = {}

    @property
    def problems(self) -> tuple[BoardProblem, ...]:
        """All lines, the loudest first."""
        order = (Severity.STOP, Severity.WARNING, Severity.NOTE)
        lines = [line for lines in self._lines.values() for line in lines]
        return tuple(sorted(lines, key=lambda line: order.index(line.severity)))

    def of(self, source: str) -> tuple[BoardProblem, ...]:
        """The lines of one source."""
        return self._lines.get(source, ())

    def loudest_on(self, screen: str) -> Severity | None:
        """The worst of what belongs to a screen."""
        return next((problem.severity for problem in self.problems if problem.screen == screen), None)

    def replace(self, source: str, lines: Sequence[BoardProblem]) -> None:
        """What is wrong there now; nothing, with an empty list."""
        if tuple(lines) != self._lines.get(source, ()):
            self._lines[source] = tuple(lines)
            self.changed.emit()

    def clear(self, source: str) -> None:
        """Nothing is wrong there any more."""
        self.replace(source, ())

    def clear_case(self) -> None:
        """Another case: only what is wrong with the program itself stays."""
        self._lines = {source: lines for source, lines in self._lines.items() if source in PROGRAM}
        self.changed.emit()


def lines_of_error(error: BaseException, screen: str) -> tuple[BoardProblem, ...]:
    """An exception as lines; one of ours in its own words, any other as a fault of the program's."""
    if isinstance(error, InputFaults):
        return tuple(line for fault in error.faults for line in lines_of_error(fault, screen))
    if isinstance(error, HccdeskError):
        where = getattr(error.where, "name", None) or str(error.where or "")
        what = tell(error.said) if where else say(error.said)  # it follows the place, or begins the line
        return (BoardProblem(Severity.STOP, where, what, say(error.advice), screen),)
    what = translate("ProblemBoard", "The program has a fault here ({kind}).").format(kind=type(error).__name__)
    advice = translate("ProblemBoard", "Your work is kept. The place of the fault is in the log; please report it.")
    return (BoardProblem(Severity.STOP, "hccdesk", what, advice, screen),)


def lines_of_problems(problems: Sequence[Problem], screen: str) -> tuple[BoardProblem, ...]:
    """Problems of the domain as lines, in the language of the window."""
    return tuple(
        BoardProblem(
            p.severity,
            ", ".join(words(part) for part in p.where.split(", ")),
            say(p.what),
            say(p.what_to_do) if p.what_to_do else "",
            screen,
        )
        for p in problems
    )
