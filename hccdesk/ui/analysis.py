"""Starts the analysis of the case and brings its result into the model. No widgets."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from hccdesk.domain.problem import Severity
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.domain.result import CaseResult
from hccdesk.ui.case_model import CaseInputs
from hccdesk.ui.jobs import RunningJob
from hccdesk.ui.problem_board import lines_of_error
from hccdesk.ui.session import Session

SOURCE = "analysis"


class Analysis(QObject):
    """At most one analysis at a time.

    Signals: `changed` when one starts or ends.
    """

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._job: RunningJob | None = None

    @property
    def running(self) -> bool:
        """Whether one is under way."""
        return self._job is not None

    @property
    def blocked_by(self) -> str:
        """Why none can start: what still reads, or fields with a fault; empty where nothing is in the way."""
        if self._session.loader.reading:
            return self.tr("Wait until the files are read.")
        if any(problem.severity is Severity.STOP for problem in self._session.board.of("form")):
            return self.tr("Mend the marked fields of the form first.")
        identity = self._session.board.of("identity")
        unexplained = self._session.model.inputs.mismatch_reason is None
        if unexplained and any(problem.severity is Severity.STOP for problem in identity):
            return self.tr("The inputs name different patients: mend it, or give a reason on the Case screen.")
        return ""

    def start(self, device: DeviceChoice) -> None:
        """Analyse the inputs as they stand."""
        if self.running or self.blocked_by:
            return
        inputs = self._session.model.inputs
        verbs = self._session.verbs
        self._session.board.clear(SOURCE)
        job = self._session.compute.start(
            lambda progress: verbs.analyse(inputs, device, progress), self.tr("Analysing the case")
        )
        self._job = job
        job.succeeded.connect(lambda result: self._on_result(result, inputs))
        job.failed.connect(lambda error: self._session.board.replace(SOURCE, lines_of_error(error, "results")))
        job.ended.connect(self._on_ended)
        self.changed.emit()

    def cancel(self) -> None:
        """Stop the one under way; nothing of it is kept."""
        if self._job:
            self._job.cancel()

    def _on_result(self, result: CaseResult, inputs: CaseInputs) -> None:
        self._session.model.set_result(result, inputs)

    def _on_ended(self) -> None:
        self._job = None
        self.changed.emit()
