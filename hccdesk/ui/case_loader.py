"""Brings files into the open case: look through what was dropped, choose, read in the background."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.ct import Suitability
from hccdesk.domain.errors import HccdeskError, InputError
from hccdesk.domain.problem import Severity
from hccdesk.domain.progress import Progress
from hccdesk.ui.case_model import CaseModel, ViewedCt
from hccdesk.ui.found_inputs import Inputs, Sources, clinical_files, roots_of
from hccdesk.ui.jobs import JobRunner, RunningJob
from hccdesk.ui.problem_board import BoardProblem, ProblemBoard, lines_of_error
from hccdesk.ui.spoken import say
from hccdesk.ui.verbs import Verbs

if TYPE_CHECKING:
    from hccdesk.domain.case import Case
    from hccdesk.workflow.case_request import CaseRequest
    from hccdesk.workflow.inspect_folder import Inspection


@dataclass(frozen=True, slots=True)
class _ReadCt:
    """What reading a CT gave: the case with it, or the voxels only; and the region's fault where it had one."""

    case: Case | None
    viewed: ViewedCt | None
    region_fault: InputError | None


class CaseLoader(QObject):
    """The one way files come in.

    Signals: `inputs_changed` (found, chosen or reading changed), `clinical_read(ClinicalRecord)`.
    """

    inputs_changed = Signal()
    clinical_read = Signal(object)

    def __init__(
        self, model: CaseModel, runner: JobRunner, verbs: Verbs, board: ProblemBoard, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._model, self._runner, self._verbs, self._board = model, runner, verbs, board
        self._inputs = Inputs()
        self._reading: dict[str, RunningJob] = {}

    @property
    def inputs(self) -> Inputs:
        """What was found and chosen."""
        return self._inputs

    @property
    def reading(self) -> frozenset[str]:
        """What is being read: `files`, `ct`, `slide`, `clinical`."""
        return frozenset(self._reading)

    def take(self, paths: Sequence[Path]) -> None:
        """Look through files and folders and bring what is in them into the case."""
        roots = roots_of(paths)

        def look(progress: Progress) -> list[tuple[Path, Inspection]]:
            return [(root, self._verbs.inspect(root, progress)) for root in roots]

        job = self._start("files", look, self.tr("Looking through files"), "case")
        job.succeeded.connect(partial(self._on_found, tuple(paths)))

    def make_sample(self, folder: Path) -> None:
        """Make the synthetic patient in `folder` and open it."""
        name = self.tr("Making the sample patient")
        job = self._start("files", lambda progress: self._verbs.make_sample(folder, progress), name, "case")
        job.succeeded.connect(self._on_sample)

    def reopen(self, sources: Sources) -> None:
        """Look through where the inputs of a kept case came from, and read them again; what is gone is not read."""
        name = self.tr("Opening the case")
        job = self._start("files", lambda progress: _found_again(sources, self._verbs, progress), name, "case")
        job.succeeded.connect(lambda found: self.choose(sources.chosen(found)))

    def put_clinical(self, record: ClinicalRecord) -> None:
        """A clinical row that is at hand, into case and form."""
        self._on_clinical(record)

    def choose(self, inputs: Inputs) -> None:
        """Another choice among what was found; what it changes is read anew."""
        before, self._inputs = self._inputs, inputs
        if (inputs.series, inputs.mask, inputs.mask_label) != (before.series, before.mask, before.mask_label):
            self._read_ct()
        if (inputs.slide, inputs.outline) != (before.slide, before.outline):
            self._read_slide()
        self.inputs_changed.emit()

    def read_clinical(self, path: Path) -> None:
        """Fill the form from a file; the ID in the form chooses among several rows."""
        wanted = self._model.inputs.clinical.patient_id
        name = self.tr("Reading the clinical row")
        job = self._start("clinical", lambda _: self._verbs.read_clinical(path, wanted), name, "case")
        job.succeeded.connect(self._on_clinical)

    def forget(self) -> None:
        """An empty case; what is still being read is given up."""
        for job in self._reading.values():
            job.cancel()
        self._inputs = Inputs()
        self._board.clear_case()
        self._model.clear()
        self.clinical_read.emit(ClinicalRecord())
        self.inputs_changed.emit()

    def _on_found(self, dropped: tuple[Path, ...], found: list[tuple[Path, Inspection]]) -> None:
        inputs, rows = self._inputs, list[Path]()
        for root, inspection in found:
            inputs = inputs.merged(inspection, root)
            rows += clinical_files(inspection, dropped)
        nothing = [
            self._nothing_in(root, inspection, dropped)
            for root, inspection in found
            if not (inspection.series or inspection.slides or inspection.roi_files)
            and not clinical_files(inspection, dropped)
        ]
        self._board.replace("files", nothing)
        self.choose(inputs)
        if rows:
            self.read_clinical(rows[0])

    def _nothing_in(self, root: Path, inspection: Inspection, dropped: Sequence[Path]) -> BoardProblem:
        reason = say(inspection.skipped[0].reason) if inspection.skipped else self.tr("it is empty")
        what = self.tr("Nothing here can be used: {reason}.").format(reason=reason)
        advice = self.tr("Give a CT folder, a tumour mask, a slide, an outline, or a clinical row.")
        return BoardProblem(Severity.WARNING, root.name, what, advice, "case")

    def _on_sample(self, request: CaseRequest) -> None:
        self._model.set_regimen(request.regimen)
        paths = (request.ct, request.ct_roi, request.slide, request.slide_roi, request.clinical)
        self.take([path for path in paths if path])

    def _on_clinical(self, record: ClinicalRecord) -> None:
        self._model.set_clinical(record)
        self.clinical_read.emit(record)

    def _read_ct(self) -> None:
        self._give_up("ct")
        self._board.clear("ct")
        if self._inputs.series is None:
            if self._model.viewed_ct:
                self._model.show_ct(None)
            return
        job = self._start(
            "ct",
            partial(_read_ct, self._inputs, self._model.inputs.regimen, self._verbs),
            self.tr("Reading the CT"),
            "ct",
        )
        job.succeeded.connect(self._on_ct)

    def _on_ct(self, read: _ReadCt) -> None:
        if read.case and read.case.ct:
            self._model.set_ct(read.case.ct, read.case.inputs)
        else:
            self._model.show_ct(read.viewed)
        if read.region_fault:
            self._board.replace("ct", lines_of_error(read.region_fault, "ct"))

    def _read_slide(self) -> None:
        self._give_up("slide")
        self._board.clear("slide")
        if self._inputs.slide is None:
            if self._model.inputs.slide:
                self._model.set_slide(None, ())
            return
        job = self._start(
            "slide",
            partial(_read_slide, self._inputs, self._model.inputs.regimen, self._verbs),
            self.tr("Reading the slide"),
            "slide",
        )
        job.succeeded.connect(self._on_slide)

    def _on_slide(self, read: tuple[Case, InputError | None]) -> None:
        case, outline_fault = read
        self._model.set_slide(case.slide, case.inputs)
        if outline_fault:
            self._board.replace("slide", lines_of_error(outline_fault, "slide"))

    def _give_up(self, source: str) -> None:
        if source in self._reading:
            self._reading[source].cancel()

    def _start(self, source: str, job: Callable[[Progress], Any], name: str, screen: str) -> RunningJob:
        running = self._runner.start(job, name)
        self._reading[source] = running
        running.failed.connect(lambda error: self._board.replace(source, lines_of_error(error, screen)))
        running.cancelled.connect(partial(self._on_cancelled, source, running))
        running.ended.connect(partial(self._on_ended, source, running))
        self._board.clear(source)
        self.inputs_changed.emit()
        return running

    def _on_cancelled(self, source: str, job: RunningJob) -> None:
        """What the user stopped reading is no longer chosen; what gave way to another choice does not matter."""
        if self._reading.get(source) is not job:
            return
        if source == "ct":
            self._inputs = replace(self._inputs, series=None)
        elif source == "slide":
            self._inputs = replace(self._inputs, slide=None)

    def _on_ended(self, source: str, job: RunningJob) -> None:
        if self._reading.get(source) is job:
            del self._reading[source]
            self.inputs_changed.emit()


def _found_again(sources: Sources, verbs: Verbs, progress: Progress) -> list[tuple[Path, Inspection]]:
    found = []
    for root in sources.roots:
        try:
            found.append((root, verbs.inspect(root, progress)))
        except HccdeskError:  # said by who keeps the case, with what else is missing of it
            continue
    return found


def _read_ct(inputs: Inputs, regimen: Any, verbs: Verbs, progress: Progress) -> _ReadCt:
    """The CT with its region; without it where the region cannot be used; only to look at where no model may see it."""
    from hccdesk.workflow.case_request import CaseRequest  # noqa: PLC0415

    series = inputs.series
    assert series is not None
    if series.verdict.suitability is not Suitability.INFER:
        return _ReadCt(None, ViewedCt(series, verbs.view_series(series, progress)), None)
    request = CaseRequest(regimen, ct=inputs.ct_root, series=series.series_instance_uid)
    if inputs.mask is None or inputs.mask_label is None:
        return _ReadCt(verbs.open(request, progress), None, None)
    with_region = CaseRequest(
        regimen, request.ct, request.series, ct_roi=inputs.mask.path, ct_roi_label=inputs.mask_label
    )
    try:
        return _ReadCt(verbs.open(with_region, progress), None, None)
    except InputError as fault:
        return _ReadCt(verbs.open(request, progress), None, fault)


def _read_slide(inputs: Inputs, regimen: Any, verbs: Verbs, progress: Progress) -> tuple[Case, InputError | None]:
    """The slide with its outline; without it where the outline cannot be used."""
    from hccdesk.workflow.case_request import CaseRequest  # noqa: PLC0415

    assert inputs.slide is not None
    alone = CaseRequest(regimen, slide=inputs.slide.path)
    if inputs.outline is None:
        return verbs.open(alone, progress), None
    try:
        return verbs.open(CaseRequest(regimen, slide=inputs.slide.path, slide_roi=inputs.outline.path), progress), None
    except InputError as fault:
        return verbs.open(alone, progress), fault
