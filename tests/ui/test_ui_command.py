"""The front door: cheap to import, and in words where no window can be opened."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hccdesk.domain.errors import HccdeskError
from hccdesk.ui import display_check
from hccdesk.ui.command import app


def run_python(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("QT_QPA_PLATFORM", "DISPLAY")}
    kept.pop("WAYLAND_DISPLAY", None)
    command = [sys.executable, "-c", code]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=kept | environment, timeout=60)


def test_that_the_command_is_known_without_loading_qt():
    done = run_python("import sys, hccdesk.ui.command; print([m for m in sys.modules if 'PySide6' in m])")
    assert done.stdout.strip() == "[]", done.stderr


def test_that_opening_the_window_loads_no_network_runtime():
    code = (
        "import sys, hccdesk.ui.app; "
        "print([m for m in ('onnxruntime', 'openvino', 'torch', 'pydicom', 'SimpleITK') if m in sys.modules])"
    )
    done = run_python(code, QT_QPA_PLATFORM="offscreen")
    assert done.stdout.strip() == "[]", done.stderr


def test_that_help_reads_without_a_screen():
    done = CliRunner().invoke(app, ["--help"])
    assert done.exit_code == 0
    assert "desktop" in done.stdout


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only there Qt aborts without a display")
def test_that_without_a_screen_it_says_so_and_does_not_abort():
    done = run_python("from hccdesk.ui.command import app; app()")
    assert done.returncode == 1
    assert "Aborted" not in done.stderr
    assert "HccdeskError" in done.stderr
    assert "screen" in done.stderr or "system library" in done.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only there Qt aborts without a display")
def test_that_a_display_that_does_not_answer_is_said_and_does_not_abort():
    done = run_python("from hccdesk.ui.command import app; app()", DISPLAY=":987")
    assert done.returncode == 1
    assert "HccdeskError" in done.stderr
    assert ":987" in done.stderr or "system library" in done.stderr


def test_that_a_missing_library_is_named(monkeypatch):
    def refuse(name: str) -> None:
        raise OSError("libxcb-icccm.so.4: cannot open shared object file: No such file or directory")

    monkeypatch.setattr(display_check.ctypes, "CDLL", refuse)
    with pytest.raises(HccdeskError, match=r"libxcb-icccm\.so\.4 is missing") as raised:
        display_check._require_libraries()
    assert "\n" not in str(raised.value)


def test_that_offscreen_needs_no_display(monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.delenv("DISPLAY", raising=False)
    display_check.require_display()


def test_that_the_probe_really_starts_qt():
    assert "QGuiApplication" in display_check._PROBE
    assert Path(sys.executable).exists()


def test_that_what_decides_knows_no_widgets():
    deciders = (
        "case_model", "case_loader", "jobs", "problem_board", "found_inputs", "patient_line", "intake.presenter",
        "intake.form_presenter", "intake.tile_contents", "ct_viewer.presenter", "results.cards",
        "slide_viewer.tile_loader", "results.concordance", "results.missing", "results.seen", "results.survival_words",
        "results.nomogram_scale", "results.explanations", "session",
    )  # fmt: skip
    imports = "; ".join(f"import hccdesk.ui.{name}" for name in deciders)
    done = run_python(f"import sys; {imports}; print('PySide6.QtWidgets' in sys.modules)")
    assert done.stdout.strip() == "False", done.stderr
