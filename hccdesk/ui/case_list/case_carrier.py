"""Carries cases in and out as files: the case on the desk as it stands, a kept one, one from elsewhere. No widgets."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtCore import QObject, Signal

from hccdesk.domain.audit import AuditAction, AuditEvent
from hccdesk.domain.case_library import CaseLibrary
from hccdesk.domain.case_snapshot import CaseEntry, entry_of
from hccdesk.domain.problem import Severity
from hccdesk.ui.case_keeping.case_sources import case_sources
from hccdesk.ui.problem_board import BoardProblem, lines_of_error
from hccdesk.ui.session import Session
from hccdesk.ui.spoken import say

if TYPE_CHECKING:
    from hccdesk.workflow.export_case import CaseToExport
    from hccdesk.workflow.import_case import ImportedCase

SUFFIX = ".hcccase"
SOURCE = "carried"


def is_exported_case(path: Path) -> bool:
    """Whether a file that is dropped or chosen is a case to be brought in."""
    return path.suffix.lower() == SUFFIX


def neutral_name(case_id: str | None) -> str:
    """What the file is called where nobody says otherwise: nothing of the patient."""
    return f"case-{case_id[:8]}{SUFFIX}" if case_id else f"case{SUFFIX}"


class CaseCarrier(QObject):
    """Works behind the window, beside the copying of images.

    Signals: `said(text)` what was done.
    """

    said = Signal(str)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._runner = session.input_keeping.runner

    def export(self, case_id: str | None, path: Path, *, with_images: bool) -> None:
        """A case to a file; None, or the open one's, is the case as it stands on the desk, saved or not."""
        path = path if path.suffix.lower() == SUFFIX else path.with_name(path.name + SUFFIX)
        if case_id is None or case_id == self._session.keeper.case_id:
            self._write(self._on_desk(with_images=with_images), path)
            return

        def look_up(library: CaseLibrary) -> CaseToExport:
            from hccdesk.workflow.export_case import kept_case  # noqa: PLC0415 - on the worker

            return kept_case(library, case_id, with_images=with_images)

        job = self._session.in_library(look_up)
        job.succeeded.connect(partial(self._write, path=path))
        job.failed.connect(self._on_failed)

    def bring_in(self, paths: Sequence[Path]) -> None:
        """Exported cases, each as a new one."""
        state = self._session.library_state
        if state is None:
            self._tell(self.tr("The library is not open, so no case can be brought in."))
        elif state.read_only:
            self._tell(say(state.read_only))
        else:
            for path in paths:
                self._read(path, state.folder)

    def _on_desk(self, *, with_images: bool) -> CaseToExport:
        from hccdesk.workflow.export_case import CaseToExport  # noqa: PLC0415 - not before it is asked for

        session = self._session
        snapshot = session.keeper.snapshot
        entry = entry_of(session.keeper.case_id or uuid4().hex, snapshot, session.now())
        inputs = case_sources(session.model, session.loader.inputs) if with_images else ()
        board = session.tumour_board.record.carried(snapshot.result_number)
        return CaseToExport(entry, snapshot, session.model.result, inputs, board)

    def _write(self, case: CaseToExport, path: Path) -> None:
        verbs = self._session.verbs
        job = self._runner.start(partial(verbs.export_case, case, path), self.tr("Exporting the case"))
        job.succeeded.connect(partial(self._on_written, case.entry.case_id))
        job.failed.connect(self._on_failed)

    def _on_written(self, case_id: str, path: Path) -> None:
        self._session.board.clear(SOURCE)
        self._session.record(AuditEvent(AuditAction.CASE_EXPORTED, case_id))
        self.said.emit(self.tr("Exported and read back: {path}").format(path=path))

    def _read(self, path: Path, library: Path) -> None:
        place, known = (library, uuid4().hex), self._session.shelf.entries
        verbs = self._session.verbs
        job = self._runner.start(partial(verbs.import_case, path, place, known), self.tr("Bringing a case in"))
        job.succeeded.connect(self._keep)
        job.failed.connect(self._on_failed)

    def _keep(self, case: ImportedCase) -> None:
        from hccdesk.workflow.import_case import keep_imported  # noqa: PLC0415

        job = self._session.in_library(lambda library: keep_imported(library, case))
        job.succeeded.connect(self._on_kept)
        job.failed.connect(self._on_failed)

    def _on_kept(self, entry: CaseEntry) -> None:
        self._session.board.clear(SOURCE)
        self._session.shelf.learn()
        self._session.screen_asked.emit("cases")
        self.said.emit(self.tr("The case was brought in; open it from the list."))

    def _tell(self, what: str) -> None:
        self._session.board.replace(SOURCE, (BoardProblem(Severity.STOP, "", what, "", "cases"),))

    def _on_failed(self, error: BaseException) -> None:
        self._session.board.replace(SOURCE, lines_of_error(error, "cases"))
