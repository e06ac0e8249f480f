"""Decides what is shown of other series beside the case's own: the slice at the same place. No widgets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

import numpy as np
from PySide6.QtCore import QObject, Slot

from hccdesk.domain.ct import CtSeries, CtVolume
from hccdesk.domain.errors import HccdeskError
from hccdesk.domain.progress import Progress
from hccdesk.domain.roi_set import Lesion
from hccdesk.ui.case_loader import CaseLoader
from hccdesk.ui.case_model import ViewedCt
from hccdesk.ui.ct_viewer.patient_grid import Index, PatientGrid, Plane, voxel_at
from hccdesk.ui.ct_viewer.presenter import CtPresenter
from hccdesk.ui.ct_viewer.series_steps import compared_with, phase_after, series_after, usable
from hccdesk.ui.ct_viewer.series_words import reasons, series_name
from hccdesk.ui.ct_viewer.slice_content import Outline, SliceContent
from hccdesk.ui.ct_viewer.slice_maker import SliceMaker
from hccdesk.ui.ct_viewer.transferred_lesions import TransferredLesions, may_transfer
from hccdesk.ui.ct_viewer.view_state import COMPARED, CtViewState
from hccdesk.ui.jobs import JobRunner, RunningJob, deliver
from hccdesk.ui.language import translate
from hccdesk.ui.spoken import tell
from hccdesk.ui.verbs import Verbs

Position = tuple[float, float, float]


class ComparedViews(Protocol):
    """What the presenter needs of its view; `slot` counts the views beside the case's own series."""

    def show_choices(self, slot: int, found: tuple[CtSeries, ...], chosen: CtSeries | None) -> None:
        """Among which series one chooses."""

    def show_compared(self, slot: int, content: SliceContent) -> None:
        """A slice."""

    def show_no_slice(self, slot: int, why: str) -> None:
        """No slice, and why."""

    def show_compared_place(self, slot: int, count: int, at: int) -> None:
        """The slider."""

    def show_own_notice(self, text: str) -> None:
        """A brief word where the case's own series is."""

    def show_compared_hu(self, slot: int, text: str) -> None:
        """The value under the cursor."""


@dataclass(frozen=True, slots=True)
class _Outlined:
    """The outlines on one slice, and what they were made of: given again as long as that is the same."""

    source: ViewedCt
    lesions: tuple[Lesion, ...]
    at: int
    outlines: tuple[Outline, ...]


@dataclass(slots=True)
class _Slot:
    """One view: the series wanted there, its volume once it was read, the place."""

    series: CtSeries | None = None
    maker: SliceMaker | None = None
    at: Index = (0, 0, 0)
    reaches: bool = True
    fault: str = ""
    job: RunningJob | None = None
    outlined: _Outlined | None = None


