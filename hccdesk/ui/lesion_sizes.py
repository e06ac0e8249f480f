"""The size of each lesion, measured in the background whenever its region is another; one measurement at a time."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from hccdesk.domain.roi import CtRoi, RoiMeasurements
from hccdesk.domain.roi_set import Lesion
from hccdesk.ui.jobs import RunningJob, deliver
from hccdesk.ui.session import Session


class LesionSizes(QObject):
    """Sizes by region; a region that is gone is forgotten, also while it waits to be measured.

    Signals: `changed`.
    """

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._sizes: list[tuple[CtRoi, RoiMeasurements]] = []
        self._failed: CtRoi | None = None
        self._job: RunningJob | None = None
        session.model.ct_changed.connect(self.refresh)
        session.model.rois_changed.connect(self.refresh)
        self.refresh()

    def of(self, lesion: Lesion) -> RoiMeasurements | None:
        """The size of a lesion; None as long as it is being measured."""
        return next((size for roi, size in self._sizes if roi is lesion.roi), None)

    def refresh(self) -> None:
        """Measure what is new among the lesions, the newest state only."""
        model = self._session.model
        lesions, ct = model.rois.lesions, model.inputs.ct
        self._sizes = [(roi, size) for roi, size in self._sizes if any(roi is lesion.roi for lesion in lesions)]
        if not any(self._failed is lesion.roi for lesion in lesions):
            self._failed = None
        for lesion in lesions:
            if ct and ct.measurements and ct.roi is lesion.roi and self.of(lesion) is None:
                self._sizes.append((lesion.roi, ct.measurements))
        self._measure_next()

    def _measure_next(self) -> None:
        model, verbs = self._session.model, self._session.verbs
        viewed = model.viewed_ct
        wanted = [lesion.roi for lesion in model.rois.lesions if self.of(lesion) is None]
        roi = next((one for one in wanted if one is not self._failed), None)
        if viewed is None or roi is None or self._job is not None:
            return
        geometry = viewed.volume.geometry
        # Beside the long jobs, for which there is only one worker: a size must not wait until an analysis is over.
        self._job = self._session.tiles.start(lambda _: verbs.measure(roi, geometry), self.tr("Measuring"))
        deliver(self._job, self, partial(self._on_measured, roi))
        self._job.failed.connect(partial(self._on_failed, roi))
        self._job.ended.connect(self._on_ended)

    def _on_measured(self, roi: CtRoi, measured: RoiMeasurements) -> None:
        if any(roi is lesion.roi for lesion in self._session.model.rois.lesions):
            self._sizes.append((roi, measured))
            self.changed.emit()

    def _on_failed(self, roi: CtRoi, error: BaseException) -> None:
        self._failed = roi

    def _on_ended(self) -> None:
        self._job = None
        self._measure_next()


def sizes_of(session: Session) -> LesionSizes:
    """The session's own, made when it is first asked for: no region is measured twice."""
    found = session.findChild(LesionSizes)
    return found if isinstance(found, LesionSizes) else LesionSizes(session, session)
