"""The patient banner: who this is, what is planned, and that the models are demonstrations. It never scrolls."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QMenu

from hccdesk.domain.regimen import Regimen
from hccdesk.ui import theme
from hccdesk.ui.shell.patient_facts import PatientLine
from hccdesk.ui.widgets.pieces import icon_button, label, row

HEIGHT_PX = 48


class Banner(QFrame):
    """The banner.

    Signals: `regimen_chosen(Regimen)`, `language_asked`, `theme_asked`.
    """

    regimen_chosen = Signal(object)
    language_asked = Signal()
    theme_asked = Signal()

    def __init__(self, menu: QMenu) -> None:
        super().__init__()
        self.setObjectName("banner")
        self.setFixedHeight(HEIGHT_PX)
        self._name, self._facts = label("", "section"), label("", "muted")
        self._name.setMaximumWidth(340)
        self._demonstration = label(self.tr("⚠ DEMONSTRATION MODELS"), "mark")
        self._demonstration.setToolTip(
            self.tr("Trained on synthetic patients: their numbers say nothing about a real one.")
        )
        self._demonstration.hide()
        self._regimens = QComboBox()
        self._regimens.setAccessibleName(self.tr("Planned treatment"))
        self._regimens.setToolTip(self.tr("Planned treatment"))
        for regimen in Regimen:
            self._regimens.addItem(regimen.label, regimen)
        self._language = icon_button("translate", self.tr("中文"))
        dark = theme.current().name == theme.DARK
        self._theme = icon_button(
            "white-balance-sunny" if dark else "weather-night",
            self.tr("Light theme") if dark else self.tr("Dark theme"),
        )
        self._menu = icon_button("menu", self.tr("Menu"))
        self._menu.setMenu(menu)
        self._menu.setPopupMode(self._menu.ToolButtonPopupMode.InstantPopup)
        self._lay_out()
        self._regimens.activated.connect(lambda _: self.regimen_chosen.emit(self._regimens.currentData()))
        self._language.clicked.connect(self.language_asked)
        self._theme.clicked.connect(self.theme_asked)

    def show_patient(self, line: PatientLine) -> None:
        """The patient's name and facts."""
        self._name.setText(line.name or self.tr("No patient yet"))
        self._facts.setText(line.facts)
        self._name.setToolTip(line.name)

    def show_regimen(self, regimen: Regimen) -> None:
        """The planned treatment."""
        self._regimens.setCurrentIndex(self._regimens.findData(regimen))

    def show_demonstration(self, demonstration: bool) -> None:
        """Whether any installed model is a demonstration."""
        self._demonstration.setVisible(demonstration)

    def _lay_out(self) -> None:
        layout = row(self, 0, 12)
        layout.setContentsMargins(16, 0, 12, 0)
        layout.addWidget(self._name)
        layout.addWidget(self._facts)
        layout.addStretch(1)
        layout.addWidget(self._demonstration, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self._regimens)
        layout.addSpacing(4)
        for widget in (self._language, self._theme, self._menu):
            layout.addWidget(widget)
