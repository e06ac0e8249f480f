"""How a slice lies in its view: zoom and pan, and the transform from its pixels to those of the widget."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QSizeF
from PySide6.QtGui import QTransform

from hccdesk.ui.ct_viewer.slice_content import SliceContent

LEAST_ZOOM, MOST_ZOOM = 0.25, 40.0


@dataclass(frozen=True, slots=True)
class LookedAt:
    """Where a view looks, so that another series can be shown the same way.

    `px_per_mm` is the zoom, (`right_mm`, `down_mm`) the patient position in its middle along the view's axes.
    """

    px_per_mm: float
    right_mm: float
    down_mm: float


@dataclass(frozen=True, slots=True)
class PaneSight:
    """`zoom` 1 shows the whole slice; `pan_mm` (right, down) is how far it was moved from the middle."""

    zoom: float = 1.0
    pan_mm: tuple[float, float] = (0.0, 0.0)

    def px_per_mm(self, content: SliceContent, size: QSizeF) -> float:
        """Screen pixels a millimetre."""
        return self.zoom * _whole(content, size)

    def moved(self, right_mm: float, down_mm: float) -> PaneSight:
        """Panned by so much."""
        return replace(self, pan_mm=(self.pan_mm[0] + right_mm, self.pan_mm[1] + down_mm))

    def zoomed(self, factor: float, at: QPointF, content: SliceContent, size: QSizeF) -> PaneSight:
        """Zoomed, keeping what lies under `at` there."""
        before = self.px_per_mm(content, size)
        zoomed = replace(self, zoom=min(max(self.zoom * factor, LEAST_ZOOM), MOST_ZOOM))
        shift = 1 / zoomed.px_per_mm(content, size) - 1 / before
        return zoomed.moved((at.x() - size.width() / 2) * shift, (at.y() - size.height() / 2) * shift)

    def looked_at(self, content: SliceContent, size: QSizeF) -> LookedAt:
        """The same in the patient's own terms."""
        right, down = content.middle_mm
        return LookedAt(self.px_per_mm(content, size), right - self.pan_mm[0], down - self.pan_mm[1])

    def to_widget(self, content: SliceContent, size: QSizeF) -> QTransform:
        """From (column, row) in pixel edges of the slice to pixels of the widget."""
        scale = self.px_per_mm(content, size)
        rows, columns = content.hu.shape
        row_px, column_px = content.spacing_mm[0] * scale, content.spacing_mm[1] * scale
        transform = QTransform()
        transform.translate(
            size.width() / 2 + self.pan_mm[0] * scale - columns * column_px / 2,
            size.height() / 2 + self.pan_mm[1] * scale - rows * row_px / 2,
        )
        return transform.scale(column_px, row_px)


def sight_of(looked_at: LookedAt, content: SliceContent, size: QSizeF) -> PaneSight:
    """How to show `content` so that it lies as another series does."""
    zoom = min(max(looked_at.px_per_mm / _whole(content, size), LEAST_ZOOM), MOST_ZOOM)
    right, down = content.middle_mm
    return PaneSight(zoom, (right - looked_at.right_mm, down - looked_at.down_mm))


def _whole(content: SliceContent, size: QSizeF) -> float:
    """Pixels a millimetre where the whole slice fits."""
    rows, columns = content.hu.shape
    height_mm, width_mm = rows * content.spacing_mm[0], columns * content.spacing_mm[1]
    return float(max(min(size.width() / width_mm, size.height() / height_mm), 1e-6))
