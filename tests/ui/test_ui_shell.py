"""The window's frame: banner, rail, strip, problem list, inspectors, menu, help."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import ui_builder as build
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QPushButton, QScrollArea

from hccdesk.domain.errors import HccdeskError
from hccdesk.domain.problem import Severity
from hccdesk.domain.regimen import Regimen
from hccdesk.domain.sentence import Sentence
from hccdesk.ui.problem_board import BoardProblem, lines_of_error
from hccdesk.ui.settings import Settings

LONG = "Vishwanathan-Raghunathan Subramanian 张三丰 Balakrishnan-Venkataraman-Lakshminarayanan 欧阳震华"


def children_beyond(widget) -> list[str]:
    """Visible children that reach out of their parent."""
    return [
        type(child).__name__
        for child in widget.children()
        if child.isWidgetType() and child.isVisible() and not widget.rect().contains(child.geometry())
    ]


class TestBanner:
    def test_that_it_fits_the_smallest_window_with_the_longest_name(self, window, session, qtbot):
        session.learn_models()
        session.model.set_clinical(build.a_record(name=LONG, patient_id="ID-00000000001234567"))
        qtbot.waitUntil(lambda: bool(session.models) and session.keeper.saved_at is not None, timeout=5000)
        qtbot.wait(20)
        banner = window.desk._banner
        assert window.width() == 1280
        assert children_beyond(banner) == []
        assert banner._name.text() == LONG
        assert banner._name.toolTip() == LONG  # the whole name, where it is cut
        assert banner._facts.toolTip() == ""  # ID, sex and age are there in full
        assert banner._name.width() > 80
        boxes = [child.geometry() for child in banner.children() if child.isWidgetType() and child.isVisible()]
        assert not any(a.intersects(b) for n, a in enumerate(boxes) for b in boxes[n + 1 :])

    def test_that_the_demonstration_names_every_model_and_its_kind(self, window, session, qtbot):
        session.learn_models()
        qtbot.waitUntil(lambda: bool(session.models))
        mark = window.desk._banner._demonstration
        assert mark.isVisible()
        for _, _, title in build.MODELS:
            assert title in mark.toolTip()
        assert mark.toolTip().count("synthetic patients") == 1 + len(build.MODELS)

    def test_that_the_pill_is_amber_in_both_themes(self, window, session, qtbot):
        session.learn_models()
        qtbot.waitUntil(lambda: bool(session.models))
        for _ in range(2):
            mark = window.desk._banner._demonstration
            colour = mark.grab().toImage().pixelColor(mark.width() // 2, 3)
            assert (colour.red() > 230, 140 < colour.green() < 200, colour.blue() < 80) == (True, True, True)
            window.switch_theme()

    def test_that_a_wheel_over_the_treatment_does_not_change_it(self, window, session):
        box = window.desk._banner._regimens
        none = (Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False)
        QApplication.sendEvent(box, QWheelEvent(QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, -120), *none))
        assert session.model.inputs.regimen is Regimen.TACE_HAIC_PD1_TKI

    def test_that_the_keyboard_starts_on_the_rail_not_on_the_treatment(self, window, qtbot):
        window.activateWindow()
        qtbot.waitUntil(lambda: window.focusWidget() is not None)
        assert window.focusWidget() is not window.desk._banner._regimens


class TestRail:
    def test_that_ctrl_and_a_number_go_to_every_screen(self, window, session, qtbot):
        for number, name in enumerate(("cases", "case", "ct", "slide", "results", "board", "report"), start=1):
            qtbot.keyClick(window, getattr(Qt.Key, f"Key_{number}"), Qt.KeyboardModifier.ControlModifier)
            assert session.screen == name
            assert window.desk._rail._buttons[name].isChecked()

    def test_that_the_state_is_a_word_too(self, window, session):
        step = window.desk._rail._buttons["case"]
        assert step.accessibleDescription() == "empty"
        session.model.set_clinical(build.a_record())
        assert step.accessibleDescription() == "done"
        assert "done" in step.toolTip()
        assert "Ctrl+2" in step.toolTip()


class TestStrip:
    def test_that_jobs_in_the_queue_are_counted(self, window, session, qtbot):
        hold = threading.Event()
        session.compute.start(lambda _: hold.wait(10), "First")
        for name in ("Second", "Third"):
            session.compute.start(lambda _: None, name)
        strip = window.desk._strip
        assert strip._text.text() == "First"
        assert strip._waiting.text() == "+2 waiting"
        assert strip._waiting.toolTip() == "Second\nThird"
        hold.set()
        qtbot.waitUntil(lambda: not session.compute.running)
        assert strip._waiting.text() == ""
        assert strip._text.text() == "Ready"

    def test_that_what_was_done_stays_until_the_next_job(self, window, session, qtbot):
        window.desk.say("Saved in out")
        assert window.desk._strip._text.text() == "Saved in out"
        session.compute.start(lambda _: None, "Next")
        qtbot.waitUntil(lambda: not session.compute.running)
        assert window.desk._strip._text.text() == "Ready"


class TestProblems:
    STOP = BoardProblem(Severity.STOP, "CT", "slices are missing", "Export again", "ct")
    LONG = BoardProblem(Severity.WARNING, "", "a long sentence that has to be wrapped. " * 8, "", "ct")

    def test_that_f8_opens_the_list_with_its_first_line_ready_and_enter_goes_there(self, window, session, qtbot):
        session.board.replace("ct", (self.STOP,))
        window.activateWindow()
        qtbot.keyClick(window, Qt.Key.Key_F8)
        panel = window.desk._problems
        assert panel.isVisible()
        words = [found.text() for found in panel.findChildren(QLabel) if found.text()]
        assert words == ["Stop", "CT: slices are missing. Export again."]
        go = panel.findChild(QPushButton)
        assert panel.isAncestorOf(window.focusWidget())
        assert "slices are missing" in go.accessibleName()
        qtbot.keyClick(go, Qt.Key.Key_Space)
        assert session.screen == "ct"

    def test_that_escape_closes_it_and_that_it_stays_open_in_another_language(self, window, session, qtbot):
        session.board.replace("ct", (self.STOP,))
        window.desk.toggle_problems()
        window.switch_language()
        assert not window.desk._problems.isHidden()
        qtbot.keyClick(window.desk._problems, Qt.Key.Key_Escape)
        assert window.desk._problems.isHidden()
        window.switch_language()

    def test_that_a_problem_of_a_field_goes_to_the_field(self, window, session, monkeypatch):
        asked = []
        monkeypatch.setattr(
            type(window.desk._screens["case"]), "focus_field", lambda _, name: asked.append(name), False
        )
        window.desk._problems.go_to.emit("case", "albumin_g_per_l")
        assert session.screen == "case"
        assert asked == ["albumin_g_per_l"]

    def test_that_a_line_keeps_the_keyboard_while_others_change_nothing(self, window, session):
        session.board.replace("ct", (self.STOP,))
        window.desk.toggle_problems()
        go = window.desk._problems.findChild(QPushButton)
        window.desk._refresh()
        assert window.desk._problems.findChild(QPushButton) is go

    def test_that_a_file_keeps_its_name(self, window, session):
        error = HccdeskError("the header ends too early", where=Path("in/ct_roi.nii.gz"), what_to_do="Export it again.")
        session.board.replace("ct", lines_of_error(error, "ct"))
        (said,) = [text.text() for text in window.desk._problems.findChildren(QLabel) if "roi" in text.text()]
        assert said.startswith("ct_roi.nii.gz: ")
        own = HccdeskError(Sentence.of("{file} holds no image", file="ct_roi.nii.gz"), where="ct_roi.nii.gz")
        assert lines_of_error(own, "ct")[0].what.startswith("ct_roi.nii.gz")

    def test_that_opening_the_list_moves_nothing_and_cuts_no_line(self, window, session, qtbot):
        window.desk.go_to("ct")
        before = window.desk._stack.geometry()
        for count in (1, 2, 12):
            lines = [replace(self.LONG, what=f"{n} {self.LONG.what}") for n in range(count)]
            session.board.replace("ct", lines)
            if window.desk._problems.isHidden():
                window.desk.toggle_problems()
            qtbot.wait(20)
            panel = window.desk._problems
            assert window.desk._stack.geometry() == before
            assert before.contains(panel.geometry())
            assert panel.geometry().bottom() == before.bottom()
            assert panel.height() <= before.height() / 2 + 24
            area = panel.findChild(QScrollArea)
            shown = [panel._lines.itemAt(n).widget().geometry() for n in range(count)]
            assert any(line.bottom() < area.viewport().height() for line in shown)
            edge = area.viewport().height()
            assert not [line for line in shown if line.top() < edge - 4 and line.bottom() > edge]
        window.desk.toggle_problems()

    def test_that_the_list_follows_a_window_that_grows(self, window, session, qtbot):
        session.board.replace("ct", (self.STOP,))
        window.desk.toggle_problems()
        window.resize(1500, 900)
        qtbot.wait(20)
        panel, stack = window.desk._problems.geometry(), window.desk._stack.geometry()
        assert (panel.left(), panel.right(), panel.bottom()) == (stack.left(), stack.right(), stack.bottom())
        window.desk.toggle_problems()


class TestInspector:
    def test_that_f9_gives_the_screens_all_the_room_and_is_remembered(self, window, session, qtbot):
        for screen in ("ct", "slide", "case"):
            window.desk.go_to(screen)
        inspectors = window.desk.findChildren(QFrame, "inspector")
        assert len(inspectors) >= 3
        qtbot.keyClick(window, Qt.Key.Key_F9)
        assert all(inspector.isHidden() for inspector in inspectors)
        window.switch_theme()
        assert all(inspector.isHidden() for inspector in window.desk.findChildren(QFrame, "inspector"))
        assert Settings(Path(session.settings._stored.fileName())).inspector_shown is False
        qtbot.keyClick(window, Qt.Key.Key_F9)
        assert not any(inspector.isHidden() for inspector in window.desk.findChildren(QFrame, "inspector"))
        window.switch_theme()


class TestMenu:
    def test_that_nothing_in_it_is_dead(self, window, session):
        actions = [action for action in window._shown_menu.menu.actions() if not action.isSeparator()]
        assert {"New case", "Open folder …", "Open files …", "Quit"} <= {action.text() for action in actions}
        save = next(action for action in actions if action.text().startswith("Save outputs"))
        assert not save.isEnabled()
        assert "analysed" in save.toolTip()
        assert window._shown_menu.menu.toolTipsVisible()

    def test_that_no_key_is_given_twice(self, window):
        keys = [key.toString() for action in window.actions() for key in action.shortcuts()]
        assert len(keys) == len(set(keys))

    def test_that_outputs_are_saved_and_it_is_said(self, window, session, verbs, qtbot, tmp_path):
        asked = []

        def write(result, folder, options):
            asked.append((folder, options.language))
            return SimpleNamespace(report=folder / "report.pdf")

        verbs.write_outputs = write
        session.model.set_result(build.a_result(), session.model.inputs)
        assert window._save.isEnabled()
        window.outputs.save(tmp_path)
        qtbot.waitUntil(lambda: bool(asked) and not session.compute.running)
        assert asked == [(tmp_path, "en")]
        assert str(tmp_path) in window.desk._strip._text.text()

    def test_that_outputs_that_cannot_be_saved_are_not_called_saved(self, window, session, verbs, qtbot, tmp_path):
        def refuse(*_):
            raise HccdeskError("the results cannot be written (no permission).")

        verbs.write_outputs = refuse
        session.model.set_result(build.a_result(), session.model.inputs)
        window.outputs.save(tmp_path)
        qtbot.waitUntil(lambda: bool(session.board.of("outputs")))
        assert "Saved in" not in window.desk._strip._text.text()


class TestAnotherCase:
    def test_that_a_new_case_stops_the_run_of_the_old_one(self, window, session, verbs, qtbot):
        verbs.holds()

        def endless(inputs, device, progress):
            while True:
                progress.step(1, 10, "Slide: patches")
                time.sleep(0.01)

        verbs.analyse = endless
        session.model.set_clinical(build.a_record())
        window._analysis.start(session.device)
        qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: not session.compute.running, timeout=5000)
        assert session.model.result is None
        assert session.model.inputs.clinical.name is None
        assert session.keeper.case_id is None


class TestHelp:
    def test_that_f1_opens_the_manual_and_a_second_time_brings_it_forward(self, window, qtbot):
        from hccdesk.ui.help.help_window import HelpWindow  # noqa: PLC0415

        for _ in range(2):
            window.show_help()
        assert len(window.findChildren(HelpWindow)) == 1
        window.show_controls()
        window.show_about()
        for beside in [child for child in window.children() if child.inherits("QDialog")]:
            beside.close()
        qtbot.waitUntil(lambda: not [child for child in window.children() if child.inherits("QDialog")])