class ComparePresenter(QObject):
    """Up to three other series, scrolled by patient position."""

    def __init__(  # noqa: PLR0917 - what it works on, in the order of every presenter
        self,
        view: ComparedViews,
        own: CtPresenter,
        loader: CaseLoader,
        runner: JobRunner,
        verbs: Verbs,
        state: CtViewState,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._view, self._own, self._loader, self._runner, self._verbs = view, own, loader, runner, verbs
        self._state = state
        self._slots = [_Slot() for _ in range(COMPARED)]
        self._leading = False
        for slot, kept in zip(self._slots, state.compared, strict=True):
            if kept and kept.series in loader.inputs.found_series:
                slot.series, slot.maker = kept.series, SliceMaker(kept)
                if own.position_mm:
                    slot.at, slot.reaches = slot.maker.nearest(own.position_mm)
        own.moved.connect(self.follow)
        own.outlines_changed.connect(self.show_again)
        loader.inputs_changed.connect(self.show_found)
        self.show_found()

    def show_found(self) -> None:
        """What was found: a series that is no more leaves its view."""
        found = self._loader.inputs.found_series
        for number, slot in enumerate(self._slots):
            if slot.series is not None and not any(slot.series is one for one in found):
                self._slots[number] = _Slot()
                self._state.compared[number] = None
                self._view.show_no_slice(number, "")  # also where the view is hidden: it would keep the whole volume
            self._view.show_choices(number, self._choices, self._slots[number].series)
        self.fill()
        self.follow()

    def use_layout(self) -> None:
        """Another layout of the state's: views that appear get a series."""
        self.fill()
        self.follow()

    def fill(self) -> None:
        """Put a series where the layout has a view and none was chosen."""
        for number in range(self._state.layout.compared):
            if self._slots[number].series is None:
                taken = [slot.series for slot in self._slots if slot.series]
                free = [one for one in self._suggested() if not any(one is other for other in taken)]
                if free:
                    self.choose(number, free[0])

    def choose(self, number: int, series: CtSeries) -> None:
        """Show that series in a view; it is read in the background."""
        slot = self._slots[number] = _Slot(series)
        self._state.compared[number] = None
        self._view.show_choices(number, self._choices, series)
        held = next((one.maker for one in self._slots if one.series is series and one.maker), None)
        if held:
            self._take(number, held)
            return
        self._show(number)
        name = translate("CtCompare", "Reading a series to compare")
        slot.job = self._runner.start(partial(_read, self._verbs, series), name)
        deliver(slot.job, self, partial(self._on_read, number, slot))
        slot.job.ended.connect(self._on_ended)

    def step(self, number: int, steps: int, *, by_phase: bool) -> None:
        """The next series, or the next phase, in a view."""
        next_one = phase_after if by_phase else series_after
        series = next_one(self._choices, self._slots[number].series, steps)
        if series:
            self.choose(number, series)

    def scroll(self, number: int, slices: int) -> None:
        """So many slices on; linked, all the others follow."""
        slot = self._slots[number]
        if slot.maker:
            self.go_to_slice(number, slot.at[0] + slices)

    def advance(self, number: int) -> None:
        """The next slice; after the last one the first."""
        slot = self._slots[number]
        if slot.maker:
            self.go_to_slice(number, (slot.at[0] + 1) % slot.maker.grid.shape[0])

    def go_to_slice(self, number: int, slice_number: int) -> None:
        """To a slice of a view, the nearest there is; linked, all the others follow."""
        slot = self._slots[number]
        if not slot.maker:
            return
        z = min(max(slice_number, 0), slot.maker.grid.shape[0] - 1)
        slot.at, slot.reaches = (z, slot.at[1], slot.at[2]), True
        self._show(number)
        if self._state.linked:
            self._lead(number, slot.maker.grid.position_mm(slot.at))

    def link(self, linked: bool) -> None:
        """Whether the views scroll together; they meet at the case's own place."""
        self._state.linked = linked
        self.follow()

    def follow(self) -> None:
        """To where the case's own series is."""
        position = self._own.position_mm
        if self._leading or position is None:
            return
        for number in range(COMPARED):
            if self._state.linked:
                self._go_to(number, position)
            self._show(number)

    def point(self, number: int, row: int, column: int) -> None:
        """Linked, the crosshair goes to a pixel of a view, and all the others follow."""
        slot = self._slots[number]
        if slot.maker and self._state.linked:
            slot.at = voxel_at(slot.maker.grid, Plane.AXIAL, slot.at, (row, column))
            self._lead(number, slot.maker.grid.position_mm(slot.at), across=True)
            self._show(number)

    def show_again(self) -> None:
        """Every view, for the lesions are others."""
        for number in range(COMPARED):
            self._show(number)

    def hover(self, number: int, row: int, column: int) -> None:
        """Say what is under the cursor."""
        slot = self._slots[number]
        if slot.maker:
            index = voxel_at(slot.maker.grid, Plane.AXIAL, slot.at, (row, column))
            self._view.show_compared_hu(number, slot.maker.value_words(index))

    def leave(self, number: int) -> None:
        """Nothing is under the cursor."""
        self._view.show_compared_hu(number, "")

    def viewed(self, number: int) -> ViewedCt | None:
        """The series in a view, once it was read."""
        maker = self._slots[number].maker
        return maker.viewed if maker else None

    @property
    def series_uids(self) -> tuple[str | None, ...]:
        """The series in each view."""
        return tuple(slot.series.series_instance_uid if slot.series else None for slot in self._slots)

    def choose_by_uid(self, uids: tuple[str | None, ...]) -> None:
        """Show these series, as far as they were found; they are read where the layout has their view."""
        found = {series.series_instance_uid: series for series in self._choices}
        for number, uid in enumerate(uids[: self._state.layout.compared]):
            if uid in found and uid != self.series_uids[number]:
                self.choose(number, found[uid])

    @property
    def _choices(self) -> tuple[CtSeries, ...]:
        return usable(self._loader.inputs.found_series)

    def _suggested(self) -> tuple[CtSeries, ...]:
        inputs = self._loader.inputs
        return compared_with(inputs.found_series, inputs.series, len(inputs.found_series))

    def _lead(self, number: int, position: Position, *, across: bool = False) -> None:
        """The others go where this view went; it stays itself, however thick the others' slices are."""
        self._leading = True
        try:
            reaches = self._own.point_at(position) if across else self._own.go_to_position(position)
        finally:
            self._leading = False
        if not reaches:
            self._view.show_own_notice(_not_there())
        for other in range(COMPARED):
            if other != number:
                self._go_to(other, position)
                self._show(other)

    def _go_to(self, number: int, position: Position) -> None:
        slot = self._slots[number]
        if slot.maker:
            slot.at, slot.reaches = slot.maker.nearest(position)

    def _show(self, number: int) -> None:
        slot, view = self._slots[number], self._view
        if number >= self._state.layout.compared:
            return
        if slot.maker is None:
            view.show_no_slice(number, self._why_none(slot))
            return
        view.show_compared_place(number, slot.maker.grid.shape[0], slot.at[0])
        if slot.reaches:
            view.show_compared(number, self._content(slot, slot.maker))
        else:
            view.show_no_slice(number, _not_there())

    def _content(self, slot: _Slot, maker: SliceMaker) -> SliceContent:
        outlines = self._outlines(slot, maker)
        content = replace(
            maker.content(Plane.AXIAL, slot.at, outlines), crosshair=_crosshair(self._own, maker.grid, slot.at[0])
        )
        own = self._own.viewed
        if not outlines or own is None or _is_same(own, maker.viewed):
            return content
        said = translate("CtCompare", "Dashed: from {series}").format(series=series_name(own.series))
        return replace(content, facts=(*content.facts, said))

    def _outlines(self, slot: _Slot, maker: SliceMaker) -> tuple[Outline, ...]:
        own, lesions, at = self._own.viewed, self._own.outlined, slot.at[0]
        if own is None or not lesions or not may_transfer(own.series, maker.viewed.series):
            return ()
        kept = slot.outlined
        if kept is None or kept.at != at or kept.source is not own or kept.lesions is not lesions:
            transferred = TransferredLesions(own.volume.geometry, maker.grid)
            outlines = transferred.outlines(lesions, at, dashed=not _is_same(own, maker.viewed))
            slot.outlined = kept = _Outlined(own, lesions, at, outlines)
        return kept.outlines

    def _why_none(self, slot: _Slot) -> str:
        if slot.fault:
            return slot.fault
        if slot.series:
            return translate("CtCompare", "Reading …")
        return translate("CtCompare", "Choose a series above.")

    def _on_read(self, number: int, slot: _Slot, read: CtVolume | HccdeskError) -> None:
        if self._slots[number] is not slot or slot.series is None:
            return
        if isinstance(read, HccdeskError):
            slot.fault = (
                translate("CtCompare", "This series cannot be shown.") + f"\n{reasons(slot.series) or tell(read.said)}"
            )
            self._show(number)
        else:
            self._take(number, SliceMaker(ViewedCt(slot.series, read)))

    @Slot()
    def _on_ended(self) -> None:
        """What was stopped, or failed by a fault of our own, is not awaited any more."""
        for number, slot in enumerate(self._slots):
            if slot.job is not None and slot.job is self.sender():
                slot.job = None
                if slot.maker is None and not slot.fault:
                    slot.fault = translate("CtCompare", "Reading was stopped.")
                    self._show(number)

    def _take(self, number: int, maker: SliceMaker) -> None:
        self._slots[number].maker, self._state.compared[number] = maker, maker.viewed
        if self._own.position_mm:
            self._go_to(number, self._own.position_mm)
        self._show(number)


def _is_same(own: ViewedCt, other: ViewedCt) -> bool:
    """Whether the case's own series is shown a second time: nothing is transferred then."""
    return own.series.series_instance_uid == other.series.series_instance_uid


def _crosshair(own: CtPresenter, grid: PatientGrid, at: int) -> tuple[int, int] | None:
    """Where the place of the case's own series lies on an axial slice of another; None where it does not."""
    position, own_grid = own.position_mm, own.grid
    if position is None or own_grid is None:
        return None
    place = grid.geometry.index_at(np.array(position))
    z, y, x = (
        grid.geometry.shape[axis] - 1 - place[axis] if flip else place[axis]
        for axis, flip in zip(grid.axes, grid.flipped, strict=True)
    )
    reach = 0.5 * max(1.0, own_grid.spacing_mm[0] / grid.spacing_mm[0]) + 1e-6
    _, rows, columns = grid.shape
    inside = abs(z - at) <= reach and -0.5 <= y <= rows - 0.5 and -0.5 <= x <= columns - 0.5
    return (min(max(round(y), 0), rows - 1), min(max(round(x), 0), columns - 1)) if inside else None


def _not_there() -> str:
    return translate("CtCompare", "This series does not reach this place of the patient.")


def _read(verbs: Verbs, series: CtSeries, progress: Progress) -> CtVolume | HccdeskError:
    """The voxels, or why there are none."""
    try:
        return verbs.view_series(series, progress)
    except HccdeskError as fault:
        return fault
