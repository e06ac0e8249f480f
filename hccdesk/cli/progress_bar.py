"""A progress bar on stderr, only where a person watches."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from hccdesk.domain.progress import NoProgress
from hccdesk.domain.progress import Progress as ProgressProtocol


class BarProgress:
    """One line a stage: a new label begins a new bar."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._tasks: dict[str, TaskID] = {}

    def step(self, done: int, total: int, label: str) -> None:
        """Move the bar called `label`."""
        if label not in self._tasks:
            self._tasks[label] = self._bars.add_task(label, total=total)
        self._bars.update(self._tasks[label], completed=done, total=total)


@contextmanager
def progress_bar() -> Iterator[ProgressProtocol]:
    """Progress that draws on stderr when it is a terminal, and is silent otherwise."""
    if not sys.stderr.isatty():
        yield NoProgress()
        return
    columns = (TextColumn("{task.description:<28}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bars:
        yield BarProgress(bars)
