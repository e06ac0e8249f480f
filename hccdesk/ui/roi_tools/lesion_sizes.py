"""The size of each lesion, measured in the background whenever its region is another."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from hccdesk.domain.roi import CtRoi, RoiMeasurements
from hccdesk.domain.roi_set import Lesion
from hccdesk.ui.jobs import deliver
from hccdesk.ui.session import Session


class LesionSizes(QObject):
    """Sizes by region; a region that is gone is forgotten.

    Signals: `changed`.
    """

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._sizes: list[tuple[CtRoi, RoiMeasurements | None]] = []

    def of(self, lesion: Lesion) -> RoiMeasurements | None:
        """The size of a lesion; None as long as it is being measured."""
        return next((size for roi, size in self._sizes if roi is lesion.roi), None)

    def refresh(self) -> None:
        """Measure what is new among the lesions."""
        lesions = self._session.model.rois.lesions
        self._sizes = [(roi, size) for roi, size in self._sizes if any(roi is lesion.roi for lesion in lesions)]
        for lesion in lesions:
            if not any(roi is lesion.roi for roi, _ in self._sizes):
                self._measure(lesion.roi)

    def _measure(self, roi: CtRoi) -> None:
        viewed, ct, verbs = self._session.model.viewed_ct, self._session.model.inputs.ct, self._session.verbs
        if viewed is None:
            return
        known = ct.measurements if ct and ct.roi is roi else None
        self._sizes.append((roi, known))
        if known:
            return
        geometry = viewed.volume.geometry
        # Beside the long jobs, for which there is only one worker: a size must not wait until an analysis is over.
        job = self._session.tiles.start(lambda _: verbs.measure(roi, geometry), self.tr("Measuring"))
        deliver(job, self, partial(self._on_measured, roi))

    def _on_measured(self, roi: CtRoi, measured: RoiMeasurements) -> None:
        self._sizes = [(other, measured if other is roi else size) for other, size in self._sizes]
        self.changed.emit()
