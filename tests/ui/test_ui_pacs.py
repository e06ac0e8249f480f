"""The windows of the PACS: set up, tested, asked, fetched from, and what waits for it; nothing before one is set up."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt

from hccdesk.domain.audit import AuditAction, AuditEvent
from hccdesk.domain.case_library import LibraryState
from hccdesk.domain.delivery import (
    ChartObject,
    DeliveryOutcome,
    DeliveryState,
    FoundSeries,
    FoundStudy,
    ObjectKind,
    PacsAnswer,
    PacsNode,
    QueuedDelivery,
    StudyQuery,
    TlsChoice,
)
from hccdesk.domain.errors import DeliveryError, InputError
from hccdesk.domain.sentence import Sentence
from hccdesk.ui import language
from hccdesk.ui.pacs.delivery_rounds import DeliveryRounds
from hccdesk.ui.pacs.fetch_window import FetchWindow
from hccdesk.ui.pacs.node_form import NodeForm
from hccdesk.ui.pacs.pacs_verbs import WorkflowPacsVerbs
from hccdesk.ui.pacs.pacs_window import PacsWindow

NODE = PacsNode("Main", "10.0.0.7", 104, "MAINPACS", timeout_s=12.0)
CT, REPORT = "1.2.1", "1.2.3"
STUDY = FoundStudy(
    "1.2",
    "P00917",
    "ZHANG^WEI=张^伟",
    "19610203",
    "M",
    "20260130",
    "CT 肝",
    "A7",
    (FoundSeries("1.2", CT, "CT", "动脉期", "3", 212), FoundSeries("1.2", REPORT, "DOC", "", "900")),
)
OTHER = replace(STUDY, study_instance_uid="1.9", series=(FoundSeries("1.9", "1.9.1", "CT", "", "1", 5),))


def an_entry(state: DeliveryState, number: int = 1) -> QueuedDelivery:
    thing = ChartObject(ObjectKind.PDF, Path("copy.dcm"), "ab" * 32)
    fault = Sentence.of("the PACS {title} took the object, but does not have it.", title="MAINPACS")
    told = None if state is DeliveryState.DELIVERED else fault
    return QueuedDelivery(number, "cd" * 16, "Main", thing, state, datetime(2026, 1, 2, tzinfo=UTC), 1, told)


class FakeVerbs:
    """Answers at once; remembers what it was asked, and on which thread."""

    def __init__(self, *nodes: PacsNode) -> None:
        self.kept: tuple[PacsNode, ...] = nodes
        self.queued: tuple[QueuedDelivery, ...] = ()
        self.outcome = DeliveryOutcome()
        self.fault: Exception | None = None
        self.studies: tuple[FoundStudy, ...] = (STUDY,)
        self.asked: list[object] = []
        self.threads: set[int] = set()
        self.waits = False

    def nodes(self):
        return self.kept

    def keep_nodes(self, nodes):
        if len({node.name for node in nodes}) < len(nodes):
            raise InputError("there is a PACS of this name already.")
        self.kept = tuple(nodes)

    def echo(self, node, progress):
        self._heard(("echo", node), progress)
        return PacsAnswer(0.07, "SOMEBODY", ("1.2.840.10008.5.1.4.1.2.2.1",))

    def find(self, node, query, progress):
        self._heard(("find", node, query), progress)
        return self.studies

    def fetch(self, node, study, series, folder, progress):
        self._heard(("fetch", node, study, tuple(series), folder), progress)
        made = folder / "0f"
        made.mkdir(parents=True)
        (made / "1.dcm").write_bytes(b"")
        return made

    def entries(self, library):
        self.asked.append(("entries", library))
        return self.queued

    def run(self, library, at, progress, *, all_now, only=None):
        self._heard(("run", library, all_now, only) if only else ("run", library, all_now), progress)
        return self.outcome

    def forget(self, library, number):
        self.asked.append(("forget", number))
        self.queued = tuple(entry for entry in self.queued if entry.number != number)

    def events(self, outcome):
        return WorkflowPacsVerbs().events(outcome)

    def _heard(self, what, progress):
        self.asked.append(what)
        self.threads.add(threading.get_ident())
        while self.waits:
            progress.step(0, 1, "Asking the PACS")
            threading.Event().wait(0.01)
        if self.fault:
            raise self.fault


@pytest.fixture
def acts(session, monkeypatch) -> list[AuditEvent]:
    told: list[AuditEvent] = []
    monkeypatch.setattr(session, "record", told.append)
    return told


@pytest.fixture
def pacs(qtbot, session):
    made: list[PacsWindow] = []

    def make(verbs: FakeVerbs) -> PacsWindow:
        window = PacsWindow(session, None, verbs)
        made.append(window)
        window.show()
        qtbot.waitUntil(lambda: not window._jobs.is_busy)
        return window

    yield make
    for window in made:
        window.close()
        window.deleteLater()


@pytest.fixture
def fetching(qtbot, session):
    made: list[FetchWindow] = []

    def make(verbs: FakeVerbs) -> FetchWindow:
        window = FetchWindow(session, None, verbs)
        made.append(window)
        window.show()
        return window

    yield make
    for window in made:
        window.close()
        window.deleteLater()


def done(qtbot, window) -> None:
    qtbot.waitUntil(lambda: not window._jobs.is_busy, timeout=5000)


def type_in(form: NodeForm, node: PacsNode) -> None:
    form.show_node(node)
    form.edited.emit()


def test_that_without_a_pacs_nothing_can_be_asked(pacs, fetching):
    verbs = FakeVerbs()
    window, fetch = pacs(verbs), fetching(verbs)
    assert not window.nodes._test.isEnabled() and not window.nodes._save.isEnabled()
    assert not fetch._look.isEnabled() and not fetch._fetch.isEnabled()
    assert "No PACS is set up" in fetch._said.text()
    fetch.look()
    assert [what for what in verbs.asked if what[0] != "entries"] == []


def test_that_a_pacs_is_set_up_and_that_it_was_is_recorded(qtbot, pacs, acts):
    verbs = FakeVerbs()
    window = pacs(verbs)
    type_in(window.nodes._form, NODE)
    window.nodes._save.click()
    assert verbs.kept == (NODE,)
    assert [(act.action, act.detail) for act in acts] == [(AuditAction.PACS_CHANGED, "saved Main")]
    assert not window.nodes._save.isEnabled()  # nothing is left to be saved


@pytest.mark.parametrize(
    "node",
    [
        NODE,
        replace(NODE, prefer_get=False, receive_port=4242, calling_ae="DESK"),
        replace(NODE, tls=TlsChoice(Path("/a.pem"))),
        replace(NODE, tls=TlsChoice(Path("/a.pem"), Path("/c.pem"), Path("/k.pem"), check_host_name=False)),
    ],
)
def test_that_the_form_gives_back_the_pacs_that_it_shows(qtbot, node):
    form = NodeForm()
    qtbot.addWidget(form)
    form.show_node(node)
    assert form.node() == node


def test_that_the_test_takes_what_is_typed_off_the_gui_thread_and_says_what_is_missing(qtbot, pacs):
    verbs = FakeVerbs(NODE)
    window = pacs(verbs)
    type_in(window.nodes._form, replace(NODE, host="10.0.0.8"))
    window.nodes._test.click()
    done(qtbot, window)
    assert verbs.asked[-1] == ("echo", replace(NODE, host="10.0.0.8"))
    assert verbs.kept == (NODE,)  # a test saves nothing
    assert threading.get_ident() not in verbs.threads
    said = window.nodes._said.text()
    assert "It answers" in said and "looking for studies" in said
    assert "▲ Does not offer" in said and "storing reports (PDF)" in said


def test_that_a_fault_is_said_in_its_own_words_in_both_languages(qtbot, pacs):
    verbs = FakeVerbs(NODE)
    verbs.fault = DeliveryError(
        Sentence.of("at {place} nobody has the AE title {title}.", place="10.0.0.7:104", title="MAINPACS"),
        what_to_do="Ask whoever looks after the PACS for its AE title; capitals count.",
    )
    for spoken, expected in (("en", "nobody has the AE title MAINPACS"), ("zh", "没有 AE Title 为 MAINPACS")):
        language.use(spoken)
        window = pacs(verbs)
        window.nodes.test()
        done(qtbot, window)
        assert expected in window.nodes._said.text()
        assert window.nodes._said.property("role") == "problem"


def test_that_a_test_can_be_cancelled_and_closing_ends_it(qtbot, pacs):
    verbs = FakeVerbs(NODE)
    verbs.waits = True
    window = pacs(verbs)
    window.nodes.test()
    qtbot.waitUntil(lambda: bool(verbs.threads))
    window.nodes._cancel.click()
    done(qtbot, window)
    assert window.nodes._said.text() == "Stopped."
    window.nodes.test()
    qtbot.waitUntil(lambda: len(verbs.asked) >= 3)
    window.close()
    assert not window._jobs.is_busy


def test_that_a_name_that_is_taken_is_refused(pacs, acts):
    verbs = FakeVerbs(NODE)
    window = pacs(verbs)
    window.nodes._new.click()
    type_in(window.nodes._form, NODE)
    window.nodes._save.click()
    assert "There is a PACS of this name already" in window.nodes._said.text()
    assert acts == []


def test_that_removing_a_pacs_is_recorded(pacs, acts):
    verbs = FakeVerbs(NODE, replace(NODE, name="Other"))
    window = pacs(verbs)
    window.nodes.remove()
    assert [node.name for node in verbs.kept] == ["Other"]
    assert [act.detail for act in acts] == ["removed Main"]


def test_that_what_waits_is_listed_with_its_reason_and_tried_again(qtbot, pacs, acts, session):
    verbs = FakeVerbs(NODE)
    verbs.queued = (an_entry(DeliveryState.SENT, 1), an_entry(DeliveryState.FAILED, 2))
    window = pacs(verbs)
    window.show_page(1)
    done(qtbot, window)
    page = window.queue
    assert [page._tree.topLevelItem(n).text(4) for n in range(2)] == ["▲ NOT delivered", "◐ sent, not found there yet"]
    assert "does not have it" in page._detail.text()
    delivered, failed = an_entry(DeliveryState.DELIVERED, 1), an_entry(DeliveryState.FAILED, 2)
    verbs.outcome = DeliveryOutcome((delivered,), (failed,))
    verbs.queued = (delivered, failed)
    page._retry.click()
    qtbot.waitUntil(lambda: page._tree.topLevelItem(1).text(4) == "● delivered and compared", timeout=5000)
    assert "1 delivered, 1 NOT delivered" in page._said.text()
    assert [act.action for act in acts] == [AuditAction.DELIVERED, AuditAction.DELIVERY_FAILED]
    assert {act.object_sha256 for act in acts} == {"ab" * 32}


def test_that_one_entry_is_tried_without_the_others(qtbot, pacs, session):
    verbs = FakeVerbs(NODE)
    verbs.queued = (an_entry(DeliveryState.DELIVERED, 1), an_entry(DeliveryState.FAILED, 2))
    window = pacs(verbs)
    window.show_page(1)
    done(qtbot, window)
    page = window.queue
    page._retry_one.click()
    qtbot.waitUntil(lambda: any(one[0] == "run" for one in verbs.asked), timeout=5000)
    done(qtbot, window)
    assert [one[2:] for one in verbs.asked if one[0] == "run"] == [(False, [2])]
    page._tree.setCurrentItem(page._tree.topLevelItem(1))
    assert not page._retry_one.isEnabled()  # it arrived


def test_that_whose_case_it_is_stands_beside_what_was_sent(qtbot, pacs, session, monkeypatch):
    known = SimpleNamespace(case_id="cd" * 16, name="ZHANG^WEI=张^伟", patient_id="P1")
    monkeypatch.setattr(session.shelf, "entries", (known,))
    verbs = FakeVerbs(NODE)
    verbs.queued = (an_entry(DeliveryState.WAITING), replace(an_entry(DeliveryState.WAITING, 2), case_id="00" * 16))
    window = pacs(verbs)
    window.show_page(1)
    done(qtbot, window)
    assert [window.queue._tree.topLevelItem(n).text(1) for n in range(2)] == ["", "张 伟 ZHANG WEI"]


def test_that_an_entry_is_taken_from_the_list(qtbot, pacs):
    verbs = FakeVerbs(NODE)
    verbs.queued = (an_entry(DeliveryState.DELIVERED, 5),)
    window = pacs(verbs)
    window.show_page(1)
    done(qtbot, window)
    window.queue._forget.click()
    qtbot.waitUntil(lambda: window.queue._tree.topLevelItemCount() == 0, timeout=5000)
    assert ("forget", 5) in verbs.asked


def test_that_a_study_is_found_ticked_and_fetched(qtbot, fetching, acts, session):
    verbs = FakeVerbs(NODE)
    window = fetching(verbs)
    window._name.setText("张")
    window._from.setText("2026-01-01")
    window._look.click()
    done(qtbot, window)
    assert verbs.asked == [("find", NODE, StudyQuery("", "张", "", "20260101", ""))]
    top = window._tree.topLevelItem(0)
    assert "张 伟 ZHANG WEI · P00917 (1961-02-03, male)" in top.text(0)
    assert not window._fetch.isEnabled()
    assert top.child(1).data(0, Qt.ItemDataRole.CheckStateRole) is None  # only a CT is fetched
    top.child(0).setCheckState(0, Qt.CheckState.Checked)
    assert window._fetch.isEnabled()
    with qtbot.waitSignal(window.fetched, timeout=5000) as fetched:
        window._fetch.click()
    assert verbs.asked[-1][:4] == ("fetch", NODE, "1.2", (CT,))
    assert fetched.args[0].parent == verbs.asked[-1][4]
    assert [(act.action, act.detail) for act in acts] == [(AuditAction.IMAGES_FETCHED, "1 Main")]
    qtbot.waitUntil(lambda: not window.isVisible())


def test_that_series_of_two_studies_are_never_fetched_together(qtbot, fetching):
    verbs = FakeVerbs(NODE)
    verbs.studies = (STUDY, OTHER)
    window = fetching(verbs)
    window._id.setText("P00917")
    window.look()
    done(qtbot, window)
    first, second = window._tree.topLevelItem(0).child(0), window._tree.topLevelItem(1).child(0)
    first.setCheckState(0, Qt.CheckState.Checked)
    second.setCheckState(0, Qt.CheckState.Checked)
    assert first.checkState(0) is Qt.CheckState.Unchecked
    chosen = window._tree.chosen()
    assert chosen is not None and chosen[0].study_instance_uid == "1.9"


def test_that_a_study_of_another_patient_than_the_case_is_warned_of(qtbot, fetching, session):
    session.model.set_clinical(replace(session.model.inputs.clinical, patient_id="P1"))
    window = fetching(FakeVerbs(NODE))
    assert window._id.text() == "P1"  # the case's patient is asked for
    window.look()
    done(qtbot, window)
    window._tree.topLevelItem(0).child(0).setCheckState(0, Qt.CheckState.Checked)
    assert "patient ID P00917; the case is of P1" in window._said.text()
    assert window._said.property("role") == "problem"


def test_that_a_failed_fetch_says_why_and_brings_nothing(qtbot, fetching, acts):
    verbs = FakeVerbs(NODE)
    window = fetching(verbs)
    window.look()
    done(qtbot, window)
    window._tree.topLevelItem(0).child(0).setCheckState(0, Qt.CheckState.Checked)
    verbs.fault = DeliveryError("the PACS sent no image.")
    heard: list[object] = []
    window.fetched.connect(heard.append)
    window.fetch()
    done(qtbot, window)
    assert "▲ The PACS sent no image." in window._said.text()
    assert heard == [] and acts == [] and window.isVisible()


def test_that_the_main_window_opens_both_and_takes_what_was_fetched_once(qtbot, window, monkeypatch, tmp_path):
    taken: list[object] = []
    monkeypatch.setattr(window, "take", taken.append)
    window.fetch_images()
    window.fetch_images()  # already open: it comes to the front
    (fetch,) = window.findChildren(FetchWindow)
    fetch.fetched.emit(tmp_path)
    assert taken == [(tmp_path,)]
    window.show_pacs()
    assert len(window.findChildren(PacsWindow)) == 1


class TestRounds:
    @pytest.fixture
    def rounds(self, session, monkeypatch, tmp_path):
        state = LibraryState(tmp_path)
        monkeypatch.setattr(type(session), "library_state", property(lambda _: state))
        made: list[DeliveryRounds] = []

        def make(verbs: FakeVerbs) -> DeliveryRounds:
            made.append(DeliveryRounds(session, None, verbs))
            return made[-1]

        yield make
        for one in made:
            one.close()
            one.deleteLater()

    def go(self, qtbot, rounds: DeliveryRounds) -> None:
        rounds.go()
        qtbot.waitUntil(lambda: rounds._job is None, timeout=5000)

    def test_that_nothing_is_sent_where_nothing_is_queued_or_no_pacs_is_set_up(self, qtbot, rounds):
        for verbs in (FakeVerbs(NODE), FakeVerbs()):
            verbs.queued = () if verbs.kept else (an_entry(DeliveryState.WAITING),)
            self.go(qtbot, rounds(verbs))
            assert [what[0] for what in verbs.asked] == ["entries"]

    def test_that_what_waits_is_sent_and_recorded(self, qtbot, rounds, acts, tmp_path):
        verbs = FakeVerbs(NODE)
        verbs.queued = (an_entry(DeliveryState.WAITING),)
        verbs.outcome = DeliveryOutcome((an_entry(DeliveryState.DELIVERED),))
        self.go(qtbot, rounds(verbs))
        assert verbs.asked[-1] == ("run", tmp_path, False)
        assert [act.action for act in acts] == [AuditAction.DELIVERED]

    def test_that_what_failed_is_on_the_problem_list_until_it_arrived(self, qtbot, rounds, session):
        verbs = FakeVerbs(NODE)
        verbs.queued = (an_entry(DeliveryState.FAILED),)
        one = rounds(verbs)
        self.go(qtbot, one)
        (line,) = session.board.of("deliveries")
        assert "1 objects for the chart were NOT delivered" in line.what
        session.board.clear_case()
        assert session.board.of("deliveries")
        verbs.queued = (an_entry(DeliveryState.DELIVERED),)
        self.go(qtbot, one)
        assert session.board.of("deliveries") == ()

    def test_that_closing_ends_a_round_that_is_under_way(self, qtbot, rounds):
        verbs = FakeVerbs(NODE)
        verbs.queued, verbs.waits = (an_entry(DeliveryState.WAITING),), True
        one = rounds(verbs)
        one.go()
        qtbot.waitUntil(lambda: len(verbs.asked) >= 2)
        one.close()
        assert not one._timer.isActive()
