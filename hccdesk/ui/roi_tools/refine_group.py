"""What is done to a lesion as a whole: buttons of the row above the views."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from hccdesk.ui.roi_tools.option_fields import OptionGroup, mm_field, show_number
from hccdesk.ui.roi_tools.toolbox import RoiOptions
from hccdesk.ui.widgets.pieces import button, label

LARGEST_MARGIN_MM = 30.0


class RefineGroup(OptionGroup):
    """The acts, the scale of smoothing, and the margin.

    Signals: `refine_asked(str)` one of the acts of `LesionJobs.refine`, `margin_asked(float)` mm.
    """

    refine_asked = Signal(str)
    margin_asked = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self._acts: list[tuple[QPushButton, str]] = []
        self.smooth = mm_field(self.tr("Smooth by"), (0.5, 20.0, 0.5))
        self.margin = mm_field(self.tr("Margin"), (0.0, LARGEST_MARGIN_MM, 1.0))
        self._lay_out()
        self.smooth.valueChanged.connect(self._on_smooth)
        self.margin.valueChanged.connect(self.margin_asked)

    def show_options(self, options: RoiOptions) -> None:
        """Settings."""
        super().show_options(options)
        show_number(self.smooth, options.smooth_mm)

    def show_lesion(self, margin_mm: float, refusal: str) -> None:
        """The lesion's margin, and why nothing can be done to it (empty: it can)."""
        show_number(self.margin, margin_mm)
        self.margin.setEnabled(not refusal)
        given = self.tr("Surrounding tissue that the models are given with the lesion; its sizes stay the tumour's own")
        self.margin.setToolTip(refusal or given)
        for act, said in self._acts:
            act.setEnabled(not refusal)
            act.setToolTip(refusal or said)

    def _on_smooth(self, smooth_mm: float) -> None:
        self.set_options(replace(self.options, smooth_mm=smooth_mm))

    def _lay_out(self) -> None:
        self.line.setSpacing(6)
        for name, text, said in (
            ("fill_between", self.tr("Fill slices"), self.tr("Fills the slices between those that were drawn")),
            ("keep_largest", self.tr("Largest"), self.tr("Keeps the largest part only")),
            ("drop_islands", self.tr("Islands"), self.tr("Removes parts smaller than 0.5 ml")),
            ("fill_holes", self.tr("Holes"), self.tr("Fills what the lesion encloses")),
            ("smooth", self.tr("Smooth"), self.tr("Rounds off what is finer than this")),
        ):
            act = button(text)
            act.clicked.connect(partial(self.refine_asked.emit, name))
            self._acts.append((act, said))
            self.line.addWidget(act)
        self.line.addWidget(self.smooth)
        self.line.addWidget(label(self.tr("Margin"), "muted"))
        self.line.addWidget(self.margin)
