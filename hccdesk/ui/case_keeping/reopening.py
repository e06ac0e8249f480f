"""Brings a kept case back: its form at once, its images from their files, then the regions. No widgets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, Slot

from hccdesk.domain.case_snapshot import CaseSnapshot, SeriesRegions
from hccdesk.domain.kept_history import steps_elsewhere, steps_on_ct, steps_on_slide
from hccdesk.domain.problem import Severity
from hccdesk.domain.roi import CtRoi
from hccdesk.domain.roi_set import Lesion
from hccdesk.ui.case_keeping.board_keeping import BoardKeeping
from hccdesk.ui.case_keeping.keeper import CaseKeeper
from hccdesk.ui.case_keeping.kept_case import KeptCase
from hccdesk.ui.case_keeping.library_lines import lines_of_holder
from hccdesk.ui.case_keeping.parts import Parts
from hccdesk.ui.case_keeping.record_keeping import RecordKeeping
from hccdesk.ui.case_keeping.snapshot_of import changed_files, same_outline, same_slide, slide_source, snapshot_of
from hccdesk.ui.case_keeping.view_keeping import ViewKeeping
from hccdesk.ui.found_inputs import Sources
from hccdesk.ui.key_image_source import of_ct, of_slide
from hccdesk.ui.problem_board import BoardProblem


class Reopening(QObject):
    """Lays a kept case on the desk. Regions whose image is not there wait in the keeper, and come back with it."""

    def __init__(
        self,
        parts: Parts,
        keeper: CaseKeeper,
        records: RecordKeeping,
        tumour_board: BoardKeeping,
        views: ViewKeeping,
        *,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._model, self._loader, self._keeper, self._records = parts.model, parts.loader, keeper, records
        self._board = parts.board
        self._tumour_board, self._views = tumour_board, views
        self._told = True
        self._reason: str | None = None
        self._kept: KeptCase | None = None
        """The case, until its result is on the desk."""
        parts.model.ct_changed.connect(self._on_ct)
        parts.model.slide_changed.connect(self._on_slide)
        parts.loader.inputs_changed.connect(self._on_read)

    def lay_out(self, case_id: str, case: KeptCase, saved_at: datetime) -> None:
        """This case instead of the one on the desk, which was left."""
        keeper, kept = self._keeper, case.snapshot
        self.clear(case_id, saved_at, case)
        keeper.waiting_ct, keeper.waiting_slide = (kept if kept.ct else None), (kept if kept.slide else None)
        self._reason, self._kept = kept.mismatch_reason, case
        keeper.result_number = kept.result_number  # also in what is saved before the result is on the desk
        self._restore(partial(self._fill, kept))
        self._board.replace("held", lines_of_holder(case.holder))
        if kept.ct or kept.slide:
            self._told, keeper.laying_out = False, True
            self._loader.reopen(Sources(kept.ct, kept.slide))
        else:
            self._lay_result()
            keeper.laid_out()

    def clear(self, case_id: str | None = None, saved_at: datetime | None = None, case: KeptCase | None = None) -> None:
        """An empty desk; nothing of the case that was on it, or was still being laid out, comes any more."""
        self._told, self._reason, self._kept = True, None, None
        holder, known = (case.holder, case.snapshot.facts) if case else (None, ())
        self._keeper.take_up(case_id, saved_at, holder, known)
        self._restore(self._loader.forget)
        self._restore(lambda: self._tumour_board.lay_out(case))  # before its result is there to be seen
        self._restore(lambda: self._views.lay_out(case.snapshot.views if case else None))

    def _fill(self, kept: CaseSnapshot) -> None:
        self._model.set_regimen(kept.regimen)
        self._loader.put_clinical(kept.clinical)
        self._model.set_key_images(kept.key_images)
        for regions in kept.other_regions:
            self._model.keep_regions(regions)
        self._model.history.count_on_from(max((step.number for step in kept.history), default=0))
        self._model.lay_steps(steps_elsewhere(kept.history, kept.ct.series_instance_uid if kept.ct else None))

    @Slot()
    def _on_ct(self) -> None:
        kept, viewed = self._keeper.waiting_ct, self._model.viewed_ct
        if kept is None or kept.ct is None or viewed is None:
            return
        if viewed.series.series_instance_uid != kept.ct.series_instance_uid:
            self._model.drop_key_images_of_others(of_ct(viewed.series.series_instance_uid))
            self._model.keep_regions(SeriesRegions(kept.ct.series_instance_uid, kept.rois))
            self._model.lay_steps(steps_on_ct(kept.history, kept.ct.series_instance_uid))
            self._keeper.waiting_ct = None
            self._tell("reopened ct", "ct", self.tr("The regions of the earlier CT do not belong to this one."))
            return
        if any(lesion.roi.mask.shape != viewed.volume.hu.shape for lesion in kept.rois.lesions):
            self._tell("reopened ct", "ct", self.tr("The CT has other slices now: its regions fit no more."))
            return
        self._keeper.waiting_ct = None
        self._board.clear("reopened ct")
        self._model.know_facts(kept.facts)
        # At once, before anybody can draw: what is drawn meanwhile would be taken away again.
        known = self._model.inputs.ct.roi if self._model.inputs.ct else None
        lesions = _recognised(kept.rois.lesions, known)
        rois = replace(self._model.rois, lesions=lesions, measurements=kept.rois.measurements)
        self._restore(lambda: self._model.restore_rois(rois))
        steps = steps_on_ct(kept.history, kept.ct.series_instance_uid)
        if not changed_files(kept, snapshot_of(self._model, None, None), "ct"):
            self._model.lay_steps(steps)
            return
        what = self.tr("The files of the CT have changed since the case was saved.")
        self._tell("reopened ct", "ct", f"{what} {self._steps_gone}" if steps else what)

    @Slot()
    def _on_slide(self) -> None:
        kept, slide = self._keeper.waiting_slide, self._model.inputs.slide
        if kept is None or kept.slide is None or slide is None:
            return
        now = snapshot_of(self._model, None, slide_source(self._model, self._loader.inputs))
        if not same_slide(kept, now):
            self._model.drop_key_images_of_others(of_slide(slide.facts.path, self._model.inputs.facts))
            self._tell("reopened slide", "slide", self.tr("The outline of the earlier slide does not belong here."))
            return
        self._keeper.waiting_slide = None
        self._board.clear("reopened slide")
        self._model.know_facts(kept.facts)
        if not same_outline(kept.rois.slide, slide.roi):
            self._restore(lambda: self._model.restore_rois(self._model.rois.with_slide(kept.rois.slide)))
        steps = steps_on_slide(kept.history)
        if not changed_files(kept, now, "slide"):
            self._model.lay_slide_steps(steps)
            return
        what = self.tr("The files of the slide have changed since the case was saved.")
        self._tell("reopened slide", "slide", f"{what} {self._steps_gone}" if steps else what)

    @property
    def _steps_gone(self) -> str:
        return self.tr("What was done on it before cannot be undone any more.")

    @Slot()
    def _on_read(self) -> None:
        """Everything that could be read is there: say what is missing."""
        if self._told or self._loader.reading:
            return
        self._told = True
        if self._model.history.acts:
            self._keeper.touch()  # something was drawn on the one image while the other was still read
        ct = self._keeper.waiting_ct if self._model.viewed_ct is None else None
        slide = self._keeper.waiting_slide if self._model.inputs.slide is None else None
        if ct and ct.ct:
            what = self.tr("The CT of this case was not found in {folder}.").format(folder=ct.ct.root.name)
            self._tell_missing("reopened ct", what)
        if slide and slide.slide:
            what = self.tr("The slide of this case, {file}, was not found.").format(file=slide.slide.path.name)
            self._tell_missing("reopened slide", what)
        if self._reason and not (self._keeper.waiting_ct or self._keeper.waiting_slide):
            self._restore(partial(self._model.accept_mismatch, self._reason))
        self._lay_result()
        self._keeper.laid_out()

    def _lay_result(self) -> None:
        """The result that was on the desk: current where it was, and everything that it was made from is the same."""
        case, self._kept = self._kept, None
        if case is None or case.result is None:
            return
        result, kept = case.result, case.snapshot
        self._records.know(result, kept.result_number)
        if kept.analysed and self._is_unchanged(kept):
            self._restore(lambda: self._model.set_result(result, self._model.inputs))
        else:
            self._restore(lambda: self._model.set_earlier_result(result))

    def _is_unchanged(self, kept: CaseSnapshot) -> bool:
        now, keeper = self._model.inputs, self._keeper
        waits = keeper.waiting_ct or keeper.waiting_slide
        told = (kept.clinical, kept.regimen, kept.mismatch_reason) == (now.clinical, now.regimen, now.mismatch_reason)
        files = [sorted((fact.role, fact.sha256) for fact in facts) for facts in (kept.facts, now.facts)]
        return not waits and told and files[0] == files[1] and not self._model.history.acts

    def _restore(self, act: Callable[[], None]) -> None:
        """What only brings back the kept state is no change to be saved."""
        watching, self._keeper.watching = self._keeper.watching, False
        try:
            act()
        finally:
            self._keeper.watching = watching

    def _tell_missing(self, source: str, what: str) -> None:
        advice = self.tr("What you drew and measured on it is kept: bring the files in again and it comes back.")
        self._board.replace(source, (BoardProblem(Severity.WARNING, "", what, advice, "case"),))

    def _tell(self, source: str, screen: str, what: str) -> None:
        there = self._keeper.waiting_ct if screen == "ct" else self._keeper.waiting_slide
        kept = self.tr("Bring the earlier image in again and they come back, as long as this case is open.")
        advice = kept if there else self.tr("Check the regions against the images.")
        self._board.replace(source, (BoardProblem(Severity.WARNING, "", what, advice, screen),))


def _recognised(lesions: tuple[Lesion, ...], known: CtRoi | None) -> tuple[Lesion, ...]:
    """The lesions; the one that is still as its file has it counts as read from there, not as drawn."""
    return tuple(
        replace(lesion, roi=known) if known and _same_voxels(lesion.roi, known) else lesion for lesion in lesions
    )


def _same_voxels(one: CtRoi, other: CtRoi) -> bool:
    return one.box == other.box and np.array_equal(one.mask[one.box], other.mask[other.box])
