"""The window comes back where it was, and a second start brings the first one forward."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from hccdesk.domain.errors import HccdeskError
from hccdesk.ui import theme
from hccdesk.ui.main_window import FIRST_PX, SMALLEST_PX, MainWindow
from hccdesk.ui.settings import Settings
from hccdesk.ui.shell.first_window import FirstWindow
from hccdesk.ui.shell.window_place import FRAME, placed_on


class TestPlace:
    def test_that_the_window_comes_back_maximised_as_it_was(self, qtbot, qapp, session):
        theme.use(qapp, theme.DARK)
        first = MainWindow(session)
        first.show()
        assert not first.isMaximized()
        first.showMaximized()
        first.close()
        again = MainWindow(session)
        assert again.isMaximized()
        assert session.settings.geometry == first.saveGeometry()
        for made in (first, again):
            made.deleteLater()
        qtbot.wait(20)

    def test_that_a_place_off_every_screen_is_brought_back(self, qtbot, qapp, session):
        window = MainWindow(session)
        window.show()
        window.move(9000, 7000)
        session.settings.geometry = window.saveGeometry()
        window.deleteLater()
        again = MainWindow(session)
        screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
        assert any(screen.contains(again.geometry().topLeft()) for screen in screens)
        again.deleteLater()
        qtbot.wait(20)

    @pytest.mark.parametrize(
        "content",
        [
            QRect(3000, 100, 1280, 800), QRect(3190, 100, 1280, 800), QRect(100, 1070, 1280, 800),
            QRect(100, -700, 1280, 800), QRect(0, 0, 1920, 1080), QRect(9000, 9000, 5000, 3000),
        ],
    )  # fmt: skip
    def test_that_a_window_lies_wholly_on_a_screen_with_its_frame(self, content):
        screens = [QRect(0, 0, 1920, 1040), QRect(1920, 0, 1280, 1024)]
        placed = placed_on(content, screens)
        assert any(screen.contains(placed.marginsAdded(FRAME)) for screen in screens)
        assert placed_on(placed, screens) == placed  # where it fits it stays

    @pytest.mark.parametrize("available", [QRect(0, 0, 1280, 760), QRect(0, 0, 1366, 728)])
    def test_that_the_strip_is_on_a_small_display_with_a_task_bar(self, available):
        smallest = QRect(0, 0, *SMALLEST_PX).marginsAdded(FRAME)
        assert smallest.width() <= available.width()
        assert smallest.height() <= available.height()
        placed = placed_on(QRect(0, 0, *FIRST_PX), [available], SMALLEST_PX[0])
        assert available.contains(placed.marginsAdded(FRAME))
        assert placed.height() >= SMALLEST_PX[1]

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"\x00\xff" * 500,
            b"[General\ngeometry=@Variant(\0\0\0\x7f\0)\ntheme",
            b"geometry=@ByteArray(\\xff)\ntheme=neon\nlanguage=xx\nopen_case=??\n",
        ],
    )
    def test_that_a_damaged_settings_file_does_not_stop_the_start(self, qtbot, qapp, session, tmp_path, content):
        path = tmp_path / "damaged.ini"
        path.write_bytes(content)
        session.settings = Settings(path)
        theme.use(qapp, session.settings.theme)
        assert session.settings.inspector_shown is True
        assert session.settings.report_language in ("en", "zh", session.settings.language)
        window = MainWindow(session)
        window.show()
        assert window.width() >= SMALLEST_PX[0]
        window.deleteLater()
        qtbot.wait(20)
        theme.use(qapp, theme.DARK)

    def test_that_a_place_that_is_none_is_passed_over(self, qtbot, session):
        session.settings.geometry = QByteArray(b"nonsense")
        window = MainWindow(session)
        assert window.width() >= SMALLEST_PX[0]
        assert window.height() >= SMALLEST_PX[1]
        window.deleteLater()
        qtbot.wait(20)


def at_home(folder: Path) -> dict[str, str]:
    """An environment whose user's folders lie in `folder`, and without a display."""
    gone = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME")
    return {name: value for name, value in os.environ.items() if name not in gone} | {"HOME": str(folder)}


START = (
    "import sys; from pathlib import Path; from PySide6.QtWidgets import QApplication; "
    "from hccdesk.ui.shell.first_window import FirstWindow; "
    "a = QApplication([]); f = FirstWindow(Path(sys.argv[1])); "
    "print('first' if f.claim() else (f.hand_over([Path(p) for p in sys.argv[2:]]) or 'handed over'))"
)


