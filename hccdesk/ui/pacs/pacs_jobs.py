"""Network jobs on a thread of their own, one at a time: an analysis does not wait for a PACS that is silent."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from hccdesk.domain.errors import HccdeskError
from hccdesk.ui.jobs import Job, JobRunner, JobStep, RunningJob
from hccdesk.ui.pacs.pacs_words import fault_text
from hccdesk.ui.spoken import words

LEAVING_S = 2.0


class PacsJobs(QObject):
    """What one window asks of a PACS.

    Signals: `busy_changed(bool)`; `stepped(text)` how far it is; `failed(text)` why it was not done; `stopped()`.
    """

    busy_changed = Signal(bool)
    stepped = Signal(str)
    failed = Signal(str)
    stopped = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = JobRunner(1, self)
        self._job: RunningJob | None = None

    @property
    def is_busy(self) -> bool:
        """Whether something is under way."""
        return self._job is not None

    def start(self, work: Job, receive: Callable[[Any], None]) -> None:
        """Do `work`, and give what it gives to `receive`; nothing where something is under way already."""
        if self._job is not None:
            return
        job = self._job = self._runner.start(work)
        job.progressed.connect(self._on_step)
        job.succeeded.connect(partial(self._on_value, receive))
        job.ended.connect(partial(self._on_ended, job))
        job.failed.connect(self._on_failed)
        job.cancelled.connect(self.stopped)
        self.busy_changed.emit(True)

    def cancel(self) -> None:
        """Stop what is under way."""
        if self._job is not None:
            self._job.cancel()

    def close(self) -> None:
        """Stop, and hear nothing more."""
        self._job = None
        self._runner.close(LEAVING_S)

    def _on_step(self, step: JobStep) -> None:
        said = words(step.label)
        self.stepped.emit(f"{said}: {step.done} / {step.total}" if step.total > 1 else f"{said} …")

    def _on_failed(self, error: BaseException) -> None:
        if isinstance(error, HccdeskError):
            self.failed.emit(fault_text(error))
        else:
            self.failed.emit(self.tr("This could not be done; the program has a fault here."))

    def _on_value(self, receive: Callable[[Any], None], value: object) -> None:
        self._job = None  # what comes of it may begin something new
        receive(value)

    def _on_ended(self, job: RunningJob) -> None:
        if self._job is job:
            self._job = None
        self.busy_changed.emit(self._job is not None)
