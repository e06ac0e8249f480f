"""The Case screen: inputs above, the form below, scores beside."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.ui.intake.form import ClinicalForm
from hccdesk.ui.intake.input_tiles import InputTiles
from hccdesk.ui.intake.tile_content import TileContent
from hccdesk.ui.verbs import Scores
from hccdesk.ui.widgets.pieces import button, column, empty, label, line, row, scrolled
from hccdesk.ui.widgets.score_list import ScoreList

INSPECTOR_PX = 272


class CaseView(QWidget):
    """The screen.

    Signals: `entered(str, Entry)`, `add_asked(role)`, `remove_asked(role)`, `chosen(role, int)`,
    `import_asked`, `sample_asked`, `go_on_asked` (in spite of different patients), `unit_chosen(str, str)`.
    """

    entered = Signal(str, object)
    add_asked = Signal(str)
    remove_asked = Signal(str)
    chosen = Signal(str, int)
    import_asked = Signal()
    sample_asked = Signal()
    go_on_asked = Signal()
    unit_chosen = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("screen")
        self._tiles, self._form = InputTiles(), ClinicalForm()
        self._scores = ScoreList()
        self._import = button(self.tr("Import clinical row …"), "", "table-arrow-down")
        self._sample = button(self.tr("Try the sample patient"), "quiet", "flask-outline")
        self._mismatch, self._mismatch_layout = QWidget(), QVBoxLayout()
        self._missing = column(spacing=4)
        self._body = column(spacing=12)
        self._lay_out()
        self._form.entered.connect(self.entered)
        self._form.unit_chosen.connect(self.unit_chosen)
        self._tiles.add_asked.connect(self.add_asked)
        self._tiles.remove_asked.connect(self.remove_asked)
        self._tiles.chosen.connect(self.chosen)
        self._import.clicked.connect(self.import_asked)
        self._sample.clicked.connect(self.sample_asked)

    def show_record(self, record: ClinicalRecord) -> None:
        """The whole form at once."""
        self._form.show_record(record)

    def focus_field(self, name: str) -> None:
        """Put the keyboard into a field of the form."""
        self._form.focus_on(name)

    def use_units(self, units: Mapping[str, str]) -> None:
        """The unit to type in for each of these fields."""
        self._form.use_units(units)

    def suggest_diameter(self, diameter_mm: float | None) -> None:
        """Offer the largest diameter as the region measures it, or take the offer back."""
        said = self.tr("Region: {mm} mm").format(mm=f"{diameter_mm:.1f}") if diameter_mm is not None else ""
        self._form.suggest("largest_tumour_diameter_mm", diameter_mm, said)

    def suggest(self, name: str, value: object, said: str) -> None:
        """Offer a field a value that is known from elsewhere, or take the offer back."""
        self._form.suggest(name, value, said)

    def show_tile(self, role: str, content: TileContent) -> None:
        """One input."""
        self._tiles.show_content(role, content)

    def show_scores(self, scores: Scores) -> None:
        """Scores of the row as it stands."""
        self._scores.show_scores(scores)

    def show_missing(self, lines: tuple[tuple[str, str], ...], checking: bool = False) -> None:
        """For each model what it still needs; `checking`: which models there are is not known yet."""
        empty(self._missing)
        if not lines:
            said = self.tr("The models are being checked.") if checking else self.tr("No model is installed.")
            self._missing.addWidget(label(said, "caption", wrap=True))
        for model, needs in lines:
            self._missing.addWidget(label(model, "group", wrap=True))
            self._missing.addWidget(label(needs, "caption", wrap=True))

    def show_mismatch(self, lines: tuple[str, ...], reason: str | None) -> None:
        """That the inputs name different patients; `reason` is what the user gave to go on."""
        empty(self._mismatch_layout)
        self._mismatch.setVisible(bool(lines))
        for text in lines:
            self._mismatch_layout.addWidget(label(text, "problem", wrap=True))
        if lines and reason:
            given = self.tr("Going on: {reason}").format(reason=reason)
            self._mismatch_layout.addWidget(label(given, "caption", wrap=True))
        elif lines:
            go_on = button(self.tr("Go on, with a reason …"))
            go_on.clicked.connect(self.go_on_asked)
            self._mismatch_layout.addWidget(go_on)

    def put_above(self, part: QWidget) -> None:
        """A part above the images, in the column of the form."""
        self._body.insertWidget(0, part)

    def _lay_out(self) -> None:
        main = QWidget()
        body = self._body
        main.setLayout(body)
        body.setContentsMargins(16, 16, 16, 16)
        head = row(spacing=8)
        head.addWidget(label(self.tr("Images"), "section"))
        head.addWidget(label(self.tr("Drop folders and files anywhere in the window."), "muted"))
        head.addStretch(1)
        head.addWidget(self._sample)
        form_head = row(spacing=8)
        form_head.addWidget(label(self.tr("Clinical row"), "section"))
        form_head.addWidget(label(self.tr("Unknown is not “no”: leave it unknown."), "muted"))
        form_head.addStretch(1)
        form_head.addWidget(self._import)
        body.addLayout(head)
        body.addWidget(self._tiles)
        body.addSpacing(4)
        body.addLayout(form_head)
        body.addWidget(self._form)
        body.addStretch(1)
        layout = row(self, 0, 0)
        layout.addWidget(scrolled(main), 1)
        layout.addWidget(self._inspector())

    def _inspector(self) -> QFrame:
        frame, content = QFrame(), QWidget()
        frame.setObjectName("inspector")
        frame.setFixedWidth(INSPECTOR_PX)
        body = column(content, 16, 12)
        self._mismatch.setLayout(self._mismatch_layout)
        self._mismatch_layout.setContentsMargins(0, 0, 0, 0)
        self._mismatch.hide()
        body.addWidget(self._mismatch)
        body.addWidget(label(self.tr("What the models need"), "section"))
        body.addLayout(self._missing)
        body.addWidget(line())
        body.addWidget(label(self.tr("Published scores"), "section"))
        body.addWidget(self._scores)
        body.addStretch(1)
        column(frame).addWidget(scrolled(content))
        return frame
