"""A view of the case's own series with its slider, and above it what it shows when others are beside it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from hccdesk.ui.ct_viewer.compare_box import HEAD_PX
from hccdesk.ui.ct_viewer.patient_grid import Plane
from hccdesk.ui.ct_viewer.slice_bar import SliceBar
from hccdesk.ui.ct_viewer.slice_pane import SlicePane
from hccdesk.ui.widgets.pieces import column, label


class PlaneBox(QWidget):
    """The box; `pane` is its view, `bar` its slider."""

    def __init__(self, plane: Plane, name: str) -> None:
        super().__init__()
        self.pane = SlicePane(plane, name)
        self.bar = SliceBar(self.tr("Slices with lesions: {plane}").format(plane=name))
        self._head = label("", "group")
        self._head.setFixedHeight(HEAD_PX)
        self._head.setContentsMargins(8, 0, 8, 0)
        self._head.hide()
        layout = column(self, 0, 0)
        layout.addWidget(self._head)
        layout.addWidget(self.pane, 1)
        layout.addWidget(self.bar)

    def show_head(self, text: str) -> None:
        """What it is, over the view; empty for nothing."""
        self._head.setText(text)
        self._head.setVisible(bool(text))
