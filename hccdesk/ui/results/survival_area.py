"""Every survival bundle's section below one another; blocks of the same size before there is a result."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from hccdesk.domain.cohort import Endpoint
from hccdesk.domain.result import CaseResult, NotComputed, SurvivalFinding
from hccdesk.ui.demonstration import is_demonstration
from hccdesk.ui.language import translate
from hccdesk.ui.results.model_names import full_name
from hccdesk.ui.results.scope_words import scope_words
from hccdesk.ui.results.skeleton import Block, lines
from hccdesk.ui.results.survival_section import SECTION_PX, SurvivalSection
from hccdesk.ui.results.survival_words import endpoint_title
from hccdesk.ui.spoken import say
from hccdesk.ui.widgets.pieces import card, column, empty, label, row


class SurvivalArea(QWidget):
    """The sections.

    Signals: `value_asked(str, str, float)`, `put_back(str, str)`, `reset_asked(str)`, `row_chosen(QPoint)`
    as of a section.
    """

    value_asked = Signal(str, str, float)
    put_back = Signal(str, str)
    reset_asked = Signal(str)
    row_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._body: QVBoxLayout = column(self, 0, 12)
        self.sections: dict[str, SurvivalSection] = {}
        self.show_skeleton()

    def show_skeleton(self) -> None:
        """Nothing is known yet."""
        self._clear()
        self._body.addWidget(self._blocks(), 1)

    def show_result(self, result: CaseResult) -> None:
        """Its findings."""
        self._clear()
        for model_id, finding in result.survival:
            if isinstance(finding, NotComputed):
                self._body.addWidget(self._without(model_id, finding, result))
            else:
                self._body.addWidget(self._section(model_id, finding, result), 1)
        if not result.survival:
            none = _nothing(self.tr("No survival model is installed."))
            self._body.addWidget(_card(endpoint_title(Endpoint.PFS), none))

    def show_what_if(
        self, model_id: str, values: Mapping[str, float], other: SurvivalFinding | None, fault: str
    ) -> None:
        """What is tried in one section, and what follows."""
        if model_id in self.sections:
            self.sections[model_id].show_what_if(values, other, fault)

    def _clear(self) -> None:
        self.sections.clear()
        empty(self._body)

    def _section(self, model_id: str, finding: SurvivalFinding, result: CaseResult) -> SurvivalSection:
        demonstration = is_demonstration(model_id, result.models)
        title, scope = full_name(model_id, result.models), scope_words(model_id, result)
        section = SurvivalSection(model_id, finding, demonstration, title, scope)
        section.value_asked.connect(self.value_asked)
        section.put_back.connect(self.put_back)
        section.reset_asked.connect(self.reset_asked)
        section.row_chosen.connect(self.row_chosen)
        self.sections[model_id] = section
        return section

    def _without(self, model_id: str, finding: NotComputed, result: CaseResult) -> QWidget:
        """In place of a section: grey blocks would look as if its numbers were still to come."""
        title = endpoint_title(_endpoint(model_id, result))
        return _card(title, _nothing(say(finding.reason), full_name(model_id, result.models)))

    def _blocks(self) -> QWidget:
        """The room of a section."""
        owner = QWidget()
        owner.setMinimumHeight(SECTION_PX)
        layout = row(owner, 0, 12)
        layout.addWidget(_card(endpoint_title(Endpoint.PFS), lines(2), 40, 240), 2)
        layout.addWidget(_card(self.tr("Nomogram"), lines(2), *(24,) * 14), 3)
        return owner


def _endpoint(model_id: str, result: CaseResult) -> Endpoint:
    found = next((model for model in result.models if model.model_id == model_id), None)
    return Endpoint.of_outputs(found.outputs) if found else Endpoint.PFS


def _nothing(reason: str, model: str = "") -> QWidget:
    owner = QWidget()
    body = column(owner, 0, 4)
    if model:
        body.addWidget(label(model, "caption", wrap=True))
    body.addWidget(label(translate("SurvivalArea", "not computed"), "group"))
    body.addWidget(label(reason, "muted", wrap=True))
    return owner


def _card(title: str, said: QWidget, *heights: int) -> QFrame:
    frame, body = card()
    body.addWidget(label(title, "section"))
    body.addWidget(said)
    for height in heights:
        body.addWidget(Block(height))
    body.addStretch(1)
    return frame
