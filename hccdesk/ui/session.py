"""What outlives the widgets: the case, the jobs, the verbs, the problem list. Windows are built around it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from hccdesk.domain.case_snapshot import CaseLibrary
from hccdesk.domain.errors import HccdeskError
from hccdesk.domain.manifest import ModelManifest
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.domain.result import CaseResult
from hccdesk.ui.case_keeping.keeper import CaseKeeper
from hccdesk.ui.case_keeping.memory_library import MemoryLibrary
from hccdesk.ui.case_keeping.parts import Parts
from hccdesk.ui.case_keeping.reopening import Reopening
from hccdesk.ui.case_keeping.shelf import CaseShelf
from hccdesk.ui.case_loader import CaseLoader
from hccdesk.ui.case_model import CaseModel
from hccdesk.ui.fault_log import Fault, fault_place, write_fault
from hccdesk.ui.jobs import JobRunner, RunningJob
from hccdesk.ui.overlays import Overlays
from hccdesk.ui.problem_board import ProblemBoard, lines_of_error
from hccdesk.ui.settings import Settings
from hccdesk.ui.verbs import Verbs

if TYPE_CHECKING:
    from hccdesk.workflow.installed_models import RefusedBundle
    from hccdesk.workflow.name_models import NamedModels

TILE_WORKERS = 2


class Session(QObject):
    """One start of the program.

    Signals: `models_known` when the installed models are known, `report_saved` when a report was written,
    `screen_asked(str)` go to a screen, `slice_asked(int)` show that slice of the series (its index in the lattice) in
    the CT viewer, `patch_asked(int)` show that patch of the result's grid in the slide viewer, `fault_found(Fault)`
    the first time that the program fails in one place.
    """

    models_known = Signal()
    report_saved = Signal()
    screen_asked = Signal(str)
    slice_asked = Signal(int)
    patch_asked = Signal(int)
    fault_found = Signal(object)

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
        self._keep_cases(library or MemoryLibrary())
        self.models: tuple[ModelManifest, ...] = ()
        self.refused_models: tuple[RefusedBundle, ...] = ()
        self.device = DeviceChoice.AUTO
        self.screen = "case"
        self.is_closed = False
        self.report_saved_for: CaseResult | None = None
        self._faults_written: set[str] = set()
        for runner in (self.compute, self.tiles, self.keeping):
            runner.started.connect(self._on_started)

    def learn_models(self) -> None:
        """Find out in the background what is installed."""
        job = self.compute.start(lambda _: self.verbs.models(), self.tr("Checking the models"))
        job.succeeded.connect(self._on_models)
        job.failed.connect(lambda error: self.board.replace("models", lines_of_error(error, "results")))

    def report_fault(self, error: BaseException) -> None:
        """A fault of the program's own: to the log, and as one line on the list."""
        place = fault_place(error)
        if place not in self._faults_written:  # a fault in painting comes back with every repaint
            self._faults_written.add(place)
            self.fault_found.emit(Fault(place, self._write_fault(error)))
        self.board.replace("program", lines_of_error(error, self.screen))

    def close(self) -> None:
        """Save the case, stop everything and wait for it; a decoder at work is ended, not waited for."""
        self.is_closed = True
        if self.keeper.finish() is None:
            self.settings.open_case = ""
        for runner in (self.compute, self.tiles):
            runner.cancel_all()
        self.verbs.close()
        for runner in (self.compute, self.tiles, self.keeping):
            runner.close()

    def _keep_cases(self, library: CaseLibrary) -> None:
        parts = Parts(self.model, self.loader, library, self.keeping, self.board)
        self.keeper = CaseKeeper(parts, self.now, parent=self)
        self._reopening = Reopening(parts, self.keeper, self)
        self.shelf = CaseShelf(parts, self.keeper, self._reopening, self.settings, self)

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

    def _on_models(self, named: NamedModels) -> None:
        self.models, self.refused_models = named.used, named.refused
        self.models_known.emit()
