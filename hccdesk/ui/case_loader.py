"""Brings files into the open case: look through what was dropped, choose, read in the background."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.ct import CtSeries
from hccdesk.domain.errors import InputError
from hccdesk.domain.problem import Severity
from hccdesk.domain.progress import Progress
from hccdesk.ui.case_model import CaseModel
from hccdesk.ui.case_reading import ReadCt, found_again, read_ct, read_slide
from hccdesk.ui.clinical_import import what_was_replaced
from hccdesk.ui.form_words import in_form_words
from hccdesk.ui.found_inputs import Inputs, Sources, clinical_files, none_usable, roots_of
from hccdesk.ui.image_words import several_patients
from hccdesk.ui.jobs import JobRunner, RunningJob
from hccdesk.ui.problem_board import BoardProblem, ProblemBoard, lines_of_error
from hccdesk.ui.spoken import say
from hccdesk.ui.verbs import Verbs

if TYPE_CHECKING:
    from hccdesk.domain.case import Case
    from hccdesk.workflow.case_request import CaseRequest
    from hccdesk.workflow.inspect_folder import Inspection


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
        self._held = Inputs()
        """The choice of which CT and slide are in the case; what cannot be read never lends them its name."""
        self._live: dict[RunningJob, str] = {}
        """What is being read for this case; a job that is not among them is nobody's any more."""
        model.slide_changed.connect(self._on_slide_of_model)
        model.key_images_changed.connect(self._on_key_images)
        model.key_images_dropped.connect(self._on_key_images_dropped)
        model.clinical_replaced.connect(self._on_clinical_replaced)

    @property
    def inputs(self) -> Inputs:
        """What was found and chosen."""
        return self._inputs

    @property
    def reading(self) -> frozenset[str]:
        """What is being read: `files`, `ct`, `slide`, `clinical`."""
        return frozenset(self._live.values())

    def take(self, paths: Sequence[Path]) -> None:
        """Look through files and folders and bring what is in them into the case."""
        roots = roots_of(paths)

        def look(progress: Progress) -> list[tuple[Path, Inspection]]:
            return [(root, self._verbs.inspect(root, progress)) for root in roots]

        self._start("files", look, self.tr("Looking through files"), partial(self._on_found, tuple(paths)))

    def make_sample(self, folder: Path) -> None:
        """Make the synthetic patient in `folder` and open it."""
        name = self.tr("Making the sample patient")
        self._start("files", lambda progress: self._verbs.make_sample(folder, progress), name, self._on_sample)

    def reopen(self, sources: Sources) -> None:
        """Look through where the inputs of a kept case came from, and read them again; what is gone is not read."""
        name = self.tr("Opening the case")
        self._start(
            "files",
            lambda progress: found_again(sources, self._verbs, progress),
            name,
            lambda found: self.choose(sources.chosen(found)),
        )

    def put_clinical(self, record: ClinicalRecord) -> None:
        """A clinical row that is at hand, into case and form."""
        self._on_clinical(record)

    def choose(self, inputs: Inputs) -> None:
        """Another choice among what was found; what it changes is read anew."""
        before = self._inputs
        if inputs.slide != before.slide and inputs.stated_um_per_px == before.stated_um_per_px:
            inputs = replace(inputs, stated_um_per_px=None)  # it was told of the other slide
        self._inputs = inputs
        if (inputs.series, inputs.mask, inputs.mask_label) != (before.series, before.mask, before.mask_label):
            self._read_ct()
        taken_out = bool(before.found_slides) and not inputs.found_slides
        if (inputs.slide, inputs.outline) != (before.slide, before.outline) or taken_out:
            self._read_slide()
        self._board.replace("inputs", self._amiss())
        self.inputs_changed.emit()

    def dismiss_region(self, source: str) -> None:
        """Forget a region file (of `ct`, of `slide`) that could not be used; what is in the case stays as it is."""
        inputs, held = self._inputs, self._held
        if source == "ct":
            used = held if held.mask != inputs.refused_mask else Inputs()
            inputs = replace(inputs, found_masks=used.found_masks, mask=used.mask, mask_label=used.mask_label)
            inputs = replace(inputs, refused_mask=None)
        else:
            used = held if held.outline != inputs.refused_outline else Inputs()
            inputs = replace(inputs, found_outlines=used.found_outlines, outline=used.outline, refused_outline=None)
        self._inputs = inputs
        self._board.clear(source)
        self.inputs_changed.emit()

    def read_clinical(self, path: Path) -> None:
        """Fill the form from a file; the ID in the form chooses among several rows."""
        wanted = self._model.inputs.clinical.patient_id
        name = self.tr("Reading the clinical row")
        receive = partial(self._on_row, path.name)
        self._start("clinical", lambda _: self._verbs.read_clinical(path, wanted), name, receive)

    def forget(self) -> None:
        """An empty case; what is still being read is given up."""
        for job in self._live:
            job.cancel()
        self._live.clear()
        self._inputs = self._held = Inputs()
        self._board.clear_case()
        self._model.clear()
        self.clinical_read.emit(ClinicalRecord())
        self.inputs_changed.emit()

    def _on_found(self, dropped: tuple[Path, ...], found: list[tuple[Path, Inspection]]) -> None:
        inputs, rows = self._inputs, list[Path]()
        for root, inspection in found:
            inputs = inputs.merged(inspection, root)
            rows += clinical_files(inspection, dropped)
        self._board.replace("files", (*self._board.of("files"), *self._of_no_use(inputs, dropped, found)))
        self.choose(inputs)
        if rows:
            self.read_clinical(rows[0])

    def _of_no_use(
        self, inputs: Inputs, dropped: tuple[Path, ...], found: list[tuple[Path, Inspection]]
    ) -> list[BoardProblem]:
        lines = []
        for root, inspection in found:
            if inspection.series and none_usable(inspection.series) and inputs.found_series != inspection.series:
                lines.append(self._no_series_of_use(inspection.series, root))
            held = inspection.series or inspection.slides or inspection.roi_files
            if not (held or clinical_files(inspection, dropped)):
                lines.append(self._nothing_in(root, inspection, dropped))
        return lines

    def _no_series_of_use(self, series: Sequence[CtSeries], root: Path | None) -> BoardProblem:
        reason = next((say(reason) for one in series for reason in one.verdict.reasons), "").rstrip(".。")
        what = self.tr("No CT series here can be used: {reason}.").format(reason=reason)
        advice = self.tr("Export the complete axial series again.")
        return BoardProblem(Severity.STOP, root.name if root else "", what, advice, "case")

    def _amiss(self) -> list[BoardProblem]:
        """What was brought in and can have no effect."""
        inputs, lines = self._inputs, list[BoardProblem]()
        unusable = none_usable(inputs.found_series)
        if inputs.found_series and unusable:
            lines.append(self._no_series_of_use(inputs.found_series, inputs.ct_root))
        if inputs.mask and unusable:
            what, advice = self.tr("A tumour region without its CT."), self.tr("Add the CT that it was drawn on.")
            lines.append(BoardProblem(Severity.WARNING, inputs.mask.path.name, what, advice, "case"))
        if several_patients(inputs.found_series):
            what = self.tr("The series that were found are of different patients.")
            advice = self.tr("Each line of the list of series says of whom; choose with care.")
            lines.append(
                BoardProblem(Severity.WARNING, inputs.ct_root.name if inputs.ct_root else "", what, advice, "case")
            )
        if inputs.outline and not inputs.found_slides:
            what, advice = self.tr("An outline without its slide."), self.tr("Add the slide that it was drawn on.")
            lines.append(BoardProblem(Severity.WARNING, inputs.outline.path.name, what, advice, "case"))
        return lines

    def _nothing_in(self, root: Path, inspection: Inspection, dropped: Sequence[Path]) -> BoardProblem:
        reason = say(inspection.skipped[0].reason) if inspection.skipped else self.tr("it is empty")
        what = self.tr("Nothing here can be used: {reason}.").format(reason=reason.rstrip(".。"))
        advice = self.tr("Give a CT folder, a tumour mask, a slide, an outline, or a clinical row.")
        return BoardProblem(Severity.WARNING, root.name, what, advice, "case")

    def _on_sample(self, request: CaseRequest) -> None:
        self._model.set_regimen(request.regimen)
        paths = (request.ct, request.ct_roi, request.slide, request.slide_roi, request.clinical)
        self.take([path for path in paths if path])

    def _on_clinical(self, record: ClinicalRecord) -> None:
        self._model.set_clinical(record)
        self.clinical_read.emit(record)

    def _on_row(self, name: str, record: ClinicalRecord) -> None:
        """A row from a file takes the place of what was typed: undoably, and said."""
        before = self._model.inputs.clinical
        self._model.import_clinical(record, self.tr("Import {name}").format(name=name))
        self.clinical_read.emit(record)
        lost = what_was_replaced(before, record)
        if lost:
            advice = self.tr("Undo (Ctrl+Z) brings the typed ones back.")
            self._board.replace("clinical", (BoardProblem(Severity.NOTE, name, lost, advice, "case"),))

    @Slot()
    def _on_clinical_replaced(self) -> None:
        self._board.clear("clinical")

    def _read_ct(self) -> None:
        self._give_up("ct")
        self._board.clear("ct")
        if self._inputs.series is None:
            self._held = self._held.without_ct()
            if self._model.viewed_ct:
                self._model.show_ct(None)
            return
        job = partial(read_ct, self._inputs, self._model.inputs.regimen, self._verbs)
        self._start("ct", job, self.tr("Reading the CT"), self._on_ct)

    def _on_ct(self, read: ReadCt) -> None:
        refused = self._inputs.mask if read.region_fault else None
        self._inputs = replace(self._inputs, refused_mask=refused)
        ct, now = (read.case.ct if read.case else None), self._model.inputs.ct
        stays = refused is not None and ct is not None and now is not None and _is_same_series(ct.series, now.series)
        if not stays:
            self._held = self._held.with_ct_of(self._inputs)
            if ct and read.case:
                self._model.set_ct(ct, read.case.inputs)
            else:
                self._model.show_ct(read.viewed)
        if read.region_fault:
            self._tell_refused("ct", read.region_fault, in_use=self._model.rois.has_tumour)

    def _read_slide(self) -> None:
        self._give_up("slide")
        self._board.clear("slide")
        if self._inputs.slide is None:
            if self._inputs.found_slides and self._model.inputs.slide:
                return  # several were found: the one that is open stays until one of them is chosen
            self._held = self._held.without_slide()
            if self._model.inputs.slide:
                self._model.set_slide(None, ())
            return
        job = partial(read_slide, self._inputs, self._model.inputs.regimen, self._verbs)
        self._start("slide", job, self.tr("Reading the slide"), self._on_slide)

    def _on_slide(self, read: tuple[Case, InputError | None]) -> None:
        case, outline_fault = read
        self._inputs = replace(self._inputs, refused_outline=self._inputs.outline if outline_fault else None)
        now, slide = self._model.inputs.slide, case.slide
        stays = (
            outline_fault is not None and now is not None and slide is not None and now.facts.path == slide.facts.path
        )
        if stays and slide and now:
            slide = replace(slide, roi=now.roi)
        else:
            self._held = self._held.with_slide_of(self._inputs)
        self._model.set_slide(slide, case.inputs)
        if outline_fault:
            self._tell_refused("slide", outline_fault, in_use=self._model.rois.slide is not None)

    def _tell_refused(self, source: str, fault: InputError, *, in_use: bool) -> None:
        """A region that cannot be used; where another is in use, it stops nothing."""
        lines = lines_of_error(fault, source)
        if in_use:
            advice = self.tr("The region in use stays. Take the file out on the Case screen.")
            lines = tuple(replace(line, severity=Severity.WARNING, what_to_do=advice) for line in lines)
        self._board.replace(source, lines)

    def _give_up(self, source: str) -> None:
        for job in [job for job, what in self._live.items() if what == source]:
            job.cancel()
            del self._live[job]

    def _start(self, source: str, job: Callable[[Progress], Any], name: str, receive: Callable[[Any], None]) -> None:
        if source not in self.reading:
            self._board.clear(source)
        running = self._runner.start(job, name)
        self._live[running] = source
        running.succeeded.connect(partial(self._on_succeeded, running, receive))
        running.failed.connect(partial(self._on_failed, running))
        running.cancelled.connect(partial(self._on_cancelled, running))
        running.ended.connect(partial(self._on_ended, running))
        self.inputs_changed.emit()

    def _on_succeeded(self, job: RunningJob, receive: Callable[[Any], None], value: Any) -> None:
        if job in self._live:
            receive(value)

    def _on_failed(self, job: RunningJob, error: BaseException) -> None:
        source = self._live.get(job)
        if source is None:
            return
        lines = list(lines_of_error(in_form_words(error), source if source in ("ct", "slide") else "case"))
        if source == "files":
            lines = [*self._board.of(source), *lines]
        elif self._take_back(source):
            words = {"ct": self.tr("The CT that was open stays."), "slide": self.tr("The slide that was open stays.")}
            lines.append(BoardProblem(Severity.NOTE, "", words[source], "", source))
        self._board.replace(source, lines)

    def _on_cancelled(self, job: RunningJob) -> None:
        """What the user stopped reading is no longer chosen; what gave way to another choice does not matter."""
        source = self._live.get(job)
        if source == "ct" and not self._take_back(source):
            self._inputs = replace(self._inputs, series=None)
        elif source == "slide" and not self._take_back(source):
            self._inputs = replace(self._inputs, slide=None)

    def _take_back(self, source: str) -> bool:
        """The image in the case is the chosen one again; where it is not known which that is, it goes."""
        if source == "ct" and self._held.series:
            self._inputs = self._inputs.with_ct_of(self._held)
            return True
        if source == "slide" and self._held.slide:
            self._inputs = self._inputs.with_slide_of(self._held)
            return True
        if source == "ct" and self._model.viewed_ct:
            self._model.show_ct(None)
        elif source == "slide" and self._model.inputs.slide:
            self._model.set_slide(None, ())
        return False

    def _on_ended(self, job: RunningJob) -> None:
        if self._live.pop(job, None):
            self.inputs_changed.emit()

    @Slot()
    def _on_slide_of_model(self) -> None:
        """Remember the resolution that a reader told, so that reading the slide again does not lose it."""
        slide, own = self._model.inputs.slide, self._inputs.slide
        if slide and own and slide.facts.path == own.path:
            told = slide.facts.um_per_px if slide.facts.um_per_px != own.um_per_px else None
            self._inputs = replace(self._inputs, stated_um_per_px=told)
            self._held = replace(self._held, stated_um_per_px=told)

    @Slot()
    def _on_key_images(self) -> None:
        self._board.clear("key images")

    @Slot(int)
    def _on_key_images_dropped(self, count: int) -> None:
        what = self.tr("Key images of the image before were taken out of the report: {n}.").format(n=count)
        self._board.replace("key images", (BoardProblem(Severity.NOTE, "", what, "", "report"),))


def _is_same_series(one: CtSeries, other: CtSeries) -> bool:
    return one.series_instance_uid == other.series_instance_uid and one.files == other.files
