"""Runs the check in the background, hands its findings on one by one, remembers how the last one went."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue

from PySide6.QtCore import QObject, Signal

from hccdesk import resources
from hccdesk.domain.errors import HccdeskError
from hccdesk.domain.progress import Progress
from hccdesk.domain.selftest import SelftestCheck, SelftestReport
from hccdesk.ui.jobs import JobStep, RunningJob
from hccdesk.ui.selftest_view.selftest_verbs import SelftestDone, SelftestVerbs
from hccdesk.ui.session import Session
from hccdesk.ui.spoken import say_error

_Heard = SimpleQueue[tuple[str, SelftestCheck]]


class SelftestPresenter(QObject):
    """One check at a time.

    Signals: `checked(key, SelftestCheck)`, `stepped(label)`, then one of `finished(SelftestReport)`, `stopped()` and
    `failed(str)`; `saved(Path)` or `failed(str)` after a summary was written.
    """

    checked = Signal(str, object)
    stepped = Signal(str)
    finished = Signal(object)
    stopped = Signal()
    failed = Signal(str)
    saved = Signal(object)

    def __init__(self, session: Session, verbs: SelftestVerbs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._verbs = session, verbs
        self._job: RunningJob | None = None
        self._heard: _Heard = SimpleQueue()
        self.report: SelftestReport | None = None

    @property
    def is_running(self) -> bool:
        """Whether a check is under way."""
        return self._job is not None

    def run(self, quick: bool) -> None:
        """Begin."""
        self.report, self._heard = None, SimpleQueue()
        work = partial(self._work, quick, self._library(), self._heard)
        job = self._session.compute.start(work, self.tr("Checking the installation"))
        self._job = job
        job.progressed.connect(self._on_step)
        job.succeeded.connect(self._on_done)
        job.failed.connect(self._on_failed)
        job.cancelled.connect(self._on_cancelled)

    def cancel(self) -> None:
        """Stop at the next step."""
        if self._job is not None:
            self._job.cancel()

    def save(self, path: Path) -> None:
        """Write the summary of the last check, in the language of the reports."""
        if self.report is None:
            return
        report, language, verbs = self.report, self._session.settings.report_language, self._verbs
        job = self._session.compute.start(lambda _: verbs.save(report, path, language), self.tr("Saving the summary"))
        job.succeeded.connect(self.saved)
        job.failed.connect(self._say_fault)

    def _work(self, quick: bool, library: Path, heard: _Heard, progress: Progress) -> SelftestDone:
        """On the worker thread: findings go into a queue of plain values."""
        device = self._session.device
        return self._verbs.run(device, quick, library, progress, lambda key, check: heard.put((key, check)))

    def _library(self) -> Path:
        state = self._session.library_state
        return state.folder if state else resources.library_folder()

    def _on_step(self, step: JobStep) -> None:
        self._tell_heard()
        self.stepped.emit(step.label)

    def _on_done(self, done: SelftestDone) -> None:
        self._tell_heard()
        self._job, self.report = None, done.report
        self._session.settings.last_selftest = (done.report.at, done.report.passed)
        self._session.record(done.event)
        self.finished.emit(done.report)

    def _on_cancelled(self) -> None:
        self._tell_heard()
        self._job = None
        self.stopped.emit()

    def _on_failed(self, error: BaseException) -> None:
        self._tell_heard()
        self._job = None
        self._say_fault(error)

    def _say_fault(self, error: BaseException) -> None:
        if isinstance(error, HccdeskError):
            self.failed.emit(say_error(error))
        else:
            self.failed.emit(self.tr("The check could not be run."))

    def _tell_heard(self) -> None:
        while True:
            try:
                key, check = self._heard.get_nowait()
            except Empty:
                return
            self.checked.emit(key, check)
