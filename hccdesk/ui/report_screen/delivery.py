"""The report on its way out: to a file, to a folder, to a printer, to the system's viewer."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtPrintSupport import QPrinter

from hccdesk.domain.problem import Severity
from hccdesk.domain.progress import Progress
from hccdesk.domain.report_options import ReportOptions
from hccdesk.domain.result import CaseResult
from hccdesk.ui.jobs import RunningJob, deliver
from hccdesk.ui.problem_board import BoardProblem, lines_of_error
from hccdesk.ui.report_screen.printing import print_pages
from hccdesk.ui.report_screen.written_report import WrittenReport, keep_when_written, written
from hccdesk.ui.session import Session

SOURCE = "report"
_NO_FILE_NAME = re.compile(r"[^0-9A-Za-z._-]+")
_LONGEST_ID = 40


class ReportDelivery(QObject):
    """Writes and prints in the background; what went wrong is a line on the problem list.

    Signals: `changed` something began or ended.
    """

    changed = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._running: RunningJob | None = None
        self._result: CaseResult | None = None
        self._prints = False
        self._stopped: RunningJob | None = None
        self.message = ""
        self.saved: Path | None = None
        self._unchanged = False

    @property
    def running(self) -> bool:
        """Whether a report is on its way."""
        return self._running is not None

    def save_pdf(self, result: CaseResult, options: ReportOptions, path: Path) -> None:
        """Write the report there."""
        verbs = self._session.verbs
        job = self._session.compute.start(
            lambda _: written(verbs.write_report(result, path, options)), self.tr("Writing the report")
        )
        keep_when_written(self._session, job, result, options)
        self._follow(job, result, partial(self._on_saved, job))

    def save_all(self, result: CaseResult, options: ReportOptions, folder: Path) -> None:
        """Write report, result.json and figures into a folder."""
        verbs = self._session.verbs
        job = self._session.compute.start(
            lambda _: written(verbs.write_outputs(result, folder, options).report), self.tr("Writing the report")
        )
        keep_when_written(self._session, job, result, options)
        self._follow(job, result, partial(self._on_saved, job))

    def print_on(self, result: CaseResult, options: ReportOptions, printer: QPrinter) -> None:
        """Print it as it would be saved."""
        verbs = self._session.verbs

        def work(progress: Progress) -> int:
            report = verbs.preview_report(result, options, progress)
            return print_pages(printer, report, verbs.report_page, progress)

        job = self._session.compute.start(work, self.tr("Printing the report"))
        self._follow(job, result, partial(self._on_printed, job))
        self._prints = True

    def open_saved(self) -> bool:
        """Show the file that was saved in the system's own viewer; false where the system has none."""
        if self.saved is None:
            return False
        opened = QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.saved)))
        if not opened:
            self.say(self.tr("The system has no program for PDF files, or the file is gone: {path}"), path=self.saved)
        return opened

    def say(self, template: str, **facts: object) -> None:
        """A line under the buttons."""
        self.message = template.format(**facts)
        self.changed.emit()

    def outdate(self) -> None:
        """Something was chosen differently after the file was saved."""
        if self._unchanged and self.saved is not None and not self.running:
            self._say_saved_before(self.message)
        self._unchanged = False

    def _say_saved_before(self, message: str) -> None:
        self.say(self.tr("{message} – before the last changes"), message=message)

    def leave(self) -> None:
        """The case goes: what is being printed of it stops; a file that is being written is finished, and not ours."""
        if self._running and self._prints:
            self._stopped = self._running
            self._stopped.cancel()
        self.forget()

    def forget(self) -> None:
        """Another result: what is under way belongs to the one before."""
        self._running, self._result = None, None
        self.message, self.saved = "", None
        self.changed.emit()

    def _follow(self, job: RunningJob, result: CaseResult, receive: Callable[[Any], None]) -> None:
        self._running, self._result, self._prints = job, result, False
        self._unchanged, self.message = True, ""
        self._session.board.clear(SOURCE)
        deliver(job, self, receive)
        job.failed.connect(self._on_failed)
        job.cancelled.connect(self._on_cancelled)
        job.ended.connect(self._on_ended)
        self.changed.emit()

    def _on_saved(self, job: RunningJob, report: WrittenReport) -> None:
        path = report.path
        if job is not self._running or self._result is not self._session.model.result:
            return
        self.saved = path
        self._session.report_saved_for = self._result
        self._session.report_saved.emit()
        self.say(self.tr("Saved {time}: {path}"), time=self._clock(), path=path)
        if not self._unchanged:
            self._say_saved_before(self.message)

    def _on_printed(self, job: RunningJob, pages: int) -> None:
        if job is self._running:
            self.say(self.tr("Sent to the printer {time}: {pages} pages"), time=self._clock(), pages=pages)

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        if self.sender() is self._running:
            self.message = self.tr("Not done; the problem list says why.")
        self._session.board.replace(SOURCE, lines_of_error(error, "report"))

    @Slot()
    def _on_cancelled(self) -> None:
        if self.sender() is self._running:
            self.message = self.tr("Cancelled.")
        elif self.sender() is self._stopped:
            self._stopped = None
            what, advice = self.tr("Printing the case before was stopped."), self.tr("Open it to print it again.")
            self._session.board.replace(SOURCE, (BoardProblem(Severity.NOTE, "", what, advice, "report"),))

    @Slot()
    def _on_ended(self) -> None:
        if self.sender() is self._running:
            self._running = None
            self.changed.emit()

    def _clock(self) -> str:
        return self._session.now().strftime("%H:%M:%S")


def file_name(result: CaseResult) -> str:
    """A name for the file: by the patient's number where there is one, never by the patient's name.

    The number is what a report is filed under in the patient's record; without it two reports in one folder would
    look alike. It is only a proposal: the user chooses name and place, and the program keeps neither.
    """
    number = _NO_FILE_NAME.sub("_", result.clinical.patient_id or "").strip("._")[:_LONGEST_ID]
    return f"report_{number}.pdf" if number else "report.pdf"
