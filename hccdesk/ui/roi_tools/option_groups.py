"""What the drawing tools are set by: brush, range of HU, reach."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QSpinBox

from hccdesk.ui.roi_tools.option_fields import OptionGroup, mm_field, prepare, show_number
from hccdesk.ui.roi_tools.toolbox import HIGHEST_HU, LARGEST_BRUSH_MM, LOWEST_HU, SMALLEST_BRUSH_MM, RoiOptions
from hccdesk.ui.widgets.pieces import button, label, row, set_property

LARGEST_REACH_MM = 150.0


class BrushGroup(OptionGroup):
    """Size, and disc or ball."""

    def __init__(self) -> None:
        super().__init__()
        self._size = mm_field(self.tr("Size"), (SMALLEST_BRUSH_MM, LARGEST_BRUSH_MM, 1.0))
        self._size.setToolTip(self.tr("Diameter of the brush ([ and ], Shift+wheel)"))
        self._size.valueChanged.connect(self._on_size)
        self._disc, self._ball = button(self.tr("2-D"), "segment"), button(self.tr("Sphere"), "segment")
        self._disc.setToolTip(self.tr("Paints on this slice only"))
        self._ball.setToolTip(self.tr("Paints on the slices in front and behind, too"))
        pair, both = QButtonGroup(self), row(spacing=0)
        for part, edge in ((self._disc, "left"), (self._ball, "right")):
            part.setCheckable(True)
            part.setStyleSheet("padding: 3px 8px; min-width: 52px;")  # words, where other segments hold a letter
            set_property(part, "edge", edge)
            pair.addButton(part)
            both.addWidget(part)
            part.clicked.connect(self._on_shape)
        self.line.addWidget(label("Ø", "muted"))
        self.line.addWidget(self._size)
        self.line.addLayout(both)

    def show_options(self, options: RoiOptions) -> None:
        """Settings; they may have changed by key or wheel."""
        super().show_options(options)
        show_number(self._size, options.brush_mm)
        (self._ball if options.sphere else self._disc).setChecked(True)

    def _on_size(self, brush_mm: float) -> None:
        self.set_options(self.options.with_brush(brush_mm))

    def _on_shape(self) -> None:
        self.set_options(replace(self.options, sphere=self._ball.isChecked()))


class RangeGroup(OptionGroup):
    """The range of HU, and taking it from a click.

    Signals: `pick_asked`.
    """

    pick_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._low, self._high = self._field(self.tr("HU from")), self._field(self.tr("HU to"))
        self._low.valueChanged.connect(self._on_low)
        self._high.valueChanged.connect(self._on_high)
        self._pick = button(self.tr("From here"), "", "eyedropper")
        self._pick.setCheckable(True)
        self._pick.setToolTip(self.tr("The next click takes the range: mean ± 2 standard deviations within 3 mm"))
        self._pick.clicked.connect(self.pick_asked)
        for widget in (label(self.tr("HU"), "muted"), self._low, label("–", "muted"), self._high, self._pick):
            self.line.addWidget(widget)

    def show_options(self, options: RoiOptions) -> None:
        """Settings; they may have changed by a click."""
        super().show_options(options)
        show_number(self._low, options.lower_hu)
        show_number(self._high, options.upper_hu)

    def show_picking(self, picking: bool) -> None:
        """Whether the next click takes the range."""
        self._pick.setChecked(picking)

    def _field(self, name: str) -> QSpinBox:
        field = QSpinBox()
        field.setRange(LOWEST_HU, HIGHEST_HU)
        field.setSingleStep(5)
        field.setFixedWidth(56)
        prepare(field, name)
        return field

    def _on_low(self, hu: int) -> None:
        self.set_options(self.options.with_range(hu, max(hu, self.options.upper_hu)))

    def _on_high(self, hu: int) -> None:
        self.set_options(self.options.with_range(min(hu, self.options.lower_hu), hu))


class GrowGroup(OptionGroup):
    """Whether each click takes the range, and how far a region may reach."""

    def __init__(self) -> None:
        super().__init__()
        self._from_click = QCheckBox(self.tr("of each click"))
        self._from_click.setToolTip(self.tr("Takes the range anew where you click"))
        self._from_click.clicked.connect(self._on_from_click)
        self._reach = mm_field(self.tr("Reach"), (2.0, LARGEST_REACH_MM, 5.0))
        self._reach.setToolTip(self.tr("No further than this from the click"))
        self._reach.valueChanged.connect(self._on_reach)
        for widget in (self._from_click, label(self.tr("reach"), "muted"), self._reach):
            self.line.addWidget(widget)

    def show_options(self, options: RoiOptions) -> None:
        """Settings."""
        super().show_options(options)
        self._from_click.setChecked(options.range_from_click)
        show_number(self._reach, options.reach_mm)

    def _on_from_click(self, on: bool) -> None:
        self.set_options(replace(self.options, range_from_click=on))

    def _on_reach(self, reach_mm: float) -> None:
        self.set_options(replace(self.options, reach_mm=reach_mm))
