"""The BCLC stage on the Case screen: suggested, confirmed by a click or corrected, and on record."""

from __future__ import annotations

from dataclasses import replace

import pytest
import ui_builder as build
from PySide6.QtWidgets import QLabel

from hccdesk.domain.audit import AuditAction
from hccdesk.domain.clinical_record import BclcStage, ClinicalRecord
from hccdesk.domain.manifest import BackboneReference, ModelKind
from hccdesk.ui.case_keeping.pending_acts import PendingActs
from hccdesk.ui.intake.entry import Entry
from hccdesk.ui.intake.model_needs import missing_for
from hccdesk.ui.intake.screen import CaseScreen
from hccdesk.workflow.preview_scores import preview_scores

FIELD = "bclc_confirmed"


class ScoringVerbs(build.InstantVerbs):
    """Scores as they are; one nomogram needs the INR."""

    def scores(self, record):
        return preview_scores(record)

    def row_needs(self, record):
        return {"pfs-nomogram-demo": () if record.inr else ("inr",)}


@pytest.fixture
def verbs():
    return ScoringVerbs()


@pytest.fixture
def screen(session, qtbot):
    made = CaseScreen(session)
    qtbot.addWidget(made)
    return made


def offer(screen):
    button = screen._form._editors[FIELD]._offer
    return None if button.isHidden() else button


@pytest.fixture
def acts(session):
    made = PendingActs(session.model, lambda: True, session.model)

    def told() -> list[str]:
        return [act.detail for act in made.until(99, "case") if act.action is AuditAction.STAGE_CONFIRMED]

    return told


def test_that_a_suggested_stage_is_offered_and_taken_only_by_a_click(session, screen, acts):
    session.model.set_clinical(ClinicalRecord(ecog=4))
    screen._presenter.show_derived()
    assert offer(screen).said == "Confirm D"
    assert session.model.inputs.clinical.bclc_confirmed is None
    assert acts() == []
    offer(screen).click()
    screen._presenter.show_derived()
    assert session.model.inputs.clinical.bclc_confirmed is BclcStage.TERMINAL
    assert offer(screen) is None
    assert acts() == ["BCLC D"]


def test_that_a_stage_that_cannot_be_told_is_not_offered(session, screen):
    session.model.set_clinical(ClinicalRecord(ecog=0))
    screen._presenter.show_derived()
    assert offer(screen) is None


@pytest.mark.control("RISK-48-d")
def test_that_a_corrected_stage_stands_with_what_the_rules_say_and_is_on_record(session, screen, acts):
    session.model.set_clinical(ClinicalRecord(ecog=4))
    screen._presenter.enter(FIELD, Entry(BclcStage.INTERMEDIATE))
    screen._presenter.show_derived()
    shown = [one.text() for one in screen._scores.findChildren(QLabel)]
    assert "B (stated, not suggested)" in shown
    assert any("in spite of the rules" in text for text in shown)
    screen._presenter.enter(FIELD, Entry(None))
    assert acts() == ["BCLC B", "BCLC taken back"]


def test_that_other_changes_of_the_row_confirm_nothing(session, acts):
    session.model.set_clinical(ClinicalRecord(ecog=1, bclc_confirmed=BclcStage.ADVANCED))
    session.model.set_clinical(replace(session.model.inputs.clinical, ecog=2))
    assert acts() == ["BCLC C"]


def test_that_a_nomogram_without_images_is_not_said_to_need_them(session):
    kind = ModelKind.SURVIVAL_NOMOGRAM
    alone = build.a_manifest("pfs-clinical-demo", kind, "PFS by clinical features")
    images = replace(alone, model_id="pfs-nomogram-demo", backbone=BackboneReference("ct-response-demo", "ab"))
    never = replace(alone, offered=False)
    needs = {"pfs-clinical-demo": ("vp",), "pfs-nomogram-demo": ("vp",)}
    assert missing_for(alone, session.model, needs)[1] == "Portal vein (Vp)"
    assert missing_for(images, session.model, needs)[1] == "CT · Tumour region · Portal vein (Vp)"
    assert missing_for(never, session.model, needs)[1] == "not offered for patients: its results say why"
    assert missing_for(alone, session.model, {"pfs-clinical-demo": ()})[1] == "has everything it needs"
