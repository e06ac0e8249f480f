"""The window behind "Check this installation …"."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QCheckBox, QPushButton

from hccdesk.domain.audit import AuditAction, AuditEvent
from hccdesk.domain.errors import HccdeskError, StoreError
from hccdesk.domain.progress import Progress
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.domain.selftest import (
    SECTION_TITLES,
    CheckState,
    MachineFacts,
    SelftestCheck,
    SelftestReport,
    SelftestSection,
)
from hccdesk.domain.sentence import Sentence
from hccdesk.ui import language
from hccdesk.ui.selftest_view.check_tree import CheckTree
from hccdesk.ui.selftest_view.selftest_verbs import SelftestDone, WorkflowSelftestVerbs
from hccdesk.ui.selftest_view.selftest_window import SelftestWindow

PASSED, FAILED, NOT_APPLICABLE = CheckState
AT = datetime(2026, 11, 22, 5, 7, tzinfo=UTC)
MACHINE = MachineFacts("Linux", "A processor", 8, None, ("CPU",), "3.11.7", Sentence.of("a Python package"), ())


def a_check(state: CheckState) -> SelftestCheck:
    return SelftestCheck(Sentence.of("shipped files"), state, Sentence.of("trusted"))


class FakeVerbs:
    """Tells one check a section; waits in `waits_in` until it is cancelled."""

    def __init__(self, failing: str = "", waits_in: str = "", fault: Exception | None = None) -> None:
        self.failing, self.waits_in, self.fault = failing, waits_in, fault
        self.asked: list[tuple[DeviceChoice, bool, Path]] = []
        self.saved: list[tuple[SelftestReport, Path, str]] = []
        self.threads: set[int] = set()

    def run(self, device, quick, library, progress: Progress, told) -> SelftestDone:
        self.asked.append((device, quick, library))
        self.threads.add(threading.get_ident())
        if self.fault:
            raise self.fault
        sections = []
        for key, title in SECTION_TITLES.items():
            if quick and key == "reference":
                continue
            progress.step(0, 1, title.text)
            check = a_check(FAILED if key == self.failing else PASSED)
            told(key, check)
            progress.step(1, 1, title.text)
            while key == self.waits_in:
                progress.step(1, 1, title.text)
                threading.Event().wait(0.01)
            sections.append(SelftestSection(key, title, (check,)))
        report = SelftestReport("1.2.3", AT, 3.0, quick, MACHINE, tuple(sections))
        return SelftestDone(report, AuditEvent(AuditAction.SELFTEST_RUN, detail="told"))

    def save(self, report: SelftestReport, path: Path, language: str) -> Path:
        if self.fault:
            raise self.fault
        self.saved.append((report, path, language))
        return path


@pytest.fixture
def opened(qtbot, session):
    def make(verbs: FakeVerbs) -> SelftestWindow:
        made = SelftestWindow(session, None, verbs)
        qtbot.addWidget(made)
        made.show()
        return made

    return make


@pytest.fixture
def recorded(session, monkeypatch) -> list[AuditEvent]:
    events: list[AuditEvent] = []
    monkeypatch.setattr(session, "record", events.append)
    return events


def pressed(window: SelftestWindow, text: str) -> QPushButton:
    button = next(found for found in window.findChildren(QPushButton) if found.text() == text)
    assert button.isEnabled() and button.isVisible()
    button.click()
    return button


def lines(window: SelftestWindow) -> dict[str, tuple[str, str]]:
    tree = window.findChild(CheckTree)
    items = [tree.topLevelItem(n) for n in range(tree.topLevelItemCount())]
    return {item.text(0): (item.text(1), item.text(2)) for item in items}


def said(window: SelftestWindow) -> str:
    return window._said.text()


def test_that_the_menu_line_opens_it(window, qtbot):
    window.show_selftest()
    assert window.findChild(SelftestWindow).isVisible()


def test_that_every_section_is_listed_before_the_check(opened):
    window = opened(FakeVerbs())
    assert list(lines(window)) == [title.text for title in SECTION_TITLES.values()]
    assert {state for state, _ in lines(window).values()} == {"○ not yet"}
    assert "not checked yet" in said(window)


def test_that_a_check_that_passes_says_so_is_recorded_and_remembered(opened, session, recorded, idle):
    verbs = FakeVerbs()
    window = opened(verbs)
    pressed(window, "Check now")
    idle()
    assert {state for state, _ in lines(window).values()} == {"● passed"}
    assert said(window).startswith("● All checks passed: this installation")
    assert [event.action for event in recorded] == [AuditAction.SELFTEST_RUN]
    assert session.settings.last_selftest == (AT, True)
    assert threading.get_ident() not in verbs.threads
    again = opened(FakeVerbs())
    assert "Last check: " in said(again) and said(again).endswith("● passed.")


def test_that_what_failed_is_opened_and_counted(opened, session, recorded, idle):
    window = opened(FakeVerbs(failing="codecs"))
    pressed(window, "Check now")
    idle()
    tree = window.findChild(CheckTree)
    assert lines(window)["Image decoders"] == ("▲ failed", "failed: 1 of 1 checks")
    assert tree.topLevelItem(1).isExpanded()
    assert not tree.topLevelItem(0).isExpanded()
    assert said(window).startswith("▲ FAILED: 1 of 9 checks. Do not use this installation")
    assert window._said.property("role") == "problem"
    assert session.settings.last_selftest == (AT, False)


def test_that_a_quick_check_leaves_out_the_reference_case(opened, idle):
    verbs = FakeVerbs()
    window = opened(verbs)
    window.findChild(QCheckBox).setChecked(False)
    pressed(window, "Check now")
    idle()
    assert verbs.asked[0][1] is True
    assert lines(window)["Reference case"][0] == "○ left out"
    assert "the reference case was left out" in said(window)


def test_that_sections_fill_in_while_it_runs_and_that_it_can_be_stopped(opened, session, recorded, idle, qtbot):
    window = opened(FakeVerbs(waits_in="fonts"))
    pressed(window, "Check now")
    qtbot.waitUntil(lambda: lines(window)["Fonts"][0] == "◐ at work", timeout=5000)
    assert lines(window)["Files"][0] == "● passed"
    assert lines(window)["Devices"][0] == "○ not yet"
    assert said(window) == "Checking: Fonts"
    pressed(window, "Cancel")
    idle()
    assert "was stopped" in said(window)
    assert lines(window)["Devices"][0] == "○ not yet"
    assert recorded == []
    assert session.settings.last_selftest is None
    pressed(window, "Check now")  # it can be begun again
    qtbot.waitUntil(lambda: lines(window)["Fonts"][0] == "◐ at work", timeout=5000)
    window.close()
    idle()


@pytest.mark.parametrize("how", ["close", "reject", "accept"])
def test_that_closing_the_window_stops_the_check(opened, session, idle, qtbot, how):
    window = opened(FakeVerbs(waits_in="models"))
    pressed(window, "Check now")
    qtbot.waitUntil(lambda: lines(window)["Models"][0] == "◐ at work", timeout=5000)
    getattr(window, how)()
    qtbot.waitUntil(lambda: not session.compute.running, timeout=5000)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (HccdeskError("the worker is gone.", what_to_do="Start again."), "gone. Start again."),
        (KeyError("x"), "could not be run"),
    ],
)
def test_that_a_check_that_cannot_be_run_says_why(opened, recorded, idle, fault, words):
    window = opened(FakeVerbs(fault=fault))
    pressed(window, "Check now")
    idle()
    assert words in said(window)
    assert window._run.isEnabled() and not window._save.isEnabled()
    assert recorded == []


def test_that_the_summary_is_saved_in_the_language_of_the_reports(opened, session, idle, tmp_path):
    session.settings.report_language = "zh"
    verbs = FakeVerbs()
    window = opened(verbs)
    pressed(window, "Check now")
    idle()
    window.save_to(tmp_path / "s")
    idle()
    assert verbs.saved[0][1:] == (tmp_path / "s.pdf", "zh")
    assert said(window) == "Saved: s.pdf"
    verbs.fault = StoreError("the disk is full.", what_to_do="Make room.")
    window.save_to(tmp_path / "s.txt")
    idle()
    assert said(window) == "the disk is full. Make room."


def test_that_the_real_verbs_write_what_the_window_asks_for(tmp_path):
    done = FakeVerbs().run(DeviceChoice.CPU, True, tmp_path, Nobody(), lambda key, check: None)
    path = WorkflowSelftestVerbs().save(done.report, tmp_path / "s.txt", "en")
    assert "All checks passed; the reference case was left out." in path.read_text(encoding="utf-8")


class Nobody:
    def step(self, done: int, total: int, label: str) -> None:
        """Nobody watches."""


def test_that_it_speaks_chinese(opened, idle):
    language.use(language.CHINESE)
    window = opened(FakeVerbs(failing="store"))
    window._run.click()
    idle()
    assert lines(window)["病例库"][0] == "▲ 未通过"
    assert said(window).startswith("▲ 未通过：9 项检查中的 1 项")
