"""The explanation in the inspector: switch, opacity, and the patches that speak most for and most against response."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QCheckBox, QGridLayout, QSlider, QToolButton, QWidget

from hccdesk.domain.slide import PatchPicture, SlideExplanation
from hccdesk.ui.slide_viewer.contribution_legend import signed_number
from hccdesk.ui.widgets.demonstration_mark import demonstration_mark
from hccdesk.ui.widgets.pieces import column, empty, label, row
from hccdesk.ui.widgets.pixels import image_of

PICTURE_PX, COLUMNS = 72, 3


class ContributionPanel(QWidget):
    """The panel.

    Signals: `shown_asked(bool)`, `opacity_asked(float)` 0..1, `patch_asked(int)` a place among the kept patches.
    """

    shown_asked = Signal(bool)
    opacity_asked = Signal(float)
    patch_asked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._why = label("", "caption", wrap=True)
        self._show = QCheckBox(self.tr("Show over the slide (Shift+O)"))
        self._opacity, self._percent = QSlider(Qt.Orientation.Horizontal), label("", "muted")
        self._opacity.setRange(0, 100)
        self._opacity.setAccessibleName(self.tr("Opacity"))
        self._gallery, self._mark = column(spacing=4), demonstration_mark()
        self._mark.hide()
        strength = row(spacing=8)
        for widget in (label(self.tr("Opacity"), "muted"), self._opacity, self._percent):
            strength.addWidget(widget)
        body = column(self, 0, 8)
        body.addWidget(label(self.tr("What spoke for and against"), "section"))
        body.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignLeft)
        body.addWidget(self._show)
        body.addLayout(strength)
        body.addWidget(self._why)
        body.addLayout(self._gallery)
        self._show.toggled.connect(self.shown_asked)
        self._opacity.valueChanged.connect(self._on_opacity)

    def show_state(self, shown: bool, opacity: float, why_not: str) -> None:
        """Whether the overlay is shown and how strongly; `why_not` says why it cannot be."""
        for widget in (self._show, self._opacity):
            widget.blockSignals(True)
            widget.setEnabled(not why_not)
            widget.setToolTip(why_not)
        self._show.setChecked(shown)
        self._opacity.setValue(round(100 * opacity))
        for widget in (self._show, self._opacity):
            widget.blockSignals(False)
        self._percent.setText(f"{100 * opacity:.0f} %")
        self._why.setText(why_not or self.tr("An explanation is not a cause."))

    def show_gallery(self, explanation: SlideExplanation | None, demonstration: bool = False) -> None:
        """The pictures of an explanation; that of a `demonstration` model is marked."""
        empty(self._gallery)
        self._mark.setVisible(demonstration and explanation is not None)
        if explanation is None:
            return
        values = explanation.contribution
        favour = [p for p in explanation.gallery if values[p.kept_index] > 0]
        against = [p for p in explanation.gallery if values[p.kept_index] < 0]
        for title, role, pictures in (
            (self.tr("▲ Most for response"), "favours_response", favour),
            (self.tr("▼ Most for no response"), "favours_no_response", against),
        ):
            if pictures:
                self._gallery.addWidget(label(title, role))
                self._gallery.addLayout(self._pictures(pictures, explanation))

    def _pictures(self, pictures: list[PatchPicture], explanation: SlideExplanation) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(4)
        for place, picture in enumerate(pictures):
            value = signed_number(float(explanation.contribution[picture.kept_index]), even=True)
            grid.addWidget(self._picture(picture, value), place // COLUMNS, place % COLUMNS)
        grid.setColumnStretch(COLUMNS, 1)
        return grid

    def _picture(self, picture: PatchPicture, value: str) -> QToolButton:
        made = QToolButton()
        made.setProperty("kind", "quiet")
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        made.setIcon(QIcon(QPixmap.fromImage(image_of(picture.rgb))))
        made.setIconSize(QSize(PICTURE_PX, PICTURE_PX))
        made.setText(value)
        made.setToolTip(
            self.tr("Go to this patch. Contribution {value}; positive speaks for response.").format(value=value)
        )
        made.setAccessibleName(self.tr("Patch, {value}").format(value=value))
        made.clicked.connect(partial(self.patch_asked.emit, picture.kept_index))
        return made

    def _on_opacity(self, percent: int) -> None:
        self._percent.setText(f"{percent} %")
        self.opacity_asked.emit(percent / 100)
