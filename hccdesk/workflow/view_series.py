"""Read a CT series to look at it, also where no model may see it."""

from __future__ import annotations

from hccdesk.ct.volume_reader import read_loose_slices, read_volume
from hccdesk.domain.ct import CtSeries, CtVolume, Suitability
from hccdesk.domain.errors import InputError
from hccdesk.domain.progress import NoProgress, Progress
from hccdesk.domain.sentence import Sentence
from hccdesk.workflow.workbench import Workbench


def view_series(series: CtSeries, workbench: Workbench, progress: Progress | None = None) -> CtVolume:
    """The series' voxels; raises `InputError` for one that cannot even be looked at.

    Where the series makes no regular volume, its slices lie one after another on a lattice that is only true within
    each of them.
    """
    if series.verdict.suitability is Suitability.NONE:
        reasons = Sentence.listed(series.verdict.reasons)
        raise InputError(
            Sentence.of("this series cannot be shown: {reasons}.", reasons=reasons), where=series.files[0].parent
        )
    read = read_volume if series.geometry else read_loose_slices
    return workbench.sandbox.call(read, series, progress=progress or NoProgress())
