"""The audit trail in its window: every act in words, found among thousands, checked and handed out."""

from __future__ import annotations

import csv
import time
from datetime import UTC, datetime, timedelta, timezone

import pytest
import ui_builder as build
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QPushButton, QTableView, QToolButton

from hccdesk.domain.audit import AuditAction, AuditEvent, AuditFinding, AuditRow, AuditVerdict
from hccdesk.domain.errors import StoreError
from hccdesk.domain.sentence import Sentence
from hccdesk.ui import language
from hccdesk.ui.audit_view.act_table import ActTable, Wanted, searchable
from hccdesk.ui.audit_view.act_words import ACTIONS, action_words, local_time, utc_time
from hccdesk.ui.audit_view.audit_window import AuditWindow
from hccdesk.ui.audit_view.finding_list import MOST_SHOWN, FindingList
from hccdesk.ui.case_keeping.memory_library import MemoryLibrary

CASE, OTHER = "aa" * 16, "bb" * 16


def an_act(number: int = 1, **event) -> AuditRow:
    told = {"action": AuditAction.ANALYSED, "case_id": CASE, "object_sha256": "0123456789abcdef" * 4} | event
    at = datetime(2026, 11, 22, 8, tzinfo=UTC) + timedelta(minutes=number)
    return AuditRow(number, at, "li", "board-1", "1.0", AuditEvent(**told), "0" * 64, "f" * 64)


def the_texts(table: ActTable, column: int, role=Qt.ItemDataRole.DisplayRole) -> list[str]:
    return [table.data(table.index(line, column), role) for line in range(table.rowCount())]


class TrailLibrary(MemoryLibrary):
    """A library with this trail in it."""

    def __init__(self, rows: tuple[AuditRow, ...], findings: tuple[AuditFinding, ...] = ()) -> None:
        super().__init__()
        self.rows, self.findings, self.recorded = rows, findings, []
        self.fault: StoreError | None = None

    def record(self, event):
        self.recorded.append(event)
        self.rows += (an_act(len(self.rows) + 1, action=event.action, case_id=None),)

    def audit_rows(self, case_id=None):
        if self.fault:
            raise self.fault
        return self.rows

    def verify_audit(self):
        return AuditVerdict(len(self.rows), "f" * 64, self.findings)


@pytest.fixture
def opened(qtbot, tmp_path, verbs):
    sessions = []

    def open_window(library: TrailLibrary) -> AuditWindow:
        session = build.a_session(tmp_path, verbs, library)
        sessions.append(session)
        window = AuditWindow(session)
        qtbot.addWidget(window)
        qtbot.waitUntil(lambda: not session.keeping.running)
        return window

    yield open_window
    for session in sessions:
        session.close()


def press(window: AuditWindow, text: str) -> None:
    next(one for one in window.findChildren(QPushButton) if one.text() == text).click()


def test_that_every_act_has_words_in_both_languages(qapp):
    assert set(ACTIONS) == set(AuditAction)
    english = [action_words(action) for action in AuditAction]
    language.use(language.CHINESE)
    try:
        chinese = [action_words(action) for action in AuditAction]
    finally:
        language.use(language.ENGLISH)
    assert all(any("\u4e00" <= letter <= "\u9fff" for letter in words) for words in chinese)
    assert len(set(english)) == len(set(chinese)) == len(AuditAction)


def test_that_times_are_those_of_the_window_and_those_recorded():
    moment = datetime(2026, 11, 22, 8, 0, 1, 250, tzinfo=UTC)
    assert local_time(moment, timezone(timedelta(hours=8))) == "2026-11-22 16:00:01"
    assert utc_time(moment) == "2026-11-22 08:00:01.000250 UTC"


