"""Keeps the inputs of the open case: copied into the library behind the work, on a thread of its own. No widgets.

Only what is put on record goes through the library's one thread, so that saving never waits for a slide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from hccdesk.domain.case_library import CaseLibrary, InputFiles, KeptInput
from hccdesk.domain.errors import HccdeskError
from hccdesk.domain.problem import Severity
from hccdesk.domain.progress import NoProgress, Progress
from hccdesk.ui.case_keeping.case_sources import case_sources, outside
from hccdesk.ui.case_keeping.keeper import CaseKeeper
from hccdesk.ui.case_keeping.original_watch import OriginalWatch
from hccdesk.ui.case_keeping.parts import Parts
from hccdesk.ui.jobs import JobRunner
from hccdesk.ui.problem_board import BoardProblem, lines_of_error
from hccdesk.ui.spoken import say
from hccdesk.ui.verbs import Verbs

SOURCE = "inputs"


@dataclass(frozen=True, slots=True)
class Wish:
    """Inputs of a case that are to be copied, or only referenced; as the library's settings say where it is None."""

    case_id: str
    sources: tuple[InputFiles, ...]
    copies: bool | None = None


class InputKeeping(QObject):
    """Puts inputs on record, and copies them where that is wanted.

    Signals: `kept(case_id)` once the record tells of them.
    """

    kept = Signal(str)

    def __init__(self, parts: Parts, keeper: CaseKeeper, verbs: Verbs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model, self._loader, self._board = parts.model, parts.loader, parts.board
        self._door, self._keeper, self._verbs = parts.door, keeper, verbs
        self.runner = JobRunner(1, self)
        self._originals = OriginalWatch(parts, keeper, self.runner, self)
        self._is_closed = False
        self._seen: set[tuple[str, tuple[InputFiles, ...]]] = set()

    def watch(self) -> None:
        """From now on, every case that is saved has its inputs kept."""
        self._keeper.saved.connect(self._look)
        self._loader.inputs_changed.connect(self._look)
        self._originals.watch()

    def close(self) -> None:
        """Stop copying, and wait for it; what is not on record is looked at again with the case."""
        self._is_closed = True
        self.runner.close()

    @property
    def sources(self) -> tuple[InputFiles, ...]:
        """What the open case was read from and lies outside the library."""
        state = self._door.state
        if state is None or self._keeper.is_read_only or self._loader.reading:
            return ()
        return outside(case_sources(self._model, self._loader.inputs), state.folder)

    def keep_now(self, copies: bool) -> bool:
        """Copy the inputs of the open case, or only reference them; gives whether there are any to be kept."""
        case_id, sources = self._keeper.case_id, self.sources
        if case_id is None or not sources:
            return False
        self._find(Wish(case_id, sources, copies))
        return True

    @Slot()
    def _look(self) -> None:
        """Where the case on the desk is on record and its inputs may not be, find out."""
        case_id, sources = self._keeper.case_id, self.sources
        if case_id is None or self._keeper.saved_at is None or not sources or (case_id, sources) in self._seen:
            return
        self._seen.add((case_id, sources))
        job = self._door.start(lambda library: (library.settings().copy_inputs, library.inputs(case_id)))
        job.succeeded.connect(partial(self._on_known, Wish(case_id, sources)))
        job.failed.connect(self._on_failed)

    def _on_known(self, wish: Wish, known: tuple[bool, tuple[KeptInput, ...]]) -> None:
        copies, kept = known
        missing = tuple(one for one in wish.sources if not _is_kept(one, kept))
        if missing:
            self._find(replace(wish, sources=missing, copies=copies))

    def _find(self, wish: Wish) -> None:
        job = self.runner.start(partial(self._verbs.input_files, wish.sources), self.tr("Looking at the input files"))
        job.succeeded.connect(partial(self._on_found, wish))
        job.failed.connect(self._on_failed)

    def _on_found(self, wish: Wish, found: tuple[InputFiles, ...]) -> None:
        state = self._door.state
        if not wish.copies or state is None:
            self._put_on_record(wish.case_id, found, copies=False)
            return
        from hccdesk.workflow.copy_inputs import copy_inputs  # noqa: PLC0415 - not before the window is there

        def copy(progress: Progress) -> tuple[HccdeskError, ...]:
            return copy_inputs(state.folder, wish.case_id, found, progress)

        job = self.runner.start(copy, self.tr("Copying the images into the library"))
        job.succeeded.connect(partial(self._on_copied, wish.case_id, found))
        job.cancelled.connect(partial(self._on_cancelled, wish.case_id, found))
        job.failed.connect(self._on_failed)

    def _on_copied(self, case_id: str, found: tuple[InputFiles, ...], refused: Sequence[HccdeskError]) -> None:
        self._put_on_record(case_id, found, copies=True)
        self._say([_note(error) for error in refused])

    def _on_cancelled(self, case_id: str, found: tuple[InputFiles, ...]) -> None:
        if self._is_closed:
            return
        self._put_on_record(case_id, found, copies=False)
        what = self.tr("The images of this case are not copied: copying was stopped.")
        advice = self.tr("They are read from where they are. “Library and privacy” copies them later.")
        self._say([BoardProblem(Severity.NOTE, "", what, advice, "case")])

    def _put_on_record(self, case_id: str, found: tuple[InputFiles, ...], *, copies: bool) -> None:
        def keep(library: CaseLibrary) -> tuple[KeptInput, ...]:
            return library.keep_inputs(case_id, found, NoProgress(), copies)

        job = self._door.start(keep)
        job.succeeded.connect(lambda _: self.kept.emit(case_id))
        job.failed.connect(self._on_failed)
        self._say([])

    def _on_failed(self, error: BaseException) -> None:
        lines = lines_of_error(error, "case")
        ours = isinstance(error, HccdeskError)
        self._say([replace(line, severity=Severity.WARNING) for line in lines] if ours else list(lines))

    def _say(self, lines: list[BoardProblem]) -> None:
        self._board.replace(SOURCE, lines)


def _is_kept(one: InputFiles, kept: Sequence[KeptInput]) -> bool:
    """Whether the record tells of this very content; a CT that was only looked at is known by its UID."""
    same = [other for other in kept if other.role == one.role]
    if one.sha256:
        return any(other.sha256 == one.sha256 and (other.kept or other.original == one.root) for other in same)
    return any(one.uids and set(one.uids) <= set(other.uids) for other in same)


def _note(error: HccdeskError) -> BoardProblem:
    return BoardProblem(Severity.NOTE, "", say(error.said), say(error.advice), "case")
