"""The verbs of `workflow` as the screens use them, and the real ones behind.

Everything of `workflow` is imported on first use, on a worker thread: the window opens at once, and the
network runtime never loads on the GUI thread.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.case import SlideInput
from hccdesk.domain.case_library import InputFiles
from hccdesk.domain.case_snapshot import CaseEntry
from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.ct import CtSeries, CtVolume
from hccdesk.domain.errors import Cancelled
from hccdesk.domain.geometry import VolumeGeometry
from hccdesk.domain.model_choice import ModelChoice
from hccdesk.domain.problem import Problem
from hccdesk.domain.progress import Progress
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.domain.report_options import ReportOptions
from hccdesk.domain.result import CaseResult, NotComputed, ScoreFinding, SurvivalFinding
from hccdesk.domain.roi import CtRoi, RoiMeasurements
from hccdesk.domain.slide import PatchSelection, SlideFacts
from hccdesk.ui.case_model import CaseInputs
from hccdesk.ui.chart_verbs import ChartVerbs, WorkflowChartVerbs
from hccdesk.ui.region_verbs import RegionVerbs, WorkflowRegionVerbs

if TYPE_CHECKING:
    from hccdesk.domain.case import Case
    from hccdesk.workflow.batch_cases import CaseBatch
    from hccdesk.workflow.case_request import CaseRequest
    from hccdesk.workflow.check_models import ModelCheck
    from hccdesk.workflow.export_case import CaseToExport
    from hccdesk.workflow.import_case import ImportedCase
    from hccdesk.workflow.inspect_folder import Inspection
    from hccdesk.workflow.name_models import NamedModels
    from hccdesk.workflow.preview_report import PreviewedReport
    from hccdesk.workflow.what_if import Nomograms
    from hccdesk.workflow.workbench import Workbench
    from hccdesk.workflow.write_outputs import Outputs

Scores = tuple[tuple[str, ScoreFinding | NotComputed], ...]


class Verbs(RegionVerbs, ChartVerbs, Protocol):
    """What the screens ask for; every method may be slow and belongs in a job, but `scores`, `row_needs`, `mismatches`
    and those of `RegionVerbs` that say so."""

    def inspect(self, path: Path, progress: Progress) -> Inspection:
        """What is in a folder or file."""

    def open(self, request: CaseRequest, progress: Progress) -> Case:
        """Images read and checked."""

    def view_series(self, series: CtSeries, progress: Progress) -> CtVolume:
        """The voxels of a series that no model may see."""

    def view_slide(self, path: Path, rectangle: tuple[int, int, int, int], size: tuple[int, int]) -> NDArray[np.uint8]:
        """A rectangle of a slide (x, y, width, height) at a size (width, height)."""

    def state_slide_scale(self, path: Path, um_per_px: float, progress: Progress) -> SlideFacts:
        """A slide described with the resolution that a reader tells."""

    def read_clinical(self, path: Path, patient_id: str | None) -> ClinicalRecord:
        """A clinical row from a file."""

    def measure(self, roi: CtRoi, geometry: VolumeGeometry) -> RoiMeasurements:
        """Size of a region."""

    def analyse(
        self,
        inputs: CaseInputs,
        device: DeviceChoice,
        progress: Progress,
        wanted: ModelChoice = ModelChoice.ALL,
        previous: CaseResult | None = None,
    ) -> CaseResult:
        """The complete result; what is not `wanted` is taken over from `previous`, a result of the same inputs."""

    def preview_patches(self, slide: SlideInput, progress: Progress) -> PatchSelection:
        """Every patch that the slide model would be offered, kept or dropped and why."""

    def what_if(self, result: CaseResult, model_id: str, changed: Mapping[str, float]) -> SurvivalFinding:
        """A nomogram's answer with other values, by variable; quick enough for a drag once an analysis was run."""

    def write_report(self, result: CaseResult, path: Path, options: ReportOptions) -> Path:
        """The PDF."""

    def write_outputs(self, result: CaseResult, folder: Path, options: ReportOptions) -> Outputs:
        """PDF, result.json and figures."""

    def preview_report(self, result: CaseResult, options: ReportOptions, progress: Progress) -> PreviewedReport:
        """The PDF as `write_report` would write it, for the screen."""

    def report_page(self, pdf: bytes, page: int, width_px: int) -> NDArray[np.uint8]:
        """A page of a PDF, counted from 0, as a picture (row, column, 3)."""

    def make_sample(self, folder: Path, progress: Progress) -> CaseRequest:
        """The synthetic patient's files."""

    def input_files(self, known: Sequence[InputFiles], progress: Progress) -> tuple[InputFiles, ...]:
        """Each input with all its files, its sha256 and its UIDs."""

    def export_case(self, case: CaseToExport, path: Path, progress: Progress) -> Path:
        """A case as one file."""

    def import_case(
        self, path: Path, place: tuple[Path, str], known: Sequence[CaseEntry], progress: Progress
    ) -> ImportedCase:
        """An exported case, its images unpacked to its place: the folder of a library, and a new name in it."""

    def open_batch(self, out: Path, device: DeviceChoice, options: ReportOptions) -> CaseBatch:
        """Kept cases, one after the other, into a folder that is held meanwhile."""

    def models(self) -> NamedModels:
        """What is installed, and what of it is not used."""

    def check_models(self, device: DeviceChoice) -> tuple[ModelCheck, ...]:
        """Every bundle's bytes, and its answer to its own test input."""

    def scores(self, record: ClinicalRecord) -> Scores:
        """Published scores as one types."""

    def row_needs(self, record: ClinicalRecord) -> Mapping[str, tuple[str, ...]]:
        """The unknown fields by nomogram, once the models are known."""

    def mismatches(self, inputs: CaseInputs) -> tuple[Problem, ...]:
        """What the inputs say differently about who the patient is."""

    def close(self) -> None:
        """Let go of everything; what is under way ends with an error."""


