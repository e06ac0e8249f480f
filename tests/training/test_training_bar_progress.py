"""Progress in a terminal and in a log."""

from __future__ import annotations

import io

from rich.console import Console
from rich.progress import Progress as Bar

from hccdesk.training.bar_progress import BarProgress


def test_that_a_log_gets_a_line_for_every_tenth() -> None:
    log = io.StringIO()
    with Bar(console=Console(file=log, width=100)) as bar:
        progress = BarProgress(bar)
        for done in range(101):
            progress.step(done, 100, f"CT head, loss {done}")
    lines = [line for line in log.getvalue().splitlines() if line.strip()]
    assert len(lines) == 11
    assert lines[0] == "CT head, loss 0: 0 of 100"
    assert lines[-1] == "CT head, loss 100: 100 of 100"


def test_that_a_terminal_gets_one_bar_a_label() -> None:
    screen = io.StringIO()
    with Bar(console=Console(file=screen, width=100, force_terminal=True)) as bar:
        progress = BarProgress(bar)
        progress.step(1, 2, "CT head, loss 0.5")
        progress.step(2, 2, "CT head, loss 0.4")
        progress.step(1, 1, "folds")
        assert [task.description for task in bar.tasks] == ["CT head, loss 0.4", "folds"]
        assert bar.tasks[0].completed == 2
