"""The study that the objects of a result are filed in, read where a hostile file costs one sentence."""

from __future__ import annotations

from pathlib import Path

from hccdesk.delivery.source_study import read_source_study as read_headers
from hccdesk.domain.ct import CtSeries
from hccdesk.domain.errors import DeliveryError
from hccdesk.domain.progress import Progress
from hccdesk.domain.result import CaseResult
from hccdesk.workflow.chart_source import ChartSource, NamedRegion
from hccdesk.workflow.workbench import Workbench


def read_source_study(
    series: CtSeries, regions: tuple[NamedRegion, ...], workbench: Workbench, progress: Progress
) -> ChartSource:
    """The study of a series that is open, with the regions drawn on it."""
    study = workbench.sandbox.call(read_headers, series.files, progress=progress)
    return ChartSource(study, series, regions)


def find_source_study(result: CaseResult, ct: Path, workbench: Workbench, progress: Progress) -> ChartSource:
    """The study of the result's own series in a folder; of a result without a CT, that of the only CT there.

    Raises `DeliveryError` where the folder holds another CT: nothing is filed in a study that was not looked at.
    """
    from hccdesk.ct.series_finder import find_series  # noqa: PLC0415 - SimpleITK takes long to load

    if not ct.exists():
        raise DeliveryError("there is no such file or folder.", where=ct)
    found = workbench.sandbox.call(find_series, ct, progress=progress).series
    if result.ct_series is None:
        return read_source_study(_only(found, ct), (), workbench, progress)
    wanted = result.ct_series.series_instance_uid
    for series in found:
        if series.series_instance_uid == wanted:
            return read_source_study(series, (), workbench, progress)
    raise DeliveryError(
        "the CT that this result was made from is not here; a report is filed with its own images only.",
        where=ct,
        what_to_do="Name the folder of the series that was analysed.",
    )


def _only(found: tuple[CtSeries, ...], where: Path) -> CtSeries:
    studies = {series.study_instance_uid: series for series in found if series.modality == "CT"}
    if len(studies) != 1:
        raise DeliveryError(
            "a result without a CT is filed in the study that it is given: there must be exactly one CT study here.",
            where=where,
            what_to_do="Name a folder with that study alone.",
        )
    return next(iter(studies.values()))
