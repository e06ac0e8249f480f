"""What the board has on record of the case on the desk: read with the case, only ever added to. No widgets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from hccdesk.domain.audit import BOARD_ACTS, AuditAction, AuditEvent
from hccdesk.domain.board_opinion import BoardEntry, BoardRecord, Reveal, RevealWay, SignOff
from hccdesk.domain.case_library import CaseLibrary
from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.result import CaseResult
from hccdesk.ui.case_keeping.keeper import CaseKeeper
from hccdesk.ui.case_keeping.kept_case import KeptCase
from hccdesk.ui.case_keeping.parts import Parts
from hccdesk.ui.jobs import RunningJob
from hccdesk.ui.problem_board import lines_of_error
from hccdesk.ui.settings import Settings

SOURCE = "board"


class BoardKeeping(QObject):
    """The board's record, and the cover that it lifts: what models say is seen once somebody asked for it.

    Once seen, it stays seen: readers cannot unlearn it, so a later analysis of the same case is not covered again.

    Signals: `changed` the record, whether something is being kept, or what the record is about; `kept(BoardEntry)`
    one line more is on the disk.
    """

    changed = Signal()
    kept = Signal(object)

    def __init__(
        self,
        parts: Parts,
        keeper: CaseKeeper,
        settings: Settings,
        now: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._model, self._door, self._board, self._keeper = parts.model, parts.door, parts.board, keeper
        self._settings, self._now = settings, now
        self._entries: tuple[BoardEntry, ...] = ()
        self._seen, self._is_read = False, True
        self._job: RunningJob | None = None
        self._state: tuple[object, ...] = ()
        self._numbered: tuple[CaseResult | None, int | None] = (None, None)
        """The last result that was on the desk and in the library, and its number there."""
        parts.model.result_changed.connect(self._look)
        keeper.state_changed.connect(self._on_state)
        keeper.copied.connect(self._on_copied)
        self._cover()

    @property
    def record(self) -> BoardRecord:
        """All of it, as it was read back from the disk."""
        return BoardRecord(self._entries)

    @property
    def of_result(self) -> BoardRecord:
        """As it stands to the result on the desk; for its report."""
        return self.record.about(self._keeper.result_number)

    @property
    def is_revealed(self) -> bool:
        """Whether what the models say of this case was seen."""
        return self._seen or self.record.reveal is not None

    @property
    def is_keeping(self) -> bool:
        """Whether a line is on its way to the disk."""
        return self._job is not None

    @property
    def waits_for_result(self) -> bool:
        """Whether the result is not in the library yet, so that nothing that is thought of it can be."""
        there = self._model.result is not None and self._keeper.result_number is None
        return there and not self.is_read_only

    @property
    def is_read_only(self) -> bool:
        """Whether nothing can be added."""
        return self._keeper.is_read_only

    @property
    def was_read(self) -> bool:
        """Whether the record of a reopened case could be read; what is not known is not added to."""
        return self._is_read

    @property
    def has_case(self) -> bool:
        """Whether there is a case that could have a record."""
        inputs = self._model.inputs
        begun = inputs.clinical != ClinicalRecord() or inputs.slide is not None or self._model.viewed_ct is not None
        return begun or self._keeper.case_id is not None

    @property
    def opinion_first(self) -> bool:
        """Whether results that come are covered until somebody asks for them."""
        return self._settings.opinion_first

    def set_opinion_first(self, first: bool) -> None:
        """Choose; what is covered now is seen once this is off, and that is recorded."""
        if first is self._settings.opinion_first:
            return
        if not first and self._model.is_covered:
            self.reveal(way=RevealWay.SETTING_OFF)
        self._settings.opinion_first = first
        if not self._door.is_read_only:
            event = AuditEvent(AuditAction.SETTINGS_CHANGED, detail=f"opinion first {'on' if first else 'off'}")
            self._door.start(lambda library: library.record(event)).failed.connect(self._door.hear)
        self._look()
        self._cover()
        self.changed.emit()

    def reveal(self, by: str = "", reason: str = "", way: RevealWay = RevealWay.ASKED) -> None:
        """Lift the cover once that is on record; where nothing can be recorded, for this session."""
        if self.is_read_only:
            self._seen = True
            self._cover()
            self.changed.emit()
        else:
            self.add(Reveal(self._now(), by, reason, way))

    def add(self, entry: BoardEntry) -> None:
        """One line more; it is part of the record once it was read back. One at a time."""
        keeper = self._keeper
        if self.is_read_only or self.is_keeping or self.waits_for_result or not self._is_read:
            return
        if keeper.case_id is None:
            keeper.touch()
        keeper.save()  # the case comes first, then what is thought of it
        if keeper.case_id is None:
            return
        if not isinstance(entry, SignOff):
            entry = replace(entry, result_number=keeper.result_number if self._model.result else None)
        job = self._job = self._door.start(partial(_keep, keeper.case_id, (entry,)))
        job.succeeded.connect(lambda _: self._on_kept(keeper.case_id, job, entry))
        job.failed.connect(partial(self._on_failed, job))
        self.changed.emit()

    def lay_out(self, case: KeptCase | None) -> None:
        """Another case comes to the desk, None for a new one: to be called before its result does."""
        self._job = None
        self._entries = case.board.entries if case and case.board else ()
        self._is_read = case is None or case.board is not None
        # A result that was not covered was seen, by whatever version of hccdesk.
        self._seen = case is not None and case.snapshot.result_number is not None and not case.snapshot.covered
        self._cover()
        self.changed.emit()

    def take_scored(self, case_id: str, entry: Reveal) -> None:
        """A case was scored with others, which was put on record: it may be the one on the desk."""
        if case_id == self._keeper.case_id:
            self._take(entry)

    @Slot()
    def _look(self) -> None:
        """Where nothing is covered, a result that is there was seen."""
        if self._model.result is not None and not self._settings.opinion_first:
            self._seen = True
        self._on_state()

    @Slot()
    def _on_state(self) -> None:
        """The library's number of the result may be known now."""
        now = self._model.result, self._keeper.result_number
        if now[1] is not None:
            self._numbered = now
        state = (now[0] is not None, now[1], self._keeper.case_id, self.is_read_only)
        if state != self._state:
            self._state = state
            self.changed.emit()

    @Slot()
    def _on_copied(self) -> None:
        """What is on the desk is a case of its own now: the record comes along."""
        result, number = self._numbered
        known = self._model.result_is_current and result is self._model.result
        self._entries = self.record.carried(number if known else None).entries
        case_id = self._keeper.case_id
        if case_id is not None and self._entries:
            job = self._door.start(partial(_keep, case_id, self._entries, detail="copied"))
            job.failed.connect(self._tell)
        self.changed.emit()

    def _on_kept(self, case_id: str | None, job: RunningJob, entry: BoardEntry) -> None:
        if job is not self._job or case_id != self._keeper.case_id:
            return  # of the case that was on the desk before
        self._job = None
        self._board.clear(SOURCE)
        self._take(entry)
        self.kept.emit(entry)

    def _take(self, entry: BoardEntry) -> None:
        self._entries = (*self._entries, entry)
        self._cover()
        self.changed.emit()

    def _on_failed(self, job: RunningJob, error: BaseException) -> None:
        self._tell(error)
        if job is self._job:
            self._job = None
            self.changed.emit()

    @Slot(object)
    def _tell(self, error: BaseException) -> None:
        self._board.replace(SOURCE, lines_of_error(error, "board"))

    def _cover(self) -> None:
        self._model.cover.lay(self._settings.opinion_first and not self.is_revealed)


def _keep(case_id: str, entries: tuple[BoardEntry, ...], library: CaseLibrary, detail: str = "") -> None:
    """The act never says a name or a word that somebody typed: those are in the record of the case."""
    for entry in entries:
        library.keep_opinion(case_id, entry, (AuditEvent(BOARD_ACTS[type(entry)], case_id, detail=detail),))
