"""Into the chart from the Report screen: what is made, in whose study, and what became of it at the PACS."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import ui_builder as build
from PySide6.QtWidgets import QFileDialog, QLabel, QMessageBox, QPushButton
from report_builder import a_board

from hccdesk.domain.audit import AuditAction
from hccdesk.domain.delivery import (
    ChartFolder,
    ChartObject,
    DeliveryOutcome,
    DeliveryState,
    ObjectKind,
    PacsNode,
    QueuedDelivery,
)
from hccdesk.domain.errors import DeliveryError, StoreError
from hccdesk.domain.provenance import Override
from hccdesk.domain.report_options import ReportOptions
from hccdesk.domain.sentence import Sentence
from hccdesk.ui import language
from hccdesk.ui.delivery_view.chart_delivery import delivery_of
from hccdesk.ui.delivery_view.chart_words import standing_line
from hccdesk.ui.delivery_view.delivery_window import DeliveryWindow
from hccdesk.ui.delivery_view.object_table import ORDER
from hccdesk.workflow.chart_of_case import MadeChart

NODE = PacsNode("Archive", "pacs.example", 104, "ARCHIVE")
NO_REGION = Sentence.of("No tumour region was given.")


class ChartVerbs(build.InstantVerbs):
    """Makes and sends at once, or fails; what was asked for is in `cases` and `sent`."""

    def __init__(self) -> None:
        super().__init__()
        self.nodes: tuple[PacsNode, ...] | Exception = (NODE,)
        self.cases, self.sent, self.folders = [], [], []
        self.fault: Exception | None = None
        self.left_out, self.notes = (), ()
        self.arrives = DeliveryState.DELIVERED
        self.hold = False

    def chart_of_case(self, case, folder, progress):
        progress.step(0, 4, "Making objects for the chart")
        self.cases.append(case)
        self.folders.append(folder)
        while self.hold:
            progress.step(0, 4, "Making objects for the chart")
        if self.fault:
            raise self.fault
        left = {kind for kind, _ in self.left_out}
        things = [
            ChartObject(
                kind, folder / f"{kind.value}.dcm", "ab" * 32, "1.2", "" if kind is ObjectKind.FHIR else f"1.{n}"
            )
            for n, kind in enumerate(ORDER)
            if kind in case.wanted and kind not in left
        ]
        return MadeChart(ChartFolder(folder, tuple(things), self.left_out, self.notes), b"%PDF")

    def send_chart(self, chart, node, library, case_id, at, *, progress):
        self.sent.append((chart, node, library, case_id))
        assert chart.folder.is_dir()
        fault = None if self.arrives is DeliveryState.DELIVERED else Sentence.of("the PACS does not answer.")
        entries = tuple(
            QueuedDelivery(n, case_id, node.name, thing, self.arrives, at, 1, fault)
            for n, thing in enumerate(chart.objects)
        )
        there = self.arrives is DeliveryState.DELIVERED
        return DeliveryOutcome(delivered=entries if there else (), waiting=() if there else entries)

    def pacs_nodes(self):
        if isinstance(self.nodes, Exception):
            raise self.nodes
        return self.nodes


@pytest.fixture
def verbs():
    return ChartVerbs()


@pytest.fixture
def opened(session):
    """A case whose CT was analysed."""
    acquired = replace(build.a_series().acquisition, acquisition_date=date(2026, 2, 24))
    session.model.set_ct(build.a_ct_input(acquisition=acquired), ())
    session.model.set_result(replace(build.a_result(), ct_series=build.a_series()), session.model.inputs)
    return session


@pytest.fixture
def shown(qtbot, opened):
    made = DeliveryWindow(opened)
    qtbot.addWidget(made)
    made.show()
    return made


def button(window, text):
    return next(b for b in window.findChildren(QPushButton) if b.text().startswith(text))


def texts(window):
    return "\n".join(label.text() for label in window.findChildren(QLabel) if label.isVisibleTo(window))


def state(window, kind):
    return window.table._states[kind].text()


def tick(window, kind, ticked):
    window.table._boxes[kind].setChecked(ticked)


def test_that_the_report_screen_opens_the_window(qtbot, window, opened, idle):
    window.desk.go_to("report")
    idle()
    button(window.desk, "Into the chart").click()
    (beside,) = window.findChildren(DeliveryWindow)
    assert beside.isVisible()
    beside.close()


def test_that_one_sees_whose_study_it_goes_to_and_as_what(shown):
    said = texts(shown)
    assert "Filed in the CT's study" in said
    assert "000123" in said
    assert "UNVERIFIED" in said
    assert "DEMONSTRATION" in said


def test_that_a_signed_decision_is_filed_as_verified(shown):
    assert "filed as VERIFIED" in standing_line(ReportOptions(board=a_board()))
    assert "filed as UNVERIFIED" in standing_line(ReportOptions(board=a_board(signed=False)))


def test_that_what_is_ticked_is_made_into_the_folder(qtbot, shown, verbs, idle, tmp_path, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "chart"))
    tick(shown, ObjectKind.SALIENCY, False)
    button(shown, "Save").click()
    idle()
    (case,) = verbs.cases
    assert case.wanted == frozenset(ObjectKind) - {ObjectKind.SALIENCY}
    assert verbs.folders == [tmp_path / "chart"]
    assert case.series.series_instance_uid == "1.2.3"
    assert state(shown, ObjectKind.PDF) == "made"
    assert state(shown, ObjectKind.SALIENCY) == "not asked for"
    assert "Saved" in texts(shown)


def test_that_what_could_not_be_made_says_why_in_its_line(shown, verbs, idle, tmp_path):
    verbs.left_out = ((ObjectKind.SEG, NO_REGION),)
    verbs.notes = (Sentence.of("the {a} and the {b} write the patient's name differently", a="result", b="CT"),)
    shown.save_to(tmp_path)
    idle()
    assert state(shown, ObjectKind.SEG) == "No tumour region was given."
    assert "differently" in texts(shown)


def test_that_a_refusal_is_said_in_the_window(shown, verbs, idle, tmp_path):
    verbs.fault = DeliveryError("the CT given and the result name different patients.", what_to_do="Check.")
    shown.save_to(tmp_path)
    idle()
    assert "name different patients" in texts(shown)
    assert state(shown, ObjectKind.PDF) == ""


def test_that_nothing_is_sent_before_one_says_yes(shown, verbs, idle, monkeypatch):
    asked = []

    def answer(parent, title, text, *_):
        asked.append(text)
        return QMessageBox.StandardButton.No

    monkeypatch.setattr(QMessageBox, "question", answer)
    button(shown, "Send").click()
    idle()
    assert verbs.cases == verbs.sent == []
    assert "4 objects" in asked[0]
    assert "Archive" in asked[0]


def test_that_what_was_sent_is_called_delivered_only_after_it_was_read_back(shown, verbs, idle, monkeypatch, opened):
    recorded = []
    monkeypatch.setattr(opened, "record", recorded.append)
    shown.send_to(NODE)
    idle()
    ((chart, node, _, _),) = verbs.sent
    assert node is NODE
    assert ObjectKind.FHIR not in {thing.kind for thing in chart.objects}
    assert not chart.folder.exists()  # the queue has its own copies
    assert state(shown, ObjectKind.PDF).startswith("delivered: read back")
    assert [event.action for event in recorded] == [AuditAction.DELIVERED] * 4
    assert "is the same" in texts(shown)


def test_that_what_did_not_arrive_is_said_loudly(shown, verbs, idle):
    verbs.arrives = DeliveryState.WAITING
    shown.send_to(NODE)
    idle()
    assert "not delivered yet" in state(shown, ObjectKind.PDF)
    assert "4 objects are NOT in the PACS" in texts(shown)


def test_that_objects_of_which_the_queue_says_nothing_are_not_called_delivered(shown, verbs, idle, monkeypatch):
    monkeypatch.setattr(verbs, "send_chart", lambda *_, **__: DeliveryOutcome())
    shown.send_to(NODE)
    idle()
    assert "4 objects are NOT in the PACS" in texts(shown)
    assert "is the same" not in texts(shown)


def test_that_without_a_pacs_nothing_can_be_sent(qtbot, opened, verbs):
    verbs.nodes = ()
    window = DeliveryWindow(opened)
    qtbot.addWidget(window)
    assert not button(window, "Send").isEnabled()
    assert "No PACS is set up" in button(window, "Send").toolTip()
    assert button(window, "Save").isEnabled()


def test_that_a_list_of_pacs_that_cannot_be_read_is_told(qtbot, opened, verbs):
    verbs.nodes = StoreError("the list of PACS is damaged.", what_to_do="Set them up again.")
    window = DeliveryWindow(opened)
    qtbot.addWidget(window)
    assert "damaged" in button(window, "Send").toolTip()


def test_that_a_result_behind_its_inputs_goes_into_no_chart(shown, opened):
    opened.model.set_clinical(build.a_record(age_years=33))
    assert not button(shown, "Save").isEnabled()
    assert not button(shown, "Send").isEnabled()


def test_that_an_accepted_mismatch_of_patients_is_said_before_anything_is_sent(qtbot, opened):
    accepted = Override(Sentence.of("the CT and the slide name different patients"), "pseudonymised slide")
    result = opened.model.result
    told = replace(result, provenance=replace(result.provenance, overrides=(accepted,)))
    opened.model.set_result(told, opened.model.inputs)
    window = DeliveryWindow(opened)
    qtbot.addWidget(window)
    assert "pseudonymised slide" in texts(window)


def test_that_a_pacs_set_up_meanwhile_can_be_sent_to(qtbot, opened, verbs):
    verbs.nodes = ()
    window = DeliveryWindow(opened)
    qtbot.addWidget(window)
    verbs.nodes = (NODE,)
    window.show()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.waitUntil(button(window, "Send").isEnabled)


def test_that_a_slide_alone_joins_a_study_that_one_names(qtbot, session, verbs, idle, tmp_path, monkeypatch):
    session.model.set_result(replace(build.a_result(), ct_series=None), session.model.inputs)
    window = DeliveryWindow(session)
    qtbot.addWidget(window)
    window.show()
    assert window.table.wanted == {ObjectKind.FHIR}
    assert state(window, ObjectKind.PDF) == "needs a CT study"
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    button(window, "Join").click()
    assert window.table.wanted == frozenset(ObjectKind)
    window.save_to(tmp_path / "out")
    idle()
    assert verbs.cases[0].ct_folder == tmp_path


def test_that_one_can_stop_it(qtbot, shown, verbs, idle, tmp_path):
    verbs.hold = True
    shown.save_to(tmp_path)
    qtbot.waitUntil(lambda: bool(verbs.cases))
    assert not button(shown, "Save").isEnabled()
    button(shown, "Stop").click()
    verbs.hold = False
    idle()
    assert "Stopped" in texts(shown)


def test_that_another_case_is_told_nothing_of_the_one_before(qtbot, shown, opened, verbs, idle, tmp_path):
    shown.save_to(tmp_path)
    idle()
    delivery_of(opened).forget()
    assert state(shown, ObjectKind.PDF) == ""
    assert "Saved" not in texts(shown)


def test_that_the_window_speaks_chinese(qtbot, opened):
    language.use(language.CHINESE)
    window = DeliveryWindow(opened)
    qtbot.addWidget(window)
    window.show()
    assert window.windowTitle() == "归入病历"
    assert "未核实" in texts(window)
    assert not [text for text in texts(window).splitlines() if text.isascii() and " " in text]


def test_that_times_and_places_are_given_to_the_queue(shown, verbs, idle, opened):
    shown.send_to(NODE)
    idle()
    _, _, library, _ = verbs.sent[0]
    assert isinstance(library, Path)
    assert datetime.now(UTC).tzinfo is UTC
