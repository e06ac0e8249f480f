"""What can be chosen about the report, and what cannot."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QVBoxLayout, QWidget

from hccdesk.domain.report_options import Paper, ReportOptions, ReportPart
from hccdesk.ui import language
from hccdesk.ui.language import QT_TRANSLATE_NOOP, translate
from hccdesk.ui.report_screen.key_image_list import KeyImageList
from hccdesk.ui.widgets.pieces import column, label, line

PARTS = {
    ReportPart.EVIDENCE: QT_TRANSLATE_NOOP("ReportParts", "Evidence: images, curve, nomogram"),
    ReportPart.INPUTS: QT_TRANSLATE_NOOP("ReportParts", "Annex A: inputs"),
    ReportPart.APPLICABILITY: QT_TRANSLATE_NOOP("ReportParts", "Annex B: applicability, rule by rule"),
    ReportPart.MODELS: QT_TRANSLATE_NOOP("ReportParts", "Annex C: model facts"),
    ReportPart.VALIDATION: QT_TRANSLATE_NOOP("ReportParts", "Annex D: validation of the models"),
    ReportPart.TRACEABILITY: QT_TRANSLATE_NOOP("ReportParts", "Annex E: traceability"),
    ReportPart.LIMITATIONS: QT_TRANSLATE_NOOP("ReportParts", "Annex F: references, known issues"),
}
PAPERS = {Paper.A4: "A4", Paper.LETTER: "Letter"}


class OptionsPanel(QWidget):
    """The options.

    Signals: `language_chosen(str)`, `paper_chosen(Paper)`, `part_chosen(ReportPart, bool)`,
    `patient_page_chosen(bool)`, `image_removed(int)`, `image_moved(int, int)`.
    """

    language_chosen = Signal(str)
    paper_chosen = Signal(object)
    part_chosen = Signal(object, bool)
    patient_page_chosen = Signal(bool)
    image_removed = Signal(int)
    image_moved = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self._languages, self._papers = QComboBox(), QComboBox()
        self._summary = QCheckBox(self.tr("Summary for the board"))
        self._parts = {part: QCheckBox(translate("ReportParts", title)) for part, title in PARTS.items()}
        self._patient_page = QCheckBox(self.tr("A page for the patient, in plain words"))
        self._images = KeyImageList()
        self._fill()
        self._lay_out()
        self._languages.currentIndexChanged.connect(lambda _: self.language_chosen.emit(self._languages.currentData()))
        self._papers.currentIndexChanged.connect(lambda _: self.paper_chosen.emit(Paper(self._papers.currentData())))
        for part, box in self._parts.items():
            box.toggled.connect(lambda wanted, part=part: self.part_chosen.emit(part, wanted))
        self._patient_page.toggled.connect(self.patient_page_chosen)
        self._images.removed.connect(self.image_removed)
        self._images.moved.connect(self.image_moved)

    def show_options(self, options: ReportOptions) -> None:
        """As they stand."""
        _show(self._languages, options.language)
        _show(self._papers, options.paper.value)
        for part, box in self._parts.items():
            box.setChecked(part in options.parts)
        self._patient_page.setChecked(options.patient_page)
        self._images.show_images(options.key_images)

    def _fill(self) -> None:
        for code, name in ((language.ENGLISH, "English"), (language.CHINESE, "简体中文")):
            self._languages.addItem(name, code)
        for paper, name in PAPERS.items():
            self._papers.addItem(name, paper.value)
        self._languages.setAccessibleName(self.tr("Language of the report"))
        self._papers.setAccessibleName(self.tr("Paper"))
        self._summary.setChecked(True)
        self._summary.setEnabled(False)
        self._summary.setToolTip(self.tr("The summary is always part of the report."))
        self._patient_page.setToolTip(
            self.tr("The last page, on a sheet of its own. Numbers of demonstration models are left out of it.")
        )

    def _lay_out(self) -> None:
        layout = column(self, 16, 12)
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(label(self.tr("Language")), self._languages)
        form.addRow(label(self.tr("Paper")), self._papers)
        layout.addLayout(form)
        layout.addWidget(line())
        layout.addLayout(self._contents())
        layout.addWidget(line())
        layout.addWidget(label(self.tr("Key images"), "group"))
        layout.addWidget(self._images)
        layout.addStretch(1)

    def _contents(self) -> QVBoxLayout:
        contents = column(spacing=8)
        contents.addWidget(label(self.tr("Contents"), "group"))
        for box in (self._summary, *self._parts.values(), self._patient_page):
            contents.addWidget(box)
        always = self.tr(
            "Always there: the verdicts of applicability, the limitations, the marks of demonstration models and of "
            "a draft. What you leave out is named at the foot of every page."
        )
        contents.addWidget(label(always, "caption", wrap=True))
        return contents


def _show(box: QComboBox, code: str) -> None:
    box.blockSignals(True)  # shown, not chosen
    box.setCurrentIndex(box.findData(code))
    box.blockSignals(False)
