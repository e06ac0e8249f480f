"""The Report screen: pages that follow the case, are turned and enlarged, and go to paper."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

import numpy as np
import pytest
import ui_builder as build
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QPushButton, QToolButton

from hccdesk.domain.errors import Cancelled, ReportError
from hccdesk.domain.report_options import ALL_PARTS, Paper, ReportPart
from hccdesk.domain.result import Figure
from hccdesk.domain.sentence import Sentence
from hccdesk.ui.report_screen.choices import choices_of
from hccdesk.ui.report_screen.delivery import file_name
from hccdesk.ui.report_screen.screen import ReportScreen
from hccdesk.workflow.preview_report import PreviewedReport


def a_key_image(name: str = "key") -> Figure:
    return Figure(name, np.full((30, 40, 3), 90, np.uint8), Sentence.of("picture {n}", n=name))


@pytest.fixture
def screen(qtbot, session, idle):
    """The screen on a case with a current result."""
    session.model.set_result(build.a_result(), session.model.inputs)
    made = ReportScreen(session)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    qtbot.waitUntil(lambda: made.page_count > 0)
    idle()
    return made


def settled(qtbot, screen, idle):
    qtbot.waitUntil(lambda: not screen._preview.busy)
    idle()


def button(screen, text):
    return next(b for b in screen.findChildren(QPushButton) if b.text().startswith(text))


def tool(screen, tip):
    return next(b for b in screen.findChildren(QToolButton) if b.accessibleName().startswith(tip))


def box(screen, text):
    return next(b for b in screen.findChildren(QCheckBox) if b.text().startswith(text))


def words(screen):
    return " ".join(found.text() for found in screen.findChildren(QLabel) if found.isVisibleTo(screen))


def test_that_without_a_result_it_says_what_to_do(qtbot, session):
    made = ReportScreen(session)
    qtbot.addWidget(made)
    made.show()
    assert "Nothing to report yet" in words(made)
    with qtbot.waitSignal(made.go_to) as asked:
        button(made, "Go to the results").click()
    assert asked.args == ["results"]


def test_that_nothing_is_set_while_nobody_looks(qtbot, session, idle, verbs):
    made = ReportScreen(session)
    qtbot.addWidget(made)
    session.model.set_result(build.a_result(), session.model.inputs)
    idle()
    assert "preview_report" not in verbs.calls
    made.show()
    qtbot.waitUntil(lambda: made.page_count == 3)


def test_that_the_pages_are_shown_at_the_resolution_of_the_screen(screen):
    image = screen.pages.image_of_page(0)
    assert image is not None
    # InstantVerbs paints page n in grey 250 − 10 n.
    assert image.pixelColor(5, 5).red() == 250
    width = screen.pages._layout.size(0)[0]
    assert image.width() == round(width * screen.pages.devicePixelRatioF())
    assert screen.pages.viewport().grab().toImage().pixelColor(screen.pages.viewport().rect().center()).red() == 250


def test_that_each_page_has_a_thumbnail_that_leads_to_it(qtbot, screen, idle):
    assert [screen.thumbnails.item(n).toolTip() for n in range(screen.thumbnails.count())] == ["Summary", "A", "B"]
    screen.thumbnails.setCurrentRow(2)
    assert screen.pages.page == 2
    assert "Page 3 of 3" in words(screen)
    idle()
    assert screen.pages.image_of_page(2).pixelColor(5, 5).red() == 230


def test_that_keys_turn_the_pages(qtbot, screen):
    screen.pages.setFocus()
    seen = []
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_End, Qt.Key.Key_Home):
        qtbot.keyClick(screen.pages, key)
        seen.append((screen.pages.page, screen.thumbnails.currentRow()))
    assert seen == [(1, 1), (2, 2), (1, 1), (2, 2), (0, 0)]


def test_that_the_zoom_follows_the_window_until_the_reader_takes_it(qtbot, screen):
    fitted = screen.pages.zoom
    screen.resize(1400, 700)
    assert screen.pages.zoom > fitted
    qtbot.keyClick(screen.pages, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    taken = screen.pages.zoom
    screen.resize(1100, 700)
    assert screen.pages.zoom == taken
    qtbot.keyClick(screen.pages, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert screen.pages.zoom == pytest.approx(fitted, rel=0.02)
    tool(screen, "Fit the whole page").click()
    assert screen.pages._layout.size(0)[1] <= screen.pages.viewport().height()


def test_that_the_wheel_with_ctrl_enlarges_what_is_under_the_cursor(qtbot, screen, idle):
    view = screen.pages
    at = QPoint(200, 300)
    before = (view.verticalScrollBar().value() + at.y()) / view.zoom
    event = QWheelEvent(
        QPointF(at), view.viewport().mapToGlobal(QPointF(at)), QPoint(), QPoint(0, 240),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    zoom = view.zoom
    QApplication.sendEvent(view.viewport(), event)
    assert view.zoom == pytest.approx(zoom * 1.44)
    assert (view.verticalScrollBar().value() + at.y()) / view.zoom == pytest.approx(before, abs=8)
    idle()
    assert view.image_of_page(0).width() == round(view._layout.size(0)[0] * view.devicePixelRatioF())


def test_that_another_result_brings_other_pages_and_the_old_ones_stay_till_then(qtbot, screen, session, idle, verbs):
    gate = threading.Event()

    def slow(result, options, progress):
        gate.wait(5)
        return PreviewedReport(b"%PDF new", ((595.0, 842.0),) * 2, ("Summary", "A"))

    verbs.preview_report = slow
    session.model.set_result(build.a_result(figures=()), session.model.inputs)
    qtbot.wait(250)
    assert screen.page_count == 3 and screen.pages.image_of_page(0) is not None
    assert "Setting the pages" in words(screen)
    gate.set()
    qtbot.waitUntil(lambda: screen.page_count == 2)
    settled(qtbot, screen, idle)
    assert "Setting the pages" not in words(screen)


def test_that_of_many_changes_the_last_one_wins(qtbot, screen, session, idle, verbs):
    asked = []
    verbs.preview_report = lambda result, options, progress: (
        asked.append(options),
        PreviewedReport(f"%PDF {len(options.parts)}".encode(), ((595.0, 842.0),) * (len(options.parts) + 1), ()),
    )[1]
    for part in ("Annex A", "Annex B", "Annex C"):
        box(screen, part).click()
    settled(qtbot, screen, idle)
    assert len(asked) == 1
    assert asked[0].parts == ALL_PARTS - {ReportPart.INPUTS, ReportPart.APPLICABILITY, ReportPart.MODELS}
    assert screen.page_count == 5


def test_that_the_reader_stays_on_the_page_that_was_read(qtbot, screen, idle, verbs):
    screen.pages.go_to_page(1)
    screen.pages.verticalScrollBar().setValue(screen.pages.verticalScrollBar().value() + 200)
    within = screen.pages.verticalScrollBar().value() - screen.pages._layout.top(1)
    titles = ("Summary", "Key images", "Key images", "A", "B")
    verbs.preview_report = lambda *_: PreviewedReport(b"%PDF more", ((595.0, 842.0),) * 5, titles)
    box(screen, "Annex B").click()
    settled(qtbot, screen, idle)
    assert screen.pages.page == 3 and screen.thumbnails.currentRow() == 3
    assert screen.pages.verticalScrollBar().value() - screen.pages._layout.top(3) == within


def test_that_a_late_answer_to_an_old_question_is_not_shown(qtbot, screen, idle, verbs):
    gates = {"en": threading.Event(), "zh": threading.Event()}

    def slow(result, options, progress):
        gates[options.language].wait(5)
        pages = 5 if options.language == "en" else 2
        return PreviewedReport(options.language.encode(), ((595.0, 842.0),) * pages, ())

    verbs.preview_report = slow
    languages = screen.findChild(QComboBox)
    box(screen, "Annex A").click()
    qtbot.wait(250)
    languages.setCurrentIndex(languages.findData("zh"))
    qtbot.wait(250)
    gates["zh"].set()
    qtbot.waitUntil(lambda: screen.page_count == 2)
    gates["en"].set()
    settled(qtbot, screen, idle)
    assert screen.page_count == 2


@pytest.mark.control("RISK-43-a")
def test_that_language_and_paper_of_the_report_are_remembered_apart_from_the_windows(qtbot, screen, session):
    languages, papers = (screen.options._languages, screen.options._papers)
    languages.setCurrentIndex(languages.findData("zh"))
    papers.setCurrentIndex(papers.findData("letter"))
    assert session.settings.language == "en"
    assert (session.settings.report_language, session.settings.report_paper) == ("zh", Paper.LETTER)
    options = choices_of(session).options
    assert (options.language, options.paper) == ("zh", Paper.LETTER)
    again = ReportScreen(session)  # as after another theme
    qtbot.addWidget(again)
    assert again.options._languages.currentData() == "zh"


def test_that_what_was_left_out_outlives_the_widgets_but_not_the_case(qtbot, screen, session):
    box(screen, "Annex E").click()
    again = ReportScreen(session)
    qtbot.addWidget(again)
    assert not box(again, "Annex E").isChecked()
    session.model.clear()
    assert box(again, "Annex E").isChecked()
    assert choices_of(session).options.parts == ALL_PARTS


def test_that_the_patients_page_is_chosen_for_one_case_only(qtbot, screen, session, idle, verbs):
    asked = []
    verbs.preview_report = lambda result, options, progress: (
        asked.append(options),
        PreviewedReport(b"%PDF", ((595.0, 842.0),), ()),
    )[1]
    box(screen, "A page for the patient").click()
    settled(qtbot, screen, idle)
    assert asked[-1].patient_page and choices_of(session).options.patient_page
    session.model.clear()
    assert not choices_of(session).options.patient_page and not box(screen, "A page for the patient").isChecked()


def test_that_the_summary_cannot_be_left_out_and_says_so(screen):
    summary = box(screen, "Summary")
    assert summary.isChecked() and not summary.isEnabled() and "always" in summary.toolTip()


def test_that_key_images_are_listed_moved_and_taken_out(qtbot, screen, session, idle, verbs):
    assert "Press K" in words(screen)
    asked = []
    plain = verbs.preview_report
    verbs.preview_report = lambda r, options, p: (asked.append(options.key_images), plain(r, options, p))[1]
    session.model.set_key_images(tuple(a_key_image(name) for name in "abc"))
    settled(qtbot, screen, idle)
    assert "1. Picture a" in words(screen) or "1. picture a" in words(screen)
    assert not tool(screen, "Move up: picture 1").isEnabled()
    assert not tool(screen, "Move down: picture 3").isEnabled()
    tool(screen, "Move down: picture 1").click()
    tool(screen, "Take out of the report: picture 3").click()
    assert [image.name for image in session.model.key_images] == ["b", "a"]
    settled(qtbot, screen, idle)
    assert [image.name for image in asked[-1]] == ["b", "a"]
    qtbot.wait(20)
    assert not [b for b in screen.findChildren(QToolButton) if b.accessibleName().endswith("picture 3")]


def test_that_many_large_key_images_do_not_hold_the_window_up(screen, session):
    rgb = np.random.default_rng(1).integers(0, 255, (1000, 1400, 3), np.uint8)
    images = tuple(Figure(f"k{n}", rgb, Sentence.of("picture {n}", n=n)) for n in range(20))
    before = time.thread_time()
    session.model.set_key_images(images)
    assert time.thread_time() - before < 0.1  # seconds of the GUI thread; about 0.02 here
    assert len([b for b in screen.findChildren(QToolButton) if b.accessibleName().startswith("Take out")]) == 20


def test_that_a_report_that_cannot_be_set_is_a_sentence_in_the_place_of_its_pages(qtbot, screen, session, idle, verbs):
    def failing(result, options, progress):
        raise ReportError("No font on this machine can print 肝 (U+809D).", what_to_do="Install a font.")

    plain, verbs.preview_report = verbs.preview_report, failing
    box(screen, "Annex A").click()
    settled(qtbot, screen, idle)
    assert "No font on this machine can print 肝 (U+809D). Install a font." in words(screen)
    assert screen.page_count == 0 and screen.pages.image_of_page(0) is None
    assert not button(screen, "Save PDF").isEnabled()
    verbs.preview_report = plain
    box(screen, "Annex A").click()
    settled(qtbot, screen, idle)
    assert screen.page_count == 3 and "No font" not in words(screen)
    assert button(screen, "Save PDF").isEnabled()


def test_that_a_fault_of_the_program_is_a_sentence_and_a_log(qtbot, screen, session, idle, verbs):
    def broken(result, options, progress):
        raise RuntimeError("Zhang^San")

    verbs.preview_report = broken
    box(screen, "Annex A").click()
    settled(qtbot, screen, idle)
    assert "The program has a fault here" in words(screen) and "Zhang" not in words(screen)
    assert session.board.of("program")


@pytest.mark.control("RISK-10-b")
def test_that_an_outdated_result_cannot_leave_as_a_report(qtbot, screen, session):
    session.model.set_clinical(replace(build.a_record(), afp_ng_per_ml=7.0))
    assert "The inputs have changed since this result was made" in words(screen)
    for text in ("Save PDF", "Print", "Save everything"):
        assert not button(screen, text).isEnabled()
        assert "Analyse again" in button(screen, text).toolTip()
    session.model.set_clinical(build.ClinicalRecord())
    assert button(screen, "Save PDF").isEnabled()


def test_that_another_patient_leaves_nothing_on_the_screen(qtbot, screen, session, idle):
    screen._delivery.say("Saved {path}", path="x")
    session.model.clear()
    idle()
    assert screen.page_count == 0 and screen.pages.image_of_page(0) is None
    assert screen.thumbnails.count() == 0
    assert "Nothing to report yet" in words(screen)


def test_that_the_file_can_be_opened_only_once_there_is_one(qtbot, screen, idle, tmp_path, monkeypatch):
    assert not button(screen, "Open PDF").isEnabled()
    assert "Save the PDF first" in button(screen, "Open PDF").toolTip()
    screen.save_pdf(tmp_path / "board.pdf")
    idle()
    opened = []
    monkeypatch.setattr(
        "hccdesk.ui.report_screen.delivery.QDesktopServices.openUrl",
        lambda url: opened.append(url.toLocalFile()) or True,
    )
    button(screen, "Open PDF").click()
    assert opened == [str(tmp_path / "board.pdf")]


@pytest.mark.control("RISK-38-b")
def test_that_the_name_of_the_file_is_the_patients_number_and_never_the_name():
    assert file_name(build.a_result()) == "report_000123.pdf"
    odd = build.a_result(record=build.a_record(patient_id="../a b/张三"))
    assert file_name(odd) == "report_a_b.pdf"
    assert file_name(build.a_result(record=build.a_record(patient_id=None))) == "report.pdf"
    assert file_name(build.a_result(record=build.a_record(patient_id="张三"))) == "report.pdf"


def test_that_a_file_saved_before_a_change_is_said_to_be_so(qtbot, screen, idle, tmp_path):
    screen.save_pdf(tmp_path / "board.pdf")
    idle()
    assert "Saved 14:03:22" in words(screen) and "before the last changes" not in words(screen)
    box(screen, "Annex A").click()
    assert "board.pdf – before the last changes" in words(screen)
    settled(qtbot, screen, idle)
    screen.save_pdf(tmp_path / "board.pdf")
    idle()
    assert "before the last changes" not in words(screen)
    screen.save_pdf(tmp_path / "board.pdf")
    box(screen, "Annex A").click()  # while it is being written
    idle()
    assert "board.pdf – before the last changes" in words(screen)


def test_that_a_page_that_cannot_be_drawn_does_not_stop_the_others(qtbot, screen, session, idle, verbs):
    plain = verbs.report_page

    def sometimes(pdf, page, width_px):
        if page == 0:
            raise RuntimeError("torn")
        return plain(pdf, page, width_px)

    verbs.report_page = sometimes
    screen.pages.zoom_by(0.5)
    idle()
    assert session.board.of("program")
    width = screen.pages._layout.size(1)[0] * screen.pages.devicePixelRatioF()
    assert screen.pages.image_of_page(1).width() == pytest.approx(width, abs=1)


def test_that_the_wheel_alone_scrolls(screen):
    view = screen.pages
    event = QWheelEvent(
        QPointF(200, 300), view.viewport().mapToGlobal(QPointF(200, 300)), QPoint(), QPoint(0, -240),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view.viewport(), event)
    assert view.verticalScrollBar().value() > 50


def test_that_the_pages_come_back_in_another_theme_and_language(qtbot, window, session, idle):
    session.model.set_result(build.a_result(), session.model.inputs)
    window.desk.go_to("report")
    qtbot.waitUntil(lambda: window.desk._screens["report"].page_count == 3)
    box(window.desk._screens["report"], "Annex C").click()
    window.switch_theme()
    screen = window.desk._screens["report"]
    qtbot.waitUntil(lambda: screen.page_count == 3)
    assert not box(screen, "Annex C").isChecked()
    window.switch_language()
    screen = window.desk._screens["report"]
    qtbot.waitUntil(lambda: screen.page_count == 3)
    assert screen.options._languages.currentData() == "zh"  # until one was chosen, the window's own
    idle()


@pytest.mark.control("RISK-45-b")
def test_that_on_the_smallest_window_nothing_is_cut(qtbot, window, session, idle):
    session.model.set_result(build.a_result(), session.model.inputs)
    window.resize(1280, 800)
    window.desk.go_to("report")
    screen = window.desk._screens["report"]
    qtbot.waitUntil(lambda: screen.page_count == 3)
    idle()
    for each in (*screen.findChildren(QPushButton), *screen.findChildren(QCheckBox)):
        if each.isVisibleTo(screen) and each.text():
            assert each.width() >= each.minimumSizeHint().width(), each.text()
    assert screen.pages.horizontalScrollBar().maximum() == 0


def other_case(session, verbs=None):
    """Another patient on the desk, as the shelf brings one."""
    session.shelf.leaving.emit()
    session.model.clear()
    session.model.set_result(build.a_result(build.a_record(patient_id="C")), session.model.inputs)


@pytest.mark.control("RISK-26-a")
def test_that_a_report_of_the_case_before_is_not_the_one_of_this_case(qtbot, screen, session, verbs, idle, tmp_path):
    gate, plain = threading.Event(), verbs.write_report
    verbs.write_report = lambda *asked: (gate.wait(5), plain(*asked))[1]
    screen.save_pdf(tmp_path / "report_A.pdf")
    other_case(session)
    assert button(screen, "Save PDF").isEnabled()  # this case's is not the one that is being written
    told = []
    session.report_saved.connect(lambda: told.append(1))
    gate.set()
    settled(qtbot, screen, idle)
    assert (tmp_path / "report_A.pdf").exists()  # what was asked for is done
    assert "report_A.pdf" not in words(screen)
    assert not button(screen, "Open PDF").isEnabled()
    assert told == [] and session.report_saved_for is None


def test_that_a_report_of_the_case_before_that_fails_is_on_the_list_and_not_here(
    qtbot, screen, session, verbs, idle, tmp_path
):
    gate = threading.Event()

    def failing(*_):
        gate.wait(5)
        raise ReportError("The disk is full.")

    verbs.write_report = failing
    screen.save_pdf(tmp_path / "report_A.pdf")
    other_case(session)
    gate.set()
    settled(qtbot, screen, idle)
    assert [line.what for line in session.board.of("report")] == ["The disk is full."]
    assert "Not done" not in words(screen)


@pytest.mark.control("RISK-26-a")
def test_that_pages_and_prints_of_a_case_that_leaves_are_cancelled(qtbot, screen, session, verbs, idle, tmp_path):
    asked, stopped = threading.Event(), []

    def endless(result, options, progress):
        if result.clinical.patient_id == "C":
            return PreviewedReport(b"%PDF C", ((595.0, 842.0),) * 2, ("Summary", "A"))
        try:
            while True:
                asked.set()
                progress.step(1, 2, "Setting pages")
                time.sleep(0.005)
        except Cancelled:
            stopped.append(result.clinical.patient_id)
            raise

    verbs.preview_report = endless
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "paper.pdf"))
    screen.print_on(printer)
    box(screen, "Annex A").click()
    qtbot.waitUntil(asked.is_set, timeout=5000)
    qtbot.wait(250)
    other_case(session)
    qtbot.waitUntil(lambda: len(stopped) == 2, timeout=5000)
    settled(qtbot, screen, idle)
    assert screen.page_count == 2
    assert "Cancelled" not in words(screen)
    assert [line.what for line in session.board.of("report")] == ["Printing the case before was stopped."]
