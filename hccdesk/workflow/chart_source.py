"""What the objects for a chart are made from beside the result: the study they are filed in, and the regions."""

from __future__ import annotations

from dataclasses import dataclass

from hccdesk.delivery.source_study import SourceStudy
from hccdesk.domain.ct import CtSeries
from hccdesk.domain.region_edit import RegionPart


@dataclass(frozen=True, slots=True)
class NamedRegion:
    """A tumour region on the lattice of the series, and what the reader calls it."""

    name: str
    part: RegionPart


@dataclass(frozen=True, slots=True)
class ChartSource:
    """`study` and `series` are of the CT whose study the objects join; None: there is no study to join.

    `regions` are the lesions, all of which the models were given; empty where none is at hand.
    """

    study: SourceStudy | None = None
    series: CtSeries | None = None
    regions: tuple[NamedRegion, ...] = ()
