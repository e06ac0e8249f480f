"""Brings a kept case back: its form at once, its images from their files, then the regions. No widgets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, Slot

from hccdesk.domain.case_snapshot import CaseSnapshot
from hccdesk.domain.problem import Severity
from hccdesk.domain.roi import CtRoi, SlideRoi
from hccdesk.domain.roi_set import Lesion
from hccdesk.ui.case_keeping.keeper import CaseKeeper
from hccdesk.ui.case_keeping.parts import Parts
from hccdesk.ui.case_keeping.snapshot_of import changed_files, snapshot_of
from hccdesk.ui.found_inputs import Sources
from hccdesk.ui.jobs import deliver
from hccdesk.ui.problem_board import BoardProblem


class Reopening(QObject):
    """Lays a kept case on the desk. Regions whose image is gone wait in the keeper, and come back with the image."""

    def __init__(self, parts: Parts, keeper: CaseKeeper, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model, self._loader, self._keeper = parts.model, parts.loader, keeper
        self._runner, self._board = parts.runner, parts.board
        self._placing = 0
        self._told = True
        self._reason: str | None = None
        parts.model.ct_changed.connect(self._on_ct)
        parts.model.slide_changed.connect(self._on_slide)
        parts.loader.inputs_changed.connect(self._on_read)

    def lay_out(self, case_id: str, kept: CaseSnapshot, saved_at: datetime) -> None:
        """This case instead of the one on the desk, which was left."""
        keeper = self._keeper
        self._told = True
        keeper.take_up(case_id, saved_at)
        self._restore(self._loader.forget)
        keeper.waiting_ct, keeper.waiting_slide = (kept if kept.ct else None), (kept if kept.slide else None)
        self._reason = kept.mismatch_reason
        self._restore(partial(self._fill, kept))
        if kept.ct or kept.slide:
            self._told, keeper.laying_out = False, True
            self._loader.reopen(Sources(kept.ct, kept.slide))

    def _fill(self, kept: CaseSnapshot) -> None:
        self._model.set_regimen(kept.regimen)
        self._loader.put_clinical(kept.clinical)
        self._model.set_key_images(kept.key_images)

    @Slot()
    def _on_ct(self) -> None:
        kept, viewed = self._keeper.waiting_ct, self._model.viewed_ct
        if kept is None or kept.ct is None or viewed is None:
            return
        if viewed.series.series_instance_uid != kept.ct.series_instance_uid:
            self._keeper.waiting_ct = None
            self._tell("reopened ct", "ct", self.tr("The regions of the earlier CT do not belong to this one."))
            return
        known = self._model.inputs.ct.roi if self._model.inputs.ct else None
        if any(lesion.roi.mask.shape != viewed.volume.hu.shape for lesion in kept.rois.lesions):
            self._keeper.waiting_ct = None
            self._tell("reopened ct", "ct", self.tr("The CT has other slices now: its regions fit no more."))
            return
        job = self._runner.start(lambda _: _recognised(kept.rois.lesions, known))
        self._placing += 1
        deliver(job, self, partial(self._place_ct, kept, viewed))

    def _place_ct(self, kept: CaseSnapshot, viewed: object, lesions: tuple[Lesion, ...]) -> None:
        self._placing -= 1
        if kept is self._keeper.waiting_ct and viewed is self._model.viewed_ct:
            self._keeper.waiting_ct = None
            rois = replace(self._model.rois, lesions=lesions, measurements=kept.rois.measurements)
            self._restore(lambda: self._model.restore_rois(rois))
            if changed_files(kept, snapshot_of(self._model, None, None), "ct"):
                self._tell("reopened ct", "ct", self.tr("The files of the CT have changed since the case was saved."))
        self._on_read()

    @Slot()
    def _on_slide(self) -> None:
        kept, slide = self._keeper.waiting_slide, self._model.inputs.slide
        if kept is None or kept.slide is None or slide is None:
            return
        self._keeper.waiting_slide = None
        if slide.facts.path.name != kept.slide.path.name:
            self._tell("reopened slide", "slide", self.tr("The outline of the earlier slide does not belong here."))
            return
        if not _same_outline(kept.rois.slide, slide.roi):
            self._restore(lambda: self._model.restore_rois(self._model.rois.with_slide(kept.rois.slide)))
        if changed_files(kept, snapshot_of(self._model, None, None), "slide"):
            what = self.tr("The files of the slide have changed since the case was saved.")
            self._tell("reopened slide", "slide", what)

    @Slot()
    def _on_read(self) -> None:
        """Everything that could be read is there: say what is missing."""
        if self._told or self._loader.reading or self._placing:
            return
        self._told, self._keeper.laying_out = True, False
        if self._model.undo_stack.count():
            self._keeper.touch()  # something was drawn on the one image while the other was still read
        ct, slide = self._keeper.waiting_ct, self._keeper.waiting_slide
        if ct and ct.ct:
            what = self.tr("The CT of this case was not found in {folder}.").format(folder=ct.ct.root.name)
            self._tell_missing("reopened ct", what)
        if slide and slide.slide:
            what = self.tr("The slide of this case, {file}, was not found.").format(file=slide.slide.path.name)
            self._tell_missing("reopened slide", what)
        if self._reason and not (ct or slide):
            self._restore(partial(self._model.accept_mismatch, self._reason))

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
        advice = self.tr("Check the regions against the images.")
        self._board.replace(source, (BoardProblem(Severity.WARNING, "", what, advice, screen),))


def _recognised(lesions: Sequence[Lesion], known: CtRoi | None) -> tuple[Lesion, ...]:
    """The lesions; the one that is still as its file has it counts as read from there, not as drawn."""
    return tuple(
        replace(lesion, roi=known) if known and np.array_equal(lesion.roi.mask, known.mask) else lesion
        for lesion in lesions
    )


def _same_outline(a: SlideRoi | None, b: SlideRoi | None) -> bool:
    if a is None or b is None:
        return a is b
    ours, theirs = ([ring for one in roi.polygons for ring in (one.outline, *one.holes)] for roi in (a, b))
    same_rings = len(ours) == len(theirs) and all(map(np.array_equal, ours, theirs))
    return len(a.polygons) == len(b.polygons) and same_rings
