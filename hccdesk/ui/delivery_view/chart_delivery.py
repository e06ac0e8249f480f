"""The case on its way into the chart: made into a folder, or made and sent; outlives the window that shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from hccdesk import resources
from hccdesk.domain.case_library import KeptReport
from hccdesk.domain.delivery import ChartFolder, DeliveryOutcome, ObjectKind, PacsNode
from hccdesk.domain.errors import HccdeskError
from hccdesk.domain.progress import Progress
from hccdesk.domain.report_options import ReportOptions
from hccdesk.domain.result import CaseResult
from hccdesk.ui.jobs import JobStep, RunningJob, deliver
from hccdesk.ui.problem_board import BoardProblem, lines_of_error
from hccdesk.ui.report_screen.choices import choices_of
from hccdesk.ui.session import Session

if TYPE_CHECKING:
    from hccdesk.workflow.chart_of_case import ChartCase, MadeChart


def delivery_of(session: Session) -> ChartDelivery:
    """The one delivery of a session."""
    return session.findChild(ChartDelivery) or ChartDelivery(session)


@dataclass(frozen=True, slots=True, eq=False)
class Sent:
    """What was made, and what became of it at the PACS."""

    made: MadeChart
    outcome: DeliveryOutcome


class ChartDelivery(QObject):
    """Makes and sends in the background.

    Signals: `changed` something began, ended, or belongs to another case; `progressed(JobStep)`.
    """

    changed = Signal()
    progressed = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session, self._choices = session, choices_of(session)
        self._running: RunningJob | None = None
        self._result: CaseResult | None = None
        self.chart: ChartFolder | None = None
        self.outcome: DeliveryOutcome | None = None
        self.faults: tuple[BoardProblem, ...] = ()
        self.was_cancelled = False
        self.ct_folder: Path | None = None
        self._choices.changed.connect(self._on_choices)
        session.model.result_changed.connect(self._on_result)
        session.shelf.leaving.connect(self.forget)

    @property
    def running(self) -> bool:
        """Whether objects are being made or sent."""
        return self._running is not None

    @property
    def stopping(self) -> bool:
        """Whether they are asked to stop."""
        return self._running is not None and self._running.is_cancelling

    @property
    def result(self) -> CaseResult | None:
        """What would go into the chart: a result that may be seen and is that of the inputs; else None."""
        model = self._session.model
        return model.seen_result if model.result_is_current else None

    @property
    def report(self) -> ReportOptions:
        """How the report is told, as the report screen has it."""
        return self._choices.options

    @property
    def joins_study(self) -> bool:
        """Whether there is a CT study to file DICOM objects in."""
        return self.has_open_ct or self.ct_folder is not None

    @property
    def has_open_ct(self) -> bool:
        """Whether the CT that was analysed is open."""
        return (
            self.result is not None and self.result.ct_series is not None and self._session.model.inputs.ct is not None
        )

    def set_ct_folder(self, folder: Path | None) -> None:
        """The study that the report of a slide is to join."""
        self.ct_folder, self.chart, self.outcome, self.faults = folder, None, None, ()
        self.changed.emit()

    def save(self, folder: Path, wanted: frozenset[ObjectKind]) -> None:
        """Make the objects into a folder."""
        case = self._case(wanted)
        if case is None or self.running:
            return
        verbs = self._session.verbs
        job = self._session.compute.start(
            lambda progress: verbs.chart_of_case(case, folder, progress), self.tr("Making objects for the chart")
        )
        self._follow(job, case.result)
        deliver(job, self, partial(self._on_made, job, self._case_id, case))

    def send(self, node: PacsNode, wanted: frozenset[ObjectKind]) -> None:
        """Make the DICOM objects, queue them for a PACS and run the queue; nothing of them stays beside it."""
        case = self._case(wanted - {ObjectKind.FHIR})
        if case is None or self.running:
            return
        case_id, verbs, library = self._case_id, self._session.verbs, self._library

        def work(progress: Progress) -> Sent:
            from hccdesk.workflow.passing_folder import passing_folder  # noqa: PLC0415

            with passing_folder() as folder:
                made = verbs.chart_of_case(case, folder, progress)
                return Sent(
                    made, verbs.send_chart(made.chart, node, library, case_id, datetime.now(UTC), progress=progress)
                )

        job = self._session.compute.start(work, self.tr("Sending to the PACS"))
        self._follow(job, case.result)
        deliver(job, self, partial(self._on_sent, job, case_id, case))

    def cancel(self) -> None:
        """Stop what is under way; what is queued by then stays queued."""
        if self._running is not None:
            self._running.cancel()
            self.changed.emit()

    @Slot()
    def forget(self) -> None:
        """Another case: what is under way goes on, but says nothing here."""
        self._running, self._result, self.ct_folder = None, None, None
        self._clear()

    def _clear(self) -> None:
        self.chart, self.outcome, self.faults, self.was_cancelled = None, None, (), False
        self.changed.emit()

    def _case(self, wanted: frozenset[ObjectKind]) -> ChartCase | None:
        from hccdesk.workflow.chart_of_case import ChartCase  # noqa: PLC0415 - not before it is asked for

        result, inputs = self.result, self._session.model.inputs
        if result is None:
            return None
        series = inputs.ct.series if self.has_open_ct and inputs.ct is not None else None
        return ChartCase(result, self.report, series, inputs.rois.lesions, self.ct_folder, wanted)

    @property
    def _case_id(self) -> str | None:
        keeper = self._session.keeper
        return None if keeper.is_read_only else keeper.case_id

    @property
    def _library(self) -> Path:
        state = self._session.library_state
        return state.folder if state else resources.library_folder()

    def _follow(self, job: RunningJob, result: CaseResult) -> None:
        self._running, self._result = job, result
        job.progressed.connect(self._on_step)
        job.failed.connect(self._on_failed)
        job.cancelled.connect(self._on_cancelled)
        job.ended.connect(self._on_ended)
        self._clear()

    def _on_made(self, job: RunningJob, case_id: str | None, case: ChartCase, made: MadeChart) -> None:
        self._keep(case_id, case, made)
        if job is self._running:
            self.chart = made.chart

    def _on_sent(self, job: RunningJob, case_id: str | None, case: ChartCase, sent: Sent) -> None:
        from hccdesk.workflow.delivery_events import delivery_events  # noqa: PLC0415

        for event in delivery_events(sent.outcome):
            self._session.record(event)
        self._keep(case_id, case, sent.made)
        if job is self._running:
            self.chart, self.outcome = sent.made.chart, sent.outcome

    def _keep(self, case_id: str | None, case: ChartCase, made: MadeChart) -> None:
        """A report that left this program goes on record, byte for byte."""
        session, report = self._session, case.report
        current = case.result is session.model.result
        if case_id is not None:
            number = session.keeper.result_number if current else None
            facts = KeptReport(0, session.now(), number, report.language, report.paper.value, "report.dcm", "")
            session.records.keep_report(case_id, made.pdf, facts, case.result)
        if current:
            session.report_saved_for = case.result
            session.report_saved.emit()

    @Slot(object)
    def _on_step(self, step: JobStep) -> None:
        if self.sender() is self._running:
            self.progressed.emit(step)

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        if self.sender() is self._running:
            self.faults = lines_of_error(error, "report")
        elif isinstance(error, HccdeskError):
            self._session.board.replace("chart", lines_of_error(error, "report"))

    @Slot()
    def _on_cancelled(self) -> None:
        if self.sender() is self._running:
            self.was_cancelled = True

    @Slot()
    def _on_ended(self) -> None:
        if self.sender() is self._running:
            self._running = None
            self.changed.emit()

    @Slot()
    def _on_choices(self) -> None:
        if not self.running:
            self._clear()

    @Slot()
    def _on_result(self) -> None:
        if self._result is not None and self._result is not self._session.model.result:
            self.forget()
        else:
            self.changed.emit()
