"""Progress of a training on the terminal, or as lines of a log where there is none."""

from __future__ import annotations

from rich.progress import Progress as Bar
from rich.progress import TaskID


class BarProgress:
    """Progress as one bar a label; written to a file, a line for every tenth instead."""

    def __init__(self, bar: Bar) -> None:
        self._bar = bar
        self._tasks: dict[str, TaskID] = {}
        self._tenths: dict[str, int] = {}

    def step(self, done: int, total: int, label: str) -> None:
        """Move the bar of `label`; a new one for a new label (what follows a comma changes all the time)."""
        name = label.split(",", maxsplit=1)[0]
        if not self._bar.console.is_terminal:
            self._line(name, done, total, label)
            return
        if name not in self._tasks:
            self._tasks[name] = self._bar.add_task(name, total=total)
        self._bar.update(self._tasks[name], completed=done, total=total, description=label)

    def _line(self, name: str, done: int, total: int, label: str) -> None:
        tenth = 10 * done // max(total, 1)
        if self._tenths.get(name) != tenth:
            self._tenths[name] = tenth
            self._bar.console.print(f"{label}: {done} of {total}", markup=False, highlight=False)
