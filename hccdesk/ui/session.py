"""What outlives the widgets: the case, the jobs, the verbs, the problem list. Windows are built around it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from hccdesk.domain.audit import AuditEvent
from hccdesk.domain.case_library import CaseLibrary, LibraryState
from hccdesk.domain.errors import HccdeskError
from hccdesk.domain.manifest import ModelManifest
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.domain.result import CaseResult
from hccdesk.ui.case_keeping.board_keeping import BoardKeeping
from hccdesk.ui.case_keeping.input_keeping import InputKeeping
from hccdesk.ui.case_keeping.keeper import CaseKeeper
from hccdesk.ui.case_keeping.last_save import LONGEST_S, within_time
from hccdesk.ui.case_keeping.library_door import LibraryDoor
from hccdesk.ui.case_keeping.library_lines import lines_of_state
from hccdesk.ui.case_keeping.memory_library import MemoryLibrary
from hccdesk.ui.case_keeping.parts import Parts
from hccdesk.ui.case_keeping.record_keeping import RecordKeeping
from hccdesk.ui.case_keeping.reopening import Reopening
from hccdesk.ui.case_keeping.shelf import CaseShelf
from hccdesk.ui.case_keeping.view_keeping import ViewKeeping
from hccdesk.ui.case_loader import CaseLoader
from hccdesk.ui.case_model import CaseModel
from hccdesk.ui.fault_log import Fault, fault_place, write_fault
from hccdesk.ui.jobs import JobRunner, RunningJob
from hccdesk.ui.overlays import Overlays
from hccdesk.ui.problem_board import ProblemBoard, lines_of_error
from hccdesk.ui.settings import Settings
from hccdesk.ui.verbs import Verbs

if TYPE_CHECKING:
    from hccdesk.ui.screen_lock.screen_lock import ScreenLock
    from hccdesk.workflow.installed_models import RefusedBundle
    from hccdesk.workflow.name_models import NamedModels

TILE_WORKERS = 2


class Session(QObject):
    """One start of the program.

    Signals: `models_known` when the installed models are known, `report_saved` when a report was written,
    `screen_asked(str)` go to a screen, `slice_asked(int)` show that slice of the series (its index in the lattice) in
    the CT viewer, `patch_asked(int)` show that patch of the result's grid in the slide viewer, `chart_asked` put the
    case into the patient's chart, `fault_found(Fault)` the first time that the program fails in one place;
    `library_changed` when the library of cases was opened or says something else of itself, `passphrase_needed` when it
    cannot be opened without one: see `open_library`.
    """

    models_known = Signal()
    report_saved = Signal()
    screen_asked = Signal(str)
    slice_asked = Signal(int)
    patch_asked = Signal(int)
    chart_asked = Signal()
    fault_found = Signal(object)
    library_changed = Signal()
    passphrase_needed = Signal()

    def __init__(
        self,
        verbs: Verbs,
        settings: Settings,
        log_folder: Path,
        now: Callable[[], datetime],
        library: CaseLibrary | None = None,
    ) -> None:
        super().__init__()
        self.verbs, self.settings, self.log_folder, self.now = verbs, settings, log_folder, now
        self.model = CaseModel(self)
        self.overlays = Overlays(self)
        self.board = ProblemBoard(self)
        self.compute = JobRunner(1, self)
        self.tiles = JobRunner(TILE_WORKERS, self)
        self.keeping = JobRunner(1, self)
        self.loader = CaseLoader(self.model, self.compute, verbs, self.board, self)
        self.views = ViewKeeping(self.overlays, self)
        self._keep_cases(library or MemoryLibrary())
        self.models: tuple[ModelManifest, ...] = ()
        self.refused_models: tuple[RefusedBundle, ...] = ()
        self.is_checking_models = True
        """Until it is known which there are."""
        self.device = DeviceChoice.AUTO
        self._screen = "case"
        self.is_closed = False
        self.hangs = False
        """Whether a thread was left behind that waits for a library which does not answer."""
        self.report_saved_for: CaseResult | None = None
        self._faults_written: set[str] = set()
        self.screen_lock = _screen_lock(self)
        for runner in (self.compute, self.tiles, self.keeping):
            runner.started.connect(self._on_started)

    def learn_models(self) -> None:
        """Find out in the background what is installed."""
        job = self.compute.start(lambda _: self.verbs.models(), self.tr("Checking the models"))
        job.succeeded.connect(self._on_models)
        job.failed.connect(self._on_no_models)

    @property
    def screen(self) -> str:
        """The screen that is open."""
        return self._screen

    @screen.setter
    def screen(self, screen: str) -> None:
        self._screen = screen
        self.views.show_screen(screen)

    @property
    def library(self) -> CaseLibrary:
        """Where cases are kept; used on `keeping` alone, see `in_library`."""
        return self._door.library

    @property
    def library_state(self) -> LibraryState | None:
        """What the library says of itself; None before it is open."""
        return self._door.state

    def open_library(self, passphrase: str | None = None) -> RunningJob:
        """Open the library in the background, and list its cases."""
        job = self._door.open(passphrase)
        if passphrase:
            job.succeeded.connect(lambda _: self.screen_lock.remember_passphrase(passphrase))
        job.succeeded.connect(lambda _: self.shelf.learn(purge=True))
        job.failed.connect(self.shelf.tell)
        return job

    def in_library(self, use: Callable[[CaseLibrary], Any]) -> RunningJob:
        """Use the open library in the background, after everything that was asked of it before."""
        return self._door.start(use)

    def set_library_state(self, state: LibraryState) -> None:
        """The library says something else of itself, e.g. that it is encrypted now."""
        self._door.take(state)

    def record(self, event: AuditEvent) -> None:
        """Keep an act in the audit trail, in the background; that it failed is a line on the problem list."""
        if not self._door.is_read_only:
            job = self.in_library(lambda library: library.record(event))
            job.succeeded.connect(lambda _: self.board.clear("record"))
            job.failed.connect(lambda error: self.board.replace("record", lines_of_error(error, "case")))

    def report_fault(self, error: BaseException) -> None:
        """A fault of the program's own: to the log, and as one line on the list."""
        place = fault_place(error)
        if place not in self._faults_written:  # a fault in painting comes back with every repaint
            self._faults_written.add(place)
            self.fault_found.emit(Fault(place, self._write_fault(error)))
        self.board.replace("program", lines_of_error(error, self.screen))

    def close(self) -> None:
        """Save the case, stop everything and wait for it; a decoder at work is ended, not waited for.

        A library that does not answer is not waited for for ever: see `hangs`.
        """
        self.is_closed = True
        self.screen_lock.close()
        if self.keeper.finish() is None:
            self.settings.open_case = ""
        self.keeper.stop()
        for runner in (self.compute, self.tiles):
            runner.cancel_all()
        self.verbs.close()
        for runner in (self.compute, self.tiles):
            runner.close()
        self.input_keeping.close()
        self._close_library()

    def _close_library(self) -> None:
        """What was asked of it last is still done; results that wait for a better disk are tried a last time."""
        answers = not self.keeper.hangs and self.keeping.drain(LONGEST_S)
        if answers:
            self.records.finish()
        if not self.keeping.close(LONGEST_S if answers else 0.0) or not answers:
            self.hangs = True
            return
        _, left = within_time(self._door.close, None)
        self.hangs = left is not None

    def _keep_cases(self, library: CaseLibrary) -> None:
        self._door = LibraryDoor(library, self.keeping, self)
        self._door.changed.connect(self._on_library)
        self._door.passphrase_needed.connect(self.passphrase_needed)
        parts = Parts(self.model, self.loader, self._door, self.keeping, self.board)
        self.keeper = CaseKeeper(parts, self.now, parent=self)
        self.keeper.views = self.views.now
        self.views.changed.connect(self.keeper.touch_views)
        self.records = RecordKeeping(parts, self.keeper, self)
        self.tumour_board = BoardKeeping(parts, self.keeper, self.settings, self.now, self)
        self._reopening = Reopening(parts, self.keeper, self.records, self.tumour_board, self.views, parent=self)
        self.shelf = CaseShelf(parts, self.keeper, self._reopening, self.settings, self)
        self.input_keeping = InputKeeping(parts, self.keeper, self.verbs, self)

    def _on_library(self) -> None:
        state = self._door.state
        if state is not None:
            self.board.replace("library", lines_of_state(state))
        self.library_changed.emit()

    def _write_fault(self, error: BaseException) -> Path | None:
        try:
            return write_fault(error, self.log_folder, self.now())
        except OSError:  # a disk that is full takes no log either; what is on the screen still says it
            return None

    def _on_started(self, job: RunningJob) -> None:
        job.failed.connect(self._log_own_faults)

    def _log_own_faults(self, error: BaseException) -> None:
        if not isinstance(error, HccdeskError) and (place := fault_place(error)) not in self._faults_written:
            self._faults_written.add(place)
            self._write_fault(error)

    def _on_no_models(self, error: BaseException) -> None:
        self.is_checking_models = False
        self.board.replace("models", lines_of_error(error, "results"))
        self.models_known.emit()

    def _on_models(self, named: NamedModels) -> None:
        self.is_checking_models = False
        self.models, self.refused_models = named.used, named.refused
        self.models_known.emit()


def _screen_lock(session: Session) -> ScreenLock:
    """The one part of a session that has widgets; what only decides does without them."""
    from hccdesk.ui.screen_lock.screen_lock import ScreenLock  # noqa: PLC0415

    return ScreenLock(session)
