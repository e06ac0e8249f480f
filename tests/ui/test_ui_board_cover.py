"""A result is covered, everywhere, until a board said what it thinks or why it does not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import ui_builder as build
from board_hands import Board
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit
from reopened_hands import a_start, open_last, settle

from hccdesk.domain.board_opinion import Expectation, Reveal, RevealWay
from hccdesk.ui import theme
from hccdesk.ui.batch.batch_acts import batch_of
from hccdesk.ui.board.drafts import OpinionDraft, PassDraft
from hccdesk.ui.case_keeping import keeper as keeper_module
from hccdesk.ui.ct_viewer.saliency_presenter import SaliencyPresenter
from hccdesk.ui.main_window import MainWindow
from hccdesk.ui.report_screen.choices import choices_of
from hccdesk.ui.settings import Settings
from hccdesk.workflow.batch_line import BatchLine, CaseState

NUMBERS = re.compile(r"0\.64|0\.61|0\.58|58 of|of 100|15\.4")
"""What the models of `ui_builder.a_result` say: P(response), PRPS, PFS at 12 months, its median."""


@pytest.fixture(autouse=True)
def _soon(monkeypatch):
    monkeypatch.setattr(keeper_module, "AFTER_MS", 40)


@pytest.fixture
def session(qtbot, tmp_path, verbs):
    made = build.a_session(tmp_path, verbs, opinion_first=True)
    yield made
    made.close()


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


def texts(window: MainWindow) -> str:
    """Everything that any widget of the window says, seen or not, tooltips and names for screen readers too."""
    said = []
    for kind in (QLabel, QAbstractButton, QLineEdit):
        for widget in window.findChildren(kind):
            said += [widget.text(), widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()]
    return "\n".join(said)


def test_that_at_first_opinions_come_first(tmp_path):
    assert Settings(tmp_path / "new.ini").opinion_first


@pytest.mark.control("RISK-60-a")
def test_that_no_screen_holds_a_number_of_a_model_before_the_reveal_and_all_do_after(qtbot, window, board):
    for screen in ("ct", "slide", "results", "board", "report"):
        window.desk.go_to(screen)
    board.analyse()
    board.opine("Chen")
    qtbot.wait(50)
    assert board.session.model.is_covered
    assert NUMBERS.findall(texts(window)) == []
    board.reveal()
    qtbot.wait(50)
    assert {"0.64", "0.61"} <= set(NUMBERS.findall(texts(window)))


def test_that_the_scores_that_fill_in_while_one_types_are_not_covered(qtbot, window, board, idle):
    window.desk.go_to("case")
    board.analyse()
    idle()
    assert "-2.31" in texts(window).replace("\N{MINUS SIGN}", "-")  # ALBI of `ui_builder.some_scores`


@pytest.mark.control("RISK-60-a")
def test_that_the_results_can_be_neither_copied_nor_saved_nor_reported_before(qtbot, window, board, tmp_path):
    window.desk.go_to("results")
    board.analyse()
    results, report = window.desk._screens["results"], window.desk._screens["report"]
    QGuiApplication.clipboard().setText("before")
    results._copy()
    assert QGuiApplication.clipboard().text() == "before"
    assert not results.run_bar._copy.isEnabled()
    assert not results.run_bar._report.isEnabled()
    assert "covered" in results.run_bar._copy.toolTip()
    assert not window.outputs.ready
    window.outputs.save(tmp_path / "out")
    window.desk.go_to("report")
    report.save_pdf(tmp_path / "report.pdf")
    report.save_all(tmp_path / "out")
    settle(qtbot, board.session)
    assert not (tmp_path / "out").exists()
    assert not (tmp_path / "report.pdf").exists()
    assert "preview_report" not in board.session.verbs.calls
    board.opine("Chen")
    board.reveal()
    assert window.outputs.ready
    qtbot.waitUntil(lambda: "preview_report" in board.session.verbs.calls)
    results._copy()
    assert "0.64" in QGuiApplication.clipboard().text()


@pytest.mark.control("RISK-60-a")
def test_that_neither_saliency_nor_contributions_lie_over_the_images_before(qtbot, window, board):
    session = board.session
    window.desk.go_to("slide")
    patches = window.desk._screens["slide"]._patches
    session.verbs.holds()
    session.loader.take([Path("patient")])
    settle(qtbot, session)
    board.analyse()
    session.overlays.show_saliency(True)
    session.overlays.show_contribution(True)
    saliency = SaliencyPresenter(_Shown(), session.model, session.overlays, None)
    assert saliency.finding is None
    assert "covered" in saliency.why_not
    assert patches.explanation is None
    board.opine("Chen")
    board.reveal()
    assert saliency.finding is session.model.result.ct_response


class _Shown:
    """Stands in for the CT presenter."""

    def show_saliency(self, *_: object) -> None:
        pass


def test_that_an_opinion_alone_does_not_reveal_so_that_others_can_give_theirs(board):
    board.analyse()
    for reader in ("Chen", "Wu", "Li"):
        board.opine(reader)
        assert board.session.model.is_covered
    board.reveal()
    assert not board.session.model.is_covered
    assert board.desk.readers_before == ("Chen", "Wu", "Li")


@pytest.mark.control("RISK-60-a")
def test_that_nothing_is_revealed_without_an_opinion_or_a_name_and_a_reason(board, qtbot):
    board.analyse()
    board.desk.reveal()
    for by, reason in (("", ""), ("Wu", " "), (" ", "emergency")):
        board.desk.write(PassDraft(by, reason))
        assert board.desk.missing_of_passing()
        board.desk.pass_on()
    settle(qtbot, board.session)
    assert board.session.model.is_covered
    assert board.desk.record.entries == ()


def test_that_who_goes_on_without_an_opinion_and_why_is_on_record(board):
    board.analyse()
    entry = board.pass_on("Wu", "emergency at night")
    assert isinstance(entry, Reveal)
    assert (entry.revealed_by, entry.reason, entry.result_number) == ("Wu", "emergency at night", 1)
    assert not board.session.model.is_covered
    acts = [row.event for row in board.session.library.audit_rows() if row.event.action == "result_revealed"]
    assert len(acts) == 1
    assert "emergency" not in repr(acts)


def test_that_a_later_analysis_of_a_case_whose_result_was_seen_is_not_covered_again(board):
    board.analyse()
    board.opine("Chen")
    board.reveal()
    board.session.model.set_clinical(build.a_record(ecog=2))
    board.analyse()
    assert not board.session.model.is_covered
    late = board.opine("Li")
    assert late.given == "after_result"
    assert late.result_number == 2


def test_that_an_opinion_given_before_the_analysis_counts_and_the_result_still_waits_for_the_reveal(board, qtbot):
    board.session.model.set_clinical(build.a_record())
    early = board.opine("Chen")
    assert (early.given, early.result_number) == ("before_result", None)
    board.analyse()
    assert board.session.model.is_covered
    board.reveal()
    assert not board.session.model.is_covered


def test_that_another_case_is_covered_anew(board, qtbot):
    board.analyse()
    board.opine("Chen")
    board.reveal()
    board.session.shelf.new()
    settle(qtbot, board.session)
    assert board.desk.record.entries == ()
    board.analyse()
    assert board.session.model.is_covered


def test_that_with_the_setting_off_nothing_is_covered_and_nothing_recorded(qtbot, tmp_path, verbs):
    session = build.a_session(tmp_path / "off", verbs, opinion_first=False)
    board = Board(qtbot, session)
    board.analyse()
    assert not session.model.is_covered
    assert board.desk.record.entries == ()
    session.tumour_board.set_opinion_first(True)  # what was seen is not covered afterwards
    assert not session.model.is_covered
    session.close()


def test_that_turning_the_setting_off_reveals_what_is_covered_and_says_so_in_the_record(board, qtbot):
    board.analyse()
    board.session.tumour_board.set_opinion_first(False)
    settle(qtbot, board.session)
    assert not board.session.model.is_covered
    (entry,) = board.desk.record.entries
    assert entry.way is RevealWay.SETTING_OFF
    details = [row.event.detail for row in board.session.library.audit_rows()]
    assert "opinion first off" in details


class TestReopened:
    @pytest.mark.control("RISK-60-a")
    def test_that_a_covered_result_comes_back_covered_and_a_revealed_one_revealed(self, qtbot, tmp_path, verbs):
        with a_start(qtbot, tmp_path, verbs, opinion_first=True) as session:
            Board(qtbot, session).analyse()
        with a_start(qtbot, tmp_path, verbs, opinion_first=True) as again:
            open_last(qtbot, again)
            assert again.model.result is not None
            assert again.model.is_covered
            board = Board(qtbot, again)
            board.opine("Chen")
            board.reveal()
        with a_start(qtbot, tmp_path, verbs, opinion_first=True) as later:
            open_last(qtbot, later)
            assert later.model.seen_result is later.model.result is not None
            assert [type(one).__name__ for one in later.tumour_board.record.entries] == ["BoardOpinion", "Reveal"]

    def test_that_a_result_that_was_seen_with_the_setting_off_is_not_covered_later(self, qtbot, tmp_path, verbs):
        with a_start(qtbot, tmp_path, verbs) as session:
            Board(qtbot, session).analyse()
        with a_start(qtbot, tmp_path, verbs, opinion_first=True) as again:
            open_last(qtbot, again)
            assert not again.model.is_covered
            again.model.set_clinical(build.a_record(ecog=2))
            Board(qtbot, again).analyse()
            assert not again.model.is_covered

    def test_that_a_case_being_read_again_is_not_uncovered_by_a_save_meanwhile(self, qtbot, tmp_path, verbs):
        with a_start(qtbot, tmp_path, verbs, opinion_first=True) as session:
            verbs.holds()
            session.loader.take([Path("patient")])
            settle(qtbot, session)
            Board(qtbot, session).analyse()
        with a_start(qtbot, tmp_path, verbs, opinion_first=True) as again:
            again.shelf.open(again.shelf.entries[0].case_id)
            qtbot.waitUntil(lambda: again.keeper.case_id is not None)
            assert again.keeper.snapshot.covered
            settle(qtbot, again)
            assert again.keeper.snapshot.covered
            assert again.model.is_covered


class TestReadOnly:
    def test_that_a_result_can_be_looked_at_where_nothing_can_be_recorded_and_nothing_is(self, qtbot, tmp_path, verbs):
        with a_start(qtbot, tmp_path, verbs, opinion_first=True) as session:
            board = Board(qtbot, session)
            board.analyse()
            board.opine("Chen")
            with a_start(qtbot, tmp_path, verbs, opinion_first=True) as other:
                open_last(qtbot, other)
                assert other.keeper.is_read_only
                looking = Board(qtbot, other).desk
                assert [one.reader for one in looking.record.opinions] == ["Chen"]
                assert looking.blocked_by
                looking.write(OpinionDraft("Li", "", Expectation.UNDECIDED))
                looking.give_opinion()
                looking.reveal()
                settle(qtbot, other)
                assert not other.model.is_covered
                assert len(looking.record.entries) == 1
            assert len(session.library.opinions(session.keeper.case_id)) == 1

    def test_that_a_copy_takes_the_record_along(self, qtbot, tmp_path, verbs):
        with a_start(qtbot, tmp_path, verbs, opinion_first=True) as session:
            board = Board(qtbot, session)
            board.analyse()
            board.opine("Chen")
            board.reveal()
            board.decide()
            board.sign()
            with a_start(qtbot, tmp_path, verbs, opinion_first=True) as other:
                open_last(qtbot, other)
                other.shelf.work_on_copy()
                settle(qtbot, other)
                copied = other.library.opinions(other.keeper.case_id)
                assert [type(one).__name__ for one in copied] == ["BoardOpinion", "Reveal", "BoardDecision", "SignOff"]
                assert other.keeper.result_number == 1
                assert other.tumour_board.of_result.is_final
                assert not other.model.is_covered


class _Batch:
    """A batch that computes each case at once."""

    models = ("ct 1",)

    def __init__(self, options):
        self.options = options

    def score(self, case_id, kept, progress):
        return BatchLine(1, "case-1", "", CaseState.COMPUTED, result_sha256="0" * 64)

    def close(self, *, finished):
        pass


def test_that_scoring_with_others_is_on_record_as_a_reveal_and_takes_nothing_of_the_open_case_along(
    qtbot, board, tmp_path, monkeypatch
):
    board.analyse()
    board.opine("Chen")
    given = []

    def open_batch(folder, device, options):
        given.append(options)
        return _Batch(options)

    monkeypatch.setattr(board.session.verbs, "open_batch", open_batch, raising=False)
    assert choices_of(board.session).options.board.entries
    batch = batch_of(board.session)
    batch.start(board.session.shelf.entries, tmp_path / "scores")
    qtbot.waitUntil(lambda: not batch.running)
    settle(qtbot, board.session)
    assert [options.board.entries for options in given] == [()]
    assert board.desk.record.reveal.way is RevealWay.SCORED_WITH_OTHERS
    assert not board.session.model.is_covered
