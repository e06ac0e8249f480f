"""The network runtime comes before Qt on Windows and only when needed elsewhere."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize(("platform", "loaded"), [("win32", True), ("linux", False), ("darwin", False)])
def test_that_the_runtime_is_loaded_early_on_windows_alone(platform, loaded):
    code = (
        "import sys; from hccdesk.workflow.load_runtime import load_runtime_before_qt as load;"
        f"load({platform!r}); print('onnxruntime' in sys.modules, any(n.startswith('PySide6') for n in sys.modules))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.split() == [str(loaded), "False"]
