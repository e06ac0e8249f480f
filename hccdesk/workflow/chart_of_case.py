"""An open case made into what goes into the chart: the report is set, the study read, the objects written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from hccdesk.domain.ct import CtSeries
from hccdesk.domain.delivery import ChartFolder, ObjectKind
from hccdesk.domain.progress import Progress
from hccdesk.domain.report_options import ReportOptions
from hccdesk.domain.result import CaseResult
from hccdesk.domain.roi_set import Lesion
from hccdesk.workflow.chart_source import ChartSource, NamedRegion
from hccdesk.workflow.make_chart_objects import EVERYTHING, ChartOptions, make_chart_objects
from hccdesk.workflow.read_source_study import find_source_study, read_source_study
from hccdesk.workflow.workbench import Workbench
from hccdesk.workflow.write_report import set_report


@dataclass(frozen=True, slots=True, eq=False)
class ChartCase:
    """A result with its report's options, and where it is to be filed.

    `series` is the CT that was analysed, with the `lesions` on it; where it is not open, `ct_folder` holds it, or the
    study that the report of a slide is to join. Without either there is FHIR alone.
    """

    result: CaseResult
    report: ReportOptions
    series: CtSeries | None = None
    lesions: tuple[Lesion, ...] = ()
    ct_folder: Path | None = None
    wanted: frozenset[ObjectKind] = EVERYTHING


@dataclass(frozen=True, slots=True)
class MadeChart:
    """The files, and the report that is in them."""

    chart: ChartFolder
    pdf: bytes


def chart_of_case(case: ChartCase, folder: Path, workbench: Workbench, progress: Progress) -> MadeChart:
    """Write what can be made into `folder`; raises `HccdeskError` before any file is touched."""
    source = _source(case, workbench, progress)
    pdf = set_report(case.result, case.report, progress)
    options = ChartOptions(case.report.language, case.report.board, case.wanted)
    chart = make_chart_objects(case.result, pdf, source, folder, options, progress=progress, workbench=workbench)
    return MadeChart(chart, pdf)


def _source(case: ChartCase, workbench: Workbench, progress: Progress) -> ChartSource:
    if case.series is not None:
        return read_source_study(case.series, _named(case.lesions), workbench, progress)
    if case.ct_folder is None:
        return ChartSource()
    source = find_source_study(case.result, case.ct_folder, workbench, progress)
    lattice = source.series.geometry if source.series else None
    fit = lattice is not None and all(lesion.roi.mask.shape == lattice.shape for lesion in case.lesions)
    return replace(source, regions=_named(case.lesions)) if fit and case.result.ct_series is not None else source


def _named(lesions: tuple[Lesion, ...]) -> tuple[NamedRegion, ...]:
    return tuple(NamedRegion(lesion.name, lesion.roi.part) for lesion in lesions)
