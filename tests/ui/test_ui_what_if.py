"""Values tried in a nomogram: an answer holds for one wish in one result, and for no other patient."""

from __future__ import annotations

import gc
import threading
from dataclasses import replace

import pytest
import ui_builder as build
from PySide6.QtCore import QCoreApplication, QEvent

from hccdesk.domain.errors import InputError
from hccdesk.ui.results.survival_section import SurvivalSection
from hccdesk.ui.results.what_if import WhatIf

NAME = "pfs-nomogram-demo"
OWN_AT_12 = {"A": 0.58, "D": 0.11}


def a_result_of(patient: str):
    result = build.a_result(build.a_record(patient_id=patient))
    finding = replace(dict(result.survival)[NAME], probability_at_months={"12": OWN_AT_12[patient]})
    return replace(result, survival=((NAME, finding),))


class Slow:
    """Answers only when it is let go on."""

    def __init__(self, instant) -> None:
        self.gate, self.asked, self._instant = threading.Event(), [], instant

    def __call__(self, result, model_id, changed):
        self.asked.append((result.clinical.patient_id, dict(changed)))
        self.gate.wait(5)
        return self._instant(result, model_id, changed)


@pytest.fixture
def slow(verbs):
    verbs.what_if = Slow(verbs.what_if)
    return verbs.what_if


@pytest.fixture
def tried(session):
    session.model.set_result(a_result_of("A"), session.model.inputs)
    return WhatIf(session, session)


def at_12(tried):
    finding = tried.finding(NAME)
    return finding and finding.probability_at_months["12"]


@pytest.mark.control("RISK-02-b")
def test_that_an_answer_about_one_patient_is_never_shown_for_another(tried, session, slow, qtbot, idle):
    tried.set_value(NAME, "Vp4", 1.0)
    qtbot.waitUntil(lambda: bool(slow.asked), timeout=5000)
    session.model.set_result(a_result_of("D"), session.model.inputs)
    tried.set_value(NAME, "Vp4", 1.0)  # the same wish, so that only the result tells the two apart
    assert tried.finding(NAME) is None
    seen = []
    tried.changed.connect(lambda _: seen.append(at_12(tried)))
    slow.gate.set()
    idle()
    assert slow.asked == [("A", {"Vp4": 1.0}), ("D", {"Vp4": 1.0})]
    assert at_12(tried) == pytest.approx(0.01)  # of D's 0.11; A's would be 0.48
    assert seen == [pytest.approx(0.01)]


def test_that_an_answer_of_before_is_gone_with_its_result(tried, session, idle):
    tried.set_value(NAME, "Vp4", 1.0)
    idle()
    assert at_12(tried) == pytest.approx(0.48)
    session.model.set_result(a_result_of("D"), session.model.inputs)
    assert tried.finding(NAME) is None


def test_that_the_answer_to_the_wish_before_is_not_shown_for_this_one(tried, verbs, slow, idle):
    slow.gate.set()
    tried.set_value(NAME, "Vp4", 1.0)
    idle()
    slow.gate.clear()
    tried.set_value(NAME, "Capsule", 1.0)
    assert tried.finding(NAME) is None
    slow.gate.set()
    idle()
    assert at_12(tried) == pytest.approx(0.38)


def test_that_a_fault_of_one_wish_is_not_said_of_the_next(tried, verbs, idle):
    plain = verbs.what_if

    def refuse(*_):
        raise InputError("The model was replaced since.")

    verbs.what_if = refuse
    tried.set_value(NAME, "Vp4", 1.0)
    idle()
    assert tried.fault(NAME) == "The model was replaced since."
    verbs.what_if = plain
    tried.set_value(NAME, "Capsule", 1.0)
    assert tried.fault(NAME) == ""
    idle()
    assert tried.fault(NAME) == "" and at_12(tried) is not None


def test_that_nothing_is_built_or_deleted_for_a_question(tried, idle):
    before = len(tried.children())
    for value in (0.2, 0.3, 0.4):
        tried.set_value(NAME, "response_probability", value)
        idle()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert len(tried.children()) == before


def test_that_numbers_that_are_being_computed_are_not_those_of_another_value(qtbot, session):
    finding = dict(a_result_of("A").survival)[NAME]
    section = SurvivalSection(NAME, finding, demonstration=True)
    qtbot.addWidget(section)
    shown = section.table._others["12"]
    section.show_what_if({"Vp4": 1.0}, replace(finding, probability_at_months={"12": 0.48}))
    assert shown.text() == "◇ 0.48"
    section.show_what_if({"Vp4": 1.0, "Capsule": 1.0}, None)
    assert shown.text() == "◇ …"
    section.show_what_if({"Vp4": 1.0}, None, "The model was replaced since.")
    assert shown.text() == "–"
    section.show_what_if({}, None)
    assert shown.text() == "–"
