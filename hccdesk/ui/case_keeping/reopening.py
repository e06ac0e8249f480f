"""Brings a kept case back: its form at once, its images from their files, then the regions. No widgets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, Slot

from hccdesk.domain.case_snapshot import CaseSnapshot, SeriesRegions
from hccdesk.domain.problem import Severity
from hccdesk.domain.roi import CtRoi
from hccdesk.domain.roi_set import Lesion, RoiSet
from hccdesk.ui.case_keeping.keeper import CaseKeeper
from hccdesk.ui.case_keeping.parts import Parts
from hccdesk.ui.case_keeping.snapshot_of import changed_files, same_outline, same_slide, slide_source, snapshot_of
from hccdesk.ui.found_inputs import Sources
from hccdesk.ui.jobs import deliver
from hccdesk.ui.key_image_source import of_ct, of_slide
from hccdesk.ui.problem_board import BoardProblem


class Reopening(QObject):
    """Lays a kept case on the desk. Regions whose image is not there wait in the keeper, and come back with it."""

    def __init__(self, parts: Parts, keeper: CaseKeeper, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model, self._loader, self._keeper = parts.model, parts.loader, keeper
        self._runner, self._board = parts.runner, parts.board
        self._told = True
        self._reason: str | None = None
        parts.model.ct_changed.connect(self._on_ct)
        parts.model.slide_changed.connect(self._on_slide)
        parts.loader.inputs_changed.connect(self._on_read)

    def lay_out(self, case_id: str, kept: CaseSnapshot, saved_at: datetime) -> None:
        """This case instead of the one on the desk, which was left."""
        keeper = self._keeper
        self.clear(case_id, saved_at)
        keeper.waiting_ct, keeper.waiting_slide = (kept if kept.ct else None), (kept if kept.slide else None)
        self._reason = kept.mismatch_reason
        self._restore(partial(self._fill, kept))
        if kept.ct or kept.slide:
            self._told, keeper.laying_out = False, True
            self._loader.reopen(Sources(kept.ct, kept.slide))
        else:
            keeper.laid_out()

    def clear(self, case_id: str | None = None, saved_at: datetime | None = None) -> None:
        """An empty desk; nothing of the case that was on it, or was still being laid out, comes any more."""
        self._told, self._reason = True, None
        self._keeper.take_up(case_id, saved_at)
        self._restore(self._loader.forget)

    def _fill(self, kept: CaseSnapshot) -> None:
        self._model.set_regimen(kept.regimen)
        self._loader.put_clinical(kept.clinical)
        self._model.set_key_images(kept.key_images)
        for regions in kept.other_regions:
            self._model.keep_regions(regions)

    @Slot()
    def _on_ct(self) -> None:
        kept, viewed = self._keeper.waiting_ct, self._model.viewed_ct
        if kept is None or kept.ct is None or viewed is None:
            return
        if viewed.series.series_instance_uid != kept.ct.series_instance_uid:
            self._model.drop_key_images_of_others(of_ct(viewed.series.series_instance_uid))
            self._model.keep_regions(SeriesRegions(kept.ct.series_instance_uid, kept.rois))
            self._keeper.waiting_ct = None
            self._tell("reopened ct", "ct", self.tr("The regions of the earlier CT do not belong to this one."))
            return
        if any(lesion.roi.mask.shape != viewed.volume.hu.shape for lesion in kept.rois.lesions):
            self._tell("reopened ct", "ct", self.tr("The CT has other slices now: its regions fit no more."))
            return
        self._keeper.waiting_ct = None
        self._board.clear("reopened ct")
        # At once, before anybody can draw: what is drawn meanwhile would be taken away again.
        rois = replace(self._model.rois, lesions=kept.rois.lesions, measurements=kept.rois.measurements)
        self._restore(lambda: self._model.restore_rois(rois))
        self._recognise(rois)
        if changed_files(kept, snapshot_of(self._model, None, None), "ct"):
            self._tell("reopened ct", "ct", self.tr("The files of the CT have changed since the case was saved."))

    def _recognise(self, rois: RoiSet) -> None:
        """A lesion that is still as its file has it counts as read from there, not as drawn."""
        known = self._model.inputs.ct.roi if self._model.inputs.ct else None
        if known is not None:
            job = self._runner.start(lambda _: _recognised(rois.lesions, known))
            deliver(job, self, partial(self._on_recognised, rois))

    def _on_recognised(self, rois: RoiSet, lesions: tuple[Lesion, ...]) -> None:
        if not self._model.undo_stack.count() and self._model.rois.lesions is rois.lesions:
            self._restore(lambda: self._model.put_in_place(replace(self._model.rois, lesions=lesions)))

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
        if not same_outline(kept.rois.slide, slide.roi):
            self._restore(lambda: self._model.restore_rois(self._model.rois.with_slide(kept.rois.slide)))
        if changed_files(kept, now, "slide"):
            what = self.tr("The files of the slide have changed since the case was saved.")
            self._tell("reopened slide", "slide", what)

    @Slot()
    def _on_read(self) -> None:
        """Everything that could be read is there: say what is missing."""
        if self._told or self._loader.reading:
            return
        self._told = True
        if self._model.undo_stack.count():
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
        self._keeper.laid_out()

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


def _recognised(lesions: Sequence[Lesion], known: CtRoi | None) -> tuple[Lesion, ...]:
    """The lesions; the one that is still as its file has it counts as read from there, not as drawn."""
    return tuple(
        replace(lesion, roi=known) if known and np.array_equal(lesion.roi.mask, known.mask) else lesion
        for lesion in lesions
    )
