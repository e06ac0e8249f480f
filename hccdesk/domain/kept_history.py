"""What can be undone, as it is kept between sessions."""

from __future__ import annotations

from dataclasses import dataclass

from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.packed_region import PackedRegion, PackedRegions
from hccdesk.domain.provenance import InputFact
from hccdesk.domain.result import Figure
from hccdesk.domain.roi import RoiMeasurements, SlideRoi

MOST_STEPS = 100
"""So many of the last acts are kept."""

FORM, PICTURES, SLIDE, CT = "form", "pictures", "slide", "ct"

Subject = tuple[str, ...]
"""What a step changes: the form, the pictures, the slide of the case, or `ct_subject`."""


def ct_subject(series_instance_uid: str, shape: tuple[int, ...]) -> Subject:
    """A series on one lattice: its regions fit no other."""
    return (CT, series_instance_uid, *(str(size) for size in shape))


@dataclass(frozen=True, slots=True)
class FileRegion:
    """A CT with the region that a file gave it, its size, the facts of the files, and all regions on the CT."""

    region: PackedRegion | None
    size: RoiMeasurements | None
    facts: tuple[InputFact, ...]
    regions: PackedRegions


@dataclass(frozen=True, slots=True)
class KeptStep:
    """An act: the states before and after it, of exactly one kind.

    `number` grows with every act of the case; a step that is not `done` was undone and can be done again. `what` is
    the act as the menu names it, in the language in which it was done. `both_images` tells that `regions` change the
    outline of the slide as well.
    """

    number: int
    subject: Subject
    what: str
    done: bool
    regions: tuple[PackedRegions, PackedRegions] | None = None
    outlines: tuple[SlideRoi | None, SlideRoi | None] | None = None
    pictures: tuple[tuple[Figure, ...], tuple[Figure, ...]] | None = None
    rows: tuple[ClinicalRecord, ClinicalRecord] | None = None
    file_regions: tuple[FileRegion, FileRegion] | None = None
    both_images: bool = False

    def __post_init__(self) -> None:
        kinds = (self.regions, self.outlines, self.pictures, self.rows, self.file_regions)
        if sum(states is not None for states in kinds) != 1 or not self.subject:
            raise ValueError("a step of no kind, or of several")


def last_steps(steps: tuple[KeptStep, ...]) -> tuple[KeptStep, ...]:
    """The last of them: what is done in front, by number; what can be done again is not lost for what was done."""
    ordered = sorted(steps, key=lambda step: (not step.done, step.number))
    n_done = sum(step.done for step in ordered)
    first = min(max(len(ordered) - MOST_STEPS, 0), n_done)
    return tuple(ordered[first : first + MOST_STEPS])


def steps_on_ct(steps: tuple[KeptStep, ...], series_instance_uid: str) -> tuple[KeptStep, ...]:
    """Those of one series."""
    return tuple(step for step in steps if step.subject[:2] == (CT, series_instance_uid))


def steps_elsewhere(steps: tuple[KeptStep, ...], series_instance_uid: str | None) -> tuple[KeptStep, ...]:
    """Those on neither the slide nor that series."""
    return tuple(step for step in steps if step.subject[0] != SLIDE and step.subject[:2] != (CT, series_instance_uid))


def steps_on_slide(steps: tuple[KeptStep, ...]) -> tuple[KeptStep, ...]:
    """Those of the slide."""
    return tuple(step for step in steps if step.subject[0] == SLIDE)
