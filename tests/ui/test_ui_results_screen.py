"""The Results screen by real events: run all or a part, cancel, try values and leave, overlays, jumps."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import ui_builder as build
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QStackedWidget, QToolButton, QWidget

from hccdesk.domain.errors import InputError
from hccdesk.domain.manifest import CohortKind
from hccdesk.domain.model_choice import ModelChoice
from hccdesk.domain.problem import Severity
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.domain.regimen import Regimen
from hccdesk.domain.result import NotComputed
from hccdesk.domain.sentence import Sentence
from hccdesk.domain.slide import PatchPicture, SlideExplanation
from hccdesk.ui import theme
from hccdesk.ui.analysis import Analysis
from hccdesk.ui.problem_board import BoardProblem
from hccdesk.ui.results.screen import ResultsScreen
from hccdesk.ui.results.side_by_side import answer_rows
from hccdesk.ui.results.skeleton import Block
from hccdesk.ui.results.survival_section import SurvivalSection

NAME = "pfs-nomogram-demo"


@pytest.fixture
def analysis(session, verbs, idle):
    """The analysis of a case with everything read."""
    verbs.holds()
    session.loader.take([Path("patient")])
    idle()
    session.loader.read_clinical(Path("clinical.json"))
    idle()
    return Analysis(session)


@pytest.fixture
def stack(qtbot, qapp, session, analysis):
    """The screen and another one, as in the window."""
    theme.use(qapp, theme.DARK)
    made = QStackedWidget()
    made.addWidget(ResultsScreen(session, analysis))
    made.addWidget(QWidget())
    qtbot.addWidget(made)
    made.resize(1176, 708)
    made.show()
    return made


@pytest.fixture
def screen(stack):
    return stack.widget(0)


@pytest.fixture
def done(screen, session, idle):
    """A screen with a result."""
    button(screen, "Analyse").click()
    idle()
    return screen


def texts(widget) -> list[str]:
    return [found.text() for found in widget.findChildren(QLabel) if found.isVisibleTo(widget)]


def button(widget, text: str) -> QPushButton:
    return next(b for b in widget.findChildren(QPushButton) if b.text() == text and b.isVisibleTo(widget))


def section(screen) -> SurvivalSection:
    return screen.survival.sections[NAME]


def action(screen, wanted: ModelChoice):
    return next(found for found in screen.run_bar._menu.actions() if found.data() == wanted)


def explained(**changes):
    """A result whose models explain themselves."""
    result = build.a_result()
    contribution = np.linspace(-0.2, 0.3, 21).astype(np.float32)
    picture = np.zeros((64, 64, 3), np.uint8)
    gallery = (PatchPicture(20, picture), PatchPicture(0, picture))
    explanation = SlideExplanation(contribution, Sentence.of("hidden one by one"), gallery)
    ct = replace(
        result.ct_response,
        model_images=np.zeros((3, 32, 32), np.uint8),
        saliency=np.ones((3, 7, 7), np.float32),
    )
    slide = replace(result.slide_response, explanation=explanation)
    return replace(result, ct_response=ct, slide_response=slide, patches=build.some_patches(), **changes)


def endless(started: threading.Event):
    def analyse(inputs, device, progress, *_):
        while True:
            started.set()
            progress.step(412, 980, "Slide: patches")
            time.sleep(0.01)

    return analyse


def test_that_one_model_is_run_from_the_menu_and_keeps_what_else_is_known(done, session, verbs, idle):
    earlier = session.model.result
    action(done, ModelChoice.SLIDE).trigger()
    idle()
    assert verbs.wanted[-1] == (ModelChoice.SLIDE, earlier)


def test_that_one_model_of_changed_inputs_takes_nothing_over(done, session, verbs, idle):
    session.model.set_regimen(Regimen.HAIC_TKI_ICI)
    action(done, ModelChoice.SURVIVAL).trigger()
    idle()
    assert verbs.wanted[-1] == (ModelChoice.SURVIVAL, None)


def test_that_a_part_without_its_input_is_disabled_and_says_why(screen, session):
    assert action(screen, ModelChoice.SLIDE).isEnabled()
    session.model.set_slide(None, ())
    assert not action(screen, ModelChoice.SLIDE).isEnabled()
    assert action(screen, ModelChoice.SLIDE).toolTip() == "It needs a slide with an outline."
    assert action(screen, ModelChoice.CT).isEnabled()


def test_that_a_run_that_cannot_start_is_disabled_and_says_why(screen, session):
    assert button(screen, "Analyse").isEnabled()
    stop = BoardProblem(Severity.STOP, "albumin", "out of range", "", "case")
    session.board.replace("form", (stop,))
    assert not button(screen, "Analyse").isEnabled()
    assert button(screen, "Analyse").toolTip() == "Mend the marked fields of the form first."


def test_that_progress_is_shown_in_place_and_cancel_keeps_the_earlier_result(done, session, verbs, qtbot, idle):
    earlier, started = session.model.result, threading.Event()
    verbs.analyse = endless(started)
    button(done, "Analyse").click()
    qtbot.waitUntil(lambda: any("Slide: patches 412/980" in text for text in texts(done)), timeout=5000)
    assert not done.run_bar._devices.isEnabled()
    assert "0.64" in texts(done)  # the earlier numbers stay where they are
    pressed = time.monotonic()
    button(done, "Cancel").click()
    assert "Stopping …" in texts(done)
    idle()
    assert time.monotonic() - pressed < 2.0
    assert session.model.result is earlier
    assert "Cancelled. The earlier result is kept." in texts(done)
    session.model.set_regimen(Regimen.HAIC_TKI_ICI)
    assert "Cancelled. The earlier result is kept." not in texts(done)


def test_that_a_first_run_that_is_cancelled_leaves_no_result(screen, session, verbs, qtbot, idle):
    started = threading.Event()
    verbs.analyse = endless(started)
    button(screen, "Analyse").click()
    qtbot.waitUntil(started.is_set, timeout=5000)
    button(screen, "Cancel").click()
    idle()
    assert "Cancelled. There is no result." in texts(screen)
    assert not button(screen, "To the report").isEnabled()


def test_that_a_run_that_fails_says_why(done, verbs, idle):
    verbs.outcome = InputError("the slide is gone.", where=Path("biopsy.svs"), what_to_do="Bring it back.")
    button(done, "Analyse").click()
    idle()
    assert any("the slide is gone. Bring it back." in text for text in texts(done))


def test_that_nothing_jumps_when_the_result_arrives(screen, idle, qtbot):
    parts = (screen._applicability, screen._ct, screen._slide, screen._concordance, screen.survival)
    qtbot.wait(50)
    before = [part.geometry() for part in parts]
    button(screen, "Analyse").click()
    idle()
    after = [part.geometry() for part in parts]
    assert [place.top() for place in after] == [place.top() for place in before]
    assert [place.size() for place in after[1:4]] == [place.size() for place in before[1:4]]


@pytest.mark.control("RISK-14-a")
def test_that_every_number_of_a_demonstration_bears_the_mark(done):
    beside = texts(done._beside).count("⚠ DEMONSTRATION")
    assert beside == len([row for row in answer_rows(build.a_result()) if row.demonstration])
    assert texts(done).count("⚠ DEMONSTRATION") == 4 + beside  # both cards, curve and nomogram, lines of the table


@pytest.mark.control("RISK-16-a")
def test_that_a_reading_for_another_regimen_is_grey_and_labelled(done):
    assert "▲ other regimen: outside scope, shown for information" in texts(done._slide)
    number = next(found for found in done._slide.findChildren(QLabel) if found.text() == "0.61")
    assert not number.isEnabled()
    assert not any("other regimen" in text for text in texts(done._ct))


@pytest.mark.control("RISK-47-a")
def test_that_a_dragged_value_is_a_what_if_and_leaving_the_screen_resets_it(done, stack, session, verbs, qtbot, idle):
    result, shown = session.model.result, section(done)
    start = shown.nomogram.mark_place("response_probability").toPoint()
    qtbot.mousePress(shown.nomogram, Qt.MouseButton.LeftButton, pos=start)
    for step in range(1, 9):
        qtbot.mouseMove(shown.nomogram, start - QPoint(8 * step, 0))
    qtbot.mouseRelease(shown.nomogram, Qt.MouseButton.LeftButton, pos=start - QPoint(64, 0))
    idle()
    assert "◇ what-if, not the patient" in texts(done)
    assert "0.58" in texts(done)  # the patient's own stays
    assert any(text.startswith("◇ 0.") for text in texts(shown.table))
    assert session.model.result is result
    stack.setCurrentIndex(1)
    stack.setCurrentIndex(0)
    assert "◇ what-if, not the patient" not in texts(done)
    assert not any(text.startswith("◇") for text in texts(shown.table))
    assert shown.nomogram.mark_place("response_probability").toPoint() == start


def test_that_the_ruler_that_the_keys_move_stays_in_sight(done, qtbot):
    nomogram, area = section(done).nomogram, done.findChild(QScrollArea)
    area.verticalScrollBar().setValue(0)
    nomogram.setFocus()
    for _ in range(5):
        qtbot.keyClick(nomogram, Qt.Key.Key_Down)
    mark = nomogram.mapTo(area.viewport(), nomogram.mark_place("response_probability").toPoint())
    assert area.viewport().rect().contains(mark)


def test_that_reset_puts_every_value_back(done, qtbot, idle):
    shown = section(done)
    assert not button(shown, "Reset").isEnabled()
    qtbot.mouseClick(shown.nomogram, Qt.MouseButton.LeftButton, pos=shown.nomogram.mark_place("Vp4").toPoint())
    idle()
    assert "◇ 0.48" in texts(shown.table)
    button(shown, "Reset").click()
    assert "◇ 0.48" not in texts(shown.table)
    assert not button(shown, "Reset").isEnabled()


def test_that_the_newest_wish_wins_when_answers_are_slow(done, verbs, qtbot, idle):
    instant, asked, gate = verbs.what_if, [], threading.Event()

    def slow(result, model_id, changed):
        asked.append(dict(changed))
        gate.wait(5)
        return instant(result, model_id, changed)

    verbs.what_if = slow
    for value in (0.5, 0.4, 0.3, 0.2):
        done._what_if.set_value(NAME, "response_probability", value)
    qtbot.waitUntil(lambda: bool(asked), timeout=5000)
    gate.set()
    idle()
    assert asked == [{"response_probability": 0.5}, {"response_probability": 0.2}]
    assert done._what_if.finding(NAME).probability_at_months["12"] == pytest.approx(0.58 + 0.044)


def test_that_an_answer_that_comes_after_a_reset_is_dropped(done, verbs, qtbot, idle):
    instant, asked, gate = verbs.what_if, threading.Event(), threading.Event()

    def slow(result, model_id, changed):
        asked.set()
        gate.wait(5)
        return instant(result, model_id, changed)

    verbs.what_if = slow
    done._what_if.set_value(NAME, "Vp4", 1.0)
    qtbot.waitUntil(asked.is_set, timeout=5000)
    done._what_if.reset(NAME)
    gate.set()
    idle()
    assert done._what_if.finding(NAME) is None
    assert "◇ what-if, not the patient" not in texts(done)


def test_that_a_what_if_that_cannot_be_computed_says_why(done, verbs, idle):
    def refuse(result, model_id, changed):
        raise InputError("The model was replaced since.")

    verbs.what_if = refuse
    done._what_if.set_value(NAME, "Vp4", 1.0)
    idle()
    assert "▲ The model was replaced since." in texts(done)


def test_that_the_screen_may_go_away_while_an_answer_is_under_way(done, stack, verbs, qtbot, idle):
    gate, instant = threading.Event(), verbs.what_if
    verbs.what_if = lambda *asked: (gate.wait(5), instant(*asked))[1]
    done._what_if.set_value(NAME, "Vp4", 1.0)
    stack.removeWidget(done)
    done.deleteLater()
    qtbot.wait(30)
    gate.set()
    idle()


def test_that_overlays_without_data_are_disabled_with_the_reason(screen, session, idle):
    assert screen._ct.switch.toolTip() == "There is no result yet"
    button(screen, "Analyse").click()
    idle()
    assert not screen._slide.switch.isEnabled()
    assert screen._slide.switch.toolTip() == "The slide model gave no explanation"


def test_that_an_overlay_is_switched_from_its_card_and_shown_in_its_viewer(screen, session, verbs, qtbot, idle):
    verbs.outcome = explained()
    button(screen, "Analyse").click()
    idle()
    with qtbot.waitSignal(session.screen_asked) as asked:
        qtbot.mouseClick(screen._ct.switch, Qt.MouseButton.LeftButton)
    assert asked.args == ["ct"]
    assert session.overlays.saliency_shown
    with qtbot.waitSignal(session.screen_asked) as asked:
        qtbot.mouseClick(screen._slide.switch, Qt.MouseButton.LeftButton)
    assert asked.args == ["slide"]
    session.overlays.show_saliency(False)  # as a key in the viewer does
    assert not screen._ct.switch.isChecked()
    assert screen._slide.switch.isChecked()
    for switch in (screen._ct.switch, screen._slide.switch):
        switch.ensurePolished()
        assert switch.width() >= switch.sizeHint().width()
    qtbot.mouseClick(screen._slide.switch, Qt.MouseButton.LeftButton)
    assert not session.overlays.contribution_shown


def test_that_slices_and_patches_lead_to_their_place_in_the_viewers(screen, session, verbs, qtbot, idle):
    verbs.outcome = explained()
    button(screen, "Analyse").click()
    idle()
    tiles = screen.seen.findChildren(QToolButton)
    assert len(tiles) == 5
    asked = []
    for signal in (session.screen_asked, session.slice_asked, session.patch_asked):
        signal.connect(asked.append)
    qtbot.mouseClick(tiles[1], Qt.MouseButton.LeftButton)
    assert asked == ["ct", 4]
    qtbot.mouseClick(tiles[3], Qt.MouseButton.LeftButton)
    assert asked[2:] == ["slide", int(build.some_patches().kept[20])]
    session.model.set_slide(None, ())  # the result stays, its slide goes
    assert not screen.seen.findChildren(QToolButton)[3].isEnabled()
    assert screen._slide.switch.toolTip() == "The slide of this result is not on the desk"
    assert "▲ 0.3000" in texts(screen.seen)
    assert "▼ 0.2000" in texts(screen.seen)


def test_that_what_is_missing_is_listed_with_a_way_to_mend_it(screen, verbs, qtbot, idle):
    verbs.outcome = build.a_result(ct_response=NotComputed(Sentence.of("no tumour region")))
    button(screen, "Analyse").click()
    idle()
    assert "No tumour region" in texts(screen.missing)
    with qtbot.waitSignal(screen.go_to) as asked:
        button(screen.missing, "To the CT screen").click()
    assert asked.args == ["ct"]


def test_that_a_missing_field_is_named_to_its_form(screen, verbs, qtbot, idle):
    reason = Sentence.of("Needs {fields}: unknown in the clinical row.", fields="inr, afp_ng_per_ml")
    verbs.outcome = build.a_result(scores=(("CRAFITY", NotComputed(reason)),))
    button(screen, "Analyse").click()
    idle()
    with qtbot.waitSignal(screen.field_asked) as asked:
        button(screen.missing, "To the Case screen").click()
    assert asked.args == ["case", "inr"]


def test_that_a_model_that_was_not_asked_for_can_be_run_from_there(screen, verbs, idle):
    reason = Sentence.of("not run: only the CT response was asked for")
    verbs.outcome = build.a_result(slide_response=NotComputed(reason))
    button(screen, "Analyse").click()
    idle()
    button(screen.missing, "Analyse it now").click()
    idle()
    assert verbs.wanted[-1][0] is ModelChoice.SLIDE


@pytest.mark.control("RISK-15-c")
def test_that_the_applicability_stands_above_the_scores_in_words(done):
    assert done._applicability.y() < done._ct.y()
    shown = texts(done._applicability)
    assert {"inside its scope", "outside its scope", "partly inside its scope"} <= set(shown)
    assert "Another regimen is planned" in shown


def test_that_components_of_the_scores_are_shown_on_demand(done, qtbot):
    assert done._score_details.isHidden()
    button(done._scores, "Components and sources").click()
    qtbot.wait(20)
    assert not done._score_details.isHidden()
    assert any("INR" in text for text in texts(done._score_details))


def test_that_the_results_are_copied_as_text(done, qtbot):
    qtbot.mouseClick(done.run_bar._copy, Qt.MouseButton.LeftButton)
    assert "⚠ DEMONSTRATION" in QGuiApplication.clipboard().text()
    assert "Copied, without the patient's name." in texts(done)


def test_that_the_chosen_device_is_kept_when_the_screen_is_built_anew(done, session, analysis, qtbot, idle):
    box = done.run_bar._devices
    box.setCurrentIndex(box.findData(DeviceChoice.CPU))
    button(done, "Analyse").click()
    idle()
    again = ResultsScreen(session, analysis)
    qtbot.addWidget(again)
    assert session.device is DeviceChoice.CPU
    assert again.run_bar._devices.currentData() == DeviceChoice.CPU


@pytest.mark.parametrize("size", [QSize(1176, 708), QSize(2456, 1348)])
@pytest.mark.control("RISK-45-b")
def test_that_nothing_needs_sideways_scrolling_and_no_text_is_cut(done, stack, qtbot, size):
    stack.resize(size)
    qtbot.wait(100)
    area = done.findChild(QScrollArea)
    assert area.widget().minimumSizeHint().width() <= area.viewport().width()
    for found in done.findChildren(QLabel):
        if found.isVisibleTo(done) and found.text() and not found.wordWrap():
            assert found.width() >= found.sizeHint().width() - 1, found.text()
        if found.isVisibleTo(done) and found.wordWrap() and found.text():
            assert found.height() >= found.heightForWidth(found.width()) - 1, found.text()


def test_that_a_copy_of_an_outdated_result_bears_that_it_is(done, session):
    session.model.set_regimen(Regimen.HAIC_TKI_ICI)
    done.run_bar._copy.click()
    assert QGuiApplication.clipboard().text().startswith("▲ The inputs have changed since this result was made.")


def test_that_the_values_of_what_a_demonstration_saw_bear_the_mark(screen, verbs, idle):
    assert "⚠ DEMONSTRATION" not in texts(screen.seen)
    verbs.outcome = explained()
    button(screen, "Analyse").click()
    idle()
    assert texts(screen.seen).count("⚠ DEMONSTRATION") == 2  # the slices' row and the patches'
    validated = tuple(replace(model, cohort_kind=CohortKind.SITE) for model in verbs.outcome.models)
    verbs.outcome = explained(models=validated)
    button(screen, "Analyse").click()
    idle()
    assert "⚠ DEMONSTRATION" not in texts(screen.seen)


def test_that_survival_that_was_not_computed_says_why_and_looks_not_as_if_it_were_still_to_come(screen, verbs, idle):
    before = screen.survival.geometry()
    long = "Progression-free survival by clinical features alone, after TACE-HAIC with PD-1 inhibitor and TKI " * 2
    made = build.a_result(survival=((NAME, NotComputed(Sentence.of("the age is not known"))),))
    named = tuple(replace(model, title=long) if model.model_id == NAME else model for model in made.models)
    verbs.outcome = replace(made, models=named)
    button(screen, "Analyse").click()
    idle()
    assert screen.survival.geometry().top() == before.top()
    assert {"not computed", "The age is not known"} <= set(texts(screen.survival))
    assert not screen.survival.findChildren(Block)
    assert screen.survival.minimumSizeHint().width() < 1000  # a long title is no reason to be wider than the window
