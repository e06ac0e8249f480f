"""The kinds of object, each with what it is for, whether it is wanted, and what became of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from hccdesk.domain.delivery import ChartFolder, DeliveryOutcome, DeliveryState, ObjectKind, QueuedDelivery
from hccdesk.ui import theme
from hccdesk.ui.language import translate
from hccdesk.ui.spoken import say
from hccdesk.ui.widgets.pieces import label, line

ORDER = (ObjectKind.PDF, ObjectKind.SEG, ObjectKind.SR, ObjectKind.SALIENCY, ObjectKind.FHIR)
_MADE, _NOT_MADE, _WAITS = (
    ("check-circle-outline", "favours_response"),
    ("minus-circle-outline", "muted"),
    ("clock-outline", "caution"),
)
_FAILED = ("alert-circle-outline", "problem")


class ObjectTable(QWidget):
    """One line a kind.

    Signals: `wanted_changed`.
    """

    wanted_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Objects for the chart"))
        self._boxes = {kind: QCheckBox(kind_word(kind)) for kind in ORDER}
        self._icons = {kind: label() for kind in ORDER}
        self._states = {kind: label("", wrap=True) for kind in ORDER}
        self._lay_out()
        for box in self._boxes.values():
            box.setChecked(True)
            box.toggled.connect(self.wanted_changed)

    @property
    def wanted(self) -> frozenset[ObjectKind]:
        """The kinds that are ticked and can be had."""
        return frozenset(kind for kind, box in self._boxes.items() if box.isChecked() and box.isEnabledTo(self))

    def show_state(self, chart: ChartFolder | None, outcome: DeliveryOutcome | None, *, joins_study: bool) -> None:
        """What was made, left out, sent; without a study there are no DICOM objects."""
        for kind in ORDER:
            self._boxes[kind].setEnabled(joins_study or kind is ObjectKind.FHIR)
            icon, text = _state(kind, chart, outcome, joins_study=joins_study)
            self._states[kind].setText(text)
            picture = theme.current().icon(*icon).pixmap(theme.icon_size()) if icon else QPixmap()
            self._icons[kind].setPixmap(picture)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(3, 1)
        for place, text in ((0, self.tr("Object")), (1, self.tr("What it is")), (3, self.tr("State"))):
            grid.addWidget(label(text, "caption"), 0, place)
        grid.addWidget(line(), 1, 0, 1, 4)
        top = Qt.AlignmentFlag.AlignTop
        for number, kind in enumerate(ORDER, start=2):
            grid.addWidget(self._boxes[kind], number, 0, top)
            grid.addWidget(label(_what_it_is(kind), "muted"), number, 1, top)
            grid.addWidget(self._icons[kind], number, 2, top)
            grid.addWidget(self._states[kind], number, 3, top)
            self._icons[kind].setMinimumWidth(theme.icon_size().width())
        grid.setRowStretch(len(ORDER) + 2, 1)


def kind_word(kind: ObjectKind) -> str:
    """What a reader calls it."""
    return {
        ObjectKind.PDF: translate("ObjectTable", "Report"),
        ObjectKind.SEG: translate("ObjectTable", "Tumour regions"),
        ObjectKind.SR: translate("ObjectTable", "Measurements"),
        ObjectKind.SALIENCY: translate("ObjectTable", "Explanation map"),
        ObjectKind.FHIR: translate("ObjectTable", "Report for other systems"),
    }[kind]


def _what_it_is(kind: ObjectKind) -> str:
    return {
        ObjectKind.PDF: translate("ObjectTable", "DICOM Encapsulated PDF"),
        ObjectKind.SEG: translate("ObjectTable", "DICOM segmentation (SEG)"),
        ObjectKind.SR: translate("ObjectTable", "DICOM structured report (SR)"),
        ObjectKind.SALIENCY: translate("ObjectTable", "DICOM secondary capture"),
        ObjectKind.FHIR: translate("ObjectTable", "FHIR R4 file; saved, never sent"),
    }[kind]


def _state(
    kind: ObjectKind, chart: ChartFolder | None, outcome: DeliveryOutcome | None, *, joins_study: bool
) -> tuple[tuple[str, str] | None, str]:
    if not joins_study and kind is not ObjectKind.FHIR:
        return None, translate("ObjectTable", "needs a CT study")
    if chart is None:
        return None, ""
    if outcome is not None and kind is ObjectKind.FHIR:
        return None, translate("ObjectTable", "not sent; save it to a folder")
    thing = next((one for one in chart.objects if one.kind is kind), None)
    if thing is None:
        reason = next((said for left, said in chart.left_out if left is kind), None)
        return (_NOT_MADE, say(reason)) if reason else (None, translate("ObjectTable", "not asked for"))
    entries = (*outcome.delivered, *outcome.waiting, *outcome.failed) if outcome else ()
    entry = next((one for one in entries if one.thing.sop_instance_uid == thing.sop_instance_uid != ""), None)
    return _of_entry(entry) if entry else (_MADE, translate("ObjectTable", "made"))


def _of_entry(entry: QueuedDelivery) -> tuple[tuple[str, str], str]:
    if entry.state is DeliveryState.DELIVERED:
        said = translate("ObjectTable", "delivered: read back, and the same")
        return _MADE, f"{said}. {say(entry.note)}" if entry.note else said
    why = say(entry.last_fault) if entry.last_fault else ""
    if entry.state is DeliveryState.FAILED:
        return _FAILED, translate("ObjectTable", "NOT delivered: {why}").format(why=why)
    return _WAITS, translate("ObjectTable", "not delivered yet, waits in the queue: {why}").format(why=why)
