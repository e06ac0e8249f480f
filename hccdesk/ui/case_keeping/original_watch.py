"""Tells where the originals of a case that is read from its copies are others by now. No widgets."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Slot

from hccdesk.domain.audit import AuditAction, AuditEvent
from hccdesk.domain.case_library import CaseLibrary, KeptInput
from hccdesk.domain.problem import Severity
from hccdesk.ui.case_keeping.case_sources import case_sources, outside
from hccdesk.ui.case_keeping.keeper import CaseKeeper
from hccdesk.ui.case_keeping.parts import Parts
from hccdesk.ui.jobs import JobRunner
from hccdesk.ui.problem_board import BoardProblem

SOURCE = "originals"


class OriginalWatch(QObject):
    """Looks once each time that a case is opened, behind the work."""

    def __init__(self, parts: Parts, keeper: CaseKeeper, runner: JobRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._model, self._loader, self._board, self._door = parts.model, parts.loader, parts.board, parts.door
        self._keeper, self._runner = keeper, runner
        self._compared: str | None = None

    def watch(self) -> None:
        """From now on."""
        self._loader.inputs_changed.connect(self._compare)
        self._keeper.state_changed.connect(self._on_case)

    @Slot()
    def _compare(self) -> None:
        case_id, state = self._keeper.case_id, self._door.state
        if case_id is None or state is None or self._loader.reading or case_id == self._compared:
            return
        sources = case_sources(self._model, self._loader.inputs)
        if outside(sources, state.folder) != sources:
            self._compared = case_id
            job = self._door.start(lambda library: library.inputs(case_id))
            job.succeeded.connect(partial(self._look_at, case_id))

    def _look_at(self, case_id: str, kept: tuple[KeptInput, ...]) -> None:
        from hccdesk.workflow.changed_originals import changed_originals  # noqa: PLC0415 - not before it is asked for

        job = self._runner.start(partial(changed_originals, kept), self.tr("Comparing with the originals"))
        job.succeeded.connect(partial(self._tell, case_id))

    def _tell(self, case_id: str, changed: tuple[KeptInput, ...]) -> None:
        if case_id != self._keeper.case_id:
            return
        what = self.tr("{file} is another one now where it first came from.")
        advice = self.tr("This case uses its own copy. Bring the other one in as a new case.")
        lines = [
            BoardProblem(Severity.NOTE, "", what.format(file=one.original.name), advice, "case") for one in changed
        ]
        self._board.replace(SOURCE, lines)
        if changed and not self._door.is_read_only:
            self._door.start(partial(_record, case_id, changed))

    @Slot()
    def _on_case(self) -> None:
        """Another case: its originals are looked at when it comes back."""
        if self._keeper.case_id != self._compared:
            self._compared = None


def _record(case_id: str, changed: tuple[KeptInput, ...], library: CaseLibrary) -> None:
    for one in changed:
        library.record(AuditEvent(AuditAction.INPUT_CHANGED, case_id, one.sha256, detail=one.role))
