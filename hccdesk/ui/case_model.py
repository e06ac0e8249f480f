"""The open case as the screens see it: one place that holds it, says when it changed, and undoes ROI edits."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from hccdesk.domain.case import CtInput, SlideInput
from hccdesk.domain.case_snapshot import SeriesRegions
from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.ct import CtSeries, CtVolume
from hccdesk.domain.provenance import InputFact
from hccdesk.domain.regimen import Regimen
from hccdesk.domain.result import CaseResult, Figure
from hccdesk.domain.roi import CtRoi, RoiMeasurements, SlideRoi
from hccdesk.domain.roi_set import Lesion, RoiSet
from hccdesk.domain.sentence import Sentence
from hccdesk.ui.case_history import PICTURES, CaseHistory, Step
from hccdesk.ui.key_image_source import marked, of_ct, of_slide, still_shown
from hccdesk.ui.language import translate
from hccdesk.ui.region_shelf import CtRegions, RegionShelf, SlideRegions, same_outline, same_region
from hccdesk.ui.region_steps import EditLesions, ImportRow, edit_outline, edit_pictures, with_ct_part

KEPT_WHOLE = 4
"""So many edits are undone without unpacking."""
LESION_COLOURS = 4
"""How many colours lesions have in turn."""


@dataclass(frozen=True, slots=True)
class CaseInputs:
    """What an analysis is made from, one immutable snapshot; the ROIs are those of `rois`, not of the inputs.

    `ct_set_aside` says why the CT on the screen is no input, where it can only be looked at.
    """

    regimen: Regimen = Regimen.TACE_HAIC_PD1_TKI
    clinical: ClinicalRecord = field(default_factory=ClinicalRecord)
    ct: CtInput | None = None
    slide: SlideInput | None = None
    rois: RoiSet = field(default_factory=RoiSet)
    facts: tuple[InputFact, ...] = ()
    mismatch_reason: str | None = None
    ct_set_aside: Sentence | None = None

    def same_to_models(self, other: CaseInputs) -> bool:
        """Whether an analysis of the other would be one of this; what only readers see makes no difference."""
        return (
            self.rois.same_to_models(other.rois)
            and self.clinical == other.clinical
            and (self.regimen, self.facts, self.mismatch_reason) == (other.regimen, other.facts, other.mismatch_reason)
            and self.ct is other.ct
            and self.slide is other.slide
            and self.ct_set_aside == other.ct_set_aside
        )


@dataclass(frozen=True, slots=True)
class ViewedCt:
    """The series on the screen; it may be one that no model may see."""

    series: CtSeries
    volume: CtVolume


class CaseModel(QObject):
    """The case on the desk.

    Signals: `clinical_changed`, `regimen_changed`, `ct_changed`, `slide_changed`, `rois_changed`,
    `result_changed` (a result came, went, or fell behind its inputs), `key_images_changed`, `mismatch_accepted`;
    `clinical_replaced` another row came from elsewhere than the form (`clinical_changed` came before),
    `key_images_dropped(int)` so many pictures went with the image that they show; `unfinished_changed`,
    `unfinished_undone` what is being drawn is to be taken back.
    """

    clinical_changed = Signal()
    regimen_changed = Signal()
    ct_changed = Signal()
    slide_changed = Signal()
    rois_changed = Signal()
    result_changed = Signal()
    key_images_changed = Signal()
    key_images_dropped = Signal(int)
    mismatch_accepted = Signal()
    unfinished_changed = Signal()
    unfinished_undone = Signal()
    clinical_replaced = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._inputs = CaseInputs()
        self._viewed: ViewedCt | None = None
        self._result: CaseResult | None = None
        self._result_of: CaseInputs | None = None
        self._key_images: tuple[Figure, ...] = ()
        self.history = CaseHistory(self)
        self._shelf = RegionShelf()
        self._unfinished = False

    @property
    def undo_stack(self) -> QUndoStack:
        """What can be undone and done again."""
        return self.history.stack

    @property
    def other_regions(self) -> tuple[SeriesRegions, ...]:
        """What is drawn and measured on series that are not on the screen."""
        return self._shelf.kept

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
        """Other pictures for the report; one that names no source shows the image of its kind that is open."""
        self._key_images = tuple(marked(image, self._ct_source, self._slide_source) for image in images)
        self.key_images_changed.emit()

    def edit_key_images(self, after: tuple[Figure, ...], what: str) -> None:
        """Change the pictures for the report, undoably; `what` names the act for the menu ("Remove picture 2")."""
        if after != self._key_images:
            self.history.push(edit_pictures(self.set_key_images, (self._key_images, after), what))

    def drop_key_images_of_others(self, source: str) -> None:
        """Only pictures of this CT, or of this slide, stay of their kind; see `key_image_source`."""
        kept = still_shown(self._key_images, source)
        dropped = len(self._key_images) - len(kept)
        if dropped:
            self._key_images = kept
            self.history.drop(PICTURES)
            self.key_images_changed.emit()
            self.key_images_dropped.emit(dropped)

    @property
    def _ct_source(self) -> str:
        return of_ct(self._viewed.series.series_instance_uid if self._viewed else "")

    @property
    def _slide_source(self) -> str:
        slide = self._inputs.slide
        return of_slide(slide.facts.path if slide else None, self._inputs.facts)

    def edit_rois(self, after: RoiSet, what: str) -> None:
        """Change the regions, undoably; `what` names the act for the menu ("Remove T1"). The only way to do so."""
        self._require_on_lattice(after)
        before = self.rois
        if after.lesions is not before.lesions or after.measurements is not before.measurements:
            also = after.slide is not before.slide
            put = partial(self._assign_both, self._slide_subject) if also else self._assign_ct_part
            self._push(EditLesions(put, self._ct_subject, (before, after), what))
        elif after.slide is not before.slide:
            self._push(edit_outline(self._assign_outline, self._slide_subject, (before.slide, after.slide), what))

    def _push(self, step: Step) -> None:
        self.history.push(step)
        self.history.pack(KEPT_WHOLE)

    @property
    def is_unfinished(self) -> bool:
        """Whether something is being drawn or measured that is no step to undo yet."""
        return self._unfinished

    def set_unfinished(self, unfinished: bool) -> None:
        """Something is being drawn, or was pushed or given up."""
        if unfinished != self._unfinished:
            self._unfinished = unfinished
            self.unfinished_changed.emit()

    def undo(self) -> None:
        """One step back; where something is being drawn, that is taken back and what is finished stays."""
        if self._unfinished:
            self.unfinished_undone.emit()
        else:
            self.undo_stack.undo()

    def redo(self) -> None:
        """One step forward; not while something is being drawn."""
        if not self._unfinished:
            self.undo_stack.redo()

    def _require_on_lattice(self, rois: RoiSet) -> None:
        shape = self._viewed.volume.geometry.shape if self._viewed else None
        if shape and any(lesion.roi.mask.shape != shape for lesion in rois.lesions):
            raise ValueError("a region that does not lie on the lattice of the CT on the screen")

    def restore_rois(self, rois: RoiSet) -> None:
        """The regions as they were when the case was last open; what came before cannot be undone to."""
        now = self.rois
        if rois.lesions is not now.lesions or rois.measurements is not now.measurements:
            self.history.drop(self._ct_subject)
        if rois.slide is not now.slide:
            self.history.drop(self._slide_subject)
        self._assign_rois(rois)

    def keep_regions(self, kept: SeriesRegions) -> None:
        """Regions of a series that is not on the screen: they come back with it."""
        regions = CtRegions(kept.rois.lesions, kept.rois.measurements, file_known=False)
        self._shelf.put_series(kept.series_instance_uid, regions.shape, regions)

    def put_in_place(self, rois: RoiSet) -> None:
        """The same regions as other values, e.g. known to be a file's: nothing that one did, so nothing to undo."""
        self._assign_rois(rois)

    def set_clinical(self, record: ClinicalRecord) -> None:
        """Another clinical row."""
        if record != self._inputs.clinical:
            self._change(replace(self._inputs, clinical=record))
            self.clinical_changed.emit()

    def import_clinical(self, record: ClinicalRecord, what: str) -> None:
        """A clinical row from elsewhere in the place of what was typed, undoably."""
        before = self._inputs.clinical
        if record != before:
            self.history.push(ImportRow(what, before, record, lambda: self._inputs.clinical, self._replace_clinical))

    def _replace_clinical(self, record: ClinicalRecord) -> None:
        self.set_clinical(record)
        self.clinical_replaced.emit()

    def set_regimen(self, regimen: Regimen) -> None:
        """Another planned treatment."""
        if regimen is not self._inputs.regimen:
            self._change(replace(self._inputs, regimen=regimen))
            self.regimen_changed.emit()

    def set_ct(self, ct: CtInput, facts: tuple[InputFact, ...]) -> None:
        """A CT with the region that came with it. What was drawn on another series stays with that series.

        A series that is open already, or was before: what was drawn on it is there, and taking another region from a
        file can be undone.
        """
        before = self._inputs.ct
        if before and _is_same_volume(before, ct):
            self._take_region(before, replace(ct, volume=before.volume), facts)
            return
        viewed = ViewedCt(ct.series, ct.volume)
        known = self._leave_ct(viewed)
        if known is None:
            lesions = (Lesion(_name_of(ct.roi), ct.roi),) if ct.roi else ()
            self._put_ct(ct, CtRegions(lesions), facts, viewed)
            return
        if not known.file_known:
            known = known.of_file(ct.roi, ct.measurements)
        kept = ct.roi is not None and same_region(ct.roi, known.file_roi)
        roi, size = (known.file_roi, known.file_size) if kept else (ct.roi, ct.measurements)
        self._put_ct(replace(ct, roi=roi, measurements=size), known, facts, viewed)
        if ct.roi and not kept:
            unmarked = replace(ct, roi=known.file_roi, measurements=known.file_size)
            self._take_region(unmarked, ct, facts)

    def _take_region(self, before: CtInput, ct: CtInput, facts: tuple[InputFact, ...]) -> None:
        state = _CtState(ct.roi, ct.measurements, facts, with_imported(self.rois, before.roi, ct.roi))
        if state.rois is self.rois:
            self._assign_ct(state)
            return
        name = ct.roi.label if ct.roi else before.roi.label if before.roi else ""
        what = translate("CaseModel", "Import {name}").format(name=name)
        old = tuple(fact for fact in self._inputs.facts if fact.role.startswith("ct"))
        states = _CtState(before.roi, before.measurements, old, self.rois), state
        self.history.push(_TakeRegion(self, self._ct_subject, states, what))

    def show_ct(self, viewed: ViewedCt | None) -> None:
        """A series to look at only, or none: no model will see it. What was drawn on another stays with that one."""
        self._put_ct(None, self._leave_ct(viewed) or CtRegions(), (), viewed)

    def _leave_ct(self, viewed: ViewedCt | None) -> CtRegions | None:
        """The regions of the CT on the screen are put aside; gives those of the one to come, where it was here."""
        ct, rois = self._inputs.ct, self.rois
        file = (ct.roi, ct.measurements) if ct else (None, None)
        now = CtRegions(rois.lesions, rois.measurements, *file)
        if self._viewed and viewed and _subject_of(self._viewed) == _subject_of(viewed):
            return now
        if self._viewed:
            self.history.put_away(self._ct_subject)
            series, shape = self._viewed.series, self._viewed.volume.geometry.shape
            self._shelf.put_series(series.series_instance_uid, shape, now)
        if viewed is None:
            return None
        return self._shelf.take_series(viewed.series.series_instance_uid, viewed.volume.geometry.shape)

    def _put_ct(
        self, ct: CtInput | None, regions: CtRegions, facts: tuple[InputFact, ...], viewed: ViewedCt | None
    ) -> None:
        kept = tuple(fact for fact in self._inputs.facts if not fact.role.startswith("ct"))
        rois = replace(self.rois, lesions=regions.lesions, measurements=regions.measurements)
        before, same_study = (self._ct_source if self._viewed else None), _of_one_study(self._viewed, viewed)
        self._viewed = viewed
        why = None if ct or viewed is None else _only_looked_at(viewed.series)
        inputs = replace(self._inputs, ct=ct, rois=rois, facts=(*facts, *kept), mismatch_reason=None)
        self._change(replace(inputs, ct_set_aside=why))
        self.history.bring_back(self._ct_subject)
        # Pictures of a reopened case wait for their CT; those of another phase of this study stay in the report.
        if before not in (None, self._ct_source) and not same_study:
            self.drop_key_images_of_others(self._ct_source)
        self.ct_changed.emit()
        self.rois_changed.emit()

    def set_slide(self, slide: SlideInput | None, facts: tuple[InputFact, ...]) -> None:
        """A slide with the outline that came with it. What was outlined on another slide stays with that slide.

        The slide that is open already: taking another outline from a file, or none, can be undone.
        """
        again = slide is not None and slide.facts.path == self._slide_path
        known = SlideRegions(self.rois.slide, self._own_outline) if again else self._leave_slide(slide)
        came = slide.roi if slide else None
        kept = known is not None and (same_outline(came, known.file_outline) or (came is None and not again))
        if slide and known and kept:
            slide = replace(slide, roi=known.file_outline)
        self._put_slide(slide, known.outline if known else came, facts)
        if not kept and known:
            what = (
                translate("CaseModel", "Import the outline") if came else translate("CaseModel", "Remove the outline")
            )
            self.edit_rois(self.rois.with_slide(came), what)

    def _leave_slide(self, slide: SlideInput | None) -> SlideRegions | None:
        """The outline of the slide on the screen is put aside; gives that of the one to come, where it was here."""
        if self._inputs.slide:
            self.history.put_away(self._slide_subject)
            self._shelf.put_slide(self._slide_path, SlideRegions(self.rois.slide, self._own_outline))
        return self._shelf.take_slide(slide.facts.path) if slide else None

    def _put_slide(self, slide: SlideInput | None, outline: SlideRoi | None, facts: tuple[InputFact, ...]) -> None:
        kept = tuple(fact for fact in self._inputs.facts if not fact.role.startswith("slide"))
        regions = self.rois.with_slide(outline)
        before = self._slide_source if self._inputs.slide else None
        self._change(replace(self._inputs, slide=slide, rois=regions, facts=(*kept, *facts), mismatch_reason=None))
        self.history.bring_back(self._slide_subject)
        if before not in (None, self._slide_source):
            self.drop_key_images_of_others(self._slide_source)
        self.slide_changed.emit()
        self.rois_changed.emit()

    @property
    def _ct_subject(self) -> Hashable:
        return _subject_of(self._viewed) if self._viewed else "no ct"

    @property
    def _slide_path(self) -> Path | None:
        return self._inputs.slide.facts.path if self._inputs.slide else None

    @property
    def _slide_subject(self) -> Hashable:
        return "slide", self._slide_path

    @property
    def _own_outline(self) -> SlideRoi | None:
        return self._inputs.slide.roi if self._inputs.slide else None

    def restate_slide(self, slide: SlideInput, facts: tuple[InputFact, ...]) -> None:
        """The slide that is open, described anew: its regions stay as they were edited, and so does what can be undone.

        `slide.roi` is the outline that came with the slide, so that an edited one is still known as edited.
        """
        kept = tuple(fact for fact in self._inputs.facts if not fact.role.startswith("slide"))
        self._change(replace(self._inputs, slide=slide, facts=(*kept, *facts)))
        self.slide_changed.emit()

    def accept_mismatch(self, reason: str) -> None:
        """Go on although the inputs name different patients; the reason is recorded in the result."""
        self._change(replace(self._inputs, mismatch_reason=reason))
        self.mismatch_accepted.emit()

    def clear(self) -> None:
        """Another patient: nothing of this one stays."""
        regimen = self._inputs.regimen
        self._viewed, self._result, self._result_of = None, None, None
        self.history.clear()
        self._shelf.clear()
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
        ct, rois = self._inputs.ct, with_ct_part(self.rois, state.rois)
        now = replace(ct, roi=state.roi, measurements=state.measurements) if ct else None
        self._change(replace(self._inputs, ct=now, rois=rois, facts=(*state.facts, *kept)))
        self.rois_changed.emit()

    def _assign_ct_part(self, rois: RoiSet) -> None:
        self._assign_rois(with_ct_part(self.rois, rois))

    def _assign_both(self, slide: Hashable, rois: RoiSet) -> None:
        """Lesions and outline; the outline only on the slide that it was drawn on."""
        (self._assign_rois if slide == self._slide_subject else self._assign_ct_part)(rois)

    def _assign_outline(self, outline: SlideRoi | None) -> None:
        self._assign_rois(self.rois.with_slide(outline))

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
    """The region that a file gave the CT, its size, the facts of the files, and the regions on the CT."""

    roi: CtRoi | None
    measurements: RoiMeasurements | None
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


