"""What takes longer than a stroke: growing, smoothing, filling between slices. In the background, pushed once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from hccdesk.domain.errors import HccdeskError
from hccdesk.domain.progress import Progress
from hccdesk.domain.region_edit import DropIslands, FillBetween, FillHoles, Grow, KeepLargest, RegionAct, Smooth
from hccdesk.domain.roi import CtRoi
from hccdesk.domain.roi_set import Lesion
from hccdesk.ui.case_model import ViewedCt
from hccdesk.ui.ct_viewer.lattice_place import lattice_axis
from hccdesk.ui.ct_viewer.pane_hand import PanePlace
from hccdesk.ui.jobs import RunningJob, deliver
from hccdesk.ui.language import translate
from hccdesk.ui.problem_board import lines_of_error
from hccdesk.ui.roi_tools.drawing_permit import why_no_act
from hccdesk.ui.roi_tools.editor import RoiEditor
from hccdesk.ui.session import Session


@dataclass(frozen=True, slots=True)
class _Done:
    """What came of an act: on which CT and lesion it was begun, the region, and whether it is still the same."""

    viewed: ViewedCt
    lesion: Lesion
    region: CtRoi
    is_same: bool


def _done(viewed: ViewedCt, lesion: Lesion, mask: NDArray[np.bool_]) -> _Done:
    """Everything about the voxels is found out here, in the job."""
    before = lesion.roi
    region = CtRoi(mask, lesion.name, before.reordered)
    same = region.box == before.box and np.array_equal(mask[region.box], before.mask[before.box])
    return _Done(viewed, lesion, region, same)


class LesionJobs(QObject):
    """Works on the active lesion as a whole, one act at a time; what comes back goes to the CT it was begun on only.

    Signals: `changed` when an act begins or ends.
    """

    changed = Signal()

    def __init__(self, session: Session, editor: RoiEditor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._editor = session, editor
        self._job: RunningJob | None = None
        self._grows = False
        session.model.ct_changed.connect(self.cancel)
        session.shelf.leaving.connect(self.cancel)

    @property
    def running(self) -> bool:
        """Whether an act is under way."""
        return self._job is not None

    def refine(self, act: str) -> None:
        """`fill_between`, `smooth`, `keep_largest`, `drop_islands` or `fill_holes`, with the options as they are."""
        lesion = self._editor.active
        reason = why_no_act(self._session.model, lesion)
        if reason or lesion is None or self._editor.grid is None:
            self._editor.said.emit(reason)
            return
        title, region_act = self._acts()[act]
        what = title.format(name=lesion.name)
        self._start(lesion, region_act, what, partial(self._on_refined, what))

    def grow(self, place: PanePlace) -> None:
        """What hangs together with the voxel here, to look at first."""
        grid, reason = self._editor.grid, self._editor.why_not()
        if reason or grid is None:
            self._editor.said.emit(reason)
            return
        seed = tuple(int(np.floor(value)) for value in self._editor.point(place))
        if not all(0 <= value < size for value, size in zip(seed, grid.geometry.shape, strict=True)):
            return
        if self._editor.toolbox.options.range_from_click:
            self._editor.pick_range(place)
        options, lesion = self._editor.toolbox.options, self._editor.blank_or_active()
        act = Grow((seed[0], seed[1], seed[2]), options.lower_hu, options.upper_hu, options.reach_mm)
        what = translate("RoiTools", "Grow {name}").format(name=lesion.name)
        self._start(lesion, act, what, self._on_grown)

    def cancel(self) -> None:
        """Stop the act under way; nothing of it arrives any more."""
        job, self._job = self._job, None
        if job:
            job.cancel()
            self.changed.emit()

    def stop_growing(self) -> None:
        """The tool that would show what grew is put away."""
        if self._grows:
            self.cancel()

    def _acts(self) -> dict[str, tuple[str, RegionAct]]:
        options, grid = self._editor.toolbox.options, self._editor.grid
        axis = lattice_axis(grid, self._editor.last_plane) if grid else 0
        return {
            "fill_between": (translate("RoiTools", "Fill slices of {name}"), FillBetween(axis)),
            "smooth": (translate("RoiTools", "Smooth {name}"), Smooth(options.smooth_mm)),
            "keep_largest": (translate("RoiTools", "Keep the largest part of {name}"), KeepLargest()),
            "drop_islands": (translate("RoiTools", "Remove islands of {name}"), DropIslands(options.smallest_ml)),
            "fill_holes": (translate("RoiTools", "Fill holes of {name}"), FillHoles()),
        }

    def _start(self, lesion: Lesion, act: RegionAct, name: str, receive: Callable[[_Done], None]) -> None:
        viewed, verbs = self._session.model.viewed_ct, self._session.verbs
        if viewed is None:
            return
        self._editor.give_up()
        self.cancel()

        def work(progress: Progress) -> _Done:
            progress.step(0, 1, "Lesion")
            volume = viewed.volume
            mask = verbs.edit_region(lesion.roi.mask, volume.hu, volume.geometry, act)
            return _done(viewed, lesion, mask)

        job = self._session.compute.start(work, name)
        self._job, self._grows = job, isinstance(act, Grow)
        deliver(job, self, receive)
        job.failed.connect(self._on_failed)
        job.ended.connect(self._on_ended)
        self.changed.emit()

    def _on_refined(self, what: str, done: _Done) -> None:
        if not self._may_arrive(done):
            return
        if done.is_same:
            self._editor.said.emit(translate("RoiTools", "Nothing to change: {what}.").format(what=what))
            return
        self._editor.put(done.lesion, done.region, what)

    def _on_grown(self, done: _Done) -> None:
        if self._may_arrive(done):
            self._editor.propose(done.lesion, done.region)
            self._editor.said.emit(translate("RoiTools", "Enter keeps this region, Escape does not."))

    def _may_arrive(self, done: _Done) -> bool:
        """Whether CT and lesion are what they were when the act began, and nothing is being drawn; says why not."""
        if self._session.model.viewed_ct is not done.viewed:
            return False  # another patient's, perhaps: not a word about it here
        lesions, begun = self._session.model.rois.lesions, done.lesion
        if begun.roi.is_empty:
            still = all(other.name != begun.name for other in lesions)
        else:
            still = any(other.roi is begun.roi and not other.locked for other in lesions)
        if not still or self._editor.preview:
            text = translate("RoiTools", "{name} was changed meanwhile, so nothing was done.")
            self._editor.said.emit(text.format(name=begun.name))
        return still and not self._editor.preview

    def _on_failed(self, error: BaseException) -> None:
        if isinstance(error, HccdeskError):
            line = lines_of_error(error, "ct")[0]
            self._editor.said.emit(f"{line.what} {line.what_to_do}".strip())
        else:
            self._session.board.replace("lesions", lines_of_error(error, "ct"))

    def _on_ended(self) -> None:
        if self.sender() is self._job:
            self._job = None
            self.changed.emit()
