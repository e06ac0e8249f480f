"""The strip along the bottom: what is being done, how long it will take, and how to stop it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from time import monotonic

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFrame, QProgressBar

from hccdesk.ui import theme
from hccdesk.ui.jobs import JobRunner, JobStep, RunningJob
from hccdesk.ui.language import translate
from hccdesk.ui.shell.elided_label import ElidedLabel
from hccdesk.ui.shell.job_course import JobCourse
from hccdesk.ui.stages import stage_word
from hccdesk.ui.widgets.pieces import button, label, row

HEIGHT_PX = 36
BAR_STEPS = 1000
COUNT_AFTER_S = 1.0
TIME_LEFT_AFTER_S = 5.0


class JobStrip(QFrame):
    """Shows the runner's oldest job, and how many wait behind it; at rest it says so.

    Jobs of the runners `behind` it, that nobody waits for, are shown while it has none.

    Signals: `problems_asked` when the problem counter is pressed.
    """

    problems_asked = Signal()

    def __init__(
        self, runner: JobRunner, clock: Callable[[], float] = monotonic, behind: Sequence[JobRunner] = ()
    ) -> None:
        super().__init__()
        self.setObjectName("strip")
        self.setFixedHeight(HEIGHT_PX)
        self._runner, self._behind, self._clock = runner, behind, clock
        self._job: RunningJob | None = None
        self._course = JobCourse()
        self._done = ""
        self._started = 0.0
        self._text, self._bar = ElidedLabel("", "muted"), QProgressBar()
        self._waiting = label("", "caption")
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(220)
        self._cancel = button(self.tr("Cancel"), "quiet")
        self._problems = button("", "quiet")
        self._lay_out()
        for one in (runner, *behind):
            one.started.connect(self._on_started)
        self._cancel.clicked.connect(self._on_cancel)
        self._problems.clicked.connect(self.problems_asked)
        self._on_next()

    def show_problems(self, count: int, stops: bool) -> None:
        """How many lines the problem list has, and whether one of them stops the analysis."""
        if not count:
            text = self.tr("No problems")
        elif count == 1:
            text = self.tr("1 problem  ▴")
        else:
            text = self.tr("{count} problems  ▴").format(count=count)
        self._problems.setText(text)
        icon = theme.current().icon("alert-octagon", "problem") if stops else QIcon()
        self._problems.setIcon(icon)
        self._problems.setEnabled(bool(count))

    def say(self, text: str) -> None:
        """What was done, shown until the next job starts."""
        self._done = text
        if self._job is None:
            self._text.setText(text)

    def _lay_out(self) -> None:
        layout = row(self, 0, 12)
        layout.setContentsMargins(16, 0, 12, 0)
        for widget in (self._text, self._bar, self._cancel, self._waiting):
            layout.addWidget(widget)
        layout.addStretch(1)
        layout.addWidget(self._problems)

    @Slot(object)
    def _on_started(self, job: RunningJob) -> None:
        gives_way = self._job not in self._runner.running and job in self._runner.running
        if self._job is None or gives_way:
            self._watch(job)
        self._show_waiting()

    @property
    def _running(self) -> list[RunningJob]:
        return [job for runner in (self._runner, *self._behind) for job in runner.running]

    def _show_waiting(self) -> None:
        waiting = [job for job in self._running if job is not self._job]
        names = [job.name for job in waiting if job.name]
        self._waiting.setText(self.tr("+{count} waiting").format(count=len(waiting)) if waiting else "")
        self._waiting.setToolTip("\n".join(names))

    def _watch(self, job: RunningJob) -> None:
        if self._job:
            self._job.progressed.disconnect(self._on_progress)
            self._job.ended.disconnect(self._on_next)
        self._job, self._started, self._done = job, self._clock(), ""
        self._course = JobCourse()
        self._text.setText(job.name)
        self._bar.setRange(0, 0)
        self._cancel.setEnabled(True)
        self._cancel.setText(self.tr("Cancel"))
        for widget in (self._bar, self._cancel):
            widget.show()
        job.progressed.connect(self._on_progress)
        job.ended.connect(self._on_next)

    @Slot(object)
    def _on_progress(self, step: JobStep) -> None:
        if self._job and not self._job.is_cancelling:
            self._bar.setRange(0, BAR_STEPS)
            self._bar.setValue(round(self._course.share(step) * BAR_STEPS))
            self._text.setText(line_of(self._job.name, step, self._clock() - self._started))

    @Slot()
    def _on_next(self) -> None:
        waiting = [job for job in self._running if job is not self._job and not job.is_over]
        self._job = None
        if waiting:
            self._watch(waiting[0])
            self._show_waiting()
            return
        self._waiting.setText("")
        self._text.setText(self._done or self.tr("Ready"))
        self._bar.hide()
        self._cancel.hide()

    @Slot()
    def _on_cancel(self) -> None:
        if self._job:
            self._job.cancel()
            self._cancel.setEnabled(False)
            self._text.setText(self.tr("Stopping …"))
            self._bar.setRange(0, 0)


def line_of(name: str, step: JobStep, seconds: float) -> str:
    """The strip's sentence: the name; after a second the stage and its count; after five the time left in it."""
    parts = [name]
    if seconds >= COUNT_AFTER_S and step.label:
        count = f" {step.done}/{step.total}" if step.total > 1 else ""
        parts.append(f"{stage_word(step.label)}{count}")
    if seconds >= TIME_LEFT_AFTER_S and step.seconds_left is not None:
        parts.append(time_left(step.seconds_left))
    return " · ".join(parts)


def time_left(seconds: float) -> str:
    """The time left in a stage in words, in steps of five seconds."""
    rounded = max(5, math.ceil(seconds / 5) * 5)
    minutes, rest = divmod(rounded, 60)
    if not minutes:
        return translate("JobStrip", "{seconds} s left in this stage").format(seconds=rest)
    return translate("JobStrip", "{minutes} min {seconds} s left in this stage").format(minutes=minutes, seconds=rest)