def _of_one_study(one: ViewedCt | None, other: ViewedCt | None) -> bool:
    return bool(one and other and one.series.study_instance_uid == other.series.study_instance_uid)


def _only_looked_at(series: CtSeries) -> Sentence:
    reason = Sentence.listed([reason.unfinished for reason in series.verdict.reasons])
    return Sentence.of("the CT can only be looked at: {reason}", reason=reason)


def _name_of(roi: CtRoi) -> str:
    """The label where it is a name, T1 where it is only a number."""
    return roi.label if roi.label and not roi.label.isdigit() else "T1"


def _subject_of(viewed: ViewedCt) -> Hashable:
    """A series on one lattice: its regions fit no other."""
    return "ct", viewed.series.series_instance_uid, viewed.volume.geometry.shape


class _TakeRegion:
    """A region from a file came to the series that is open: CT, facts and regions change together."""

    screen = "ct"

    def __init__(self, model: CaseModel, subject: Hashable, states: tuple[_CtState, _CtState], what: str) -> None:
        self._model, self.subject, self.what = model, subject, what
        self._before, self._after = states

    def redo(self) -> None:
        """The file's region."""
        self._model._assign_ct(self._after)

    def undo(self) -> None:
        """What was there before."""
        self._model._assign_ct(self._before)

    def pack(self, earlier: Step | None) -> None:
        """The file's region is held by the case as well."""