def test_that_the_newest_act_is_on_top_and_the_whole_of_a_cell_is_its_tooltip(qtbot):
    table = ActTable()
    QAbstractItemModelTester(table, QAbstractItemModelTester.FailureReportingMode.Fatal)
    table.take(searchable([an_act(1), an_act(2, reason="Known\nto the board", models=("a 1", "b 2"))]))
    assert the_texts(table, 0) == ["2", "1"]
    assert the_texts(table, 4) == ["Analysed", "Analysed"]
    assert the_texts(table, 5)[0] == "aaaaaaaa"
    assert the_texts(table, 8)[0] == "Known to the board"
    tip = Qt.ItemDataRole.ToolTipRole
    assert the_texts(table, 1, tip)[0] == "2026-11-22 08:02:00.000000 UTC"
    assert the_texts(table, 5, tip)[0] == CASE
    assert the_texts(table, 6, tip)[0] == "0123456789abcdef" * 4
    assert the_texts(table, 7, tip)[0] == "a 1\nb 2"


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), ["4", "3", "2", "1"]),
        (Wanted(case_id=CASE), ["3", "1"]),
        (Wanted(action=AuditAction.CASE_SAVED), ["3", "2"]),
        (Wanted(CASE, AuditAction.CASE_SAVED), ["3"]),
        (Wanted(words="SAVED board-1"), ["3", "2"]),
        (Wanted(words="brush"), ["4"]),
        (Wanted(words="0123456789abcdef"), ["4", "3", "2", "1"]),
        (Wanted(words="hovercraft"), []),
    ],
)
def test_that_acts_are_found(wanted, found):
    table = ActTable()
    acts = [
        an_act(1),
        an_act(2, action=AuditAction.CASE_SAVED, case_id=OTHER),
        an_act(3, action=AuditAction.CASE_SAVED),
    ]
    table.take(searchable([*acts, an_act(4, action=AuditAction.REGIONS_EDITED, case_id=None, detail="Brush")]))
    table.want(wanted)
    assert the_texts(table, 0) == found


def test_that_thousands_of_acts_are_no_hitch(qtbot):
    acts = searchable([an_act(number) for number in range(1, 50_001)])
    table, view = ActTable(), QTableView()
    qtbot.addWidget(view)
    view.setModel(table)
    view.show()
    start = time.perf_counter()
    table.take(acts)
    table.want(Wanted(words="49999"))
    table.want(Wanted())
    view.scrollToBottom()
    view.grab()
    assert time.perf_counter() - start < 3.0  # measured 0.1 s; a widget for each cell takes minutes
    assert table.rowCount() == 50_000


def test_that_the_window_shows_the_acts_and_offers_their_kinds(opened):
    window = opened(TrailLibrary((an_act(1), an_act(2, action=AuditAction.CASE_SAVED))))
    table = window.findChild(QTableView).model()
    assert table.rowCount() == 2
    cases, kinds = window.findChildren(QComboBox)
    assert [kinds.itemText(n) for n in range(kinds.count())] == ["All acts", "Case saved", "Analysed"]
    kinds.setCurrentIndex(1)
    assert the_texts(table, 0) == ["2"]
    assert not cases.isEnabled()  # no case is open


def test_that_the_acts_of_the_open_case_are_asked_for_alone(opened, monkeypatch):
    library = TrailLibrary((an_act(1), an_act(2, case_id=OTHER), an_act(3)))
    window = opened(library)
    monkeypatch.setattr(type(window._session.shelf), "open_id", OTHER)
    window.findChildren(QComboBox)[0].setCurrentIndex(1)
    assert the_texts(window.findChild(QTableView).model(), 0) == ["2"]


def test_that_a_case_that_is_opened_meanwhile_is_offered(opened, monkeypatch):
    window = opened(TrailLibrary((an_act(1), an_act(2, case_id=OTHER))))
    cases = window.findChildren(QComboBox)[0]
    assert not cases.isEnabled()
    monkeypatch.setattr(type(window._session.shelf), "open_id", OTHER)
    window._session.keeper.state_changed.emit()
    assert cases.isEnabled()


def test_that_acts_done_meanwhile_are_read_on_asking(opened, qtbot):
    library = TrailLibrary((an_act(1),))
    window = opened(library)
    library.rows += (an_act(2),)
    window.findChild(QToolButton).click()
    qtbot.waitUntil(lambda: window.findChild(QTableView).model().rowCount() == 2)


