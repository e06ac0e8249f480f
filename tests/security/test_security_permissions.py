"""What the program keeps is for this account alone, whatever the account's umask; open folders are told."""

from __future__ import annotations

import os
import stat
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hccdesk.private_files import openness, private_folder, write_private
from hccdesk.ui.fault_log import write_fault

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows keeps these by the access list of the profile")

FAULTY = (
    "import os, sys; os.umask(int(sys.argv[1], 8)); sys.argv[1:] = ['version']; "
    "import hccdesk.cli.version as v; from hccdesk.cli import main; "
    "main.command_line = lambda _: (_ for _ in ()).throw(RuntimeError('李娜')); main.main()"
)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def open_to_others(folder: Path) -> list[str]:
    """Files that another account could read: their own mode and those of the folders within `folder` would let it."""
    found = []
    for path in folder.rglob("*"):
        within = [above for above in path.parents if above != folder and above.is_relative_to(folder)]
        closed = any(not mode(above) & 0o001 for above in within)
        if path.is_file() and mode(path) & 0o077 and not closed:
            found.append(str(path.relative_to(folder)))
    return found


@pytest.fixture(params=[0o000, 0o022, 0o077], ids=oct)
def umask(request):
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def test_that_our_own_folders_are_closed_whatever_the_umask(umask, tmp_path):
    assert mode(private_folder(tmp_path / "a" / "b")) == 0o700


def test_that_a_folder_of_an_earlier_release_is_closed(tmp_path):
    (tmp_path / "old").mkdir(mode=0o755)
    (tmp_path / "old").chmod(0o755)
    assert mode(private_folder(tmp_path / "old")) == 0o700


def test_that_a_private_file_was_never_open(umask, tmp_path):
    write_private(tmp_path / "x", b"1")
    assert mode(tmp_path / "x") == 0o600
    with pytest.raises(FileExistsError):
        write_private(tmp_path / "x", b"2")


def test_that_a_link_laid_in_the_way_is_not_followed(tmp_path):
    (tmp_path / "elsewhere").write_bytes(b"kept")
    (tmp_path / "x").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(FileExistsError):
        write_private(tmp_path / "x", b"2")
    assert (tmp_path / "elsewhere").read_bytes() == b"kept"


def test_that_the_log_of_a_fault_is_private(umask, tmp_path):
    log = write_fault(RuntimeError("李娜"), tmp_path / "logs", datetime.now(UTC))
    assert mode(log) == 0o600
    assert mode(log.parent) == 0o700


@pytest.mark.parametrize("umask", ["000", "022"])
def test_that_the_command_lines_log_is_private(home, umask):
    ran = home.run(sys.executable, "-c", FAULTY, umask)
    assert ran.returncode == 4, ran.stderr
    (log,) = home.folder.rglob("fault-*.log")
    assert mode(log) == 0o600
    assert mode(log.parent) == 0o700


@pytest.mark.parametrize("umask", ["000", "022"])
def test_that_outputs_in_a_folder_of_our_making_are_private(home, sample, umask, tmp_path):
    out = tmp_path / "out"
    command = f"umask {umask}; exec {sys.executable} -m hccdesk analyse --clinical {sample.clinical} --out {out}"
    ran = home.run("sh", "-c", f"{command} --regimen tace-haic-pd1-tki --device cpu")
    assert ran.returncode == 0, ran.stderr
    assert mode(out) == 0o700
    assert (out / "result.json").is_file()
    assert open_to_others(tmp_path) == []
    assert open_to_others(home.folder) == []


@pytest.mark.parametrize("umask", ["000", "022"])
def test_that_what_the_window_writes_unasked_is_private(home, umask, tmp_path):
    started = (
        "import os, sys; os.umask(int(sys.argv.pop(1), 8)); "
        "from PySide6.QtCore import QTimer; from PySide6.QtWidgets import QApplication; "
        "from hccdesk.ui import app; from hccdesk.ui.main_window import MainWindow; show = MainWindow.show\n"
        "def shown(window):\n    show(window)\n    QTimer.singleShot(4000, window.close)\n"
        "MainWindow.show = shown\nsys.exit(app.run((), 'en'))"
    )
    ran = home.run(sys.executable, "-c", started, umask)
    assert ran.returncode == 0, ran.stderr
    written = [path for path in home.folder.rglob("*") if path.is_file()]
    assert [path for path in written if path.name == "window.ini"]
    assert [path for path in written if path.name == "library.sqlite"]
    assert open_to_others(home.folder) == []
    assert [path.name for path in written if mode(path) & 0o077 and path.name.startswith("library.sqlite")] == []


def test_that_the_tests_own_search_finds_an_open_file(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x").touch()
    (tmp_path / "a").chmod(0o755)
    (tmp_path / "a" / "x").chmod(0o644)
    assert open_to_others(tmp_path) == ["a/x"]
    (tmp_path / "a").chmod(0o700)
    assert open_to_others(tmp_path) == []


@pytest.mark.control("RISK-51-b")
def test_that_a_folder_that_everybody_may_write_to_is_told(tmp_path):
    tmp_path.chmod(0o777)
    assert "Everybody on this computer" in openness(tmp_path).text
    tmp_path.chmod(0o1777)  # others cannot remove what is ours, but can put things beside it
    assert openness(tmp_path) is not None
    tmp_path.chmod(0o2770)
    assert openness(tmp_path) is None


@pytest.mark.control("RISK-51-b")
def test_that_a_folder_of_another_account_is_told_but_not_on_a_share(tmp_path, monkeypatch):
    monkeypatch.setattr("hccdesk.private_files._ROOT", -1)
    monkeypatch.setattr(os, "geteuid", lambda: tmp_path.stat().st_uid + 1)
    assert "belongs to another account" in openness(tmp_path).text
    assert openness(tmp_path, is_shared_disk=True) is None
