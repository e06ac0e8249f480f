"""What takes longer than a stroke: growing, smoothing, filling between slices. In the background, pushed once."""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from hccdesk.domain.errors import HccdeskError
from hccdesk.domain.progress import Progress
from hccdesk.domain.region_edit import DropIslands, FillBetween, FillHoles, Grow, KeepLargest, RegionAct, Smooth
from hccdesk.domain.roi_set import Lesion
from hccdesk.ui.ct_viewer.lattice_place import lattice_axis
from hccdesk.ui.ct_viewer.pane_hand import PanePlace
from hccdesk.ui.jobs import RunningJob, deliver
from hccdesk.ui.language import translate
from hccdesk.ui.problem_board import lines_of_error
from hccdesk.ui.roi_tools.drawing_permit import why_no_act
from hccdesk.ui.roi_tools.editor import RoiEditor
from hccdesk.ui.session import Session


class LesionJobs(QObject):
    """Works on the active lesion as a whole, one act at a time.

    Signals: `changed` when an act begins or ends.
    """

    changed = Signal()

    def __init__(self, session: Session, editor: RoiEditor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._editor = session, editor
        self._job: RunningJob | None = None

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
        self._start(lesion, region_act, what, partial(self._on_refined, lesion, what))

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
        self._start(lesion, act, what, partial(self._on_grown, lesion))

    def cancel(self) -> None:
        """Stop the act under way."""
        if self._job:
            self._job.cancel()

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

    def _start(self, lesion: Lesion, act: RegionAct, name: str, receive: object) -> None:
        viewed, verbs = self._session.model.viewed_ct, self._session.verbs
        if viewed is None:
            return
        self._editor.give_up()
        self.cancel()
        mask, volume = lesion.roi.mask, viewed.volume

        def work(progress: Progress) -> NDArray[np.bool_]:
            progress.step(0, 1, "Lesion")
            return verbs.edit_region(mask, volume.hu, volume.geometry, act)

        job = self._session.compute.start(work, name)
        self._job = job
        deliver(job, self, receive)  # type: ignore[arg-type]
        job.failed.connect(self._on_failed)
        job.ended.connect(self._on_ended)
        self.changed.emit()

    def _on_refined(self, lesion: Lesion, what: str, mask: NDArray[np.bool_]) -> None:
        if not self._is_still(lesion):
            return
        if np.array_equal(mask, lesion.roi.mask):
            self._editor.said.emit(translate("RoiTools", "Nothing to change: {what}.").format(what=what))
            return
        self._editor.put(lesion, mask, what)

    def _on_grown(self, lesion: Lesion, mask: NDArray[np.bool_]) -> None:
        if lesion.roi.mask.any() and not self._is_still(lesion):
            return
        self._editor.propose(lesion, mask)
        self._editor.said.emit(translate("RoiTools", "Enter keeps this region, Escape does not."))

    def _is_still(self, lesion: Lesion) -> bool:
        """Whether the lesion is what it was when the act began; another edit came first otherwise."""
        still = any(other.roi is lesion.roi and not other.locked for other in self._session.model.rois.lesions)
        if not still:
            text = translate("RoiTools", "{name} was changed meanwhile, so nothing was done.")
            self._editor.said.emit(text.format(name=lesion.name))
        return still

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