def test_that_a_search_finds_after_a_pause(qtbot, opened):
    window = opened(TrailLibrary((an_act(1), an_act(2, detail="Brush"))))
    qtbot.keyClicks(window.findChild(QLineEdit), "brush")
    qtbot.waitUntil(lambda: window.findChild(QTableView).model().rowCount() == 1)


def test_that_a_chosen_act_tells_its_place_in_the_chain(opened):
    window = opened(TrailLibrary((an_act(1),)))
    window.findChild(QTableView).selectRow(0)
    assert "f" * 64 in window._chosen.text()
    assert "0" * 64 in window._chosen.text()
    assert "UTC" in window._chosen.text()


def test_that_a_whole_trail_is_said_to_be_whole(qtbot, opened):
    note = AuditFinding(1, Sentence.of("the clock went back"), is_tampering=False)
    window = opened(TrailLibrary((an_act(1),), (note,)))
    press(window, "Verify")
    qtbot.waitUntil(lambda: window._findings.said.startswith("✓ Whole: 1 acts"))
    assert window._findings.lines == ("●  The clock went back",)


def test_that_tampering_is_said_with_its_findings_first(qtbot, opened):
    note = AuditFinding(1, Sentence.of("the clock went back"), is_tampering=False)
    fault = AuditFinding(2, Sentence.of("Row {n} is missing.", n=2), is_tampering=True)
    window = opened(TrailLibrary((an_act(1),), (note, fault)))
    press(window, "Verify")
    qtbot.waitUntil(lambda: window._findings.said.startswith("▲ Tampered with: 1 findings in 1 acts"))
    assert window._findings.lines == ("▲  Row 2 is missing.", "●  The clock went back")
    assert all(one.isEnabled() for one in window.findChildren(QPushButton))


def test_that_a_trail_of_findings_is_cut_short_on_the_screen(qtbot):
    findings = FindingList()
    qtbot.addWidget(findings)
    many = tuple(AuditFinding(n, Sentence.of("Row {n} is missing.", n=n), is_tampering=True) for n in range(9000))
    findings.show_verdict(AuditVerdict(9000, None, many), datetime(2026, 11, 22))
    assert len(findings.lines) == MOST_SHOWN + 1
    assert "8500 more" in findings.lines[-1]


def test_that_the_trail_is_handed_out_and_that_is_an_act(qtbot, opened, tmp_path, monkeypatch):
    library = TrailLibrary((an_act(1), an_act(2)))
    window = opened(library)
    path = tmp_path / "trail.csv"
    chosen = lambda *_: (str(path.with_suffix("")), "Table (*.csv)")  # noqa: E731
    monkeypatch.setattr(QFileDialog, "getSaveFileName", chosen)
    press(window, "Export …")
    qtbot.waitUntil(lambda: window.findChild(QTableView).model().rowCount() == 3)
    assert f"2 acts were written to {path}" in window._findings.said
    assert [event.action for event in library.recorded] == [AuditAction.AUDIT_EXPORTED]
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert [line["sequence"] for line in csv.DictReader(file)] == ["1", "2", ""]


def test_that_a_trail_that_cannot_be_read_is_said(opened, qtbot):
    library = TrailLibrary(())
    library.fault = StoreError("row 2 of the audit trail cannot be read.")
    window = opened(library)
    qtbot.waitUntil(lambda: window._findings.said == "▲ row 2 of the audit trail cannot be read.")


def test_that_the_acts_are_read_again_once_the_library_is_unlocked(opened, qtbot):
    library = TrailLibrary((an_act(1),))
    library.fault = StoreError("the library is encrypted.")
    window = opened(library)
    table = window.findChild(QTableView).model()
    assert table.rowCount() == 0
    library.fault = None
    window._session.library_changed.emit()
    qtbot.waitUntil(lambda: table.rowCount() == 1)
    assert window._findings.said == ""


def test_that_the_menu_opens_the_window(window, qtbot):
    window.show_audit()
    assert len(window.findChildren(AuditWindow)) == 1
    window.show_audit()
    assert len(window.findChildren(AuditWindow)) == 1
    window.findChild(AuditWindow).close()
