"""Outputs of a case that is no longer on the desk are written, but not said to be this case's."""

from __future__ import annotations

import threading
from types import SimpleNamespace

import pytest
import ui_builder as build

from hccdesk.domain.errors import StoreError
from hccdesk.ui.output_saving import SOURCE, OutputSaving


def held(verbs, outcome):
    gate, written = threading.Event(), []

    def write(result, folder, options):
        gate.wait(5)
        written.append(result.clinical.patient_id)
        if isinstance(outcome, Exception):
            raise outcome
        return SimpleNamespace(report=folder / "report.pdf")

    verbs.write_outputs = write
    return gate, written


def saving(session, verbs, folder, outcome=None):
    """Outputs of A on their way, another case on the desk."""
    gate, written = held(verbs, outcome)
    made, said = OutputSaving(session, session), []
    made.saved.connect(said.append)
    session.model.set_result(build.a_result(build.a_record(patient_id="A")), session.model.inputs)
    made.save(folder)
    return gate, written, said


def test_that_outputs_are_said_to_be_saved(session, verbs, idle, tmp_path):
    gate, written, said = saving(session, verbs, tmp_path)
    gate.set()
    idle()
    assert (written, said) == (["A"], [tmp_path])


@pytest.mark.control("RISK-26-a")
def test_that_outputs_of_the_case_before_are_written_and_not_said_of_this_one(session, verbs, idle, tmp_path):
    gate, written, said = saving(session, verbs, tmp_path)
    session.model.set_result(build.a_result(build.a_record(patient_id="C")), session.model.inputs)
    gate.set()
    idle()
    assert (written, said) == (["A"], [])


def test_that_outputs_of_the_case_before_that_fail_are_on_the_list(session, verbs, idle, tmp_path):
    gate, _, said = saving(session, verbs, tmp_path, StoreError("The disk is full."))
    session.model.set_result(build.a_result(build.a_record(patient_id="C")), session.model.inputs)
    gate.set()
    idle()
    assert said == []
    assert [line.what for line in session.board.of(SOURCE)] == ["The disk is full."]