class WorkflowVerbs(WorkflowRegionVerbs, WorkflowChartVerbs):
    """The real verbs, on two decoder processes: one for the case, one for looking at slides meanwhile."""

    def __init__(self) -> None:
        self._open_ones = ExitStack()
        self._benches: dict[str, Workbench] = {}
        self._nomograms: Nomograms | None = None
        self._named: NamedModels | None = None
        self._lock = threading.Lock()
        self._closed = False

    def close(self) -> None:
        """End the decoder processes; a job that comes too late is cancelled."""
        with self._lock:
            self._closed = True
            self._open_ones.close()
            self._benches.clear()

    def inspect(self, path: Path, progress: Progress) -> Inspection:
        """What is in a folder or file."""
        from hccdesk.workflow.inspect_folder import inspect_folder  # noqa: PLC0415

        return inspect_folder(path, self._bench(), progress)

    def open(self, request: CaseRequest, progress: Progress) -> Case:
        """Images read and checked."""
        from hccdesk.workflow.open_case import open_case  # noqa: PLC0415

        return open_case(request, self._bench(), progress)

    def view_series(self, series: CtSeries, progress: Progress) -> CtVolume:
        """The voxels of a series that no model may see."""
        from hccdesk.workflow.view_series import view_series  # noqa: PLC0415

        return view_series(series, self._bench(), progress)

    def view_slide(self, path: Path, rectangle: tuple[int, int, int, int], size: tuple[int, int]) -> NDArray[np.uint8]:
        """A rectangle of a slide (x, y, width, height) at a size (width, height)."""
        from hccdesk.workflow.view_slide import view_slide  # noqa: PLC0415

        return view_slide(path, rectangle, size, self._bench("slide"))

    def state_slide_scale(self, path: Path, um_per_px: float, progress: Progress) -> SlideFacts:
        """A slide described with the resolution that a reader tells."""
        from hccdesk.workflow.view_slide import state_slide_scale  # noqa: PLC0415

        return state_slide_scale(path, um_per_px, progress, self._bench())

    def read_clinical(self, path: Path, patient_id: str | None) -> ClinicalRecord:
        """A clinical row from a file."""
        from hccdesk.workflow.read_clinical_row import read_clinical_row  # noqa: PLC0415

        return read_clinical_row(path, patient_id)

    def measure(self, roi: CtRoi, geometry: VolumeGeometry) -> RoiMeasurements:
        """Size of a region."""
        from hccdesk.workflow.measure_region import measure_region  # noqa: PLC0415

        return measure_region(roi, geometry)

    def analyse(
        self,
        inputs: CaseInputs,
        device: DeviceChoice,
        progress: Progress,
        wanted: ModelChoice = ModelChoice.ALL,
        previous: CaseResult | None = None,
    ) -> CaseResult:
        """The complete result; what is not `wanted` is taken over from `previous`, a result of the same inputs."""
        from hccdesk.workflow.analyse_case import analyse_case  # noqa: PLC0415

        bench = replace(self._bench(), device=device)
        result = analyse_case(self._case(inputs), bench, progress, wanted, previous)
        self._warm_nomograms(result)
        return result

    def preview_patches(self, slide: SlideInput, progress: Progress) -> PatchSelection:
        """Every patch that the slide model would be offered, kept or dropped and why."""
        from hccdesk.workflow.preview_patches import preview_patches  # noqa: PLC0415

        return preview_patches(slide, self._bench(), progress)

    def what_if(self, result: CaseResult, model_id: str, changed: Mapping[str, float]) -> SurvivalFinding:
        """A nomogram's answer with other values, by variable; quick enough for a drag once an analysis was run."""
        from hccdesk.workflow.what_if import what_if  # noqa: PLC0415

        return what_if(result, model_id, changed, self._open_nomograms())

    def write_report(self, result: CaseResult, path: Path, options: ReportOptions) -> Path:
        """The PDF."""
        from hccdesk.workflow.write_report import write_report  # noqa: PLC0415

        return write_report(result, path, options)

    def write_outputs(self, result: CaseResult, folder: Path, options: ReportOptions) -> Outputs:
        """PDF, result.json and figures."""
        from hccdesk.workflow.write_outputs import write_outputs  # noqa: PLC0415

        return write_outputs(result, folder, options)

    def preview_report(self, result: CaseResult, options: ReportOptions, progress: Progress) -> PreviewedReport:
        """The PDF as `write_report` would write it, for the screen."""
        from hccdesk.workflow.preview_report import preview_report  # noqa: PLC0415

        return preview_report(result, options, progress)

    def report_page(self, pdf: bytes, page: int, width_px: int) -> NDArray[np.uint8]:
        """A page of a PDF, counted from 0, as a picture (row, column, 3)."""
        from hccdesk.workflow.preview_report import report_page  # noqa: PLC0415

        return report_page(pdf, page, width_px)

    def make_sample(self, folder: Path, progress: Progress) -> CaseRequest:
        """The synthetic patient's files."""
        from hccdesk.workflow.make_sample import make_sample  # noqa: PLC0415

        return make_sample(folder, progress)

    def input_files(self, known: Sequence[InputFiles], progress: Progress) -> tuple[InputFiles, ...]:
        """Each input with all its files, its sha256 and its UIDs."""
        from hccdesk.workflow.input_files import input_files  # noqa: PLC0415

        return input_files(known, self._bench(), progress)

    def export_case(self, case: CaseToExport, path: Path, progress: Progress) -> Path:
        """A case as one file."""
        from hccdesk.workflow.export_case import export_case  # noqa: PLC0415

        return export_case(case, path, self._bench(), progress)

    def import_case(
        self, path: Path, place: tuple[Path, str], known: Sequence[CaseEntry], progress: Progress
    ) -> ImportedCase:
        """An exported case, its images unpacked to its place: the folder of a library, and a new name in it."""
        from hccdesk.workflow.import_case import import_case  # noqa: PLC0415

        return import_case(path, place, known, self._bench(), progress)

    def open_batch(self, out: Path, device: DeviceChoice, options: ReportOptions) -> CaseBatch:
        """Kept cases, one after the other, into a folder that is held meanwhile; with a decoder of their own."""
        from hccdesk.workflow.batch_cases import open_case_batch  # noqa: PLC0415
        from hccdesk.workflow.batch_line import BatchOptions  # noqa: PLC0415

        bench = replace(self._bench("batch"), device=device)
        return open_case_batch(out, bench, BatchOptions(options.language, options.paper))

    def models(self) -> NamedModels:
        """What is installed, and what of it is not used."""
        from hccdesk.workflow.name_models import name_models  # noqa: PLC0415

        self._named = name_models(self._bench())
        return self._named

    def check_models(self, device: DeviceChoice) -> tuple[ModelCheck, ...]:
        """Every bundle's bytes, and its answer to its own test input."""
        from hccdesk.workflow.check_models import check_models  # noqa: PLC0415

        bench = self._bench()
        return check_models(bench.models_folder, device, bench.site_folder)

    def scores(self, record: ClinicalRecord) -> Scores:
        """Published scores as one types."""
        from hccdesk.workflow.preview_scores import preview_scores  # noqa: PLC0415

        return preview_scores(record)

    def row_needs(self, record: ClinicalRecord) -> Mapping[str, tuple[str, ...]]:
        """The unknown fields by nomogram, once the models are known."""
        from hccdesk.workflow.row_needs import row_needs  # noqa: PLC0415

        return row_needs(record, self._named.nomograms) if self._named else {}

    def mismatches(self, inputs: CaseInputs) -> tuple[Problem, ...]:
        """What the inputs say differently about who the patient is."""
        from hccdesk.workflow.wrong_patient_stop import mismatches  # noqa: PLC0415

        return mismatches(inputs.clinical, inputs.ct, inputs.slide)

    def _open_nomograms(self) -> Nomograms:
        from hccdesk.workflow.what_if import Nomograms  # noqa: PLC0415

        bench = self._bench()
        with self._lock:
            self._nomograms = self._nomograms or Nomograms(bench.models_folder, bench.site_folder)
            return self._nomograms

    def _warm_nomograms(self, result: CaseResult) -> None:
        for model_id, finding in result.survival:
            if isinstance(finding, SurvivalFinding):
                self.what_if(result, model_id, {})

    def _case(self, inputs: CaseInputs) -> Case:
        """The case with the regions as they were edited, measured anew without their margins."""
        from hccdesk.workflow.edited_case import edited_case  # noqa: PLC0415

        return edited_case(
            inputs.regimen,
            inputs.clinical,
            inputs.ct,
            inputs.slide,
            inputs.rois,
            inputs.facts,
            inputs.mismatch_reason,
            inputs.ct_set_aside,
            self.measure,
        )

    def _bench(self, name: str = "case") -> Workbench:
        from hccdesk.workflow.workbench import open_workbench  # noqa: PLC0415

        with self._lock:
            if self._closed:
                raise Cancelled
            if name not in self._benches:
                self._benches[name] = self._open_ones.enter_context(open_workbench())
            return self._benches[name]
