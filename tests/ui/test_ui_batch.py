"""A selection of the case list scored in one go: the open case is left alone, and one bad case stops nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import ui_builder
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from hccdesk.domain.audit import AuditAction
from hccdesk.domain.case_snapshot import CaseSnapshot
from hccdesk.domain.errors import InputError, StoreError
from hccdesk.domain.patient import PatientIdentity
from hccdesk.ui import language
from hccdesk.ui.batch.batch_acts import Fate, batch_of
from hccdesk.ui.batch.batch_window import BatchWindow
from hccdesk.ui.case_list.screen import CaseListScreen
from hccdesk.workflow.batch_line import BatchFault, BatchLine, CaseState

NOW = datetime(2026, 1, 2, 9, 0, 0)


class FakeBatch:
    """Scores at once; what was asked of it is in `asked`."""

    models = ("ct-response-demo 0.1.0",)

    def __init__(self, verbs) -> None:
        self.verbs, self.asked, self.closed = verbs, [], None

    def score(self, case_id, kept, progress):
        progress.step(0, 1, "CT slices")
        self.asked.append((case_id, kept))
        number, patient_id = len(self.asked), kept.patient.patient_id
        while self.verbs.hold:
            progress.step(0, 1, "CT slices")
        if isinstance(self.verbs.fault, StoreError):
            raise self.verbs.fault
        if self.verbs.fault and patient_id == "P-2":
            fault = BatchFault(number, patient_id, "ct", self.verbs.fault.said, self.verbs.fault.advice)
            return BatchLine(number, "case-2", patient_id, CaseState.FAULTED, faults=(fault,))
        return BatchLine(number, f"case-{number}", patient_id, CaseState.COMPUTED, result_sha256="ab" * 32)

    def refused(self, case_id, patient_id, error):
        self.asked.append((case_id, error))
        fault = BatchFault(len(self.asked), patient_id, "", error.said, error.advice)
        return BatchLine(len(self.asked), "case", patient_id, CaseState.FAULTED, faults=(fault,))

    def left_out(self, case_id, patient_id):
        self.asked.append((case_id, "left out"))

    def close(self, *, finished):
        self.closed = finished


class BatchVerbs(ui_builder.InstantVerbs):
    def __init__(self) -> None:
        super().__init__()
        self.batches: list[FakeBatch] = []
        self.fault: Exception | None = None
        self.hold = False
        self.refusal: Exception | None = None
        self.options = None

    def open_batch(self, out, device, options):
        if self.refusal:
            raise self.refusal
        self.options = options
        self.batches.append(FakeBatch(self))
        return self.batches[-1]


@pytest.fixture
def verbs():
    return BatchVerbs()


@pytest.fixture
def listed(session, qtbot):
    """Three kept cases, and an open one."""
    session.open_library()
    qtbot.waitUntil(lambda: session.library_state is not None)
    for number in (3, 2, 1):
        snapshot = CaseSnapshot(
            clinical=ui_builder.a_record(patient_id=f"P-{number}"),
            patient=PatientIdentity(f"P-{number}", f"Name {number}"),
        )
        session.library.save(f"{number}" * 32, snapshot, NOW - timedelta(hours=number))
    session.shelf.learn()
    qtbot.waitUntil(lambda: len(session.shelf.entries) == 3)
    return session.shelf.entries


def run(session, entries, folder, qtbot):
    batch = batch_of(session)
    batch.start(entries, folder)
    qtbot.waitUntil(lambda: not batch.running)
    return batch


def test_that_each_case_is_scored_in_turn_and_recorded(session, verbs, listed, tmp_path, qtbot):
    batch = run(session, listed, tmp_path, qtbot)
    assert [case.fate for case in batch.cases] == [Fate.COMPUTED] * 3
    (fake,) = verbs.batches
    assert [kept.patient.patient_id for _, kept in fake.asked] == ["P-1", "P-2", "P-3"]
    assert fake.closed is True
    qtbot.waitUntil(lambda: not session.keeping.running)
    events = [r.event for r in session.library.audit_rows() if r.event.action is AuditAction.COHORT_SCORED]
    assert [(event.case_id, event.object_sha256) for event in events[:3]] == [
        (f"{n}" * 32, "ab" * 32) for n in (1, 2, 3)
    ]
    assert events[3].detail == "library 3 of 3"
    assert events[3].models == FakeBatch.models


def test_that_the_open_case_is_left_alone(session, verbs, listed, tmp_path, qtbot):
    session.model.set_clinical(ui_builder.a_record(patient_id="OPEN"))
    run(session, listed, tmp_path, qtbot)
    assert session.model.inputs.clinical.patient_id == "OPEN"
    assert session.model.result is None
    assert verbs.options.key_images == ()


def test_that_a_bad_case_is_told_and_the_others_are_scored(session, verbs, listed, tmp_path, qtbot):
    verbs.fault = InputError("there is no such file or folder.", what_to_do="Check the path and the drive.")
    batch = run(session, listed, tmp_path, qtbot)
    assert [case.fate for case in batch.cases] == [Fate.COMPUTED, Fate.FAULTED, Fate.COMPUTED]
    (fault,) = batch.cases[1].faults
    assert (fault.where, fault.what) == ("ct", "there is no such file or folder.")


def test_that_a_case_that_is_gone_from_the_library_stops_nothing(session, verbs, listed, tmp_path, qtbot):
    session.library.forget("2" * 32)
    batch = run(session, listed, tmp_path, qtbot)
    assert [case.fate for case in batch.cases] == [Fate.COMPUTED, Fate.FAULTED, Fate.COMPUTED]
    assert batch.cases[1].faults


def test_that_a_full_disk_ends_it_with_words(session, verbs, listed, tmp_path, qtbot):
    verbs.fault = StoreError("the results cannot be written.")
    batch = run(session, listed, tmp_path, qtbot)
    assert [case.fate for case in batch.cases] == [Fate.NOT_RUN] * 3
    assert "cannot be written" in batch.fault[0].what
    assert verbs.batches[0].closed is False


def test_that_a_folder_of_another_run_is_refused_in_words(session, verbs, listed, tmp_path, qtbot):
    verbs.refusal = StoreError("another run is at work in this folder.")
    batch = run(session, listed, tmp_path, qtbot)
    assert "nother run" in batch.fault[0].what
    verbs.refusal = None
    assert run(session, listed, tmp_path, qtbot).count(Fate.COMPUTED) == 3


def test_that_stopping_keeps_what_is_done_and_lists_the_rest(session, verbs, listed, tmp_path, qtbot):
    verbs.hold = True
    batch = batch_of(session)
    batch.start(listed, tmp_path)
    qtbot.waitUntil(lambda: bool(verbs.batches) and len(verbs.batches[0].asked) == 1)
    batch.cancel()
    qtbot.waitUntil(lambda: not batch.running)
    assert [case.fate for case in batch.cases] == [Fate.NOT_RUN] * 3
    assert [what for _, what in verbs.batches[0].asked[1:]] == ["left out"] * 3
    assert verbs.batches[0].closed is False


def test_that_a_second_batch_waits_for_the_first(session, verbs, listed, tmp_path, qtbot):
    verbs.hold = True
    batch = batch_of(session)
    batch.start(listed, tmp_path)
    batch.start(listed[:1], tmp_path / "other")
    assert (len(batch.cases), batch.folder) == (3, tmp_path)
    verbs.hold = False
    qtbot.waitUntil(lambda: not batch.running)
    assert len(verbs.batches) == 1


def test_that_the_list_scores_what_is_chosen_in_it(window, session, verbs, listed, tmp_path, qtbot, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    window.desk.go_to("cases")
    screen = _screen(window)
    table = screen._table
    table.topLevelItem(0).setSelected(True)
    table.topLevelItem(2).setSelected(True)
    table.topLevelItem(1).setSelected(False)
    assert not screen._open.isEnabled()
    assert not screen._remove.isEnabled()
    screen._score.trigger()
    batch = batch_of(session)
    qtbot.waitUntil(lambda: not batch.running)
    assert [kept.patient.patient_id for _, kept in verbs.batches[0].asked] == ["P-1", "P-3"]
    (shown,) = window.findChildren(BatchWindow)
    assert shown._table.topLevelItemCount() == 2
    assert "2 of 2 cases scored" in shown._said.text()
    shown.close()


def _screen(window):
    return window.findChild(CaseListScreen)


def test_that_choosing_no_folder_starts_nothing(window, session, verbs, listed, qtbot, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    window.desk.go_to("cases")
    _screen(window)._score.trigger()
    assert not batch_of(session).running
    assert window.findChildren(BatchWindow) == []


def test_that_the_window_of_a_batch_outlives_a_change_of_language(window, session, verbs, listed, tmp_path, qtbot):
    verbs.fault = InputError("there is no such file or folder.", what_to_do="Check the path and the drive.")
    batch = run(session, listed, tmp_path, qtbot)
    window.switch_language()
    shown = BatchWindow(session, window)
    shown.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    shown.show()
    qtbot.wait(20)
    assert language.current() == "zh"
    assert "已评分" in shown._said.text()
    assert shown._table.topLevelItem(1).text(2) == "无法评分"
    assert batch.cases[1].fate is Fate.FAULTED
    shown.close()
