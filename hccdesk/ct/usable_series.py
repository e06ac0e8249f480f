"""The one gate before voxels or masks of a series are touched: it must be a regular volume."""

from __future__ import annotations

from hccdesk.domain.ct import CtSeries, Suitability
from hccdesk.domain.errors import InputError
from hccdesk.domain.geometry import VolumeGeometry
from hccdesk.domain.sentence import Sentence


def require_volume(series: CtSeries) -> VolumeGeometry:
    """The series' lattice. Raises `InputError` with the verdict's reasons where the series is no volume."""
    if series.geometry is None or series.verdict.suitability is Suitability.NONE:
        raise InputError(
            Sentence.of(
                "This series cannot be used as a volume: {reasons}.", reasons=Sentence.listed(series.verdict.reasons)
            ),
            where=series.files[0].parent if series.files else None,
            what_to_do="Choose or export a complete axial CT series.",
        )
    return series.geometry
