"""The sheet of controls against the program: every key that it names does something where it says so."""

from __future__ import annotations

import re

import pytest
import ui_builder as build
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QLabel

from hccdesk.domain.case import SlideInput
from hccdesk.ui.help import controls
from hccdesk.ui.help.controls_window import ControlsWindow
from hccdesk.ui.slide_viewer.pane import SlidePane

SAME = {"−": "-", "PgUp": "PgUp", "PgDn": "PgDown", "Esc": "Esc", "↑": "Up", "↓": "Down", "←": "Left", "→": "Right"}
DRAG_OR_WHEEL = re.compile(r"\b(wheel|drag|move|click|double-click|while|arrows|left|right|middle)\b")


def keys_of(text: str) -> list[str]:
    """The keys that a line of the sheet names, as Qt spells them; "1 … 5" is its two ends."""
    found = []
    for part in re.split(r" / |, (?=\S)| … ", text):
        if DRAG_OR_WHEEL.search(part) and not part.endswith("wheel"):
            continue
        for word in part.split():
            name = SAME.get(word, word)
            if name == "+" and " + " in part:
                continue  # joins a key and the mouse
            sequence = QKeySequence(name)
            if (
                not sequence.isEmpty()
                and sequence[0].key() != Qt.Key.Key_unknown
                and name not in ("Shift", "Ctrl", "Alt")
            ):
                found.append(name)
    return found


def sheet(lines) -> list[str]:
    return [key for keys, _ in lines for key in keys_of(keys)]


def is_taken(widget, name: str) -> bool:
    """Whether the widget does something with the key; it accepts what it handles."""
    pressed = QKeySequence(name)[0]
    text = name if len(name) == 1 else name[-1] if "+" in name else ""
    answers = []
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, pressed.key().value, pressed.keyboardModifiers(), text.lower())
        event.accept()
        (widget.keyPressEvent if kind == QEvent.Type.KeyPress else widget.keyReleaseEvent)(event)
        answers.append(event.isAccepted())
    return answers[0]


@pytest.fixture
def loaded(window, session, idle):
    session.model.set_ct(build.a_ct_input(), ())
    session.model.set_slide(SlideInput(build.a_slide(), build.a_slide_roi()), ())
    idle()
    return window


def test_that_the_keys_of_a_line_are_read(qapp):
    assert keys_of("Enter / Backspace / Esc") == ["Enter", "Backspace", "Esc"]
    assert keys_of("1 … 5") == ["1", "5"]
    assert keys_of("wheel, ↑ ↓") == ["Up", "Down"]
    assert keys_of("Shift + wheel, [ ]") == ["[", "]"]


def test_that_every_key_for_everywhere_is_a_shortcut_of_the_window(window):
    acts = [key.toString() for action in window.findChildren(QAction) for key in action.shortcuts()]
    acts += [shortcut.key().toString() for shortcut in window.findChildren(QShortcut)]
    missing = [key for key in sheet(controls.EVERYWHERE) if QKeySequence(key).toString() not in acts]
    assert missing == []


def test_that_every_key_of_the_ct_is_handled(loaded, session):
    loaded.desk.go_to("ct")
    screen = loaded.desk._screens["ct"]
    taken = {key: is_taken(screen, key) for key in sheet(controls.CT) if key != "Delete"}
    assert [key for key, done in taken.items() if not done] == []
    assert not is_taken(screen, "N")  # a key without a meaning is left to others


def test_that_every_key_for_drawing_is_handled(loaded, session):
    loaded.desk.go_to("ct")
    screen = loaded.desk._screens["ct"]
    under_way = ("Enter", "Backspace", "X", "[", "]")
    for key in sheet(controls.DRAWING):
        if key not in under_way and key != "Esc":
            assert is_taken(screen, key), key
    assert is_taken(screen, "B")
    assert is_taken(screen, "[")
    assert is_taken(screen, "]")
    assert is_taken(screen, "Esc")


def test_that_every_key_of_the_slide_is_handled(loaded):
    loaded.desk.go_to("slide")
    pane = loaded.desk._screens["slide"].findChild(SlidePane)
    assert [key for key in sheet(controls.SLIDE) if not is_taken(pane, key)] == []
    assert not is_taken(pane, "N")


def test_that_the_sheet_opens_with_the_map_of_the_screen_first_and_marked(window, session, qtbot):
    for screen, title in (("ct", "Drawing on the CT"), ("slide", "Slide"), ("report", "Report")):
        window.desk.go_to(screen)
        window.show_controls()
        qtbot.wait(30)  # what was added is shown in the next turn of the event loop
        (shown,) = [one for one in window.findChildren(ControlsWindow) if not one.isHidden()]
        (marked,) = [one for one in shown.findChildren(QFrame, "card") if one.property("here") and not one.isHidden()]
        words = [text.text() for text in marked.findChildren(QLabel)]
        assert words[0] == "On this screen"
        assert title in words
        assert "Everywhere" not in words
        assert marked.geometry().top() <= 16
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    window.findChild(ControlsWindow).close()


def test_that_every_section_stands_on_the_sheet_once():
    for screen in ("cases", "case", "ct", "slide", "results", "report", ""):
        own, others = controls.sections_for(screen)
        assert sorted(title for title, _ in own + others) == sorted(title for title, _ in controls.SECTIONS)
