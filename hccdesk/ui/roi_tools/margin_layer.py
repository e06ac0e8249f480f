"""The tissue around a lesion that the models are given with it: a dashed edge at its distance."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPainter, QTransform

from hccdesk.domain.progress import Progress
from hccdesk.domain.roi import CtRoi
from hccdesk.domain.roi_set import Lesion
from hccdesk.ui.ct_viewer.patient_grid import FIXED_AXIS, PatientGrid, Plane, patient_grid, plane_slice
from hccdesk.ui.jobs import deliver
from hccdesk.ui.roi_tools.lesion_acts import colour_of
from hccdesk.ui.roi_tools.region_marks import lesion_colour, paint_ring
from hccdesk.ui.session import Session

_Ring = tuple[CtRoi, float, NDArray[np.bool_] | None]
"""A region, its margin in mm, and both together in the order of the patient; None while that is being computed."""


class MarginLayer(QObject):
    """Paints over the views; rings are computed in the background.

    Signals: `changed` another ring is ready.
    """

    changed = Signal()

    def __init__(self, session: Session, slice_at: Callable[[Plane], int], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._slice_at = session, slice_at
        self._rings: list[_Ring] = []
        self._grid: PatientGrid | None = None
        self.shown: Callable[[], bool] = lambda: True
        session.model.ct_changed.connect(self.refresh)
        session.model.rois_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Compute the rings that are new, forget those of regions that are gone."""
        model = self._session.model
        wanted = [lesion for lesion in model.rois.lesions if lesion.margin_mm > 0]
        self._grid = patient_grid(model.viewed_ct.volume.geometry) if model.viewed_ct else None
        self._rings = [ring for ring in self._rings if any(_is_of(ring, lesion) for lesion in wanted)]
        for lesion in wanted:
            if self._grid and not any(_is_of(ring, lesion) for ring in self._rings):
                self._rings.append((lesion.roi, lesion.margin_mm, None))
                self._compute(lesion.roi, lesion.margin_mm, self._grid)

    def paint(self, plane: Plane, painter: QPainter, pixel_to_widget: QTransform) -> None:
        """The dashed edges on this view's slice."""
        if not self._rings or not self.shown():
            return
        at = self._slice_at(plane)
        for place, lesion in enumerate(self._session.model.rois.lesions):
            ring = next((ring for ring in self._rings if _is_of(ring, lesion)), None)
            if ring and ring[2] is not None and lesion.shown and at < ring[2].shape[FIXED_AXIS[plane]]:
                colour = lesion_colour(colour_of(lesion, place))
                paint_ring(painter, plane_slice(ring[2], plane, at), pixel_to_widget, colour)

    def _compute(self, roi: CtRoi, margin_mm: float, grid: PatientGrid) -> None:
        verbs = self._session.verbs

        def both(progress: Progress) -> NDArray[np.bool_]:
            return grid.ordered(verbs.surroundings(roi.mask, grid.geometry, margin_mm) | roi.mask)

        deliver(self._session.tiles.start(both, self.tr("Margin")), self, partial(self._on_ring, roi, margin_mm))

    def _on_ring(self, roi: CtRoi, margin_mm: float, both: NDArray[np.bool_]) -> None:
        self._rings = [(*ring[:2], both) if ring[0] is roi and ring[1] == margin_mm else ring for ring in self._rings]
        self.changed.emit()


def _is_of(ring: _Ring, lesion: Lesion) -> bool:
    return ring[0] is lesion.roi and ring[1] == lesion.margin_mm
