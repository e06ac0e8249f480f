"""Acts on regions, pictures and the form that can be undone; each changes its own part of the case and no other."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.kept_history import FORM, PICTURES, KeptStep, Subject
from hccdesk.domain.packed_region import PackedRegions
from hccdesk.domain.result import Figure
from hccdesk.domain.roi import SlideRoi
from hccdesk.domain.roi_set import RoiSet
from hccdesk.ui.clinical_values import record_of, values_of

Regions = RoiSet | PackedRegions
T = TypeVar("T")


def with_ct_part(now: RoiSet, other: RoiSet) -> RoiSet:
    """The lesions and measurements of `other`, the outline of `now`; `other` itself where that is the same."""
    return other if other.slide is now.slide else replace(now, lesions=other.lesions, measurements=other.measurements)


class EditLesions:
    """An edit of lesions or measurements of one series: both states are held, so undo is an assignment.

    `both_images` tells that it changes the outline of the slide as well.
    """

    screen = "ct"

    def __init__(
        self,
        put: Callable[[RoiSet], None],
        subject: Hashable,
        states: tuple[Regions, Regions],
        what: str,
        *,
        both_images: bool = False,
    ) -> None:
        self._put, self.subject, self.what = put, subject, what
        self.before, self.after = states
        self._both_images = both_images

    def redo(self) -> None:
        """Put the new regions in place."""
        self._put(_whole(self.after))

    def undo(self) -> None:
        """Put the old regions back."""
        self._put(_whole(self.before))

    def pack(self) -> None:
        """Take little room; regions that other steps have packed are shared with them."""
        self.before, self.after = packed(self.before), packed(self.after)

    def kept(self, number: int, subject: Subject) -> KeptStep:
        """The step as a value; an outline that it does not change is none of its own."""
        before, after = packed(self.before), packed(self.after)
        if not self._both_images:
            before, after = before.with_slide(None), after.with_slide(None)
        return KeptStep(number, subject, self.what, True, regions=(before, after), both_images=self._both_images)


@dataclass(eq=False)
class _Change(Generic[T]):
    """An act on a value that takes little room: the value before and after, and how it is put in place."""

    what: str
    put: Callable[[T], None]
    before: T
    after: T

    def redo(self) -> None:
        """The new value."""
        self.put(self.after)

    def undo(self) -> None:
        """The old value."""
        self.put(self.before)

    def pack(self) -> None:
        """It takes little room."""


@dataclass(eq=False)
class EditOutline(_Change[SlideRoi | None]):
    """An edit of the outline of one slide."""

    subject: Hashable
    screen: str = field(default="slide", init=False)

    def kept(self, number: int, subject: Subject) -> KeptStep:
        """The step as a value."""
        return KeptStep(number, subject, self.what, True, outlines=(self.before, self.after))


@dataclass(eq=False)
class EditPictures(_Change[tuple[Figure, ...]]):
    """A change of the pictures for the report."""

    subject: Hashable = field(default=PICTURES, init=False)
    screen: str = field(default="report", init=False)

    def kept(self, number: int, subject: Subject) -> KeptStep:
        """The step as a value."""
        return KeptStep(number, subject, self.what, True, pictures=(self.before, self.after))


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

    def pack(self) -> None:
        """It takes little room."""

    def kept(self, number: int, subject: Subject) -> KeptStep:
        """The step as a value."""
        return KeptStep(number, subject, self.what, True, rows=(self.before, self.after))


def _exchanged(now: ClinicalRecord, leaving: ClinicalRecord, coming: ClinicalRecord) -> ClinicalRecord:
    if now == leaving:
        return coming
    old, new, present = values_of(leaving), values_of(coming), values_of(now)
    return record_of({name: new[name] if value == old[name] else value for name, value in present.items()})


def packed(rois: Regions) -> PackedRegions:
    """The regions as they take little room."""
    return rois if isinstance(rois, PackedRegions) else PackedRegions.of(rois)


def _whole(rois: Regions) -> RoiSet:
    return rois.unpacked() if isinstance(rois, PackedRegions) else rois
