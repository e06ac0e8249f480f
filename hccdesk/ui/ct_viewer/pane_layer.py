"""What is always painted over the CT views, whoever holds the left button: measurements."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtGui import QPainter, QTransform

from hccdesk.ui.ct_viewer.patient_grid import Plane


class PaneLayer(Protocol):
    """Painted over the views of the case's own series, and into key images."""

    def paint(self, plane: Plane, painter: QPainter, pixel_to_widget: QTransform) -> None:
        """Paint over a view, in widget pixels; `pixel_to_widget` maps (column, row) as in `PanePlace`."""
