"""Tumour regions as the objects for a chart know them: their names and what follows one across objects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hccdesk.delivery.character_set import can_be_written
from hccdesk.delivery.chart_uid import uid_of
from hccdesk.delivery.written_object import ObjectFacts
from hccdesk.domain.region_edit import RegionPart

_LONGEST_LABEL = 64


@dataclass(frozen=True, slots=True)
class ChartRegion:
    """A region for the chart, on the lattice of the series; `name` as the reader gave it."""

    name: str
    part: RegionPart


def segment_labels(names: Sequence[str], character_set: str) -> tuple[str, ...]:
    """What the segments are called; a mere number, or a name that the character set cannot write, is "Region 1"."""
    return tuple(_label(name.strip(), number, character_set) for number, name in enumerate(names, start=1))


def _label(name: str, number: int, character_set: str) -> str:
    if name.isdecimal() and name.isascii():  # what a mask file calls a region that nobody named
        return f"Region {name}"[:_LONGEST_LABEL]
    writable = name and can_be_written(name, character_set)
    return name[:_LONGEST_LABEL] if writable else f"Region {number}"


def tracking_uid(facts: ObjectFacts, number: int, label: str) -> str:
    """What names one region across segmentation and measurements."""
    return uid_of("region", facts.study.series_instance_uid, str(number), label)
