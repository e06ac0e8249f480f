"""Looks once a minute whether something waits for a PACS and is due, and sends it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from hccdesk.domain.delivery import DeliveryOutcome, DeliveryState
from hccdesk.domain.errors import DeliveryError, HccdeskError
from hccdesk.domain.progress import Progress
from hccdesk.domain.sentence import Sentence
from hccdesk.ui.jobs import JobRunner, RunningJob
from hccdesk.ui.pacs.pacs_jobs import LEAVING_S
from hccdesk.ui.pacs.pacs_verbs import PacsVerbs, WorkflowPacsVerbs
from hccdesk.ui.problem_board import lines_of_error
from hccdesk.ui.session import Session

EVERY_MS = 60_000
_LINE = "deliveries"


@dataclass(frozen=True, slots=True)
class _Round:
    """What was sent, and how many objects failed for good, now or earlier."""

    outcome: DeliveryOutcome
    n_failed: int


class DeliveryRounds(QObject):
    """One round at a time, none while no PACS is set up or nothing is queued; what failed is on the problem list."""

    def __init__(self, session: Session, parent: QObject | None = None, verbs: PacsVerbs | None = None) -> None:
        super().__init__(parent)
        self._session, self._verbs = session, verbs or WorkflowPacsVerbs()
        self._runner = JobRunner(1, self)
        self._job: RunningJob | None = None
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.go)
        self._timer.start()

    def go(self) -> None:
        """A round, unless one is under way or there is no library to look into."""
        state = self._session.library_state
        if self._job is not None or state is None or state.read_only is not None:
            return
        folder = state.folder
        self._job = self._runner.start(lambda progress: self._work(folder, progress))
        self._job.succeeded.connect(self._on_round)
        self._job.failed.connect(self._on_failed)
        self._job.ended.connect(self._on_ended)

    def close(self) -> None:
        """No more of them; what is being sent is taken up at the next start."""
        self._timer.stop()
        self._runner.close(LEAVING_S)

    def _work(self, folder: Path, progress: Progress) -> _Round:
        entries = self._verbs.entries(folder)
        if not entries or not self._verbs.nodes():
            outcome = DeliveryOutcome()
        else:
            outcome = self._verbs.run(folder, datetime.now(UTC), progress, all_now=False)
        failed = {one.number for one in (*entries, *outcome.failed) if one.state is DeliveryState.FAILED}
        return _Round(outcome, len(failed - {one.number for one in outcome.delivered}))

    def _on_round(self, told: _Round) -> None:
        for event in self._verbs.events(told.outcome):
            self._session.record(event)
        if not told.n_failed:
            self._session.board.clear(_LINE)
            return
        error = DeliveryError(
            Sentence.of("{n} objects for the chart were NOT delivered.", n=told.n_failed),
            what_to_do="The menu has: PACS and delivery. It says why.",
        )
        self._session.board.replace(_LINE, lines_of_error(error, "report"))

    def _on_failed(self, error: BaseException) -> None:
        if isinstance(error, HccdeskError):
            self._session.board.replace(_LINE, lines_of_error(error, "report"))
        else:
            self._session.report_fault(error)

    def _on_ended(self) -> None:
        self._job = None
