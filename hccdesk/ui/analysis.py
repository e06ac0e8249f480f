"""Starts the analysis of the case and brings its result into the model. No widgets."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from time import monotonic

from PySide6.QtCore import QObject, Signal

from hccdesk.domain.model_choice import ModelChoice
from hccdesk.domain.problem import Severity
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.domain.result import CaseResult
from hccdesk.ui.case_model import CaseInputs
from hccdesk.ui.jobs import JobStep, RunningJob
from hccdesk.ui.problem_board import lines_of_error
from hccdesk.ui.session import Session
from hccdesk.ui.spoken import say

SOURCE = "analysis"


class Outcome(StrEnum):
    """How the last analysis ended."""

    NONE = "none"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Analysis(QObject):
    """At most one analysis at a time.

    Signals: `changed` when one starts, is asked to stop, or ends; `progressed` when `step` did.
    """

    changed = Signal()
    progressed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None, clock: Callable[[], float] = monotonic) -> None:
        super().__init__(parent)
        self._session, self._clock = session, clock
        self._job: RunningJob | None = None
        self._started = 0.0
        self.step: JobStep | None = None
        self._outcome = Outcome.NONE
        self._of: CaseInputs | None = None
        session.shelf.leaving.connect(self._forget)

    @property
    def running(self) -> bool:
        """Whether one is under way."""
        return self._job is not None

    @property
    def stopping(self) -> bool:
        """Whether the one under way was asked to stop."""
        return self._job is not None and self._job.is_cancelling

    @property
    def name(self) -> str:
        """What is being done; empty where nothing is."""
        return self._job.name if self._job else ""

    @property
    def seconds(self) -> float:
        """Since the one under way was started."""
        return self._clock() - self._started

    @property
    def outcome(self) -> Outcome:
        """How the last analysis of the inputs as they stand ended."""
        return self._outcome if self._of is self._session.model.inputs else Outcome.NONE

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

    def blocked_for(self, wanted: ModelChoice) -> str:
        """Why this part cannot be analysed; empty where nothing is in the way."""
        inputs = self._session.model.inputs
        if self.blocked_by:
            return self.blocked_by
        if wanted is ModelChoice.CT and inputs.ct_set_aside:
            return say(inputs.ct_set_aside)
        if wanted is ModelChoice.CT and not (inputs.ct and inputs.rois.has_tumour):
            return self.tr("It needs a CT with a tumour region.")
        if wanted is ModelChoice.SLIDE and not (inputs.slide and inputs.rois.slide):
            return self.tr("It needs a slide with an outline.")
        return ""

    def start(self, device: DeviceChoice, wanted: ModelChoice = ModelChoice.ALL) -> None:
        """Analyse the inputs as they stand; a part of it keeps what else is known of the same inputs."""
        if self.running or self.blocked_for(wanted):
            return
        inputs, previous = self._session.model.inputs, self._session.model.result
        if not self._session.model.result_is_current:
            previous = None
        self._outcome, self._of = Outcome.NONE, inputs
        self._session.board.clear(SOURCE)
        self._watch(self._session.compute.start(self._job_of(inputs, device, wanted, previous), self._word(wanted)))
        job = self._job
        assert job is not None
        job.succeeded.connect(lambda result: self._on_result(result, inputs))
        self.changed.emit()

    def cancel(self) -> None:
        """Stop the one under way; nothing of it is kept."""
        if self._job:
            self._job.cancel()
            self.changed.emit()

    def _forget(self) -> None:
        """Another case comes: nothing of the one before is kept, and none of its results arrives later."""
        self.cancel()
        self._outcome, self._of = Outcome.NONE, None

    def _job_of(
        self, inputs: CaseInputs, device: DeviceChoice, wanted: ModelChoice, previous: CaseResult | None
    ) -> Callable[..., CaseResult]:
        verbs = self._session.verbs
        if wanted is ModelChoice.ALL:
            return lambda progress: verbs.analyse(inputs, device, progress)
        return lambda progress: verbs.analyse(inputs, device, progress, wanted, previous)

    def _watch(self, job: RunningJob) -> None:
        self._job, self._started, self.step = job, self._clock(), None
        job.progressed.connect(self._on_step)
        job.failed.connect(self._on_failed)
        job.cancelled.connect(self._on_cancelled)
        job.ended.connect(self._on_ended)

    def _word(self, wanted: ModelChoice) -> str:
        return {
            ModelChoice.ALL: self.tr("Analysing the case"),
            ModelChoice.CT: self.tr("Analysing the CT"),
            ModelChoice.SLIDE: self.tr("Analysing the slide"),
            ModelChoice.SURVIVAL: self.tr("Computing PFS and scores"),
        }[wanted]

    def _on_step(self, step: JobStep) -> None:
        self.step = step
        self.progressed.emit()

    def _on_result(self, result: CaseResult, inputs: CaseInputs) -> None:
        self._outcome = Outcome.DONE
        self._session.model.set_result(result, inputs)

    def _on_failed(self, error: BaseException) -> None:
        self._outcome = Outcome.FAILED
        self._session.board.replace(SOURCE, lines_of_error(error, "results"))

    def _on_cancelled(self) -> None:
        self._outcome = Outcome.CANCELLED

    def _on_ended(self) -> None:
        self._job = None
        self.changed.emit()
