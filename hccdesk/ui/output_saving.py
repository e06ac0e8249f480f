"""Saves what an analysis found into a folder: report, result.json, figures. No widgets."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from hccdesk.domain.result import CaseResult
from hccdesk.ui.jobs import deliver
from hccdesk.ui.problem_board import lines_of_error
from hccdesk.ui.report_screen.choices import choices_of
from hccdesk.ui.report_screen.written_report import keep_when_written, written
from hccdesk.ui.session import Session

SOURCE = "outputs"


class OutputSaving(QObject):
    """Saves the result of the case as it stands.

    Signals: `saved(Path)` with the folder, once everything is in it and its result is still the one on the desk.
    """

    saved = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session

    @property
    def ready(self) -> bool:
        """Whether there is a result of these very inputs, which may be seen."""
        return self._session.model.result_is_current and not self._session.model.is_covered

    def save(self, folder: Path) -> None:
        """Report, result.json and figures into `folder`; an earlier run's there give way. Nothing, where not ready."""
        session, result = self._session, self._session.model.result
        if result is None or not self.ready:
            return
        options = choices_of(session).options
        job = session.compute.start(
            lambda _: written(session.verbs.write_outputs(result, folder, options).report),
            self.tr("Saving the outputs"),
        )
        keep_when_written(session, job, result, options)
        session.board.clear(SOURCE)
        deliver(job, self, partial(self._on_saved, result, folder))
        job.failed.connect(self._on_failed)

    def _on_saved(self, result: CaseResult, folder: Path, _: object) -> None:
        if result is self._session.model.result:
            self.saved.emit(folder)

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self._session.board.replace(SOURCE, lines_of_error(error, "report"))
