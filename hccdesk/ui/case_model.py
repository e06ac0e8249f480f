"""The open case as the screens see it: one place that holds it, says when it changed, and undoes ROI edits."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from hccdesk.domain.case import CtInput, SlideInput
from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.ct import CtSeries, CtVolume
from hccdesk.domain.provenance import InputFact
from hccdesk.domain.regimen import Regimen
from hccdesk.domain.result import CaseResult, Figure
from hccdesk.domain.roi import CtRoi
from hccdesk.domain.roi_set import Lesion, RoiSet
from hccdesk.ui.language import translate
from hccdesk.ui.packed_rois import PackedRois

KEPT_WHOLE = 4
"""So many edits are undone without unpacking."""
LESION_COLOURS = 4
"""How many colours lesions have in turn."""


@dataclass(frozen=True, slots=True)
class CaseInputs:
    """What an analysis is made from, one immutable snapshot; the ROIs are those of `rois`, not of the inputs."""

    regimen: Regimen = Regimen.TACE_HAIC_PD1_TKI
    clinical: ClinicalRecord = field(default_factory=ClinicalRecord)
    ct: CtInput | None = None
    slide: SlideInput | None = None
    rois: RoiSet = field(default_factory=RoiSet)
    facts: tuple[InputFact, ...] = ()
    mismatch_reason: str | None = None

    def same_to_models(self, other: CaseInputs) -> bool:
        """Whether an analysis of the other would be one of this; what only readers see makes no difference."""
        return (
            self.rois.same_to_models(other.rois)
            and self.clinical == other.clinical
            and (self.regimen, self.facts, self.mismatch_reason) == (other.regimen, other.facts, other.mismatch_reason)
            and self.ct is other.ct
            and self.slide is other.slide
        )


@dataclass(frozen=True, slots=True)
class ViewedCt:
    """The series on the screen; it may be one that no model may see."""

    series: CtSeries
    volume: CtVolume


class CaseModel(QObject):
    """The case on the desk.

    Signals: `clinical_changed`, `regimen_changed`, `ct_changed`, `slide_changed`, `rois_changed`,
    `result_changed` (a result came, went, or fell behind its inputs), `key_images_changed`, `mismatch_accepted`.
    """

    clinical_changed = Signal()
    regimen_changed = Signal()
    ct_changed = Signal()
    slide_changed = Signal()
    rois_changed = Signal()
    result_changed = Signal()
    key_images_changed = Signal()
    mismatch_accepted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._inputs = CaseInputs()
        self._viewed: ViewedCt | None = None
        self._result: CaseResult | None = None
        self._result_of: CaseInputs | None = None
        self._key_images: tuple[Figure, ...] = ()
        self.undo_stack = QUndoStack(self)

    @property
    def inputs(self) -> CaseInputs:
        """The inputs as they stand."""
        return self._inputs

    @property
    def viewed_ct(self) -> ViewedCt | None:
        """The series to look at."""
        return self._viewed

    @property
    def rois(self) -> RoiSet:
        """The regions as they stand."""
        return self._inputs.rois

    @property
    def result(self) -> CaseResult | None:
        """The last result, or None."""
        return self._result

    @property
    def result_is_current(self) -> bool:
        """Whether the result was made from the inputs as they stand."""
        return self._result_of is not None and self._result_of.same_to_models(self._inputs)

    @property
    def key_images(self) -> tuple[Figure, ...]:
        """Pictures that the readers chose for the report, in the order they were chosen."""
        return self._key_images

    def set_key_images(self, images: tuple[Figure, ...]) -> None:
        """Other pictures for the report."""
        self._key_images = images
        self.key_images_changed.emit()

    def edit_rois(self, after: RoiSet, what: str) -> None:
        """Change the regions, undoably; `what` names the act for the menu ("Remove T1"). The only way to do so."""
        if after is not self.rois:
            self.undo_stack.push(_EditRois(self, self.rois, after, what))
            self._pack(self.undo_stack.count() - KEPT_WHOLE)

    def _pack(self, count: int) -> None:
        """An edit so far back takes little room from now on, or undo without a limit would fill the memory."""
        edit = self.undo_stack.command(count - 1) if count > 0 else None
        if isinstance(edit, _EditRois):
            edit.pack(self.undo_stack.command(count - 2) if count > 1 else None)

    def restore_rois(self, rois: RoiSet) -> None:
        """The regions as they were when the case was last open; what came before cannot be undone to."""
        self.undo_stack.clear()
        self._assign_rois(rois)

    def set_clinical(self, record: ClinicalRecord) -> None:
        """Another clinical row."""
        if record != self._inputs.clinical:
            self._change(replace(self._inputs, clinical=record))
            self.clinical_changed.emit()

    def set_regimen(self, regimen: Regimen) -> None:
        """Another planned treatment."""
        if regimen is not self._inputs.regimen:
            self._change(replace(self._inputs, regimen=regimen))
            self.regimen_changed.emit()

    def set_ct(self, ct: CtInput, facts: tuple[InputFact, ...]) -> None:
        """Another CT with the region that came with it; edits of the old one's regions can no longer be undone.

        The series that is open already, with another region: what was drawn on it stays, and the step can be undone.
        """
        before = self._inputs.ct
        if before and _is_same_volume(before, ct):
            self._take_region(before, replace(ct, volume=before.volume), facts)
            return
        lesions = (Lesion(_name_of(ct.roi), ct.roi),) if ct.roi else ()
        self._put_ct(ct, lesions, facts, ViewedCt(ct.series, ct.volume))

    def _take_region(self, before: CtInput, ct: CtInput, facts: tuple[InputFact, ...]) -> None:
        state = _CtState(ct, facts, with_imported(self.rois, before.roi, ct.roi))
        if state.rois is self.rois:
            self._assign_ct(state)
            return
        name = ct.roi.label if ct.roi else before.roi.label if before.roi else ""
        what = translate("CaseModel", "Import {name}").format(name=name)
        old = tuple(fact for fact in self._inputs.facts if fact.role.startswith("ct"))
        self.undo_stack.push(_TakeRegion(self, _CtState(before, old, self.rois), state, what))

    def show_ct(self, viewed: ViewedCt | None) -> None:
        """A series to look at only, or none: no model will see it."""
        self._put_ct(None, (), (), viewed)

    def _put_ct(
        self, ct: CtInput | None, lesions: tuple[Lesion, ...], facts: tuple[InputFact, ...], viewed: ViewedCt | None
    ) -> None:
        self.undo_stack.clear()
        kept = tuple(fact for fact in self._inputs.facts if not fact.role.startswith("ct"))
        rois = replace(self.rois, lesions=lesions, measurements=())
        self._viewed = viewed
        self._change(replace(self._inputs, ct=ct, rois=rois, facts=(*facts, *kept), mismatch_reason=None))
        self.ct_changed.emit()
        self.rois_changed.emit()

    def set_slide(self, slide: SlideInput | None, facts: tuple[InputFact, ...]) -> None:
        """Another slide with the outline that came with it."""
        self.undo_stack.clear()
        kept = tuple(fact for fact in self._inputs.facts if not fact.role.startswith("slide"))
        regions = self.rois.with_slide(slide.roi if slide else None)
        self._change(replace(self._inputs, slide=slide, rois=regions, facts=(*kept, *facts), mismatch_reason=None))
        self.slide_changed.emit()
        self.rois_changed.emit()

    def accept_mismatch(self, reason: str) -> None:
        """Go on although the inputs name different patients; the reason is recorded in the result."""
        self._change(replace(self._inputs, mismatch_reason=reason))
        self.mismatch_accepted.emit()

    def clear(self) -> None:
        """Another patient: nothing of this one stays."""
        regimen = self._inputs.regimen
        self._viewed, self._result, self._result_of = None, None, None
        self.undo_stack.clear()
        self._inputs, self._key_images = CaseInputs(regimen), ()
        for signal in (self.clinical_changed, self.ct_changed, self.slide_changed, self.rois_changed):
            signal.emit()
        self.key_images_changed.emit()
        self.result_changed.emit()

    def set_result(self, result: CaseResult, made_from: CaseInputs) -> None:
        """A finished analysis, and the snapshot of inputs it was made from."""
        self._result, self._result_of = result, made_from
        self.result_changed.emit()

    def _assign_ct(self, state: _CtState) -> None:
        kept = tuple(fact for fact in self._inputs.facts if not fact.role.startswith("ct"))
        self._change(replace(self._inputs, ct=state.ct, rois=state.rois, facts=(*state.facts, *kept)))
        self.rois_changed.emit()

    def _assign_rois(self, rois: RoiSet) -> None:
        self._change(replace(self._inputs, rois=rois))
        self.rois_changed.emit()

    def _change(self, inputs: CaseInputs) -> None:
        was_current = self.result_is_current
        self._inputs = inputs
        if was_current is not self.result_is_current:
            self.result_changed.emit()


@dataclass(frozen=True, slots=True)
class _CtState:
    """The CT, the facts of its files, and the regions on it."""

    ct: CtInput
    facts: tuple[InputFact, ...]
    rois: RoiSet


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
    same = next((one for one in kept.lesions if one.name == _name_of(new)), None)
    if same and not same.locked:
        return kept.with_lesion(replace(same, roi=new, shown=True))
    taken = {one.name for one in kept.lesions}
    names = (_name_of(new), *(f"{_name_of(new)} {n}" for n in range(2, len(taken) + 3)))
    used = [one.colour or 0 for one in kept.lesions]
    colour = min(range(LESION_COLOURS), key=lambda number: sum(value % LESION_COLOURS == number for value in used))
    return kept.with_lesion(Lesion(next(name for name in names if name not in taken), new, colour=colour))


def _is_same_volume(one: CtInput, other: CtInput) -> bool:
    return (
        one.series.series_instance_uid == other.series.series_instance_uid
        and one.series.files == other.series.files
        and one.volume.geometry == other.volume.geometry
    )


def _name_of(roi: CtRoi) -> str:
    """The label where it is a name, T1 where it is only a number."""
    return roi.label if roi.label and not roi.label.isdigit() else "T1"


class _TakeRegion(QUndoCommand):
    """A region from a file came to the series that is open: CT, facts and regions change together."""

    def __init__(self, model: CaseModel, before: _CtState, after: _CtState, what: str) -> None:
        super().__init__(what)
        self._model, self._before, self._after = model, before, after

    def redo(self) -> None:
        """The file's region."""
        self._model._assign_ct(self._after)

    def undo(self) -> None:
        """What was there before."""
        self._model._assign_ct(self._before)


class _EditRois(QUndoCommand):
    """One edit: both states are held, so undo is an assignment."""

    def __init__(self, model: CaseModel, before: RoiSet, after: RoiSet, what: str) -> None:
        super().__init__(what)
        self._model = model
        self._before: RoiSet | PackedRois = before
        self._after: RoiSet | PackedRois = after

    def redo(self) -> None:
        """Put the new regions in place."""
        self._after = _whole(self._after)
        self._model._assign_rois(self._after)

    def undo(self) -> None:
        """Put the old regions back."""
        self._before = _whole(self._before)
        self._model._assign_rois(self._before)

    def pack(self, earlier: QUndoCommand | None) -> None:
        """Take little room; what the edit before has packed is shared."""
        known = earlier._after if isinstance(earlier, _EditRois) and isinstance(earlier._after, PackedRois) else None
        before = _small(self._before, known)
        self._before, self._after = before, _small(self._after, before)


def _whole(rois: RoiSet | PackedRois) -> RoiSet:
    return rois.unpacked() if isinstance(rois, PackedRois) else rois


def _small(rois: RoiSet | PackedRois, neighbour: PackedRois | None) -> PackedRois:
    return rois if isinstance(rois, PackedRois) else PackedRois(rois, neighbour)
