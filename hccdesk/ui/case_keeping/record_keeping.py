"""Results and reports go into the library for good, behind the work; one that could not is tried again. No widgets."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Slot

from hccdesk.domain.audit import AuditAction, AuditEvent
from hccdesk.domain.case_library import CaseLibrary, KeptReport, KeptResult
from hccdesk.domain.errors import HccdeskError
from hccdesk.domain.result import CaseResult
from hccdesk.ui.case_keeping.keeper import CaseKeeper
from hccdesk.ui.case_keeping.last_save import within_time
from hccdesk.ui.case_keeping.parts import Parts
from hccdesk.ui.problem_board import lines_of_error

SOURCE = "record"


@dataclass(eq=False)
class Entry:
    """Something of a case that is to be kept: `keep` does it on the library's thread, `receive` hears the outcome."""

    case_id: str
    keep: Callable[[CaseLibrary], object]
    receive: Callable[[object], None]


class RecordKeeping(QObject):
    """Keeps each result once it is there, and each report that was written; the case comes first, then these."""

    def __init__(self, parts: Parts, keeper: CaseKeeper, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model, self._door, self._board, self._keeper = parts.model, parts.door, parts.board, keeper
        self._known: CaseResult | None = None
        self._waiting: list[Entry] = []
        self._lock = threading.Lock()
        parts.model.result_changed.connect(self._on_result)
        keeper.saved.connect(self._keep_waiting)
        keeper.copied.connect(self._on_copied)

    def know(self, result: CaseResult | None, number: int | None) -> None:
        """This result is in the library already."""
        self._known, self._keeper.result_number = result, number

    def keep_report(self, case_id: str, pdf: bytes, facts: KeptReport, result: CaseResult) -> None:
        """A report of a case was written."""
        act = AuditEvent(AuditAction.REPORT_WRITTEN, case_id, models=models_of(result), detail=facts.language)
        self._add(Entry(case_id, partial(_keep_report, case_id, pdf, facts, act), lambda _: None))

    def finish(self) -> HccdeskError | None:
        """Keep what still waits; for the end of the program."""
        if not self._waiting or self._keeper.hangs:
            return None
        error, _ = within_time(self._keep_all, None)
        return error if isinstance(error, HccdeskError) else None

    @Slot()
    def _on_result(self) -> None:
        result, keeper = self._model.result, self._keeper
        if result is self._known:
            return
        self._known, keeper.result_number = result, None
        if result is None or keeper.is_read_only:
            return
        keeper.touch()
        keeper.save()
        if keeper.case_id is not None:
            act = AuditEvent(AuditAction.ANALYSED, keeper.case_id, models=models_of(result))
            keep = partial(_keep_result, keeper.case_id, result, act)
            self._add(Entry(keeper.case_id, keep, partial(self._on_kept, result)))

    @Slot()
    def _on_copied(self) -> None:
        """The result of these inputs is the copy's as well."""
        if self._model.result_is_current:
            self._known = None
            self._on_result()

    def _on_kept(self, result: CaseResult, kept: object) -> None:
        """Only from now on is the result the one that comes back with the case."""
        assert isinstance(kept, KeptResult)
        if result is self._model.result:
            self._keeper.result_number = kept.number
            self._keeper.touch()

    def _add(self, entry: Entry) -> None:
        self._waiting.append(entry)
        self._start(entry)

    def _start(self, entry: Entry) -> None:
        job = self._door.start(partial(self._keep, entry))
        job.succeeded.connect(partial(self._on_entry, entry))
        job.failed.connect(self.tell)

    def _keep(self, entry: Entry, library: CaseLibrary) -> object:
        """On the library's thread, and at the end of the program on another; None where it was kept meanwhile."""
        with self._lock:
            if entry not in self._waiting:
                return None
            kept = entry.keep(library)
            self._waiting.remove(entry)
            return kept

    def _keep_all(self) -> None:
        for entry in tuple(self._waiting):
            self._keep(entry, self._door.opened())

    def _on_entry(self, entry: Entry, kept: object) -> None:
        if kept is not None:
            self._board.clear(SOURCE)
            entry.receive(kept)

    @Slot()
    def _keep_waiting(self) -> None:
        """A disk that took the case again takes the rest, too."""
        if self._board.of(SOURCE):
            for entry in tuple(self._waiting):
                self._start(entry)

    @Slot(object)
    def tell(self, error: BaseException) -> None:
        """Something is not on record."""
        self._board.replace(SOURCE, lines_of_error(error, "report"))


def models_of(result: CaseResult) -> tuple[str, ...]:
    """What computed it, as the audit trail names it."""
    return tuple(f"{model.model_id} {model.version}" for model in result.provenance.models)


def _keep_result(case_id: str, result: CaseResult, act: AuditEvent, library: CaseLibrary) -> KeptResult:
    return library.keep_result(case_id, result, (act,))


def _keep_report(case_id: str, pdf: bytes, facts: KeptReport, act: AuditEvent, library: CaseLibrary) -> KeptReport:
    return library.keep_report(case_id, pdf, facts, (act,))
