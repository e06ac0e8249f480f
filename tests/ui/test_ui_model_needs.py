"""What the Case screen says of the models before it is known which there are."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from hccdesk.ui.intake.screen import CaseScreen
from hccdesk.workflow.name_models import NamedModels


def test_that_no_model_is_missed_while_they_are_still_being_checked(session, qtbot):
    screen = CaseScreen(session)
    qtbot.addWidget(screen)

    def told() -> set[str]:
        return {one.text() for one in screen.findChildren(QLabel)}

    screen._presenter.show_derived()
    assert "The models are being checked." in told()
    session._on_models(NamedModels(()))
    qtbot.waitUntil(lambda: "No model is installed." in told() and "The models are being checked." not in told())
