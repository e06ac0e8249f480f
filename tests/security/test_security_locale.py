"""A computer that writes 1,5: what is written to files and what libraries read does not depend on it."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from hccdesk.ui.clinical_fields import FIELDS
from hccdesk.ui.intake.entry import read_entry

PROGRAM = """
import ctypes, locale, sys
from PySide6.QtCore import QLocale, QTimer
from hccdesk.ui import app
from hccdesk.ui.main_window import MainWindow

def tell():
    strtod = ctypes.CDLL(None).strtod
    strtod.restype, strtod.argtypes = ctypes.c_double, [ctypes.c_char_p, ctypes.c_void_p]
    print("the user's", QLocale.system().toString(1.5), "libraries read", strtod(b"1.5", None), flush=True)

show = MainWindow.show
def shown(window):
    show(window)
    QTimer.singleShot(500, tell)
    QTimer.singleShot(3000, window.close)
MainWindow.show = shown
sys.exit(app.run((), "en"))
"""


@pytest.fixture(scope="module")
def german(tmp_path_factory) -> dict[str, str]:
    """The environment of a German computer; its language is made here, where the system has the means."""
    folder = tmp_path_factory.mktemp("languages")
    made = shutil.which("localedef") and subprocess.run(
        ["localedef", "-i", "de_DE", "-f", "UTF-8", str(folder / "de_DE.UTF-8")], capture_output=True, check=False
    )
    if not made or made.returncode != 0:
        pytest.skip("this system cannot make the language of another country (localedef with de_DE)")
    return {"LOCPATH": str(folder), "LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8"}


@pytest.mark.skipif(sys.platform == "win32", reason="there a process keeps C's numbers unless it asks for others")
def test_that_libraries_go_on_reading_decimal_points_behind_the_window(home, german):
    home.environment.update(german)
    ran = home.run(sys.executable, "-c", PROGRAM, timeout_s=120)
    assert ran.returncode == 0, ran.stderr
    assert "the user's 1,5 libraries read 1.5" in ran.stdout


@pytest.mark.slow
def test_that_a_german_computer_writes_the_same_files(home, german, hccdesk, tmp_path):
    phantoms = ("cohort", "phantom", "--patients", 40, "--seed", 3, "--no-images", "--out")
    for name in ("point", "comma"):
        assert hccdesk(*phantoms, tmp_path / name).returncode == 0
        described = hccdesk("cohort", "describe", tmp_path / name / "cohort.csv", "--out", tmp_path / name / "d")
        assert described.returncode == 0, described.stderr
        home.environment.update(german)
    written = [path.relative_to(tmp_path / "point") for path in (tmp_path / "point").rglob("*") if path.is_file()]
    assert len(written) >= 3
    for path in written:
        assert (tmp_path / "comma" / path).read_bytes() == (tmp_path / "point" / path).read_bytes(), path


@pytest.mark.parametrize("text", ["1,2", "1.234,5", "1 234"])
def test_that_a_number_with_a_comma_typed_into_the_form_is_asked_back_and_not_guessed(text):
    found = read_entry(FIELDS["inr"], text, None)
    assert found.value is None
    assert found.fault
