"""The start: which library is opened, its passphrase, and settings of the window that cannot be read."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import ui_builder as build
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMessageBox, QPushButton, QWidget
from typer.testing import CliRunner

from hccdesk import resources
from hccdesk.ui import command, theme
from hccdesk.ui.library import library_choice
from hccdesk.ui.library.library_choice import library_folder
from hccdesk.ui.library.opening import LibraryOpening
from hccdesk.ui.library.passphrase_dialog import PassphraseDialog
from hccdesk.ui.library.settings_words import tell_of_settings
from hccdesk.ui.session import Session
from hccdesk.ui.settings import Settings
from hccdesk.workflow.case_library import case_library

PASSPHRASE = "correct horse battery staple"


@pytest.fixture
def window(qtbot, qapp: QApplication) -> Iterator[QWidget]:
    theme.use(qapp, theme.DARK)
    made = QWidget()
    made.show()
    yield made
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def encrypted(tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    library = case_library(folder)
    library.open()
    library.set_passphrase(PASSPHRASE)
    library.close()
    return folder


@pytest.fixture
def session(qtbot, tmp_path: Path, encrypted: Path) -> Iterator[Session]:
    made = build.a_session(tmp_path, None, case_library(encrypted))
    yield made
    made.close()


def dialog_of(window: QWidget) -> PassphraseDialog | None:
    return next((one for one in window.findChildren(PassphraseDialog) if one.isVisible()), None)


def type_in(dialog: PassphraseDialog, text: str) -> None:
    line = dialog.findChild(QLineEdit)
    assert line
    line.setText(text)
    QTest.keyClick(line, Qt.Key.Key_Return)


def test_that_the_command_line_names_a_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[object] = []
    monkeypatch.setattr("hccdesk.ui.app.run", lambda *told: given.append(told) or 0)
    done = CliRunner().invoke(command.app, ["--library", str(tmp_path), "--language", "zh"])
    assert done.exit_code == 0, done.output
    assert given == [((), "zh", tmp_path)]


class TestPassphrase:
    def test_that_a_wrong_one_is_said_and_the_right_one_opens(self, session: Session, window: QWidget, qtbot) -> None:
        went_on: list[bool] = []
        LibraryOpening(session, window, lambda: went_on.append(True)).start()
        qtbot.waitUntil(lambda: dialog_of(window) is not None, timeout=20_000)
        dialog = dialog_of(window)
        assert dialog
        assert session.library_state is None
        type_in(dialog, "wrong horse battery staple")
        qtbot.waitUntil(lambda: "not the passphrase" in dialog._said.text(), timeout=20_000)
        assert session.library_state is None
        assert went_on == []
        type_in(dialog, PASSPHRASE)
        qtbot.waitUntil(lambda: bool(went_on), timeout=20_000)
        assert session.library_state is not None
        assert session.library_state.is_encrypted
        assert dialog_of(window) is None

    def test_that_a_missing_one_is_not_said_to_be_wrong(self, session: Session, window: QWidget, qtbot) -> None:
        LibraryOpening(session, window, lambda: None).start()
        qtbot.waitUntil(lambda: dialog_of(window) is not None, timeout=20_000)
        dialog = dialog_of(window)
        assert dialog
        assert dialog._said.text() == ""

    def test_that_escape_and_quit_leave_the_program(self, session: Session, window: QWidget, qtbot) -> None:
        LibraryOpening(session, window, lambda: None).start()
        qtbot.waitUntil(lambda: dialog_of(window) is not None, timeout=20_000)
        dialog = dialog_of(window)
        assert dialog
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert not window.isVisible()

    def test_that_the_passphrase_can_be_looked_at(self, qtbot, window: QWidget) -> None:
        dialog = PassphraseDialog("/library", window)
        line = dialog.findChild(QLineEdit)
        assert line
        assert line.echoMode() is QLineEdit.EchoMode.Password
        seen = next(one for one in dialog.findChildren(QPushButton) if one.isCheckable())
        seen.click()
        assert line.echoMode() is QLineEdit.EchoMode.Normal


def test_that_a_library_that_cannot_be_opened_lets_the_program_go_on(qtbot, tmp_path: Path, window: QWidget) -> None:
    (tmp_path / "library").write_bytes(b"a file in its place")
    session = build.a_session(tmp_path, None, case_library(tmp_path / "library"))
    went_on: list[bool] = []
    LibraryOpening(session, window, lambda: went_on.append(True)).start()
    qtbot.waitUntil(lambda: bool(went_on), timeout=20_000)
    assert session.library_state is None
    assert session.board.problems
    session.close()


class TestChoice:
    @pytest.fixture
    def settings(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
        monkeypatch.delenv(resources.LIBRARY_VARIABLE, raising=False)
        return Settings(tmp_path / "window.ini")

    def test_that_the_command_line_counts_most(self, settings: Settings, tmp_path: Path) -> None:
        settings.library = tmp_path
        assert library_folder(settings, tmp_path / "named") == tmp_path / "named"

    def test_that_the_environment_counts_more_than_what_was_chosen(
        self, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        settings.library = tmp_path
        monkeypatch.setenv(resources.LIBRARY_VARIABLE, str(tmp_path / "department"))
        assert library_folder(settings, None) == tmp_path / "department"

    def test_that_the_chosen_one_is_opened_where_it_is_there(self, settings: Settings, tmp_path: Path) -> None:
        assert library_folder(settings, None) == resources.library_folder()
        settings.library = tmp_path
        assert Settings(tmp_path / "window.ini").library == tmp_path
        assert library_folder(settings, None) == tmp_path

    @pytest.mark.parametrize("answer", ["Use my own library this time", "Quit"])
    def test_that_a_chosen_one_that_is_gone_is_asked_about_and_never_made_anew(
        self, settings: Settings, qtbot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str
    ) -> None:
        settings.library = tmp_path / "usb" / "library"
        asked: list[str] = []
        monkeypatch.setattr(QMessageBox, "exec", lambda box: asked.append(click(box, answer)))
        assert library_folder(settings, None) == (None if answer == "Quit" else resources.library_folder())
        assert asked == [answer]
        assert not (tmp_path / "usb").exists()
        assert settings.library == tmp_path / "usb" / "library"

    def test_that_it_is_looked_for_again_once_the_disk_is_back(
        self, settings: Settings, qtbot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        settings.library = tmp_path / "usb"

        def plug_in(box: QMessageBox) -> None:
            (tmp_path / "usb").mkdir()
            click(box, "Try again")

        monkeypatch.setattr(QMessageBox, "exec", plug_in)
        assert library_folder(settings, None) == tmp_path / "usb"

    def test_that_a_share_that_does_not_answer_is_not_waited_for(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        gate = threading.Event()
        monkeypatch.setattr(library_choice, "PATIENCE_S", 0.1)
        monkeypatch.setattr(Path, "is_dir", lambda _: bool(gate.wait(20)) or True)
        assert not library_choice.is_there(tmp_path)
        gate.set()


def click(box: QMessageBox, text: str) -> str:
    next(one for one in box.buttons() if one.text() == text).click()
    return text


class TestSettings:
    BAD = (
        b"\x00\x01\x02" * 100, b"\xff\xfe[General]", b"no settings at all", b"[General]\ntheme=dark\n\x00",
        b"[General]\nformat=99\ntheme=light\n", b"[General]\nformat=new\n",
    )  # fmt: skip

    @pytest.mark.bad("BAD-103")
    @pytest.mark.parametrize("content", BAD)
    def test_that_a_file_of_no_use_is_put_aside_and_everything_is_as_at_first(
        self, tmp_path: Path, content: bytes
    ) -> None:
        path = tmp_path / "window.ini"
        path.write_bytes(content)
        settings = Settings(path)
        assert settings.theme == "dark"
        assert settings.library is None
        assert settings.set_aside == tmp_path / "window.ini.bad"
        assert settings.set_aside.read_bytes() == content
        settings.theme = "light"
        del settings
        again = Settings(path)
        assert again.theme == "light"
        assert again.set_aside is None

    @pytest.mark.bad("BAD-103")
    def test_that_it_is_said_without_a_dialog(self, qtbot, tmp_path: Path) -> None:
        (tmp_path / "window.ini").write_bytes(self.BAD[0])
        session = build.a_session(tmp_path)
        tell_of_settings(session)
        (line,) = session.board.problems
        assert "window.ini.bad" in line.what_to_do
        session.close()

    def test_that_values_that_are_none_of_ours_count_as_not_set(self, tmp_path: Path) -> None:
        (tmp_path / "window.ini").write_text(
            "[General]\ntheme=purple\nlanguage=tlh\nlibrary=relative/folder\n[report]\npaper=A0\n"
        )
        settings = Settings(tmp_path / "window.ini")
        assert settings.theme == "dark"
        assert settings.language in ("en", "zh")
        assert settings.library is None
        assert settings.set_aside is None

    def test_that_what_a_good_file_says_stays(self, tmp_path: Path) -> None:
        settings = Settings(tmp_path / "window.ini")
        settings.theme, settings.library = "light", Path(os.path.abspath(tmp_path / "病例 é"))  # noqa: PTH100
        settings.set_unit("afp_ng_per_ml", "IU/mL")
        settings._stored.sync()
        again = Settings(tmp_path / "window.ini")
        assert (again.theme, again.library) == ("light", tmp_path / "病例 é")
        assert again.units == {"afp_ng_per_ml": "IU/mL"}
        assert again.set_aside is None
