"""Keeps the open case: after each act it is saved in the background, by one writer. No widgets."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from uuid import uuid4

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from hccdesk.domain.audit import AuditAction, AuditEvent
from hccdesk.domain.case_library import CaseHolder
from hccdesk.domain.case_snapshot import CaseEntry, CaseSnapshot, CtSource, SlideSource
from hccdesk.domain.errors import HccdeskError
from hccdesk.domain.kept_views import KeptViews
from hccdesk.domain.provenance import InputFact
from hccdesk.ui.case_keeping.held import held_by
from hccdesk.ui.case_keeping.last_save import within_time
from hccdesk.ui.case_keeping.parts import Parts
from hccdesk.ui.case_keeping.pending_acts import PendingActs
from hccdesk.ui.case_keeping.snapshot_of import ct_source, same_snapshot, slide_source, snapshot_of, with_waiting
from hccdesk.ui.jobs import RunningJob
from hccdesk.ui.problem_board import lines_of_error

AFTER_MS = 600
AGAIN_MS = 15_000
VIEWS_AFTER_MS = 10_000
SOURCE = "autosave"


@dataclass(frozen=True, slots=True)
class Save:
    """A state of a case to be written; `number` grows, so that an older one is never written over a newer one."""

    number: int
    case_id: str
    snapshot: CaseSnapshot
    now: datetime


class CaseKeeper(QObject):
    """Saves the case on the desk; an empty case is not kept, nor one that somebody else has or that cannot be written.

    Signals: `state_changed` (saved, not saved, read-only, another case); `saved(CaseEntry)` once it was read back;
    `left(case_id)` another case comes in the place of this one; `copied` what is on the desk is a new case now.
    """

    state_changed = Signal()
    saved = Signal(object)
    left = Signal(str)
    copied = Signal()

    def __init__(
        self,
        parts: Parts,
        now: Callable[[], datetime],
        new_case_id: Callable[[], str] = lambda: uuid4().hex,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._model, self._loader, self._door = parts.model, parts.loader, parts.door
        self._runner, self._board = parts.runner, parts.board
        self._now, self._new_case_id = now, new_case_id
        self.case_id: str | None = None
        self.saved_at: datetime | None = None
        self.failed = False
        self.holder: CaseHolder | None = None
        """Who else has this case open: it is only looked at."""
        self.result_number: int | None = None
        """Which of the library's results is the one on the desk."""
        self.views: Callable[[], KeptViews] = KeptViews
        """How the case is looked at now."""
        self.waiting_ct: CaseSnapshot | None = None
        self.waiting_slide: CaseSnapshot | None = None
        self.watching = True
        self.laying_out = False
        """Whether images of a kept case are being read: that they come is no change."""
        self._ct: CtSource | None = None
        self._slide: SlideSource | None = None
        self._changed, self._stopped, self._lock = False, False, threading.Lock()
        self._asked = 0
        self._unwritten: dict[str, Save] = {}
        """The newest state of each case that was given to be saved and is not yet."""
        self._written: dict[str, int] = {}
        self._last: CaseSnapshot | None = None
        """This case as it was written, or laid out, last."""
        self._job: RunningJob | None = None
        self._then: Callable[[], None] | None = None
        self._last_words: threading.Thread | None = None
        self.acts = PendingActs(parts.model, lambda: self.watching and not self.laying_out, self)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.save)
        self._views_timer = QTimer(self, singleShot=True, interval=VIEWS_AFTER_MS)
        self._views_timer.timeout.connect(self._save_views)
        model = parts.model
        model.ct_changed.connect(self._on_ct)
        model.slide_changed.connect(self._on_slide)
        for signal in (model.rois_changed, model.result_changed):
            signal.connect(self._on_images)
        for signal in (
            model.clinical_changed, model.regimen_changed, model.key_images_changed, model.mismatch_accepted
        ):  # fmt: skip
            signal.connect(self.touch)
        parts.door.changed.connect(self._on_library)
        self.acts.found.connect(self._on_found)

    @property
    def snapshot(self) -> CaseSnapshot:
        """The case as it would be kept now, with what waits for images that are not there."""
        now = snapshot_of(self._model, self._ct, self._slide)
        now = replace(now, result_number=self.result_number, covered=self._model.cover.is_on)
        # What waits for another image than the one that is there comes back with it, but is not this one's.
        ct = self.waiting_ct if self._model.viewed_ct is None else None
        return with_waiting(now, ct, self.waiting_slide if self._model.inputs.slide is None else None)

    @property
    def is_read_only(self) -> bool:
        """Whether nothing of this case is saved: the library cannot be written to, or somebody else has the case."""
        return self.holder is not None or self._door.is_read_only

    @property
    def is_saving(self) -> bool:
        """Whether there is something that is not read back from the disk yet."""
        return self._job is not None or (self._changed and self._timer.isActive())

    @Slot()
    def touch(self) -> None:
        """Something changed: save it soon."""
        if self.watching:
            self._changed = True
            if self.failed:
                self._then = None  # who goes on working does not want to leave any more
            if not self._timer.isActive():
                self._timer.start(AFTER_MS)
                self.state_changed.emit()

    @Slot()
    def touch_views(self) -> None:
        """The case is looked at in another way: save that some time, where nothing else is saved before."""
        if self.watching and not self.laying_out and self.case_id and not self._views_timer.isActive():
            self._views_timer.start()

    def leave(self, then: Callable[[], None]) -> None:
        """Call `then` once the case is saved as it stands, not before: it would be lost. The last wish counts."""
        self._then = then
        self._changed = self._changed or self._views_timer.isActive()
        self._leave_if_saved()

    def _leave_if_saved(self) -> None:
        self.save()
        if self._job is None and self._then is not None:
            then, self._then = self._then, None
            then()

    def take_up(
        self,
        case_id: str | None,
        saved_at: datetime | None = None,
        holder: CaseHolder | None = None,
        known: tuple[InputFact, ...] = (),
    ) -> None:
        """Another case is on the desk, or a new one; the one before was left. Its inputs `known` were read before."""
        before = self.case_id if self.holder is None else None
        self._timer.stop()
        self._views_timer.stop()
        self.case_id, self.saved_at, self.failed, self._changed = case_id, saved_at, False, False
        self.laying_out, self._then, self._last = False, None, None
        self.waiting_ct, self.waiting_slide = None, None
        self.holder, self.result_number = holder, None
        self.acts.start(known)
        self._board.clear(SOURCE)
        self.state_changed.emit()
        if before and before != case_id:
            self.left.emit(before)

    def take_as_new(self) -> str:
        """What is on the desk is a case of its own from now on; gives its name."""
        self.acts.add(AuditEvent(AuditAction.CASE_IMPORTED, detail=f"copy of {self.case_id}"))
        self.case_id, self.saved_at, self.holder = self._new_case_id(), None, None
        self.result_number = None
        self._changed = True
        self.state_changed.emit()
        self.save()
        self.copied.emit()
        return self.case_id

    def laid_out(self) -> None:
        """The case is on the desk as it was kept; what differs from now on is not saved yet."""
        self.laying_out = False
        if self.case_id and not self._changed:
            self._last = self.snapshot

    @Slot()
    def save(self) -> None:
        """Save now, in the background, where anything changed."""
        if self._stopped or not self._changed or self.is_read_only or self.snapshot.is_empty:
            return  # an empty desk is never written over a kept case
        self._changed = False
        self._timer.stop()
        self._views_timer.stop()
        self.case_id = self.case_id or self._new_case_id()
        job = self._job = self._runner.start(partial(self._write, self._next()))
        job.succeeded.connect(partial(self._on_saved, self.case_id, job))
        job.failed.connect(partial(self._on_failed, self.case_id, job))

    def finish(self) -> HccdeskError | None:
        """Save what is not saved yet, at once; gives the reason where that failed. For the end of the program.

        A disk that does not answer is waited for only so long.
        """
        self._timer.stop()
        if not self.is_read_only and not self.snapshot.is_empty and self._differs():
            self.case_id = self.case_id or self._new_case_id()
            self._next()
        self._views_timer.stop()
        waiting = tuple(self._unwritten.values())
        error, self._last_words = within_time(partial(self._write_all, waiting), self._last_words)
        if isinstance(error, HccdeskError):
            self._on_failed(waiting[0].case_id, None, error)
            return error
        if error is not None:
            raise error
        self._changed, self.failed = False, False
        return None

    def stop(self) -> None:
        """Nothing is saved any more: the program ends."""
        self._stopped = True
        self._timer.stop()
        self._views_timer.stop()

    @property
    def hangs(self) -> bool:
        """Whether the last save is still waited for by a thread that does not come back."""
        return self._last_words is not None and self._last_words.is_alive()

    def _differs(self) -> bool:
        """Whether the case is another than what was last given to be saved."""
        if self._changed or self.failed or self.case_id is None or self._views_timer.isActive():
            return True
        if self.laying_out:
            return self._model.history.acts > 0
        given = self._unwritten.get(self.case_id)
        last = given.snapshot if given else self._last
        return last is None or not same_snapshot(last, self.snapshot)

    def _next(self) -> Save:
        assert self.case_id is not None
        self._asked += 1
        self.acts.told_to(self._asked)
        snapshot = replace(self.snapshot, views=self.views())
        save = self._unwritten[self.case_id] = Save(self._asked, self.case_id, snapshot, self._now())
        return save

    def _write_all(self, saves: tuple[Save, ...]) -> None:
        for save in saves:
            self._write(save)

    def _write(self, save: Save, _: object = None) -> CaseEntry | None:
        """On the worker, and at the end of the program on another: never an older state over a newer one."""
        with self._lock:
            if save.number < self._written.get(save.case_id, 0):
                return None
            library = self._door.opened()
            if save.case_id not in self._written and (holder := library.hold(save.case_id)):
                raise held_by(holder)
            acts = self.acts.until(save.number, save.case_id)
            entry = library.save(save.case_id, save.snapshot, save.now, acts)
            self.acts.saved(acts)
            self._written[save.case_id] = save.number
            if save.case_id == self.case_id:
                self._last = save.snapshot
            if self._unwritten.get(save.case_id) is save:
                del self._unwritten[save.case_id]
            return entry

    def _on_saved(self, case_id: str, job: RunningJob, entry: CaseEntry | None) -> None:
        if job is self._job:
            self._job = None
        if entry is not None:
            if case_id == self.case_id:
                self.saved_at, self.failed = entry.saved_at, False
                self._board.clear(SOURCE)
                self.state_changed.emit()
            self.saved.emit(entry)
        if self._job is None and self._then is not None:
            self._leave_if_saved()

    def _on_failed(self, case_id: str, job: RunningJob | None, error: BaseException) -> None:
        """A newer save of the same case has its own word; of a case that was left, it is only told."""
        if job is not self._job and job is not None and case_id == self.case_id:
            return
        if job is self._job:
            self._job = None
        self._door.hear(error)
        self._board.replace(SOURCE, lines_of_error(error, "case"))
        if case_id == self.case_id:
            self._changed, self.failed = True, True
            self._timer.start(AGAIN_MS)
            self.state_changed.emit()

    @Slot()
    def _save_views(self) -> None:
        self._changed = True
        self.save()

    @Slot(object)
    def _on_found(self, event: AuditEvent) -> None:
        if not self.is_read_only:
            told = replace(event, case_id=self.case_id)
            self._door.start(lambda library: library.record(told)).failed.connect(self._door.hear)

    @Slot()
    def _on_library(self) -> None:
        """What the library says of itself may be that nothing can be saved."""
        self.state_changed.emit()

    @Slot()
    def _on_ct(self) -> None:
        self._ct = ct_source(self._model, self._loader.inputs)
        self._on_images()

    @Slot()
    def _on_slide(self) -> None:
        self._slide = slide_source(self._model, self._loader.inputs)
        self._on_images()

    @Slot()
    def _on_images(self) -> None:
        if not self.laying_out:
            self.touch()
