"""The Board screen: what can be added and when, what is missing, and that nothing typed is lost or leaves the case."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count

import pytest
import ui_builder as build
from board_hands import Board
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from reopened_hands import settle

from hccdesk.domain.board_opinion import BoardDecision, Expectation, WithModels
from hccdesk.domain.errors import StoreError
from hccdesk.ui import language, theme
from hccdesk.ui.board.board_desk import board_desk_of
from hccdesk.ui.board.board_words import stands_because
from hccdesk.ui.board.drafts import DecisionDraft, OpinionDraft, SignDraft, names_in
from hccdesk.ui.board.screen import DECISION, OPINION, SIGNATURE, BoardScreen
from hccdesk.ui.case_keeping import keeper as keeper_module
from hccdesk.ui.main_window import MainWindow
from hccdesk.ui.report_screen.choices import choices_of
from hccdesk.ui.shell.step_state import StepState
from hccdesk.ui.step_states import step_states


@pytest.fixture(autouse=True)
def _soon(monkeypatch):
    monkeypatch.setattr(keeper_module, "AFTER_MS", 40)


@pytest.fixture
def session(qtbot, tmp_path, verbs):
    """Its clock goes on by a minute each time it is looked at."""
    language.use("en")
    made = build.a_session(tmp_path, verbs, opinion_first=True)
    minutes = count()
    made.now = lambda: datetime(2026, 1, 2, 14, 0) + timedelta(minutes=next(minutes))
    yield made
    made.close()
    language.use("en")


@pytest.fixture
def board(qtbot, session):
    return Board(qtbot, session)


@pytest.fixture
def window(qtbot, qapp, session):
    theme.use(qapp, theme.DARK)
    made = MainWindow(session)
    made.resize(1180, 680)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def screen_of(window: MainWindow) -> BoardScreen:
    window.desk.go_to("board")
    return window.desk._screens["board"]


def shown(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


class TestOpinion:
    def test_that_an_opinion_is_given_with_the_keyboard_alone_and_the_next_member_goes_on(
        self, qtbot, window, session, board
    ):
        session.model.set_clinical(build.a_record())
        form = screen_of(window).opinion
        form.person.setFocus()
        for reader, tabs in (("Chen", 2), ("Wu", 2)):
            qtbot.keyClicks(QApplication.focusWidget(), reader)
            for _ in range(tabs):
                qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
            qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
            qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
            qtbot.keyClicks(QApplication.focusWidget(), "two cycles")
            before = len(board.desk.record.entries)
            qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
            qtbot.waitUntil(lambda before=before: len(board.desk.record.entries) == before + 1)
            assert QApplication.focusWidget() is form.person.name
            assert form.person.name.text() == ""
            assert form.expectation.value is None
        told = [(one.reader, one.expectation, one.decision) for one in board.desk.record.opinions]
        assert told == [("Chen", "response", "two cycles"), ("Wu", "response", "two cycles")]

    def test_that_what_is_missing_is_named_and_the_button_waits(self, window, session, board):
        form = screen_of(window).opinion
        session.model.set_clinical(build.a_record())
        assert "Whose opinion" in shown(form)
        board.desk.write(OpinionDraft("Chen"))
        assert "Choose what you expect" in shown(form)
        assert not form.keep.isEnabled()

    def test_that_a_person_is_known_again_with_their_role_until_the_program_ends(self, qtbot, window, session, board):
        board.session.model.set_clinical(build.a_record())
        board.opine("Chen", role="Hepatology")
        session.shelf.new()
        settle(qtbot, session)
        session.model.set_clinical(build.a_record())
        assert board.desk.names == ("Chen",)
        form = screen_of(window).opinion
        form.person.name.setText("Chen")
        form.person.name.editingFinished.emit()
        assert board.desk.drafts.opinion.role == "Hepatology"

    def test_that_no_name_is_in_the_settings_or_the_log(self, board, session, tmp_path):
        board.session.model.set_clinical(build.a_record())
        board.opine("Chen Yu-Lan", decision="Rare words")
        session.settings._stored.sync()
        for path in tmp_path.rglob("*"):
            if path.is_file():
                assert b"Yu-Lan" not in path.read_bytes()

    def test_that_the_account_of_the_computer_is_not_offered(self, board, monkeypatch):
        monkeypatch.setenv("USER", "workstation7")
        assert board.desk.names == ()


class TestDecision:
    @pytest.mark.control("RISK-60-b")
    def test_that_a_decision_that_does_not_follow_the_models_needs_its_reason(self, board):
        board.analyse()
        board.opine("Chen")
        board.reveal()
        for stands in (WithModels.DIFFERS, WithModels.NOT_RELIED_ON):
            board.desk.write(DecisionDraft("Surgery", stands, "  ", "Chen"))
            assert "reason" in board.desk.missing_of_decision()
            board.desk.decide()
        assert board.desk.record.decision is None
        board.desk.write(DecisionDraft("Surgery", WithModels.AGREES, "", "Chen"))
        assert board.desk.missing_of_decision() == ""
        assert board.decide("Surgery", WithModels.DIFFERS, "Vp4").reason == "Vp4"

    @pytest.mark.control("RISK-60-b")
    def test_that_who_did_not_see_the_result_cannot_agree_with_it(self, window, board):
        board.analyse()
        form = screen_of(window).decision
        assert board.desk.choices_with_models() == (WithModels.NOT_RELIED_ON,)
        assert [form.with_models._group.button(n).isEnabled() for n in range(3)] == [False, False, True]
        board.desk.write(DecisionDraft("Surgery", WithModels.AGREES, "", "Chen"))
        assert board.desk.missing_of_decision()

    def test_that_names_are_apart_by_any_comma_and_each_is_told_once(self):
        assert names_in("Chen, 吴刚，李明、Müller; Chen ,") == ("Chen", "吴刚", "李明", "Müller")

    def test_that_all_who_gave_an_opinion_are_added_to_those_who_were_typed(self, board):
        board.analyse()
        board.opine("Chen")
        board.opine("Wu")
        board.desk.write(DecisionDraft(present="Li, Wu"))
        board.desk.add_attending()
        assert names_in(board.desk.drafts.decision.present) == ("Li", "Wu", "Chen")

    def test_that_somebody_must_have_been_there(self, board):
        board.analyse()
        board.pass_on("Wu", "emergency")
        board.desk.write(DecisionDraft("Surgery", WithModels.AGREES, "", " , "))
        assert "present" in board.desk.missing_of_decision()


class TestSignature:
    @pytest.mark.control("RISK-61-a")
    def test_that_only_a_signed_decision_makes_the_report_final_and_a_later_one_a_draft_again(self, window, board):
        board.analyse()
        board.opine("Chen")
        board.reveal()
        screen, options = screen_of(window), choices_of(board.session)
        assert board.desk.missing_of_signature()
        board.decide("Two cycles")
        assert not options.options.board.is_final
        board.sign("Wu", "Chair")
        assert options.options.board.is_final
        assert "FINAL" in shown(screen)
        assert step_states(board.session, analysing=False)["board"] is StepState.DONE
        board.decide("Surgery", WithModels.DIFFERS, "Vp4")
        assert not options.options.board.is_final
        assert step_states(board.session, analysing=False)["board"] is StepState.WORKING
        text = shown(screen)
        assert "DRAFT" in text
        assert text.index("Surgery") < text.index("An earlier decision") < text.index("Two cycles")
        assert "Signed by Wu · Chair" in text

    @pytest.mark.control("RISK-61-a")
    def test_that_a_new_analysis_makes_the_report_a_draft_and_the_decision_stays_on_record(self, window, board):
        board.analyse()
        board.opine("Chen")
        board.reveal()
        board.decide()
        board.sign()
        board.session.model.set_clinical(build.a_record(ecog=2))
        board.analyse()
        assert not choices_of(board.session).options.board.is_final
        assert choices_of(board.session).options.board.decision is None
        text = shown(screen_of(window))
        assert "A decision on an earlier result" in text
        assert "DRAFT" in text

    def test_that_name_and_role_are_needed_and_nobody_signs_twice(self, board):
        board.analyse()
        board.opine("Chen")
        board.reveal()
        board.decide()
        for draft in (SignDraft("", "Chair"), SignDraft("Wu", " ")):
            board.desk.write(draft)
            assert board.desk.missing_of_signature()
        board.sign("Wu", "Chair")
        board.desk.write(SignDraft("Wu ", "Chair"))
        assert "already" in board.desk.missing_of_signature()
        board.sign("Chen", "Surgeon")
        assert len(board.desk.of_result.sign_offs) == 2

    def test_that_the_pages_of_the_report_are_set_anew_when_the_record_changes(self, qtbot, window, board):
        board.analyse()
        board.opine("Chen")
        board.reveal()
        window.desk.go_to("report")
        calls = board.session.verbs.calls
        qtbot.waitUntil(lambda: "preview_report" in calls)
        asked = calls.count("preview_report")
        board.decide()
        qtbot.waitUntil(lambda: calls.count("preview_report") > asked)


class TestLosingNothing:
    def test_that_what_is_half_written_survives_another_language_and_goes_with_its_case(
        self, qtbot, window, session, board
    ):
        session.model.set_clinical(build.a_record())
        form = screen_of(window).opinion
        qtbot.keyClicks(form.person.name, "Chen")
        window.switch_language()
        qtbot.waitUntil(lambda: language.current() == "zh")
        assert screen_of(window).opinion.person.name.text() == "Chen"
        session.shelf.new()
        settle(qtbot, session)
        assert screen_of(window).opinion.person.name.text() == ""
        assert board.desk.drafts.opinion == OpinionDraft()

    def test_that_what_could_not_be_saved_stays_in_the_form_and_is_not_in_the_record(
        self, qtbot, window, session, board, monkeypatch
    ):
        board.analyse()

        def full(*_):
            raise StoreError("the disk is full.")

        monkeypatch.setattr(session.library, "keep_opinion", full)
        board.desk.write(OpinionDraft("Chen", "", Expectation.RESPONSE, "two cycles"))
        board.desk.give_opinion()
        qtbot.waitUntil(lambda: bool(session.board.of("board")))
        assert "disk is full" in session.board.of("board")[0].what
        assert board.desk.record.entries == ()
        assert board.desk.drafts.opinion.decision == "two cycles"
        monkeypatch.undo()
        board.desk.give_opinion()
        qtbot.waitUntil(lambda: len(board.desk.record.entries) == 1)
        assert session.board.of("board") == ()

    def test_that_an_opinion_does_not_come_into_the_case_that_was_opened_meanwhile(self, qtbot, session, board):
        session.model.set_clinical(build.a_record())
        board.desk.write(OpinionDraft("Chen", "", Expectation.RESPONSE))
        board.desk.give_opinion()
        first = session.keeper.case_id
        session.shelf.new()
        settle(qtbot, session)
        assert board.desk.record.entries == ()
        assert [one.reader for one in session.library.opinions(first)] == ["Chen"]


class TestWhereThereIsNothing:
    def test_that_without_a_case_the_screen_says_what_belongs_there(self, window, session):
        screen = screen_of(window)
        assert "No case for the board" in shown(screen)
        assert board_desk_of(session).blocked_by
        session.model.set_clinical(build.a_record())
        assert "No case for the board" not in shown(screen)
        assert "Nothing is decided yet." in shown(screen)

    def test_that_each_form_is_shown_alone(self, window, session):
        session.model.set_clinical(build.a_record())
        screen = screen_of(window)
        for number, form in ((OPINION, screen.opinion), (DECISION, screen.decision), (SIGNATURE, screen.signature)):
            screen._tabs.button(number).click()
            assert [one.isVisibleTo(screen) for one in screen._forms].count(True) == 1
            assert form.isVisibleTo(screen)

    def test_that_the_keyboard_never_falls_to_the_treatment_in_the_banner(self, qtbot, window, session, board):
        board.analyse()
        for name in ("results", "board", "report"):
            window.desk.go_to(name)
            focus = QApplication.focusWidget()
            assert focus is not None
            assert not window.desk._banner.isAncestorOf(focus)
        window.desk.go_to("results")
        cover = window.desk._screens["results"]._cover
        cover.without.click()
        cover.without.click()
        assert not window.desk._banner.isAncestorOf(QApplication.focusWidget())
        board.opine("Chen")
        cover.reveal.setFocus()
        cover.reveal.click()
        qtbot.waitUntil(lambda: not session.model.is_covered)
        assert not window.desk._banner.isAncestorOf(QApplication.focusWidget())


def test_that_a_decision_and_its_reason_are_told_with_the_marks_of_the_language(qtbot):
    decided = BoardDecision(datetime(2026, 1, 2, 14, 0), "TACE", WithModels.DIFFERS, "Vp3", ("Chen",), 1)
    assert stands_because(decided) == "Differs from the models: Vp3"
    language.use("zh")
    assert stands_because(decided) == "与模型不一致：Vp3"
    language.use("en")
