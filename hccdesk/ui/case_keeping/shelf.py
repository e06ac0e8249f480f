"""The cases there are: listed, opened, taken away and put back, and told apart. No widgets."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from hccdesk.domain.case_library import CaseLibrary
from hccdesk.domain.case_snapshot import CaseEntry, CaseListing
from hccdesk.domain.problem import Severity
from hccdesk.ui.case_keeping.case_search import SameBy, same_case
from hccdesk.ui.case_keeping.keeper import CaseKeeper
from hccdesk.ui.case_keeping.kept_case import KeptCase, load_case
from hccdesk.ui.case_keeping.parts import Parts
from hccdesk.ui.case_keeping.reopening import Reopening
from hccdesk.ui.problem_board import BoardProblem, lines_of_error

if TYPE_CHECKING:
    from hccdesk.ui.settings import Settings

SOURCE = "cases"


@dataclass(frozen=True, slots=True)
class Twin:
    """A kept case that may be the open one's, and by what."""

    entry: CaseEntry
    by: SameBy


class CaseShelf(QObject):
    """The list, and what it offers.

    Signals: `entries_changed`; `offers_changed` (a twin, an unfinished case, a case taken away);
    `leaving` before another case comes to the desk; `opened` when it is there.
    """

    entries_changed = Signal()
    offers_changed = Signal()
    leaving = Signal()
    opened = Signal()

    def __init__(
        self,
        parts: Parts,
        keeper: CaseKeeper,
        reopening: Reopening,
        settings: Settings,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._door, self._loader, self._board = parts.door, parts.loader, parts.board
        self._keeper, self._reopening, self._settings = keeper, reopening, settings
        self.entries: tuple[CaseEntry, ...] = ()
        self.listed = False
        self.twin: Twin | None = None
        self.unfinished: CaseEntry | None = None
        self.removed: CaseEntry | None = None
        self._unfinished_id = settings.open_case
        self._told_apart: set[frozenset[str]] = set()
        self._made_here: set[str] = set()
        self._opening = ""
        keeper.saved.connect(self._on_saved)
        keeper.state_changed.connect(self._on_state)
        keeper.left.connect(self._let_go)

    @property
    def open_id(self) -> str | None:
        """The case on the desk; None for one that is not kept yet."""
        return self._keeper.case_id

    def learn(self, *, purge: bool = False) -> None:
        """Find out what there is; `purge` deletes first what was taken away in an earlier session."""

        def look(library: CaseLibrary) -> CaseListing:
            if purge and not self._door.is_read_only:
                library.purge()
            return library.list()

        job = self._door.start(look)
        job.succeeded.connect(self._on_listed)
        job.failed.connect(self.tell)

    def new(self) -> None:
        """An empty desk, once the case on it is saved."""
        self._opening = ""  # a case that is still being loaded is not wanted any more
        self._keeper.leave(self._clear_desk)

    def open(self, case_id: str) -> None:
        """A kept case on the desk, once the one on it is saved."""
        if case_id == self.open_id:
            self.opened.emit()
            return
        self._opening = case_id
        self._keeper.leave(partial(self._load, case_id))

    def remove(self, case_id: str) -> None:
        """Take a case from the list; the open one stays."""
        if case_id != self.open_id:
            job = self._door.start(lambda library: library.forget(case_id))
            job.succeeded.connect(lambda _: self._on_removed(case_id))
            job.failed.connect(self.tell)

    def put_back(self) -> None:
        """The case that was taken away last is in the list again."""
        if self.removed:
            case_id = self.removed.case_id
            self.removed = None
            job = self._door.start(lambda library: library.put_back(case_id))
            job.succeeded.connect(lambda _: self.learn())
            job.failed.connect(self.tell)
            self.offers_changed.emit()

    def go_on_with_twin(self) -> None:
        """The kept case instead of the one just begun, which leaves the list (it can be put back)."""
        if self.twin:
            begun, twin = self.open_id, self.twin.entry.case_id
            self._opening = twin
            self._keeper.leave(partial(self._load, twin, begun if begun in self._made_here else None))

    def keep_both(self) -> None:
        """They are two cases."""
        if self.twin and self.open_id:
            self._told_apart.add(frozenset((self.open_id, self.twin.entry.case_id)))
        self.twin = None
        self.offers_changed.emit()

    @property
    def can_copy(self) -> bool:
        """Whether the case on the desk can only be looked at, and a copy of it could be worked on."""
        return self._keeper.holder is not None and not self._door.is_read_only

    def work_on_copy(self) -> None:
        """What is on the desk, as a case of its own."""
        held = self.open_id
        if held and self.can_copy:
            copy = self._keeper.take_as_new()
            self._told_apart.add(frozenset((held, copy)))
            self._board.clear("held")
            self.offers_changed.emit()

    def set_aside(self) -> None:
        """Nothing more of the unfinished case, or of the one taken away."""
        self.unfinished, self.removed = None, None
        self.offers_changed.emit()

    def _load(self, case_id: str, begun: str | None = None) -> None:
        if case_id != self._opening:
            return  # another was asked for meanwhile
        read_only = self._door.is_read_only
        job = self._door.start(lambda library: load_case(case_id, library, read_only=read_only))
        job.succeeded.connect(partial(self._on_loaded, case_id, begun))
        job.failed.connect(self.tell)

    def _on_loaded(self, case_id: str, begun: str | None, kept: KeptCase) -> None:
        if case_id == self._opening:  # another wish meanwhile is the one that counts
            self._keeper.leave(partial(self._lay_out, case_id, begun, kept))  # what was done while it was read
        else:
            self._let_go(case_id)

    def _lay_out(self, case_id: str, begun: str | None, kept: KeptCase) -> None:
        entry = self._entry(case_id)
        if case_id != self._opening or entry is None:
            self._let_go(case_id)
            return
        self._opening = ""
        self.leaving.emit()
        self._reopening.lay_out(case_id, kept, entry.saved_at)
        self.twin = None
        if self.unfinished and self.unfinished.case_id == case_id:
            self.unfinished = None
        self.offers_changed.emit()
        self.opened.emit()
        if kept.fault:
            self.tell(kept.fault)
        if begun:
            self.remove(begun)

    def _let_go(self, case_id: str) -> None:
        if case_id != self.open_id and not self._door.is_read_only:
            self._door.start(lambda library: library.let_go(case_id)).failed.connect(self.tell)

    def _clear_desk(self) -> None:
        self._opening = ""
        self.leaving.emit()
        self._reopening.clear()
        self.twin = None
        self.offers_changed.emit()
        self.opened.emit()

    @Slot()
    def _on_state(self) -> None:
        if self.open_id is not None or self.listed:  # before, it is the name of the crashed session's case
            self._settings.open_case = self.open_id or ""

    @Slot(object)
    def _on_saved(self, entry: CaseEntry) -> None:
        if all(other.case_id != entry.case_id for other in self.entries):
            self._made_here.add(entry.case_id)
        others = [other for other in self.entries if other.case_id != entry.case_id]
        self.entries = (entry, *others)
        self._look_for_twin(entry)
        self.entries_changed.emit()

    def _look_for_twin(self, entry: CaseEntry) -> None:
        if entry.case_id != self.open_id:
            return
        apart = [other for other in self.entries if frozenset((entry.case_id, other.case_id)) not in self._told_apart]
        found = same_case(apart, entry)
        twin = Twin(*found) if found else None
        if twin != self.twin:
            self.twin = twin
            self.offers_changed.emit()

    @Slot(object)
    def _on_listed(self, listing: CaseListing) -> None:
        self.entries, self.listed = listing.entries, True
        lines = [line for fault in listing.faults for line in lines_of_error(fault, "cases")]
        self._board.replace(SOURCE, [BoardProblem(Severity.WARNING, *_rest(line)) for line in lines])
        if self._unfinished_id and self._unfinished_id != self.open_id:
            self.unfinished = self._entry(self._unfinished_id)
            self.offers_changed.emit()
        self._unfinished_id = ""
        self.entries_changed.emit()

    def _on_removed(self, case_id: str) -> None:
        self.removed = self._entry(case_id)
        self.entries = tuple(entry for entry in self.entries if entry.case_id != case_id)
        if self.twin and self.twin.entry.case_id == case_id:
            self.twin = None
        if self.unfinished and self.unfinished.case_id == case_id:
            self.unfinished = None
        self.entries_changed.emit()
        self.offers_changed.emit()

    def _entry(self, case_id: str) -> CaseEntry | None:
        return next((entry for entry in self.entries if entry.case_id == case_id), None)

    @Slot(object)
    def tell(self, error: BaseException) -> None:
        """Something of the library could not be done."""
        self._opening = ""
        self._board.replace(SOURCE, lines_of_error(error, "cases"))


def _rest(line: BoardProblem) -> tuple[str, str, str, str]:
    return line.where, line.what, line.what_to_do, line.screen
