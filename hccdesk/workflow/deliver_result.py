"""A result that was written before, made into what goes into the chart; no model runs again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from hccdesk.domain.delivery import ChartFolder, ObjectKind
from hccdesk.domain.errors import DeliveryError
from hccdesk.domain.progress import Progress
from hccdesk.domain.report_options import NOTHING_ON_RECORD, ReportOptions
from hccdesk.domain.result import CaseResult
from hccdesk.workflow.chart_source import ChartSource, NamedRegion
from hccdesk.workflow.make_chart_objects import EVERYTHING, ChartOptions, make_chart_objects
from hccdesk.workflow.read_result import read_result
from hccdesk.workflow.read_source_study import find_source_study
from hccdesk.workflow.workbench import Workbench
from hccdesk.workflow.write_report import WHOLE_REPORT, set_report


@dataclass(frozen=True, slots=True)
class DeliveryRequest:
    """A `result.json`, the CT whose study the objects join, and the region that was analysed; both may be absent.

    `label` chooses among several labels of the region's file. `board.json` beside the result is followed.
    """

    result: Path
    out: Path
    ct: Path | None = None
    roi: Path | None = None
    label: str | None = None
    report: ReportOptions = WHOLE_REPORT
    wanted: frozenset[ObjectKind] = EVERYTHING


def deliver_result(request: DeliveryRequest, workbench: Workbench, progress: Progress) -> ChartFolder:
    """Write what can be made into `out`; raises `DeliveryError`, `InputError` and `StoreError` before that."""
    if request.roi is not None and request.ct is None:
        raise DeliveryError("a region needs the CT that it was drawn on.", what_to_do="Name its folder with --ct.")
    read = read_result(request.result)
    board = read.board or NOTHING_ON_RECORD
    source = _source(request, read.result, workbench, progress)
    pdf = set_report(read.result, replace(request.report, board=board), progress)
    options = ChartOptions(request.report.language, board, request.wanted)
    return make_chart_objects(read.result, pdf, source, request.out, options, progress=progress, workbench=workbench)


def _source(request: DeliveryRequest, result: CaseResult, workbench: Workbench, progress: Progress) -> ChartSource:
    if request.ct is None:
        return ChartSource()
    source = find_source_study(result, request.ct, workbench, progress)
    if request.roi is None or source.series is None:
        return source
    from hccdesk.ct.segmentation import fit_to_series, read_mask  # noqa: PLC0415 - SimpleITK takes long to load

    mask = workbench.sandbox.call(read_mask, request.roi, request.label)
    roi = fit_to_series(mask, source.series, request.roi)
    return replace(source, regions=(NamedRegion(roi.label, roi.part),))
