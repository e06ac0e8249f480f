"""The window as a user has it: open, read, run, cancel, undo, report, another language, another theme."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import numpy as np
import pytest
import ui_builder as build
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton

from hccdesk.domain.errors import InputError
from hccdesk.domain.problem import Severity
from hccdesk.domain.regimen import Regimen
from hccdesk.domain.result import NotComputed
from hccdesk.domain.sentence import Sentence
from hccdesk.ui import language
from hccdesk.ui.ct_viewer.patient_grid import Plane
from hccdesk.ui.results.cards import CardContent, ct_card, direction_word, slide_card
from hccdesk.ui.shell.step_state import StepState
from hccdesk.ui.step_states import SCREENS, step_states


@pytest.fixture
def full(window, session, verbs, idle):
    """A window with everything read."""
    verbs.holds()
    session.loader.take([Path("patient")])
    idle()
    session.loader.read_clinical(Path("clinical.json"))
    idle()
    return window


def texts(widget) -> list[str]:
    return [found.text() for found in widget.findChildren(QLabel) if found.isVisibleTo(widget)]


def colours(widget) -> int:
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.width())
    return len(np.unique(pixels))


def button(widget, text: str) -> QPushButton:
    return next(b for b in widget.findChildren(QPushButton) if b.text() == text and b.isVisibleTo(widget))


def test_that_the_window_opens_at_its_smallest_size_and_every_screen_renders_empty(window):
    assert (window.width(), window.height()) == (1280, 800)
    for name in SCREENS:
        window.desk.go_to(name)
        assert colours(window) > 20, name


def test_that_every_screen_renders_a_full_case(full, session, idle):
    full._analysis.start(session.device)
    idle()
    for name in SCREENS:
        full.desk.go_to(name)
        idle()
        assert colours(full) > 50, name
    assert (full.width(), full.height()) == (1280, 800)


def test_that_the_banner_names_the_patient_and_the_demonstration(full, session, idle):
    session.learn_models()
    idle()
    shown = texts(full.desk._banner)
    assert "张三 Zhang San" in shown
    assert "ID 000123 · M · 61 y" in shown
    assert "⚠ DEMONSTRATION MODELS" in shown


def test_that_a_name_is_never_read_as_markup(window, session):
    session.model.set_clinical(build.a_record(name="<b>Li</b>"))
    assert "<b>Li</b>" in texts(window.desk._banner)
    formats = {found.textFormat() for found in window.findChildren(QLabel) if "<b>" in found.text()}
    assert formats == {Qt.TextFormat.PlainText}


def test_that_files_dropped_on_the_window_come_into_the_case(window, session, verbs, idle):
    verbs.holds()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/patients/one")])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    event = QDropEvent(QPointF(300, 300), copy, data, left, Qt.KeyboardModifier.NoModifier)
    window.dropEvent(event)
    idle()
    assert session.model.inputs.ct is not None


def test_that_the_rail_follows_the_case(full, session, idle):
    states = step_states(session, analysing=False)
    assert states == {
        "case": StepState.DONE, "ct": StepState.DONE, "slide": StepState.DONE, "results": StepState.EMPTY,
        "board": StepState.EMPTY, "report": StepState.EMPTY,
    }  # fmt: skip
    full._analysis.start(session.device)
    idle()
    assert step_states(session, analysing=False)["results"] is StepState.DONE
    session.model.set_clinical(build.a_record(ecog=2))
    assert step_states(session, analysing=False)["results"] is StepState.EMPTY


def test_that_a_run_shows_its_numbers_with_direction_in_words(full, session, idle):
    full.desk.go_to("results")
    button(full.desk, "Analyse").click()
    idle()
    shown = texts(full.desk._screens["results"])
    for text in ("0.64", "▲ favours response", "0.61", "▼ favours no response", "0.58", "⚠ DEMONSTRATION"):
        assert text in shown
    assert shown.count("⚠ DEMONSTRATION") == 7  # both cards, curve and nomogram, three lines side by side


def test_that_a_cancelled_run_leaves_no_result_and_is_not_called_done(full, session, verbs, qtbot, idle):
    def endless(inputs, device, progress):
        while True:
            progress.step(1, 10, "Slide: patches")
            time.sleep(0.01)

    verbs.analyse = endless
    full._analysis.start(session.device)
    qtbot.waitUntil(lambda: bool(session.compute.running))
    assert step_states(session, full._analysis.running)["results"] is StepState.WORKING
    pressed = time.monotonic()
    button(full.desk._strip, "Cancel").click()
    idle()
    assert time.monotonic() - pressed < 2.0
    assert session.model.result is None
    assert session.board.of("analysis") == ()
    assert step_states(session, full._analysis.running)["results"] is StepState.EMPTY


def test_that_a_failed_run_keeps_the_earlier_result_and_says_why(full, session, verbs, idle):
    full._analysis.start(session.device)
    idle()
    earlier = session.model.result
    verbs.outcome = InputError("the slide is gone.", where=Path("biopsy.svs"), what_to_do="Bring it back.")
    full._analysis.start(session.device)
    idle()
    assert session.model.result is earlier
    assert [line.what for line in session.board.of("analysis")] == ["the slide is gone."]
    full.desk.go_to("results")
    assert any("the slide is gone." in text for text in texts(full.desk._screens["results"]))


def test_that_a_result_that_fell_behind_says_so_until_it_is_made_again(full, session, idle):
    full._analysis.start(session.device)
    idle()
    full.desk.go_to("results")
    stale = full.desk._screens["results"]._stale
    assert stale.isHidden()
    session.model.set_regimen(Regimen.HAIC_TKI_ICI)
    assert not stale.isHidden()
    full._analysis.start(session.device)
    idle()
    assert stale.isHidden()


def test_that_fields_with_faults_stop_a_run(full, session, verbs, idle):
    form = full.desk._screens["case"]._form._editors["albumin_g_per_l"]
    form._line.setText("400")
    form._line.textEdited.emit("400")
    before = verbs.calls.count("analyse")
    full._analysis.start(session.device)
    idle()
    assert verbs.calls.count("analyse") == before
    full.desk.go_to("results")
    assert "Mend the marked fields of the form first." in texts(full.desk._screens["results"])


def test_that_different_patients_stop_a_run_until_a_reason_is_given(full, session, verbs, qtbot, idle):
    session.model.set_clinical(build.a_record(patient_id="999"))
    qtbot.waitUntil(lambda: any(line.severity is Severity.STOP for line in session.board.of("identity")))
    full._analysis.start(session.device)
    idle()
    assert "analyse" not in verbs.calls
    session.model.accept_mismatch("renumbered on transfer")
    full._analysis.start(session.device)
    idle()
    assert "analyse" in verbs.calls


def test_that_undo_and_redo_work_from_the_keyboard(full, session, qtbot):
    full.desk.go_to("ct")
    session.model.edit_rois(session.model.rois.without_lesion("tumour"), "Remove tumour")
    assert session.model.rois.lesions == ()
    full.activateWindow()
    qtbot.keyClick(full, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(session.model.rois.lesions) == 1
    qtbot.keyClick(full, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert session.model.rois.lesions == ()


def test_that_wheel_keys_and_clicks_move_through_the_ct(full, qtbot):
    full.desk.go_to("ct")
    screen = full.desk._screens["ct"]
    pane, sight = screen._panes[Plane.AXIAL], lambda: screen._presenter.sight
    before = sight().at[0]
    centre = QPointF(pane.width() / 2, pane.height() / 2)
    none = (Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False)
    for _ in range(3):
        QApplication.sendEvent(pane, QWheelEvent(centre, centre, QPoint(), QPoint(0, 120), *none))
    assert sight().at[0] == before + 3
    qtbot.keyClick(screen, Qt.Key.Key_Down)
    assert sight().at[0] == before + 2
    qtbot.keyClick(screen, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert sight().at[0] == before - 8
    qtbot.keyClick(screen, Qt.Key.Key_Home)
    assert sight().at[0] == 0
    qtbot.keyClick(screen, Qt.Key.Key_4)
    assert (sight().window.width_hu, sight().window.level_hu) == (2500, 480)
    qtbot.mouseClick(pane, Qt.MouseButton.LeftButton, pos=centre.toPoint())
    assert sight().at[1:] == pytest.approx((64, 64), abs=1)


def test_that_a_quarter_turn_of_the_wheel_adds_up(full):
    # Touchpads send many small angles; four of 30 are one notch of 120.
    full.desk.go_to("ct")
    screen = full.desk._screens["ct"]
    pane, before = screen._panes[Plane.AXIAL], screen._presenter.sight.at[0]
    none = (Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False)
    for _ in range(4):
        QApplication.sendEvent(pane, QWheelEvent(QPointF(9, 9), QPointF(9, 9), QPoint(), QPoint(0, 30), *none))
    assert screen._presenter.sight.at[0] == before + 1


def test_that_a_double_click_fills_the_screen_and_goes_back(full, qtbot):
    full.desk.go_to("ct")
    screen = full.desk._screens["ct"]
    qtbot.mouseDClick(screen._panes[Plane.CORONAL], Qt.MouseButton.LeftButton)
    assert screen._boxes[Plane.AXIAL].isHidden()
    qtbot.mouseDClick(screen._panes[Plane.CORONAL], Qt.MouseButton.LeftButton)
    assert not screen._boxes[Plane.AXIAL].isHidden()


def test_that_the_slide_is_shown_in_its_own_colours_at_the_right_place(full, idle, qtbot):
    full.desk.go_to("slide")
    canvas = full.desk._screens["slide"]._canvas
    qtbot.wait(80)
    idle()
    image = canvas.grab().toImage()
    # (3300, 2000) is glass and (6000, 8000) tissue of the made-up slide: see ui_builder.slide_pixels.
    for x_px, y_px, is_tissue in ((1500, 1500, False), (6000, 8000, True)):
        x, y = canvas.sight.to_screen(x_px, y_px)
        found = image.pixelColor(round(x), round(y))
        assert (found.saturation() > 40) is is_tissue


def test_that_the_whole_window_speaks_chinese_and_back(full, session, idle):
    full._analysis.start(session.device)
    idle()
    full.switch_language()
    assert language.current() == "zh"
    for name in SCREENS:
        full.desk.go_to(name)
    assert {"肝功能", "门静脉 (Vp)", "已发表评分"} <= set(texts(full.desk._screens["case"]))
    assert "▲ 倾向缓解" in texts(full.desk._screens["results"])
    assert "张三 Zhang San" in texts(full.desk._banner)
    assert full.desk._screens["case"]._form._editors["age_years"]._line.text() == "61"
    full.switch_language()
    assert "Liver function" in texts(full.desk._screens["case"])
    assert session.settings.language == "en"


def test_that_the_theme_changes_at_once_and_is_remembered(full, session):
    dark = full.grab().toImage().pixelColor(300, 60).lightness()
    full.switch_theme()
    light = full.grab().toImage().pixelColor(300, 60).lightness()
    assert dark < 60 < 200 < light
    assert session.settings.theme == "light"


def test_that_the_report_is_saved_where_it_was_asked_to_be(full, session, idle, tmp_path):
    full._analysis.start(session.device)
    idle()
    full.desk.go_to("report")
    screen = full.desk._screens["report"]
    chosen = screen.findChild(QComboBox)
    chosen.setCurrentIndex(chosen.findData("zh"))
    screen.save_pdf(tmp_path / "board.pdf")
    idle()
    assert (tmp_path / "board.pdf").read_bytes() == b"%PDF zh"
    assert any("14:03:22" in text and "board.pdf" in text for text in texts(screen))
    assert step_states(session, analysing=False)["report"] is StepState.DONE


def test_that_a_report_that_cannot_be_saved_is_not_called_saved(full, session, idle, tmp_path):
    full._analysis.start(session.device)
    idle()
    screen = full.desk._screens["report"]
    screen.save_pdf(tmp_path / "no such folder" / "board.pdf")
    idle()
    assert not any("Saved" in text for text in texts(screen))
    assert session.board.of("report")
    assert step_states(session, analysing=False)["report"] is StepState.PROBLEM


def test_that_a_fault_in_the_window_itself_is_a_line_and_a_log(window, session):
    for _ in range(5):  # as a fault in painting would, with every repaint
        session.report_fault(RuntimeError("Zhang^San"))
    assert "RuntimeError" in session.board.problems[0].what
    assert len(list(session.log_folder.glob("*.log"))) == 1


def test_that_both_directions_have_the_same_words():
    above = CardContent("", "", 0.7, 0.5, response_above=True)
    below = CardContent("", "", 0.3, 0.5, response_above=False)
    assert direction_word(above) == direction_word(below) == "favours response"
    # On the threshold each model's own rule decides: CT reaches it (response), HAIM is not below it (no response).
    assert CardContent("", "", 0.5, 0.5, response_above=True).favours_response is True
    assert CardContent("", "", 0.5, 0.5, response_above=False).favours_response is False


def test_that_the_card_and_the_finding_agree_on_the_direction():
    result = build.a_result()
    assert ct_card(result).favours_response is result.ct_response.favours_response
    assert slide_card(result).favours_response is result.slide_response.favours_response


def test_that_what_was_not_computed_says_why_and_shows_no_number():
    card = ct_card(build.a_result(ct_response=NotComputed(Sentence.of("no tumour region"))))
    assert card.value is None
    assert card.notes == ("No tumour region",)
    assert direction_word(card) == "not computed"


def test_that_a_model_unknown_to_us_is_marked_as_a_demonstration():
    assert ct_card(build.a_result(models=())).demonstration


def test_that_a_finding_for_another_regimen_warns():
    assert slide_card(build.a_result()).warnings
    assert not ct_card(build.a_result()).warnings


def test_that_building_the_window_anew_leaves_no_widget_behind(full, qtbot):
    full.switch_language()
    qtbot.wait(50)
    before = len(QApplication.allWidgets())
    for _ in range(4):
        full.switch_theme()
        full.switch_language()
    qtbot.wait(50)
    assert len(QApplication.allWidgets()) <= before + 5


def test_that_closing_the_window_in_the_middle_of_a_run_ends_it(full, session, verbs):
    def endless(inputs, device, progress):
        while True:
            progress.step(1, 10, "Slide: patches")
            time.sleep(0.01)

    verbs.analyse = endless
    full._analysis.start(session.device)
    full.close()
    assert "close" in verbs.calls
    assert not [t for t in threading.enumerate() if t.name.startswith("job") and t.is_alive()]
    assert session.model.result is None


def test_that_a_form_built_anew_has_no_faults_of_texts_it_no_longer_shows(full, session, idle):
    editor = full.desk._screens["case"]._form._editors["albumin_g_per_l"]
    editor._line.setText("400")
    editor._line.textEdited.emit("400")
    assert session.board.of("form")
    full.switch_theme()
    assert session.board.of("form") == ()
    assert full.desk._screens["case"]._form._editors["albumin_g_per_l"]._line.text() == ""
