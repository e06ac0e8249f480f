"""The manual, the sheet of controls, and what the program is made of."""

from __future__ import annotations

import re

import pytest
import ui_builder as build
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QPushButton, QTableWidget

from hccdesk import resources
from hccdesk.domain.errors import ModelBundleError
from hccdesk.domain.manifest import ModelKind
from hccdesk.ui import language
from hccdesk.ui.help.about import AboutWindow
from hccdesk.ui.help.controls import SECTIONS
from hccdesk.ui.help.controls_window import ControlsWindow
from hccdesk.ui.help.help_window import HelpWindow
from hccdesk.ui.help.licences import libraries
from hccdesk.ui.help.manual import PAGES, folder_of, page_of, pages_with, text_of
from hccdesk.ui.step_states import SCREENS
from hccdesk.workflow.installed_models import RefusedBundle


@pytest.fixture
def chinese():
    language.use(language.CHINESE)
    yield
    language.use(language.ENGLISH)


@pytest.mark.parametrize("page", PAGES)
def test_that_every_page_is_there_in_both_languages_with_the_same_headings(page):
    english, chinese = text_of(page, "en"), text_of(page, "zh")
    assert english.startswith("# ")
    assert [len(mark) for mark in re.findall(r"^(#+) ", english, re.M)] == [
        len(mark) for mark in re.findall(r"^(#+) ", chinese, re.M)
    ]
    assert len(re.findall(r"[\u4e00-\u9fff]", chinese)) > 50


def test_that_no_file_of_the_manual_is_left_unread():
    for folder in (resources.assets_folder() / "help").iterdir():
        assert sorted(path.stem for path in folder.glob("*.md")) == sorted(PAGES)


def test_that_every_screen_has_its_own_page():
    pages = [page_of(screen) for screen in SCREENS if screen != "cases"]
    assert len(set(pages)) == len(pages)
    assert page_of("nowhere") == PAGES[0]


def test_that_the_manual_says_that_the_two_scores_run_in_opposite_directions():
    text = " ".join(text_of("results", "en").split())
    assert "Higher favours response" in text
    assert "Higher favours **no** response" in text


def test_that_searching_finds_pages_by_all_words():
    assert "slide" in pages_with("magnification label", "en")
    assert pages_with("magnification hovercraft", "en") == ()
    assert "slide" in pages_with("放大倍数", "zh")


def test_that_f1_opens_at_the_screen_and_a_search_leads_elsewhere(qtbot):
    window = HelpWindow()
    qtbot.addWidget(window)
    window.show_screen("ct")
    assert "Drawing the tumour" in window.shown_text
    qtbot.keyClicks(window.findChild(QLineEdit), "hovercraft")
    assert window.findChild(QListWidget).count() == 0
    assert "No page" in window.shown_text
    window.show_screen("report")
    assert "result.json" in window.shown_text


def test_that_the_manual_speaks_chinese(qtbot, chinese):
    window = HelpWindow()
    qtbot.addWidget(window)
    window.show_screen("slide")
    assert "勾画肿瘤组织" in window.shown_text


def test_that_the_sheet_names_every_control(qtbot):
    sheet = ControlsWindow()
    qtbot.addWidget(sheet)
    shown = {text.text() for text in sheet.findChildren(QLabel)}
    for _, controls in SECTIONS:
        for keys, act in controls:
            assert {keys, act} <= shown


def test_that_about_names_models_and_their_kind_and_runs_the_selftest(qtbot, tmp_path):
    session = build.a_session(tmp_path)
    session.models = (build.a_manifest("haim-demo", ModelKind.HAIM, "HAIM"),)
    window = AboutWindow(session)
    qtbot.addWidget(window)
    models, checks = (window.findChild(QTableWidget, name) for name in ("models", "checks"))
    assert models.item(0, 2).text() == "synthetic patients (demonstration)"
    run = next(b for b in window.findChildren(QPushButton) if b.text() == "Check the models now")
    qtbot.mouseClick(run, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: checks.rowCount() == 2)
    assert checks.item(1, 1).text() == "▲ failed"
    qtbot.waitUntil(run.isEnabled)
    session.close()


def test_that_about_names_models_that_are_not_used_and_why(qtbot, tmp_path):
    session = build.a_session(tmp_path)
    fault = ModelBundleError("The model bundle is not used: nobody signed it.", what_to_do="Ask for a signed one.")
    session.learn_models()
    qtbot.waitUntil(lambda: bool(session.models))
    session.refused_models = (RefusedBundle("ours", fault),)
    window = AboutWindow(session)
    qtbot.addWidget(window)
    models = window.findChild(QTableWidget, "models")
    last = [models.item(models.rowCount() - 1, column).text() for column in range(4)]
    assert last == ["ours", "", "▲ not used", "The model bundle is not used: nobody signed it. Ask for a signed one."]
    session.close()


def test_that_every_library_states_its_licence():
    found = {library.name.lower(): library for library in libraries()}
    assert "LGPL-3.0" in found["pyside6_essentials"].licence
    assert all(library.version and library.licence for library in found.values())


@pytest.mark.parametrize("spoken", ["en", "zh"])
def test_that_every_picture_of_the_manual_is_there_and_fits_beside_the_list(spoken):
    for page in PAGES:
        for name in re.findall(r"!\[.+?\]\((.+?)\)", text_of(page, spoken)):
            picture = QImage(str(folder_of(spoken) / name))
            assert not picture.isNull(), name
            assert picture.width() <= 680
