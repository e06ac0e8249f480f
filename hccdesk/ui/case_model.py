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
    `result_changed` (a result came, went, or fell behind its inputs), `key_images_changed`.
    """

    clinical_changed = Signal()
    regimen_changed = Signal()
    ct_changed = Signal()
    slide_changed = Signal()
    rois_changed = Signal()
    result_changed = Signal()
    key_images_changed = Signal()

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
        """Another CT with the region that came with it; edits of the old one's regions can no longer be undone."""
        lesions = (Lesion(_name_of(ct.roi), ct.roi),) if ct.roi else ()
        self._put_ct(ct, lesions, facts, ViewedCt(ct.series, ct.volume))

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

    def _assign_rois(self, rois: RoiSet) -> None:
        self._change(replace(self._inputs, rois=rois))
        self.rois_changed.emit()

    def _change(self, inputs: CaseInputs) -> None:
        was_current = self.result_is_current
        self._inputs = inputs
        if was_current is not self.result_is_current:
            self.result_changed.emit()


def _name_of(roi: CtRoi) -> str:
    """The label where it is a name, T1 where it is only a number."""
    return roi.label if roi.label and not roi.label.isdigit() else "T1"


class _EditRois(QUndoCommand):
    """One edit: both states are held, so undo is an assignment."""

    def __init__(self, model: CaseModel, before: RoiSet, after: RoiSet, what: str) -> None:
        super().__init__(what)
        self._model = model
        self._before = before
        self._after = after

    def redo(self) -> None:
        """Put the new regions in place."""
        self._model._assign_rois(self._after)

    def undo(self) -> None:
        """Put the old regions back."""
        self._model._assign_rois(self._before)