class TestSecondStart:
    @staticmethod
    def start(folder: Path, *paths: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", START, str(folder), *paths]
        environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)

    def test_that_a_second_start_hands_its_files_over_and_ends(self, qtbot, tmp_path, window, session, verbs, idle):
        verbs.holds()
        first = FirstWindow(tmp_path)
        assert first.claim()
        first.asked.connect(window.bring_forward)
        window.showMinimized()
        second = self.start(tmp_path, "/patients/李 娜")
        with qtbot.waitSignal(first.asked, timeout=30_000) as heard:
            pass
        assert heard.args == [(Path("/patients/李 娜"),)]
        out, _ = second.communicate(timeout=30)
        assert out.strip() == "handed over"
        assert second.returncode == 0
        idle()
        assert session.model.inputs.ct is not None
        assert not window.isMinimized()
        first.release()

    def test_that_a_socket_left_by_a_crash_is_no_window(self, qtbot, tmp_path):
        crashed = self.start(tmp_path)
        assert crashed.communicate(timeout=30)[0].strip() == "first"  # ended without release
        assert not [p for p in tmp_path.iterdir() if p.suffix == ".part"]
        (tmp_path / "window.socket").touch()
        first = FirstWindow(tmp_path)
        assert first.claim()
        assert first._server.isListening()
        first.release()

    def test_that_a_first_window_that_does_not_answer_is_said(self, qtbot, tmp_path, monkeypatch):
        monkeypatch.setattr("hccdesk.ui.shell.first_window.ANSWER_MS", 300)
        hung = FirstWindow(tmp_path)
        assert hung.claim()
        hung._server.close()
        second = FirstWindow(tmp_path)
        assert not second.claim()
        with pytest.raises(HccdeskError, match="does not answer"):
            second.hand_over([])
        hung.release()

    @pytest.mark.skipif(sys.platform == "win32", reason="no such permissions there")
    def test_that_nobody_else_can_knock(self, qtbot, tmp_path):
        first = FirstWindow(tmp_path)
        assert first.claim()
        assert first._server.socketOptions() == QLocalServer.SocketOption.UserAccessOption
        assert (tmp_path / "window.socket").stat().st_mode & 0o077 == 0
        first.release()

    @pytest.mark.parametrize("words", [b"nonsense\n", b"[]\n", json.dumps({"open": 5}).encode() + b"\n"])
    def test_that_words_it_does_not_know_open_nothing(self, qtbot, tmp_path, words):
        first = FirstWindow(tmp_path)
        assert first.claim()
        socket = QLocalSocket()
        socket.connectToServer(first._name)
        with qtbot.waitSignal(first.asked, timeout=5000) as heard:
            socket.write(words)
        assert heard.args == [()]
        first.release()

    def test_that_a_flood_is_cut_off(self, qtbot, tmp_path, monkeypatch):
        monkeypatch.setattr("hccdesk.ui.shell.first_window.LONGEST_MESSAGE", 1000)
        first, asked = FirstWindow(tmp_path), []
        first.asked.connect(asked.append)
        assert first.claim()
        socket = QLocalSocket()
        socket.connectToServer(first._name)
        socket.write(b"x" * 5000)
        until = time.monotonic() + 5
        while socket.state() == QLocalSocket.LocalSocketState.ConnectedState and time.monotonic() < until:
            qtbot.wait(10)
        assert socket.state() == QLocalSocket.LocalSocketState.UnconnectedState
        assert asked == []
        first.release()


class TestCommand:
    @staticmethod
    def run(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "hccdesk", *arguments],
            capture_output=True, text=True, timeout=60, check=False, env=at_home(folder) | environment,
        )  # fmt: skip

    @pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only there Qt aborts without a display")
    def test_that_alone_it_opens_the_window_or_says_why_it_cannot(self, tmp_path):
        done = self.run(tmp_path)
        assert done.returncode == 3
        assert "screen" in done.stderr or "system library" in done.stderr
        assert done.stderr.count("\n") == 1

    def test_that_help_is_still_there(self, tmp_path):
        done = self.run(tmp_path, "--help")
        assert done.returncode == 0
        assert "analyse" in done.stdout

    @pytest.mark.slow
    def test_that_the_program_started_twice_is_one_window(self, tmp_path):
        environment = at_home(tmp_path) | {"QT_QPA_PLATFORM": "offscreen"}
        first = subprocess.Popen([sys.executable, "-m", "hccdesk"], env=environment)
        try:
            until = time.monotonic() + 60
            while not list(tmp_path.rglob("window.socket")) and time.monotonic() < until:
                time.sleep(0.1)
            second = self.run(tmp_path, "app", "--open", str(tmp_path), QT_QPA_PLATFORM="offscreen")
            assert second.returncode == 0, second.stderr
            assert first.poll() is None
        finally:
            first.kill()
            first.wait(10)
