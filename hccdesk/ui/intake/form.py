"""The clinical form of both papers, in three columns of grouped fields."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLayout, QSizePolicy, QWidget

from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.ui.clinical_fields import GROUPS, Field
from hccdesk.ui.clinical_values import values_of
from hccdesk.ui.intake.entry import Entry
from hccdesk.ui.intake.field_editors import FieldEditor, editor_for
from hccdesk.ui.language import translate
from hccdesk.ui.widgets.pieces import card, column, label, row

COLUMNS = ((0, 5, 6), (1, 4), (2, 3))
"""Which groups stand in which column, so that the columns end at much the same height."""
TITLE_PX = 106


class ClinicalForm(QWidget):
    """The form.

    Signals: `entered(str, Entry)` with the field's name, `unit_chosen(str, str)` with the field's and the unit's name.
    """

    entered = Signal(str, object)
    unit_chosen = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._editors: dict[str, FieldEditor] = {}
        layout = row(self, 0, 12)
        for numbers in COLUMNS:
            groups = column(spacing=12)
            for number in numbers:
                groups.addWidget(self._group(*GROUPS[number]))
            groups.addStretch(1)
            layout.addLayout(groups, 1)

    def show_record(self, record: ClinicalRecord) -> None:
        """Every field as the row has it."""
        values = values_of(record)
        for name, editor in self._editors.items():
            editor.show_value(values[name])

    def use_units(self, units: Mapping[str, str]) -> None:
        """The unit to type in for each of these fields."""
        for name, unit in units.items():
            if name in self._editors:
                self._editors[name].use_unit(unit)

    def suggest(self, name: str, value: object, said: str) -> None:
        """Offer a field a value that is known from elsewhere, or take the offer back."""
        self._editors[name].suggest(value, said)

    def focus_on(self, name: str) -> None:
        """Put the keyboard into a field."""
        if name in self._editors:
            self._editors[name].setFocus()

    def _group(self, title: str, fields: tuple[Field, ...]) -> QFrame:
        frame, layout = card(10, 8)
        frame.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # columns of one width
        layout.addWidget(label(translate("ClinicalForm", title), "group"))
        for field in fields:
            layout.addLayout(self._field(field))
        return frame

    def _field(self, field: Field) -> QLayout:
        layout = row(spacing=6)
        title = label(translate("ClinicalForm", field.title), "muted", wrap=True)
        title.setFixedWidth(TITLE_PX)
        editor = editor_for(field)
        editor.entered.connect(partial(self._on_entered, field.name))
        editor.unit_chosen.connect(partial(self.unit_chosen.emit, field.name))
        self._editors[field.name] = editor
        layout.addWidget(title, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(editor, 1)
        return layout

    def _on_entered(self, name: str, entry: Entry) -> None:
        self.entered.emit(name, entry)
