"""The patient banner: who this is, what is planned, and that the models are demonstrations. It never scrolls."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QFrame, QMenu, QSizePolicy

from hccdesk.domain.manifest import CohortKind, ModelManifest
from hccdesk.domain.regimen import Regimen
from hccdesk.ui import language, theme
from hccdesk.ui.shell.elided_label import ElidedLabel
from hccdesk.ui.shell.patient_facts import PatientLine
from hccdesk.ui.shell.saved_state import SavedState
from hccdesk.ui.spoken import words
from hccdesk.ui.widgets.pieces import icon_button, label, row, set_role

HEIGHT_PX = 48
FACTS_PX = 360
"""Room that ID, sex and age have before the name; a longer ID is cut in its middle, so that sex and age stay."""


class _Treatments(QComboBox):
    """The planned treatment: never changed by a wheel that only passes over it."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Nothing."""
        event.ignore()


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
        self._name, self._facts = ElidedLabel("", "section"), ElidedLabel("", "muted", middle=True)
        self._demonstration = label(self.tr("⚠ DEMONSTRATION MODELS"), "demonstration")
        self._demonstration.hide()
        self._saved = label("", "caption")
        self._regimens = _Treatments()
        self._regimens.setAccessibleName(self.tr("Planned treatment"))
        self._regimens.setToolTip(self.tr("Planned treatment"))
        for regimen in Regimen:
            self._regimens.addItem(regimen.label, regimen)
        to_chinese = language.current() != language.CHINESE
        self._language = icon_button("translate", "Chinese · 中文" if to_chinese else "English · 英文")
        dark = theme.current().name == theme.DARK
        self._theme = icon_button(
            "white-balance-sunny" if dark else "weather-night",
            self.tr("Light theme") if dark else self.tr("Dark theme"),
        )
        self._menu = icon_button("menu", self.tr("Menu (F10)"))
        self._menu.setMenu(menu)
        self._menu.setPopupMode(self._menu.ToolButtonPopupMode.InstantPopup)
        self._lay_out()
        self._regimens.activated.connect(lambda _: self.regimen_chosen.emit(Regimen(self._regimens.currentData())))
        self._language.clicked.connect(self.language_asked)
        self._theme.clicked.connect(self.theme_asked)

    def show_patient(self, line: PatientLine) -> None:
        """The patient's name and facts."""
        nobody = self.tr("No name") if line.facts else line.instead or self.tr("No patient yet")
        self._name.setText(line.name or nobody)
        self._facts.setText(line.facts)
        self._facts.setMinimumWidth(min(self._facts.sizeHint().width(), FACTS_PX))

    def show_regimen(self, regimen: Regimen) -> None:
        """The planned treatment."""
        self._regimens.setCurrentIndex(self._regimens.findData(regimen))

    def show_models(self, models: Sequence[ModelManifest]) -> None:
        """Whether any installed model is a demonstration, and which they are."""
        self._demonstration.setVisible(any(model.is_demonstration for model in models))
        lines = [self.tr("Trained on synthetic patients: their numbers say nothing about a real one.")]
        lines += [f"• {words(model.title)}: {self._kind(model.cohort_kind)}" for model in models]
        self._demonstration.setToolTip("\n".join(lines))

    def show_saved(self, state: SavedState) -> None:
        """Whether the case is saved, said only after it was read back; or that it is not, and why."""
        set_role(self._saved, "fault" if state.is_fault else "caption")
        self._saved.setText(state.text)
        self._saved.setToolTip(state.tip)

    def open_menu(self) -> None:
        """As a click on its button does."""
        self._menu.showMenu()

    def _kind(self, kind: CohortKind) -> str:
        return {
            CohortKind.PHANTOM: self.tr("demonstration (synthetic patients)"),
            CohortKind.PUBLIC: self.tr("trained on public data"),
            CohortKind.SITE: self.tr("trained on a hospital's own patients"),
        }[kind]

    def _lay_out(self) -> None:
        layout = row(self, 0, 12)
        layout.setContentsMargins(16, 0, 12, 0)
        self._name.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._facts.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        layout.addWidget(self._name, 1)
        layout.addWidget(self._facts)
        layout.addStretch(0)
        layout.addWidget(self._saved)
        layout.addWidget(self._demonstration, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self._regimens)
        for widget in (self._language, self._theme, self._menu):
            layout.addWidget(widget)
