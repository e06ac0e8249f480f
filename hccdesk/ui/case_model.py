"""The open case as the screens see it: one place that holds it, says when it changed, and undoes ROI edits."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from hccdesk.domain.case import CtInput, SlideInput
from hccdesk.domain.case_snapshot import SeriesRegions
from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.ct_set_aside import only_looked_at
from hccdesk.domain.kept_history import CT, FORM, PICTURES, SLIDE, KeptStep, Subject, last_steps
from hccdesk.domain.provenance import InputFact
from hccdesk.domain.regimen import Regimen
from hccdesk.domain.result import CaseResult, Figure
from hccdesk.domain.roi import SlideRoi
from hccdesk.domain.roi_set import Lesion, RoiSet
from hccdesk.ui.case_history import CaseHistory, NumberedStep, Step
from hccdesk.ui.case_inputs import CaseInputs, ViewedCt, is_same_volume
from hccdesk.ui.file_region_step import CtState, TakeRegion, name_of, with_imported
from hccdesk.ui.kept_steps import living_outline, living_pictures, share_regions
from hccdesk.ui.key_image_source import marked, of_ct, of_slide, still_shown
from hccdesk.ui.language import translate
from hccdesk.ui.region_shelf import CtRegions, RegionShelf, SlideRegions, same_outline, same_region
from hccdesk.ui.region_steps import EditLesions, EditOutline, EditPictures, ImportRow, with_ct_part
from hccdesk.ui.result_cover import ResultCover

__all__ = ["CaseInputs", "CaseModel", "ViewedCt"]

KEPT_WHOLE = 4
"""So many edits are undone without unpacking."""


class CaseModel(QObject):
    """The case on the desk.

    Signals: `clinical_changed`, `regimen_changed`, `ct_changed`, `slide_changed`, `rois_changed`,
    `result_changed` (a result came, went, fell behind its inputs, or may be seen now), `key_images_changed`,
    `mismatch_accepted`;
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
        self.cover = ResultCover(self)
        self.cover.changed.connect(self.result_changed)
        self._shelf = RegionShelf()
        self._unfinished = False
        self._kept_slide: Hashable = None
        """The slide that the steps of an earlier session belong to."""

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
        """The last result, or None; for whoever keeps it. What shows it asks for `seen_result`."""
        return self._result

    @property
    def seen_result(self) -> CaseResult | None:
        """The last result, once it may be seen."""
        return None if self.cover.is_on else self._result

    @property
    def is_covered(self) -> bool:
        """Whether there is a result that may not be seen yet."""
        return self.cover.is_on and self._result is not None

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
            self.history.push(EditPictures(what, self.set_key_images, self._key_images, after))

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
            self._push(EditLesions(put, self._ct_subject, (before, after), what, both_images=also))
        elif after.slide is not before.slide:
            self._push(EditOutline(what, self._assign_outline, before.slide, after.slide, self._slide_subject))

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

    def know_facts(self, known: Sequence[InputFact]) -> None:
        """Files that were read before keep the names they had, wherever they were read from this time."""
        names = {(fact.role, fact.sha256): fact.name for fact in known}
        facts = tuple(replace(fact, name=names.get((fact.role, fact.sha256), fact.name)) for fact in self._inputs.facts)
        if facts != self._inputs.facts:
            self._change(replace(self._inputs, facts=facts))

    def keep_regions(self, kept: SeriesRegions) -> None:
        """Regions of a series that is not on the screen: they come back with it."""
        regions = CtRegions(kept.rois.lesions, kept.rois.measurements, file_known=False)
        self._shelf.put_series(kept.series_instance_uid, regions.shape, regions)

    @property
    def kept_steps(self) -> tuple[KeptStep, ...]:
        """The last acts as they are kept; a step is the same value each time."""
        return last_steps(self.history.kept(self._kept_subject))

    def lay_steps(self, steps: Sequence[KeptStep]) -> None:
        """Acts of an earlier session: they can be undone once their image is there. Regions that are alive are shared.

        To be called once the regions and pictures are there that these steps led to.
        """
        file_roi = self._inputs.ct.roi if self._inputs.ct else None
        share_regions(steps, [lesion.roi for lesion in self.rois.lesions], file_roi)
        made = [NumberedStep(one.number, self._step_of(one), one.done) for one in steps]
        here = (FORM, PICTURES, self._ct_subject, self._slide_subject)
        self.history.lay(made, lambda subject: subject in here)

    def lay_slide_steps(self, steps: Sequence[KeptStep]) -> None:
        """The same for the slide that is open: it is the one of those acts."""
        self._kept_slide = self._slide_subject
        self.lay_steps(steps)

    def _kept_subject(self, subject: Hashable) -> Subject | None:
        if subject in (FORM, PICTURES):
            return (str(subject),)
        if self._inputs.slide and subject == self._slide_subject:
            return (SLIDE,)
        return tuple(map(str, subject)) if isinstance(subject, tuple) and subject[0] == CT else None

    def _step_of(self, kept: KeptStep) -> Step:
        subject = kept.subject if kept.subject[0] == CT else kept.subject[0]
        if kept.rows:
            return ImportRow(kept.what, *kept.rows, lambda: self._inputs.clinical, self._replace_clinical)
        if kept.pictures:
            before, after = (living_pictures(state, self._key_images) for state in kept.pictures)
            return EditPictures(kept.what, self.set_key_images, before, after)
        if kept.outlines:
            living = (self.rois.slide, self._own_outline)
            states = [living_outline(outline, living) for outline in kept.outlines]
            return EditOutline(kept.what, self._assign_outline, states[0], states[1], self._slide_subject)
        if kept.file_regions:
            return TakeRegion(kept.what, subject, self._assign_ct, *kept.file_regions)
        assert kept.regions is not None
        put = self._assign_both_kept if kept.both_images else self._assign_ct_part
        return EditLesions(put, subject, kept.regions, kept.what, both_images=kept.both_images)

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
        if before and is_same_volume(before, ct):
            self._take_region(before, replace(ct, volume=before.volume), facts)
            return
        viewed = ViewedCt(ct.series, ct.volume)
        known = self._leave_ct(viewed)
        if known is None:
            lesions = (Lesion(name_of(ct.roi), ct.roi),) if ct.roi else ()
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
        state = CtState(ct.roi, ct.measurements, facts, with_imported(self.rois, before.roi, ct.roi))
        if state.rois is self.rois:
            self._assign_ct(state)
            return
        name = ct.roi.label if ct.roi else before.roi.label if before.roi else ""
        what = translate("CaseModel", "Import {name}").format(name=name)
        old = tuple(fact for fact in self._inputs.facts if fact.role.startswith("ct"))
        states = CtState(before.roi, before.measurements, old, self.rois), state
        self.history.push(TakeRegion(what, self._ct_subject, self._assign_ct, *states))

    def show_ct(self, viewed: ViewedCt | None) -> None:
        """A series to look at only, or none: no model will see it. What was drawn on another stays with that one."""
        self._put_ct(None, self._leave_ct(viewed) or CtRegions(), (), viewed)

    def _leave_ct(self, viewed: ViewedCt | None) -> CtRegions | None:
        """The regions of the CT on the screen are put aside; gives those of the one to come, where it was here."""
        ct, rois = self._inputs.ct, self.rois
        file = (ct.roi, ct.measurements) if ct else (None, None)
        now = CtRegions(rois.lesions, rois.measurements, *file)
        if self._viewed and viewed and self._viewed.subject == viewed.subject:
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
        before, same_study = None, False
        if self._viewed:
            before, same_study = self._ct_source, self._viewed.is_of_one_study_with(viewed)
        self._viewed = viewed
        why = None if ct or viewed is None else only_looked_at(viewed.series)
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
        return self._viewed.subject if self._viewed else "no ct"

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
        self._inputs, self._key_images, self._kept_slide = CaseInputs(regimen), (), None
        for signal in (self.clinical_changed, self.ct_changed, self.slide_changed, self.rois_changed):
            signal.emit()
        self.key_images_changed.emit()
        self.result_changed.emit()

    def set_result(self, result: CaseResult, made_from: CaseInputs) -> None:
        """A finished analysis, and the snapshot of inputs it was made from."""
        self._result, self._result_of = result, made_from
        self.result_changed.emit()

    def set_earlier_result(self, result: CaseResult) -> None:
        """A result of this case whose inputs were others than those on the desk."""
        self._result, self._result_of = result, None
        self.result_changed.emit()

    def _assign_ct(self, state: CtState) -> None:
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

    def _assign_both_kept(self, rois: RoiSet) -> None:
        self._assign_both(self._kept_slide, rois)

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
