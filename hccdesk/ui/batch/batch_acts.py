"""Scores a selection of kept cases into a folder, one after the other; the open case is left alone. No widgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from hccdesk.domain.audit import AuditAction, AuditEvent
from hccdesk.domain.board_opinion import BoardRecord, Reveal, RevealWay
from hccdesk.domain.case_library import CaseLibrary
from hccdesk.domain.case_snapshot import CaseEntry, CaseSnapshot
from hccdesk.domain.errors import HccdeskError
from hccdesk.domain.problem import Severity
from hccdesk.domain.report_options import NOTHING_ON_RECORD
from hccdesk.ui.jobs import JobStep, RunningJob
from hccdesk.ui.problem_board import BoardProblem, lines_of_error
from hccdesk.ui.report_screen.choices import choices_of
from hccdesk.ui.spoken import say, tell

if TYPE_CHECKING:
    from hccdesk.ui.session import Session
    from hccdesk.workflow.batch_cases import CaseBatch
    from hccdesk.workflow.batch_line import BatchLine


class Fate(StrEnum):
    """What becomes of a case."""

    WAITING = "waiting"
    RUNNING = "running"
    COMPUTED = "computed"
    KEPT = "kept"
    FAULTED = "fault"
    NOT_RUN = "not run"


@dataclass(frozen=True, slots=True)
class BatchedCase:
    """A case of the selection, and what is wrong with it."""

    entry: CaseEntry
    fate: Fate = Fate.WAITING
    faults: tuple[BoardProblem, ...] = ()


def batch_of(session: Session) -> BatchActs:
    """The one of a session."""
    return session.findChild(BatchActs) or BatchActs(session)


class BatchActs(QObject):
    """At most one batch at a time.

    Signals: `changed` when a case's fate did, or the whole; `progressed(JobStep)` within a case.
    """

    changed = Signal()
    progressed = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._batch: CaseBatch | None = None
        self._job: RunningJob | None = None
        self.cases: tuple[BatchedCase, ...] = ()
        self.folder: Path | None = None
        self.running = self.stopping = False
        self.fault: tuple[BoardProblem, ...] = ()
        """Why the whole could not go on."""

    @property
    def done(self) -> int:
        """How many cases have their fate."""
        return sum(case.fate not in (Fate.WAITING, Fate.RUNNING) for case in self.cases)

    def count(self, fate: Fate) -> int:
        """How many cases have this one."""
        return sum(case.fate is fate for case in self.cases)

    def start(self, entries: Sequence[CaseEntry], folder: Path) -> None:
        """Score these into `folder`; nothing while a batch runs, or without a case."""
        if self.running or not entries:
            return
        self.cases = tuple(BatchedCase(entry) for entry in entries)
        self.folder, self.fault = folder, ()
        self.running, self.stopping = True, False
        self._session.keeper.save()  # the open case may be among them
        session, options = self._session, choices_of(self._session).options
        options = replace(options, key_images=(), board=NOTHING_ON_RECORD)  # nothing of the case on the desk
        job = session.compute.start(
            lambda _: session.verbs.open_batch(folder, session.device, options), self.tr("Preparing to score cases")
        )
        self._watch(job, self._on_open, self._on_broken)
        self.changed.emit()

    def cancel(self) -> None:
        """Stop: the case at work is given up, what is done stays."""
        if self.running and not self.stopping:
            self.stopping = True
            if self._job:
                self._job.cancel()
            self.changed.emit()

    def _on_open(self, batch: CaseBatch) -> None:
        self._batch = batch
        self._next()

    def _next(self) -> None:
        place = next((place for place, case in enumerate(self.cases) if case.fate is Fate.WAITING), None)
        if self.stopping or place is None:
            self._end(finished=not self.stopping)
            return
        self._set(place, Fate.RUNNING)
        case_id = self.cases[place].entry.case_id
        job = self._session.in_library(lambda library: library.load(case_id))
        self._watch(job, partial(self._on_loaded, place), partial(self._on_unread, place))

    def _on_loaded(self, place: int, kept: CaseSnapshot) -> None:
        batch, case_id = self._batch, self.cases[place].entry.case_id
        if self.stopping or batch is None:
            self._end(finished=False)
            return
        name = self.tr("Scoring case {n} of {total}").format(n=place + 1, total=len(self.cases))
        job = self._session.compute.start(lambda progress: batch.score(case_id, kept, progress), name)
        job.progressed.connect(self._on_step)
        self._watch(job, partial(self._on_line, place, kept), self._on_broken)

    def _on_unread(self, place: int, error: BaseException) -> None:
        """The library does not have it any more, or cannot be read: that case only."""
        batch, entry = self._batch, self.cases[place].entry
        if batch is None or not isinstance(error, HccdeskError):
            self._on_broken(error)
            return
        job = self._session.compute.start(
            lambda _: batch.refused(entry.case_id, entry.patient_id or "", error), self.tr("Scoring cases")
        )
        self._watch(job, partial(self._on_line, place, None), self._on_broken)

    def _on_line(self, place: int, kept: CaseSnapshot | None, line: BatchLine) -> None:
        faults = tuple(
            BoardProblem(Severity.STOP, fault.where, tell(fault.what), say(fault.what_to_do), "cases")
            for fault in line.faults
        )
        self._set(place, Fate(line.state.value), faults)
        if line.result_sha256 and self._batch:
            self._record(self.cases[place].entry.case_id, line.result_sha256, line.state.value)
            if kept is not None and (kept.covered or kept.result_number is None):
                self._put_reveal_on_record(self.cases[place].entry.case_id)
        self._next()

    def _on_broken(self, error: BaseException) -> None:
        """Nothing more can be scored: the disk is full, the device is gone, the folder is another run's."""
        self.fault = lines_of_error(error, "cases")
        self._end(finished=False)

    def _end(self, *, finished: bool) -> None:
        batch, self._batch = self._batch, None
        fates = (Fate.WAITING, Fate.RUNNING)
        self.cases = tuple(replace(c, fate=Fate.NOT_RUN) if c.fate in fates else c for c in self.cases)
        if batch is None:
            self._on_closed()
            return
        left = [case.entry for case in self.cases if case.fate is Fate.NOT_RUN]
        job = self._session.compute.start(
            partial(_close, batch, left, finished), self.tr("Writing the table of scores")
        )
        job.failed.connect(self._on_unwritten)
        job.ended.connect(self._on_closed)
        scored = self.count(Fate.COMPUTED) + self.count(Fate.KEPT)
        self._session.record(
            AuditEvent(AuditAction.COHORT_SCORED, models=batch.models, detail=f"library {scored} of {len(self.cases)}")
        )

    def _on_unwritten(self, error: BaseException) -> None:
        self.fault = self.fault or lines_of_error(error, "cases")

    def _on_closed(self) -> None:
        self._job = None
        self.running = self.stopping = False
        self.changed.emit()

    def _record(self, case_id: str, sha256: str, how: str) -> None:
        assert self._batch is not None
        event = AuditEvent(AuditAction.COHORT_SCORED, case_id, sha256, self._batch.models, detail=how)
        self._session.record(event)

    def _put_reveal_on_record(self, case_id: str) -> None:
        """Whoever looks into the folder knows what the models say of this patient."""
        session = self._session
        state = session.library_state
        if not session.settings.opinion_first or state is None or state.read_only:
            return
        entry = Reveal(session.now(), way=RevealWay.SCORED_WITH_OTHERS)
        job = session.in_library(partial(_revealed, case_id, entry))
        job.succeeded.connect(lambda new: session.tumour_board.take_scored(case_id, entry) if new else None)
        job.failed.connect(lambda error: session.board.replace("record", lines_of_error(error, "cases")))

    def _watch(self, job: RunningJob, receive: Any, fail: Any) -> None:
        self._job = job
        job.succeeded.connect(receive)
        job.failed.connect(fail)
        job.cancelled.connect(self._on_cancelled)

    def _on_cancelled(self) -> None:
        self.stopping = True
        self._end(finished=False)

    def _on_step(self, step: JobStep) -> None:
        self.progressed.emit(step)

    def _set(self, place: int, fate: Fate, faults: tuple[BoardProblem, ...] = ()) -> None:
        case = replace(self.cases[place], fate=fate, faults=faults)
        self.cases = (*self.cases[:place], case, *self.cases[place + 1 :])
        self.changed.emit()


def _close(batch: CaseBatch, left: Sequence[CaseEntry], finished: bool, _: object) -> None:
    """On the worker: the cases that were not run are in the table too."""
    try:
        for entry in left:
            batch.left_out(entry.case_id, entry.patient_id or "")
    finally:
        batch.close(finished=finished)


def _revealed(case_id: str, entry: Reveal, library: CaseLibrary) -> bool:
    """On the library's thread: whether this was the first time that anybody could see a result of the case."""
    if BoardRecord(library.opinions(case_id)).reveal is not None:
        return False
    library.keep_opinion(case_id, entry)
    return True
