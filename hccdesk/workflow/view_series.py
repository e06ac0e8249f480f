"""Read a CT series to look at it, also where no model may see it."""

from __future__ import annotations

from hccdesk.ct.volume_reader import read_volume
from hccdesk.domain.ct import CtSeries, CtVolume, Suitability
from hccdesk.domain.errors import InputError
from hccdesk.domain.progress import NoProgress, Progress
from hccdesk.workflow.workbench import Workbench


def view_series(series: CtSeries, workbench: Workbench, progress: Progress | None = None) -> CtVolume:
    """The series' voxels; raises `InputError` for one that cannot even be looked at."""
    if series.verdict.suitability is Suitability.NONE or series.geometry is None:
        reasons = "; ".join(reason.text for reason in series.verdict.reasons)
        raise InputError(f"this series cannot be shown: {reasons}.", where=series.files[0].parent)
    return workbench.sandbox.call(read_volume, series, progress=progress or NoProgress())
