"""A region from a file comes to the CT that is open: CT, facts and regions change together, and back together."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace

from hccdesk.domain.kept_history import FileRegion, KeptStep, Subject
from hccdesk.domain.packed_region import PackedRegion
from hccdesk.domain.provenance import InputFact
from hccdesk.domain.roi import CtRoi, RoiMeasurements
from hccdesk.domain.roi_set import Lesion, RoiSet
from hccdesk.ui.region_steps import packed

LESION_COLOURS = 4
"""How many colours lesions have in turn."""


@dataclass(frozen=True, slots=True)
class CtState:
    """The region that a file gave the CT, its size, the facts of the files, and the regions on the CT."""

    roi: CtRoi | None
    measurements: RoiMeasurements | None
    facts: tuple[InputFact, ...]
    rois: RoiSet

    @property
    def kept(self) -> FileRegion:
        """As a value that takes little room; the outline is none of the CT's."""
        region = PackedRegion.of(self.roi) if self.roi else None
        return FileRegion(region, self.measurements, self.facts, packed(self.rois).with_slide(None))

    @staticmethod
    def of(kept: FileRegion) -> CtState:
        """The state again."""
        region = kept.region.unpacked() if kept.region else None
        return CtState(region, kept.size, kept.facts, kept.regions.unpacked())


@dataclass(eq=False)
class TakeRegion:
    """A region from a file came to the series that is open."""

    what: str
    subject: Hashable
    put: Callable[[CtState], None]
    before: CtState | FileRegion
    after: CtState | FileRegion
    screen: str = field(default="ct", init=False)

    def redo(self) -> None:
        """The file's region."""
        self.put(_whole(self.after))

    def undo(self) -> None:
        """What was there before."""
        self.put(_whole(self.before))

    def pack(self) -> None:
        """Take little room."""
        self.before, self.after = _small(self.before), _small(self.after)

    def kept(self, number: int, subject: Subject) -> KeptStep:
        """The step as a value."""
        return KeptStep(number, subject, self.what, True, file_regions=(_small(self.before), _small(self.after)))


def with_imported(rois: RoiSet, old: CtRoi | None, new: CtRoi | None) -> RoiSet:
    """The regions with that of another file: it takes the place of the `old` file's, and of a lesion of its name.

    What was drawn or edited stays, and so does what is locked; the colours are those that were seen.
    """
    seen = (replace(one, colour=i if one.colour is None else one.colour) for i, one in enumerate(rois.lesions))
    if old is None and new is None:
        return rois
    kept = replace(rois, lesions=tuple(one for one in seen if one.roi is not old or one.locked))
    if new is None:
        return kept
    same = next((one for one in kept.lesions if one.name == name_of(new)), None)
    if same and not same.locked:
        return kept.with_lesion(replace(same, roi=new, shown=True))
    taken = {one.name for one in kept.lesions}
    names = (name_of(new), *(f"{name_of(new)} {n}" for n in range(2, len(taken) + 3)))
    used = [one.colour or 0 for one in kept.lesions]
    colour = min(range(LESION_COLOURS), key=lambda number: sum(value % LESION_COLOURS == number for value in used))
    return kept.with_lesion(Lesion(next(name for name in names if name not in taken), new, colour=colour))


def name_of(roi: CtRoi) -> str:
    """What a region is called: the label where it is a name, T1 where it is only a number."""
    return roi.label if roi.label and not roi.label.isdigit() else "T1"


def _whole(state: CtState | FileRegion) -> CtState:
    return state if isinstance(state, CtState) else CtState.of(state)


def _small(state: CtState | FileRegion) -> FileRegion:
    return state.kept if isinstance(state, CtState) else state
