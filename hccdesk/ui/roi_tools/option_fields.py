"""Numbers in the row above the views, and what its groups have in common."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QSpinBox, QWidget

from hccdesk.ui.roi_tools.toolbox import RoiOptions
from hccdesk.ui.widgets.pieces import row


class OptionGroup(QWidget):
    """Widgets that set some of the options.

    Signals: `options_set(RoiOptions)`.
    """

    options_set = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.options = RoiOptions()
        self.line = row(self, 0, 8)

    def show_options(self, options: RoiOptions) -> None:
        """Settings; they may have changed by key or wheel."""
        self.options = options

    def set_options(self, options: RoiOptions) -> None:
        """The reader set these."""
        if options != self.options:
            self.options = options
            self.options_set.emit(options)


def mm_field(name: str, limits: tuple[float, float, float]) -> QDoubleSpinBox:
    """A number in mm; `limits` are the least, the most and the step."""
    field = QDoubleSpinBox()
    field.setRange(*limits[:2])
    field.setSingleStep(limits[2])
    field.setDecimals(1)
    field.setSuffix(" mm")
    field.setFixedWidth(76)
    prepare(field, name)
    return field


def prepare(field: QAbstractSpinBox, name: str) -> None:
    """Say a number once it is written, and leave the keyboard to the views until then."""
    if isinstance(field, (QSpinBox, QDoubleSpinBox)):
        field.setKeyboardTracking(False)
    field.setAccessibleName(name)
    field.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    field.setAlignment(Qt.AlignmentFlag.AlignRight)


def show_number(field: QSpinBox | QDoubleSpinBox, value: float) -> None:
    """Another number, from outside: nobody is told."""
    field.blockSignals(True)
    if isinstance(field, QSpinBox):
        field.setValue(round(value))
    else:
        field.setValue(value)
    field.blockSignals(False)
