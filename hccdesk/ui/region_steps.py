"""Acts on regions, pictures and the form that can be undone; each changes its own part of the case and no other."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.result import Figure
from hccdesk.domain.roi import SlideRoi
from hccdesk.domain.roi_set import RoiSet
from hccdesk.ui.case_history import FORM, PICTURES, Step
from hccdesk.ui.clinical_values import record_of, values_of
from hccdesk.ui.packed_rois import PackedRois

T = TypeVar("T")


def with_ct_part(now: RoiSet, other: RoiSet) -> RoiSet:
    """The lesions and measurements of `other`, the outline of `now`; `other` itself where that is the same."""
    return other if other.slide is now.slide else replace(now, lesions=other.lesions, measurements=other.measurements)


class EditLesions:
    """An edit of lesions or measurements of one series: both states are held, so undo is an assignment."""

    screen = "ct"

    def __init__(
        self, put: Callable[[RoiSet], None], subject: Hashable, states: tuple[RoiSet, RoiSet], what: str
    ) -> None:
        self._put, self.subject, self.what = put, subject, what
        self.before: RoiSet | PackedRois
        self.after: RoiSet | PackedRois
        self.before, self.after = states

    def redo(self) -> None:
        """Put the new regions in place."""
        self.after = _whole(self.after)
        self._put(self.after)

    def undo(self) -> None:
        """Put the old regions back."""
        self.before = _whole(self.before)
        self._put(self.before)

    def pack(self, earlier: Step | None) -> None:
        """Take little room; what the edit before has packed is shared."""
        known = earlier.after if isinstance(earlier, EditLesions) and isinstance(earlier.after, PackedRois) else None
        before = _small(self.before, known)
        self.before, self.after = before, _small(self.after, before)


@dataclass(eq=False)
class Change(Generic[T]):
    """An act on a value that takes little room: the value before and after, and how it is put in place."""

    what: str
    subject: Hashable
    screen: str
    put: Callable[[T], None]
    before: T
    after: T

    def redo(self) -> None:
        """The new value."""
        self.put(self.after)

    def undo(self) -> None:
        """The old value."""
        self.put(self.before)

    def pack(self, earlier: Step | None) -> None:
        """It takes little room."""


def edit_outline(
    put: Callable[[SlideRoi | None], None],
    subject: Hashable,
    states: tuple[SlideRoi | None, SlideRoi | None],
    what: str,
) -> Change[SlideRoi | None]:
    """An edit of the outline of one slide."""
    return Change(what, subject, "slide", put, *states)


def edit_pictures(
    put: Callable[[tuple[Figure, ...]], None],
    states: tuple[tuple[Figure, ...], tuple[Figure, ...]],
    what: str,
) -> Change[tuple[Figure, ...]]:
    """A change of the pictures for the report."""
    return Change(what, PICTURES, "report", put, *states)


@dataclass(eq=False)
class ImportRow:
    """A clinical row from a file in the place of what was typed.

    What is typed after the import stays when it is undone: only fields that still hold the file's value go back.
    """

    what: str
    before: ClinicalRecord
    after: ClinicalRecord
    now: Callable[[], ClinicalRecord]
    put: Callable[[ClinicalRecord], None]
    subject: Hashable = field(default=FORM, init=False)
    screen: str = field(default="case", init=False)

    def redo(self) -> None:
        """The file's row."""
        self.put(_exchanged(self.now(), self.before, self.after))

    def undo(self) -> None:
        """What was typed."""
        self.put(_exchanged(self.now(), self.after, self.before))

    def pack(self, earlier: Step | None) -> None:
        """It takes little room."""


def _exchanged(now: ClinicalRecord, leaving: ClinicalRecord, coming: ClinicalRecord) -> ClinicalRecord:
    if now == leaving:
        return coming
    old, new, present = values_of(leaving), values_of(coming), values_of(now)
    return record_of({name: new[name] if value == old[name] else value for name, value in present.items()})


def _whole(rois: RoiSet | PackedRois) -> RoiSet:
    return rois.unpacked() if isinstance(rois, PackedRois) else rois


def _small(rois: RoiSet | PackedRois, neighbour: PackedRois | None) -> PackedRois:
    return rois if isinstance(rois, PackedRois) else PackedRois(rois, neighbour)
