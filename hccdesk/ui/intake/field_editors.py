"""One editor for each kind of field; all of them know "unknown", show a fault below, and say what was entered."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QLineEdit, QWidget

from hccdesk.ui.clinical_fields import Field, Kind, Unit
from hccdesk.ui.intake.entry import Entry, read_entry, write_entry
from hccdesk.ui.intake.offer_button import OfferButton
from hccdesk.ui.language import translate
from hccdesk.ui.widgets.choice_box import ChoiceBox
from hccdesk.ui.widgets.pieces import button, column, label, row, set_property

FAULT_AFTER_MS = 700
"""A number half typed is no fault yet."""


class FieldEditor(QWidget):
    """An editor.

    Signals: `entered(Entry)` when the user changed it; setting a value from outside is silent.
    `unit_chosen(str)` the name of the unit one wants to type in from now on.
    """

    entered = Signal(object)
    unit_chosen = Signal(str)
    _suggested: object = None
    _offer: OfferButton

    def show_value(self, value: object) -> None:
        """A value of the row, None for unknown."""
        raise NotImplementedError

    def use_unit(self, name: str) -> None:
        """Type in the unit of that name from now on; nothing, where the field has no such unit."""

    def suggest(self, value: object, said: str) -> None:
        """Offer a value that is known from elsewhere, or none; `said` is the words on the offer."""
        self._suggested = value
        self._offer.say(said)
        self._offer.setVisible(value is not None)

    def _make_offer(self) -> OfferButton:
        self._offer = OfferButton()
        self._offer.clicked.connect(self._on_offer)
        return self._offer

    def _on_offer(self) -> None:
        if self._suggested is not None:
            value = float(f"{self._suggested:.4g}") if isinstance(self._suggested, float) else self._suggested
            self.show_value(value)
            self.entered.emit(Entry(value))


class TypedEditor(FieldEditor):
    """Text, numbers with their unit, and dates."""

    def __init__(self, field: Field) -> None:
        super().__init__()
        self._field = field
        self._line, self._fault = QLineEdit(), label("", "fault", wrap=True)
        self._line.setAccessibleName(translate("ClinicalForm", field.title))
        self._line.setPlaceholderText(self.tr("unknown"))
        self._line.setAcceptDrops(False)  # a file dropped here belongs to the case, not into the text
        if field.kind is Kind.DATE:
            self._line.setToolTip(self.tr("Write the date as 2024-01-31."))
        self._fault.hide()
        self.setFocusProxy(self._line)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(FAULT_AFTER_MS)
        self._units = self._unit_box() if len(field.units) > 1 else None
        self._unit_shown = self._unit()
        self._make_offer()
        self._lay_out()
        self._line.textEdited.connect(self._on_edited)
        self._line.editingFinished.connect(self._show_fault)
        self._wait.timeout.connect(self._show_fault)

    def show_value(self, value: object) -> None:
        """A value of the row, in the unit that is chosen."""
        self._line.setText(write_entry(self._field, value, self._unit()))
        self._line.setCursorPosition(0)
        self._show_fault()

    def use_unit(self, name: str) -> None:
        """Type in that unit; what stands in the field is converted."""
        names = [unit.name for unit in self._field.units]
        if self._units and name in names:
            self._units.setCurrentIndex(names.index(name))
            self._convert()

    def _lay_out(self) -> None:
        lines, layout = column(self, 0, 2), row(spacing=2)
        layout.addWidget(self._line, 1)
        if self._units:
            layout.addWidget(self._units)
        elif self._field.units:
            layout.addWidget(label(translate("ClinicalForm", self._field.units[0].name), "caption"))
        lines.addLayout(layout)
        lines.addWidget(self._fault)
        lines.addWidget(self._offer)

    def _unit_box(self) -> QComboBox:
        box = QComboBox()
        box.setProperty("kind", "unit")
        box.setAccessibleName(self.tr("Unit"))
        for unit in self._field.units:
            box.addItem(unit.name, unit)
        box.setToolTip(self.tr("Another unit converts the value"))
        box.activated.connect(self._on_unit)
        return box

    def _on_unit(self) -> None:
        self._convert()
        self.unit_chosen.emit(self._field.units[self._units.currentIndex()].name if self._units else "")

    def _convert(self) -> None:
        """The same value in the unit now chosen; the row keeps it exactly. A text with a fault is read anew."""
        before = read_entry(self._field, self._line.text(), self._unit_shown)
        self._unit_shown = self._unit()
        if before.fault:
            self._on_edited()
        elif isinstance(before.value, float):
            self._line.setText(f"{before.value / (self._unit_shown.factor if self._unit_shown else 1.0):.5g}")
            self._line.setCursorPosition(0)

    def _unit(self) -> Unit | None:
        if self._units:
            return self._field.units[self._units.currentIndex()]
        return self._field.units[0] if self._field.units else None

    def _entry(self) -> Entry:
        return read_entry(self._field, self._line.text(), self._unit())

    def _on_edited(self) -> None:
        entry = self._entry()
        self._wait.start()
        if not entry.fault:
            self._show_fault()
        self.entered.emit(entry)

    def _show_fault(self) -> None:
        fault = self._entry().fault
        set_property(self._line, "fault", bool(fault))
        self._fault.setText(fault)
        self._fault.setVisible(bool(fault))


class ChoiceEditor(FieldEditor):
    """One of a few words, "unknown" first."""

    def __init__(self, field: Field) -> None:
        super().__init__()
        self._box = ChoiceBox()
        self._box.setAccessibleName(translate("ClinicalForm", field.title))
        self._box.addItem(self.tr("unknown"), None)
        for value, title in field.choices:
            self._box.addItem(translate("ClinicalForm", title), value)
        self._values = [None, *(value for value, _ in field.choices)]
        layout = column(self, 0, 2)
        layout.addWidget(self._box)
        layout.addWidget(self._make_offer())
        self.setFocusProxy(self._box)
        self._box.activated.connect(self._on_activated)
        self._look()

    def show_value(self, value: object) -> None:
        """A value of the row."""
        self._box.setCurrentIndex(self._values.index(value))
        self._look()

    def _on_activated(self) -> None:
        self._look()
        self.entered.emit(Entry(self._values[self._box.currentIndex()]))

    def _look(self) -> None:
        set_property(self._box, "unknown", self._box.currentIndex() == 0)


class YesNoEditor(FieldEditor):
    """Unknown, no, yes side by side: unknown is a state of its own."""

    def __init__(self, field: Field) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        lines, layout = column(self, 0, 2), row(spacing=0)
        lines.addLayout(layout)
        lines.addWidget(self._make_offer())
        states = ((None, "?", "left"), (False, self.tr("No"), "middle"), (True, self.tr("Yes"), "right"))
        self._values: list[bool | None] = []
        for number, (value, title, edge) in enumerate(states):
            segment = button(title, "segment")
            segment.setProperty("edge", edge)
            segment.setProperty("unknown", value is None)
            segment.setCheckable(True)
            segment.setToolTip(self.tr("unknown") if value is None else title)
            segment.setAccessibleName(f"{translate('ClinicalForm', field.title)}: {segment.toolTip()}")
            self._group.addButton(segment, number)
            self._values.append(value)
            layout.addWidget(segment)
        layout.addStretch(1)
        self.setFocusProxy(self._group.button(0))
        self.show_value(None)
        self._group.idClicked.connect(lambda number: self.entered.emit(Entry(self._values[number])))

    def show_value(self, value: object) -> None:
        """A value of the row."""
        self._group.button(self._values.index(value if isinstance(value, bool) else None)).setChecked(True)


def editor_for(field: Field) -> FieldEditor:
    """The editor of this kind of field."""
    if field.kind is Kind.YES_NO:
        return YesNoEditor(field)
    if field.kind is Kind.CHOICE:
        return ChoiceEditor(field)
    return TypedEditor(field)
